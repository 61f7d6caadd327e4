import pytest
from autogen_codemods.dependencies.versions import Era, eras

V02, AG2, V04, STUB = Era.V02, Era.AG2, Era.V04, Era.NOTHING


@pytest.mark.parametrize(
    ("distribution", "version_range", "expected"),
    [
        ("pyautogen", "", {V02, AG2, STUB}),
        ("pyautogen", "*", {V02, AG2, STUB}),
        ("pyautogen", "==0.2.27", {V02}),
        ("pyautogen", "==0.2.0b5", {V02}),
        ("pyautogen", "~=0.2.0", {V02}),
        ("pyautogen", "==0.2.*", {V02}),
        ("pyautogen", ">=0.2,<0.3", {V02}),
        ("pyautogen", "^0.2.3", {V02}),
        ("pyautogen", "~0.2", {V02}),
        ("pyautogen", ">=0.3,<0.10", {AG2}),
        ("pyautogen", "==0.10.0", {STUB}),
        ("autogen-agentchat", "~=0.2", {V02, V04}),
        ("autogen-agentchat", "~=0.2.36", {V02}),
        ("autogen-agentchat", "<0.4", {V02}),
        ("autogen-agentchat", ">=0.4", {V04}),
        ("autogen-agentchat", "==0.7.5", {V04}),
        ("ag2", "<1", {AG2}),
        ("ag2", ">=1", {STUB}),
        ("autogen", "==0.6.1", {AG2}),
        ("pyautogen", "!=0.2.3,<0.3", {V02}),
    ],
)
def test_a_range_means(distribution: str, version_range: str, expected: set[Era]):
    assert eras(distribution, version_range) == expected

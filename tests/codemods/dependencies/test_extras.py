import re
from pathlib import Path

import pytest
from autogen_codemods import fates
from autogen_codemods.dependencies.extras import EXTRA_OF_NAME
from autogen_codemods.dependencies.requirement import EXTRA_OF
from autogen_codemods.health.checks import MODULE_OF_EXTRA
from codemod_tools import plan_of

PYPROJECT = (Path(__file__).parents[3] / "pyproject.toml").read_text()
OWN = set(
    re.findall(r"^(\w+) = \[", PYPROJECT.split("[project.optional-dependencies]")[1].split("\n[")[0], re.MULTILINE)
)


def test_every_extra_that_is_written_exists():
    assert {e for e in (*EXTRA_OF.values(), *EXTRA_OF_NAME.values()) if e} <= OWN


def test_doctor_knows_every_extra_that_code_can_need():
    assert set(EXTRA_OF_NAME.values()) <= MODULE_OF_EXTRA.keys() <= OWN


def test_every_name_that_needs_an_extra_is_v02s():
    assert [name for name in EXTRA_OF_NAME if not fates.is_known(name)] == []


@pytest.mark.parametrize(
    ("text", "extras"),
    [
        ("from autogen.coding import CodeBlock\n", set()),
        ("import autogen\nautogen.AssistantAgent('a')\n", {"diskcache"}),
        ("from autogen.coding import DockerCommandLineCodeExecutor\n", {"docker"}),
        ("from autogen import Cache\nCache.redis(1)\n", {"diskcache", "redis"}),
        ("import autogen\nx = {'use_docker': True, 'api_type': 'anthropic'}\n", {"docker", "anthropic"}),
        ("import autogen\nx = {'use_docker': False}\n", set()),
        ("from autogen.graph_utils import visualize_speaker_transitions_dict\n", {"graph"}),
        ("x = {'use_docker': True}\n", set()),
    ],
)
def test_the_code_tells_the_extras(text: str, extras: set[str]):
    assert plan_of(text).facts.extras == extras

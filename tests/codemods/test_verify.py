from pathlib import Path

import pytest
from autogen_codemods.verify import Written, missing_in, written_in


def missing(text: str) -> list[str]:
    return [m.message for m in missing_in({Path("x.py"): written_in(text)})]


def test_imports_and_keywords_are_collected():
    text = "import autogen_compat.oai\nfrom autogen_compat import Cache as C\nC.disk(1)\nC(config=3)\nimport os\n"
    assert written_in(text) == {
        Written("autogen_compat.oai", None),
        Written("autogen_compat", "Cache", ("config",)),
    }


def test_what_exists_passes_and_nothing_else_is_asked():
    assert missing("import os\nfrom numpy import nothing\n") == []


def test_what_does_not_exist_is_told():
    text = (
        "from autogen_compat import AssistantAgent, Nothing\n"
        "import autogen_compat.no_such_module\n"
        "from autogen_agentchat.teams import RoundRobinGroupChat\n"
        "from autogen_compat import agentchat\n"
        "RoundRobinGroupChat([], max_turns=3, nope=4)\n"
    )
    assert sorted(missing(text)) == [
        "autogen_agentchat.teams.RoundRobinGroupChat does not take nope",
        "autogen_compat has no Nothing",
        "there is no module autogen_compat.no_such_module",
    ]


@pytest.mark.parametrize("text", ["", "from . import autogen_compat\n", "x = 1\n"])
def test_a_text_without_our_imports_asks_nobody(text: str):
    assert written_in(text) == frozenset()

"""Groups that live elsewhere than beside their manager's chat."""

from __future__ import annotations

from pathlib import Path

import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_source
from codemods_native_check import PlainCells, reasons, rewritten

DESK = """
import autogen


class Desk:
    def __init__(self):
        self.u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
        self.a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
        self.group = {before}

    def ask(self, task):
        self.group = autogen.GroupChat(agents=[self.u, self.a], messages=[])
        self.manager = autogen.GroupChatManager(groupchat=self.group, llm_config=c)
        self.u.initiate_chat(self.manager, message=task)
        {after}
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("make()", "return self.group.messages[-1]", id="it holds something else before"),
        pytest.param("None", "return self.other.group", id="another object's is read"),
    ],
)
def test_a_group_stays_where_its_attribute_may_be_needed(before: str, after: str):
    assert "group" in "; ".join(reasons(DESK.format(before=before, after=after)))


def test_nothing_is_left_of_a_group_whose_messages_are_read():
    text = rewritten(DESK.format(before="None", after='return self.group.messages[-1]["content"]'))
    assert "group" not in text.replace("group_messages", "")


@pytest.mark.parametrize("shown", ["print(autogen.__version__)", 'print(f"autogen {autogen.__version__}")'])
def test_the_version_that_is_printed_is_v04s(shown: str):
    text = rewritten(DESK.format(before="None", after="pass") + f"\n\n{shown}\n")
    assert shown.replace("autogen.__", "autogen_agentchat.__") in text


def test_a_version_that_is_compared_stays_and_the_group_does_not():
    text = DESK.format(before="None", after="pass") + '\n\nprint("new" if autogen.__version__ > "0.2.30" else "old")\n'
    result = rewrite_source(PlainSource(Path("module.py"), text))
    [stays] = [finding.message for finding in result.findings if not finding.fixable]
    assert "__version__" in stays
    assert 'autogen.__version__ > "0.2.30"' in result.text
    assert "GroupChat(" not in result.text.replace("RoundRobinGroupChat(", "").replace("SelectorGroupChat(", "")


RETURNED = """
import autogen

u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)


def make(rounds){result}:
    group = autogen.GroupChat(agents=[u, a], messages=[], max_round=rounds)
    manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
    {early}return group, manager


{unpacked} = make(5)
u.initiate_chat(manager, message="hi")
print(group.messages[-1]["content"])
"""


@pytest.mark.parametrize(
    ("result", "early", "unpacked"),
    [
        pytest.param(" -> Made", "", "group, manager", id="a result whose type is not written out"),
        pytest.param("", "if rounds < 3:\n        return None, None\n    ", "group, manager", id="other results"),
        pytest.param("", "", "both", id="the result is kept"),
    ],
)
def test_a_group_that_is_returned_stays_where(result: str, early: str, unpacked: str):
    source = RETURNED.format(result=result, early=early, unpacked=unpacked)
    assert reasons(source.replace("both = make(5)", "both = make(5)\ngroup, manager = both"))


@pytest.mark.parametrize(
    ("annotation", "written"),
    [("", ""), (" -> tuple[autogen.GroupChat, autogen.GroupChatManager]", " -> Team")],
)
def test_a_group_that_is_returned_beside_its_manager_goes(annotation: str, written: str):
    text = rewritten(RETURNED.format(result=annotation, early="", unpacked="group, manager"))
    assert f"def make(rounds){written}:" in text
    assert "    return manager\n" in text
    assert "\nmanager = make(5)\n" in text


def test_comments_of_a_group_stand_above_its_team():
    code = rewritten(
        """
        import autogen

        a = autogen.AssistantAgent("a", llm_config=c)
        b = autogen.AssistantAgent("b", llm_config=c)
        group = autogen.GroupChat(
            agents=[a, b],
            messages=[],
            max_round=4,
            speaker_selection_method="round_robin",  # one after the other
        )
        manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
        a.initiate_chat(manager, message="hi")
        """
    )
    assert "# one after the other\nteam = RoundRobinGroupChat(" in code


def test_a_version_that_a_cell_shows_is_that_of_v04():
    source = (
        'import autogen\n\nautogen.__version__\na = autogen.AssistantAgent("a", llm_config=c)\na.generate_reply(m)\n'
    )
    result = rewrite_source(PlainCells(Path("cells.py"), source.replace("(m)", '([{"role": "user", "content": "x"}])')))
    assert "\nautogen_agentchat.__version__\n" in result.text

"""Groups that live elsewhere than beside their manager's chat."""

from __future__ import annotations

from pathlib import Path

import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_source
from codemods_native_check import reasons, rewritten

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

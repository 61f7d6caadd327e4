"""Groups that are made before the tools of their agents, and groups that clear histories."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

LATE = """
import autogen

u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
group = autogen.GroupChat(agents={agents}, messages=[])
manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
{between}

@u.register_for_execution()
@a.register_for_llm(description="d")
def f(x: int) -> int:
    return x

u.initiate_chat(manager, message="hi")
"""


def test_a_group_stays_whose_manager_is_used_before_the_tools():
    assert reasons(LATE.format(agents="[u, a]", between="print(manager.name)"))


def test_tools_that_come_behind_a_list_of_agents_are_put_where_the_team_looks():
    text = rewritten(LATE.format(agents="list([u, a])", between=""))
    assert text.index("participants = list([u, a])") < text.index("team = SelectorGroupChat")
    assert "put_tool(a_tools, f_tool)" in text
    assert "put_tool(u_functions, f_tool)" in text


def test_a_team_stands_below_the_tools_of_its_agents():
    text = rewritten(LATE.format(agents="[u, a]", between=""))
    assert text.index("f_tool = ") < text.index("a = ToolCallingAgent") < text.index("team = SelectorGroupChat")


CLEARING = """
import autogen

u = autogen.UserProxyAgent("u", code_execution_config={code})
a = autogen.AssistantAgent("{name}", system_message="A.", llm_config=c)
group = autogen.GroupChat(
    agents=[u, a], messages=[], speaker_selection_method="{method}", enable_clear_history=True
)
manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
{result}u.initiate_chat(manager, message="hi")
{after}
"""


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"method": "auto"}, "who selects the speakers reads messages that may be cleared"),
        ({"code": '{"use_docker": False}'}, "u does more with messages than asking a model"),
        ({"name": "a b"}, "the name of a, which a human may type, is another in v0.4"),
        ({"result": "r = ", "after": "print(r.summary)"}, "the messages of the group are read"),
        ({"after": "print(group.messages[-1])"}, "the messages of the group are read"),
        ({"after": 'u.initiate_chat(a, message="x", max_turns=1)'}, "its agents have other chats"),
    ],
)
def test_a_group_that_clears_histories_stays_where(given: dict[str, str], reason: str):
    plain = {"method": "round_robin", "code": "False", "name": "a", "result": "", "after": ""}
    assert reason in "; ".join(reasons(CLEARING.format(**{**plain, **given})))

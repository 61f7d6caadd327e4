"""What native groups and chats within replies look like."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

GROUP = """
import autogen

u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c{agent})
b = autogen.AssistantAgent("b", system_message="B.", llm_config=c)
{before}group = autogen.GroupChat(agents=[u, a, b], messages=[]{group})
manager = autogen.GroupChatManager(groupchat=group{manager})
{sender}.initiate_chat(manager, message="hi")
"""


def text_of(
    group: str = "", manager: str = ", llm_config=c", agent: str = "", sender: str = "u", before: str = ""
) -> str:
    """The rewritten program, its white space aside."""
    source = GROUP.format(group=group, manager=manager, agent=agent, sender=sender, before=before)
    return " ".join(rewritten(source).split())


@pytest.mark.parametrize(
    ("group", "written"),
    [
        ("", "selector_func=model_selector([u, a, b], c_client)"),
        (', speaker_selection_method="round_robin"', "RoundRobinGroupChat( [a, b, u],"),
        (', speaker_selection_method="random"', "selector_func=random_selector([u, a, b])"),
        (', speaker_selection_method="manual"', "selector_func=manual_selector([u, a, b])"),
        (", allow_repeat_speaker=[a]", "model_selector([u, a, b], c_client, allow_repeated_speaker=[a])"),
        (
            ", allowed_or_disallowed_speaker_transitions={u: [a]}, speaker_transitions_type='disallowed'",
            "model_selector([u, a, b], c_client, disallowed={u: [a]})",
        ),
        (
            ", allowed_or_disallowed_speaker_transitions={u: [a, b], a: [b]}, speaker_transitions_type='allowed'",
            "model_selector([u, a, b], c_client, end=end_of_chat, allowed={u: [a, b], a: [b]})",
        ),
        (", max_retries_for_selecting_speaker=0", "attempts=1"),
        (", max_round=n if n else 5", "max_turns=(n if n else 5) - 1"),
        (", max_round=2 * n + 1", "max_turns=2 * n + 1 - 1"),
    ],
)
def test_each_way_of_selecting_has_its_selector(group: str, written: str):
    assert written in text_of(group)


def test_without_a_model_a_group_goes_round():
    assert "RoundRobinGroupChat( [b, u, a]," in text_of(manager="", sender="a")


def test_members_are_introduced_before_the_task():
    assert 'task=[introduction([u, a, b]), TextMessage(content="hi", source="u")]' in text_of(
        ", send_introductions=True"
    )


def test_a_member_that_ends_the_group_is_a_group_member():
    text = text_of(agent=", max_consecutive_auto_reply=2")
    assert "a = GroupMember( AssistantAgent(" in text
    assert "max_replies=2" in text


def test_a_silent_manager_prints_nothing():
    assert 'await team.run(task=TextMessage(content="hi", source="u"))' in text_of(
        manager=", llm_config=c, silent=True"
    )


def test_a_tool_of_a_group_is_shared_by_who_calls_and_who_runs_it():
    before = (
        'def f(x: int) -> int:\n    return x\n\n\nautogen.register_function(f, caller=a, executor=u, description="d")\n'
    )
    text = text_of(before=before)
    assert 'f_tool = SequentialFunctionTool(f, description="d")' in text
    assert 'u = GroupMember(AutoReplyAgent("u"), tools=[f_tool])' in text
    assert 'a = ToolCallingAgent( "a", model_client=c_client, tools=[f_tool],' in text
    assert "custom_message_types=[ToolCallMessage, ToolResultMessage]" in text


def test_types_of_a_selection_function_are_v04s():
    before = "def choose(last: autogen.Agent, chat: autogen.GroupChat) -> autogen.Agent | None:\n    return a\n\n\n"
    text = text_of(", speaker_selection_method=choose", before=before)
    assert "def choose(last: ChatAgent, chat: GroupView) -> ChatAgent | None:" in text


def test_chats_within_a_reply_are_registered_where_they_were():
    source = """
import autogen

u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
b = autogen.AssistantAgent("b", system_message="B.", llm_config=c)
u.register_nested_chats([{"recipient": b, "message": "Look.", "max_turns": 1}], trigger=a)
u.initiate_chat(a, message="hi", max_turns=2)
"""
    text = " ".join(rewritten(source).split())
    assert 'u.add_reply( nested_chats( [ NestedChat(b, message="Look."), ], ), position=2, )' in text


METHOD = """
import autogen


class Chooser:
    def choose(self, last, group):
        {body}


u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
chooser = Chooser()
group = autogen.GroupChat(agents=[u, a], messages=[], speaker_selection_method=chooser.choose)
manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
u.initiate_chat(manager, message="hi")
"""


def test_a_method_that_does_more_with_its_group_than_v04_can_stays():
    [reason] = reasons(METHOD.format(body="return group.select_speaker(last, None)"))
    assert "uses group in a way that v0.4 has not" in reason


def test_a_method_that_selects_speakers_stays_as_it_is():
    text = rewritten(METHOD.format(body="return a if last is u else u"))
    assert "selector_func=speaker_selector(chooser.choose, [u, a], c_client)" in " ".join(text.split())

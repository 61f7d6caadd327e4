"""Chats within a reply that stay on the compat layer, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_source
from codemods_native_check import reasons, rewritten
from native_programs.programs import BY_NAME

NESTED = """
import autogen

u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False{u})
a = autogen.AssistantAgent("a", llm_config=c)
b = autogen.AssistantAgent("b", llm_config=c)


def ask(recipient, messages, sender, config):
    {body}


u.register_nested_chats([{chat}], trigger={trigger}{more})
u.initiate_chat(a, message="hi", max_turns=2)
{after}
"""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"trigger": "b"}, "only some senders start the chats within a reply"),
        ({"trigger": "'x'"}, "only some senders start the chats within a reply"),
        ({"more": ", use_async=True"}, "registered with use_async"),
        ({"more": ", reply_func_from_nested_chats=mine"}, "registered with reply_func_from_nested_chats"),
        ({"chat": "{'recipient': b, 'carryover': 'x'}"}, "has the argument carryover"),
        ({"chat": "{'recipient': b, 'clear_history': False}"}, "goes on with an earlier one"),
        ({"chat": "{'recipient': b, 'max_turns': 1}, {'recipient': b}"}, "it never runs"),
        ({"chat": "{'recipient': a, 'max_turns': 1}"}, "a is in a chat and in one within a reply"),
        ({"chat": "*chats"}, "b takes part in no chat"),
        ({"body": "return recipient.system_message"}, "uses recipient in another way"),
        ({"body": "return 'x' if sender is a else None"}, "uses sender in another way"),
        ({"body": "messages.clear(); return 'x'"}, "changes messages"),
        ({"after": "u.initiate_chat(b, message='hi')"}, "b is in a chat and in one within a reply"),
        ({"u": ", max_consecutive_auto_reply=1", "chat": "{'recipient': b, 'message': {'a': 1}}"}, "is no text"),
    ],
)
def test_chats_within_a_reply_that_are_not_known_stay(change: dict[str, str], reason: str):
    parts = {"u": "", "body": "return 'x'", "trigger": "a", "more": "", "after": ""}
    parts |= {"chat": "{'recipient': b, 'message': ask, 'max_turns': 1}", **change}
    source = NESTED.format(**parts).lstrip()
    result = rewrite_source(PlainSource(Path("module.py"), source))
    assert reason in "; ".join(finding.message for finding in result.findings if not finding.fixable)


def test_what_is_typed_within_a_reply_stays_where_it_is_read():
    parts = {"u": "", "body": "return 'x'", "trigger": "a", "more": "", "after": ""}
    source = NESTED.format(chat="{'recipient': b}", **parts).replace('human_input_mode="NEVER", ', "")
    source = source.replace(", max_turns=2", "").replace("u.initiate_chat(", "r = u.initiate_chat(")
    assert "u speaks within its own reply" in "; ".join(reasons(source + "\nprint(r.human_input)\n"))


def test_an_agent_that_counts_its_answers_within_its_own_reply_stays():
    source = BY_NAME["a_game_that_remembers_moves"].source
    limited = source.replace('system_message="White."', 'system_message="White.", max_consecutive_auto_reply=2')
    assert limited != source
    assert any("counts its answers within its own reply" in reason for reason in reasons(limited))


def test_limits_of_answers_beside_limits_of_turns_stay_within_replies():
    parts = {"u": ", max_consecutive_auto_reply=1", "body": "return 'x'", "trigger": "a", "more": "", "after": ""}
    source = NESTED.format(chat="{'recipient': b, 'max_turns': 2}", **parts)
    assert "max_turns" in "; ".join(reasons(source))


def test_an_empty_system_message_stays_where_a_model_sums_up_within_a_reply():
    parts = {"u": "", "body": "return 'x'", "trigger": "a", "more": "", "after": ""}
    chat = "{'recipient': b, 'max_turns': 1, 'summary_method': 'reflection_with_llm'}"
    source = NESTED.format(chat=chat, **parts).replace('("b", ', '("b", system_message="", ')
    assert "the empty system message of b" in "; ".join(reasons(source))


def test_an_agent_that_runs_tools_and_chats_within_a_reply_stays():
    parts = {"u": "", "body": "return 'x'", "trigger": "a", "more": "", "after": ""}
    source = NESTED.format(chat="{'recipient': b, 'max_turns': 1}", **parts)
    tool = 'autogen.register_function(run, caller=a, executor=u, description="d")\nu.initiate_chat('
    assert "has tools and functions of its own too" in "; ".join(reasons(source.replace("u.initiate_chat(", tool)))


SUPERSEDED = """
import autogen

writer = autogen.AssistantAgent("writer", llm_config=c)
critic = autogen.AssistantAgent("critic", llm_config=c)
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
runner = autogen.UserProxyAgent("runner", human_input_mode="NEVER", code_execution_config=False)
user.register_nested_chats([{"recipient": critic, "max_turns": 1}], trigger=writer)
user.initiate_chat(writer, message="hi", max_turns=2)


@runner.register_for_execution()
@critic.register_for_llm(description="Adds.")
def add(a: int) -> int:
    return a


{between}
user.register_nested_chats([{"sender": runner, "recipient": critic, "max_turns": 2}], trigger={trigger})
user.initiate_chat(writer, message="hi", max_turns=2)
"""


@pytest.mark.parametrize(
    ("between", "trigger"),
    [
        pytest.param("user.initiate_chat(writer, message='x', max_turns=2)", "writer", id="a chat comes between"),
        pytest.param("", '"writer"', id="the trigger is written otherwise"),
        pytest.param("def again():\n    user.initiate_chat(writer, message='x', max_turns=2)", "writer", id="somewhen"),
    ],
)
def test_chats_within_a_reply_that_may_run_when_a_tool_is_known_stay(between: str, trigger: str):
    source = SUPERSEDED.replace("{between}", between).replace("{trigger}", trigger)
    reason = "critic calls a tool that user, its partner in the chat, does not run under this name"
    assert reason in reasons(source)


def test_chats_within_a_reply_that_others_supersede_know_no_later_tools():
    source = SUPERSEDED.replace("{between}", "").replace("{trigger}", "writer")
    assert "put_tool(critic_tools, add_tool)" in rewritten(source)

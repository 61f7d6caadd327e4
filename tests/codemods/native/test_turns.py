"""Turns that pass, and chats that go on with the history of an earlier one."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

TURNS = """
import autogen

llm_config = {"config_list": [{"model": "gpt-4o"}], "cache_seed": None}
a = autogen.ConversableAgent("a", llm_config=llm_config, human_input_mode="NEVER")
b = autogen.ConversableAgent("b", llm_config=llm_config, human_input_mode="NEVER", max_consecutive_auto_reply=1)
"""


def test_turns_that_may_pass_are_ended_by_the_sender_alone():
    text = rewritten(TURNS + 'a.initiate_chat(b, message="hi", max_turns=3)\n')
    assert (
        """b = GroupMember(
    AssistantAgent("b", model_client=model_client, system_message="You are a helpful AI assistant."),
    stop_when=lambda message: message.to_text() == "TERMINATE",
    max_replies=1,
)
team = RoundRobinGroupChat(
    [b, a],
    termination_condition=FunctionalTermination(
        lambda messages: isinstance(messages[-1], StopMessage) and messages[-1].source == "a"
    ),
    max_turns=5,
)
"""
        in text
    )


def test_a_chat_that_goes_on_leaves_no_agent_without_the_last_message():
    chats = 'a.initiate_chat(b, message="hi")\na.initiate_chat(b, message="and?", clear_history=False)\n'
    text = rewritten(TURNS + chats)
    assert text.count("SharedHistoryChat(\n") == 2 and "reset()" not in text


def test_who_stops_to_reply_gets_one_answer_to_what_is_sent():
    chats = 'a.initiate_chat(b, message="hi")\na.stop_reply_at_receive(b)\na.send("and?", b)\n'
    text = rewritten(TURNS.replace(", max_consecutive_auto_reply=1", "") + chats)
    assert "SharedHistoryChat([b, a], max_turns=1)" in text or "SharedHistoryChat([b], max_turns=1)" in text
    assert "stop_reply" not in text


LISTS = """
import autogen

llm_config = {"config_list": [{"model": "gpt-4o"}], "cache_seed": None}
a = autogen.AssistantAgent("a", llm_config=llm_config)
b = autogen.AssistantAgent("b", llm_config=llm_config)
u = autogen.UserProxyAgent(
    "u", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)


def ask():
    results = u.initiate_chats([{"recipient": a, "message": "x"}, {"recipient": LAST, "message": "y"}])
    AFTER


ask()
ask()
"""


def test_histories_of_a_list_are_read_before_the_next_chat():
    text = rewritten(LISTS.replace("LAST", "b").replace("AFTER", "return [each.chat_history[-1] for each in results]"))
    assert "results = [result_1, result_2]" in text and "each.chat_history[-1]" in text


@pytest.mark.parametrize(
    ("last", "after"),
    [
        pytest.param("a", "return [each.chat_history[-1] for each in results]", id="the same two in the list"),
        pytest.param("b", "for each in results:\n        keep(each)", id="results go elsewhere"),
        pytest.param(
            "b",
            "for each in results:\n        print(each.chat_history)\n        u.initiate_chat(b, message='z')",
            id="a chat between readings",
        ),
    ],
)
def test_histories_of_a_list_that_may_be_replaced_stay(last: str, after: str):
    reason = "after a later chat of the same two, v0.2 shows the messages of that chat here"
    assert reason in reasons(LISTS.replace("LAST", last).replace("AFTER", after))

"""The "clear history" phrase."""

import autogen_compat as autogen
import pytest
from autogen_compat.agentchat._group import clearing


@pytest.fixture
def chat(member):
    agents = [member(name) for name in ("alice", "bob")]
    said = [{"content": str(n), "role": "user", "name": "alice"} for n in range(4)]
    return autogen.GroupChat(agents=agents, messages=said, enable_clear_history=True)


def forget(chat, text, **more):
    return clearing.clear(chat, {"content": text, **more})


@pytest.mark.parametrize("reply", ["clear history", {"content": None}, {"content": "clear the history"}])
def test_texts_without_the_phrase_ask_for_nothing(chat, reply):
    assert not clearing.asks_to_clear(chat, reply)


def test_a_group_that_does_not_obey_is_not_asked(chat):
    chat.enable_clear_history = False
    assert not clearing.asks_to_clear(chat, {"content": "clear history"})


def test_the_phrase_inside_other_words_clears_nothing(chat, capsys):
    assert forget(chat, "That is unclear history, sorry.") == "That is unclear history, sorry."
    assert len(chat.messages) == 4
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("text", "left", "rest"),
    [
        ("clear history", [], ""),
        ("Well, CLEAR HISTORY and go on", [], "Well, and go on"),
        ("clear history 2", ["2", "3"], ""),
        ("clear history 2. Go on.", ["2", "3"], "Go on."),
        ("clear history 0", [], ""),
        ("clear history 9", ["0", "1", "2", "3"], ""),
        ("clear history carol", [], "carol"),
    ],
)
def test_the_group_forgets_and_the_rest_of_the_reply_stays(chat, text, left, rest):
    assert forget(chat, text) == rest
    assert [message["content"] for message in chat.messages] == left


@pytest.mark.parametrize("text", ["clear history bob 1 now", "clear history 1 bob now", "clear history bob. 1, now"])
def test_one_member_forgets_whichever_way_round_it_is_said(chat, member, text):
    manager = member("manager")
    for agent in chat.agents:
        for content in ("first", "second"):
            agent.receive(content, manager, request_reply=False, silent=True)
    alice, bob = chat.agents
    assert forget(chat, text) == "now"
    assert [message["content"] for message in bob.chat_messages[manager]] == ["second"]
    assert len(alice.chat_messages[manager]) == 2
    assert len(chat.messages) == 4


def test_the_call_of_a_tool_result_is_kept(chat, caplog):
    forget(chat, "clear history", tool_responses=[{"tool_call_id": "1", "role": "tool", "content": "x"}])
    assert [message["content"] for message in chat.messages] == ["3"]
    assert "tool call message will be saved" in caplog.text


def test_what_is_cleared_is_printed(chat, capsys):
    forget(chat, "clear history alice 2")
    forget(chat, "clear history")
    assert capsys.readouterr().out == (
        "Clearing history for alice except last 2 messages.\nClearing history for all agents.\n"
    )

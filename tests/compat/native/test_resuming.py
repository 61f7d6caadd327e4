"""Teams that go on with stored conversations."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_compat.native import AutoReplyAgent, chat_history, group_messages, resume_team

STORED = [
    {"content": "One?", "role": "user", "name": "asker"},
    {"content": "Two.", "role": "user", "name": "answerer"},
    {"content": "Three?", "role": "user", "name": "asker"},
]


def team() -> RoundRobinGroupChat:
    """A team whose members know what they hear from its state only."""
    return RoundRobinGroupChat([AutoReplyAgent("answerer", "Yes."), AutoReplyAgent("asker", "Why?")], max_turns=1)


@pytest.mark.parametrize(
    ("messages", "error", "told"),
    [
        pytest.param([], ValueError, "no messages were provided", id="nothing"),
        pytest.param("{", ValueError, "not a valid JSON string", id="no JSON"),
        pytest.param(5, TypeError, "not of type str or", id="a number"),
        pytest.param(["hi"], TypeError, "not of type str or", id="texts"),
        pytest.param([{**STORED[0], "name": "stranger"}], ValueError, "stranger", id="a stranger"),
        pytest.param([STORED[0], {"role": "user", "name": "asker"}], ValueError, "no content", id="no content"),
    ],
)
def test_what_is_no_conversation_of_the_team_is_refused(messages: Any, error: type[Exception], told: str):
    with pytest.raises(error, match=told):
        asyncio.run(resume_team(team(), messages))


def test_all_but_the_last_message_are_known_and_the_last_one_is_the_task(capsys: pytest.CaptureFixture[str]):
    async def go_on() -> tuple[Any, Any]:
        resuming = team()
        resumed = await resume_team(resuming, json.dumps(STORED))
        state = await resuming.save_state()
        return state["agent_states"], resumed.with_earlier(await resuming.run(task=resumed.task))

    state, result = asyncio.run(go_on())
    known = [state["answerer"]["message_buffer"], state["RoundRobinGroupChatManager"]["message_thread"]]
    assert [[each["content"] for each in messages] for messages in known] == [["One?", "Two."]] * 2
    assert [each["content"] for each in group_messages(result.messages)] == ["One?", "Two.", "Three?", "Yes."]
    assert "Prepared group chat with 3 messages, the last speaker is" in capsys.readouterr().out


def test_only_the_task_is_the_last_speakers_own():
    async def go_on() -> Any:
        resuming = team()
        resumed = await resume_team(resuming, STORED, silent=True)
        return resumed.with_earlier(await resuming.run(task=resumed.task))

    history = chat_history(asyncio.run(go_on()), "asker")
    assert [each["role"] for each in history] == ["user", "user", "assistant", "user"]


def test_a_function_says_what_the_last_message_is():
    resumed = asyncio.run(resume_team(team(), STORED, remove=str.upper, silent=True))
    assert resumed.task.to_text() == "THREE?"


def test_participants_go_by_the_names_that_were_stored():
    stored = [{**STORED[0], "name": "the asker"}]
    resumed = asyncio.run(resume_team(team(), stored, names={"asker": "the asker"}, silent=True))
    assert resumed.task.source == "asker"


def test_what_nobody_said_is_the_managers():
    stored = [*STORED, {"content": "Four.", "role": "user"}]
    resumed = asyncio.run(resume_team(team(), stored, manager="chief", silent=True))
    assert resumed.task.source == "chief"

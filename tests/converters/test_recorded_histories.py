"""Every recorded history goes over and comes back, and what comes over is what v0.4 itself can read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from autogen_agentchat.messages import ToolCallExecutionEvent
from autogen_agentchat.state import AssistantAgentState, TeamState
from autogen_converters.histories import documents
from autogen_converters.kinds import Kind, recognise
from autogen_converters.messages import load
from autogen_converters.states import agents, teams

from .recorded import all_of
from .recording.programs_v04 import Weather

RESULTS = all_of("v0.2/*/chat_result.json")
CHATS = all_of("v0.2/*/chat_messages.*.json")
GROUPS = all_of("v0.2/*/groupchat.messages.json")
TASKS = all_of("v0.4/*/task_result.json")
STATES = all_of("v0.4/*/state.json")


def on_disk(value: Any) -> Any:
    return json.loads(json.dumps(value))


def test_there_are_at_least_forty_histories() -> None:
    assert len({name.rsplit("/", 1)[0] for name in [*RESULTS, *CHATS, *GROUPS, *TASKS]}) >= 40


@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_a_chat_result_becomes_a_task_result_and_comes_back(result: Any) -> None:
    assert recognise(result) is Kind.CHAT_RESULT
    converted = on_disk(documents.chat_result_to_v04(result))
    assert recognise(converted) is Kind.TASK_RESULT
    assert [type(load(message)).__name__ for message in converted["messages"]]
    assert documents.task_result_to_v02(converted) == result


@pytest.mark.parametrize("messages", GROUPS.values(), ids=GROUPS)
def test_the_messages_of_a_group_come_back(messages: Any) -> None:
    assert documents.messages_to_v02(on_disk(documents.messages_to_v04(messages))) == messages


@pytest.mark.parametrize("chat", CHATS.values(), ids=CHATS)
def test_the_messages_of_an_agent_come_back(chat: Any) -> None:
    assert recognise(chat) is Kind.CHAT_MESSAGES
    assert documents.chat_messages_to_v02(on_disk(documents.chat_messages_to_v04(chat))) == chat


@pytest.mark.parametrize("chat", CHATS.values(), ids=CHATS)
def test_the_messages_of_an_agent_become_a_state_that_v04_accepts(chat: Any) -> None:
    state = AssistantAgentState.model_validate(agents.chat_messages_to_state(chat))
    assert len(state.llm_context["messages"]) == sum(map(len, chat.values()))


def test_every_tool_result_of_v02_gets_the_name_of_its_function() -> None:
    found = 0
    for result in RESULTS.values():
        for record in documents.chat_result_to_v04(result)["messages"]:
            if record["type"] == ToolCallExecutionEvent.__name__:
                found += len(record["content"])
                assert all(each["name"] for each in record["content"])
    assert found >= 8


@pytest.mark.parametrize("result", TASKS.values(), ids=TASKS)
def test_a_task_result_becomes_a_chat_result_and_comes_back(result: Any) -> None:
    converted = on_disk(documents.task_result_to_v02(result))
    assert recognise(converted) is Kind.CHAT_RESULT
    assert documents.chat_result_to_v04(converted) == result


def test_a_recorded_structured_message_is_the_class_it_was() -> None:
    from autogen_agentchat.messages import StructuredMessage

    [record] = [m for m in TASKS["v0.4/structured/task_result"]["messages"] if m["type"].startswith("Structured")]
    message = load(record, [StructuredMessage[Weather]])
    assert message.content == Weather(city="Oslo", degrees=-3.5)  # type: ignore[union-attr]


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_a_state_of_v04_becomes_v02_data_and_comes_back(state: Any) -> None:
    if "agent_states" in state:
        converted = on_disk(teams.team_state_to_v02(state))
        assert recognise(converted) is Kind.GROUP_V02
        assert teams.group_to_team_state(converted) == state
        TeamState.model_validate(state)
    else:
        converted = on_disk(agents.state_to_chat_messages(state))
        assert agents.chat_messages_to_state(converted) == state


@pytest.mark.parametrize(
    "name", ["round_robin", "round_robin_with_tool", "selector", "swarm", "swarm_to_user", "graph_half_way"]
)
def test_the_state_that_v04_saved_is_the_one_built_from_its_thread(name: str) -> None:
    """Threads, turns, next and previous speakers, each agent's context and inbox: all as the engine has them."""
    converted = teams.team_state_to_v02(STATES[f"v0.4/{name}/state"])
    assert converted["autogen_v04"]["state"] == {}

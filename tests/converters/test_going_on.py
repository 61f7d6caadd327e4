"""A chat begun on one version goes on in the other, and every agent's model is shown what it would have been shown.

What v0.2.40 shows its models is recorded: the last of `requests.json` is the turn after the recorded history, and
`resumed-in-v0.2` holds what it shows when it goes on from a converted v0.4 state.
"""

from __future__ import annotations

from typing import Any

import pytest
from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.messages import TextMessage
from autogen_agentchat.teams import GraphFlow, MagenticOneGroupChat, RoundRobinGroupChat, SelectorGroupChat, Swarm
from autogen_codemods.demo.model_server import ModelServer
from autogen_converters import convert
from autogen_converters.errors import ConversionError
from autogen_converters.states.agents import chat_messages_to_state
from autogen_converters.states.teams import team_state, team_state_to_v02
from autogen_core import CancellationToken

from .recorded import HISTORIES, all_of, read
from .recording.programs_v04 import client_for


def shown(messages: list[Any]) -> list[Any]:
    """What a model reads: roles, texts, tool calls and results; without system prompts and wire habits."""
    return [_plain(message) for message in messages if message["role"] != "system"]


def _plain(message: Any) -> Any:
    calls = [
        (call["id"], call["function"]["name"], call["function"]["arguments"])
        for call in message.get("tool_calls") or ()
    ]
    return message["role"], message.get("content") or "", calls, message.get("tool_call_id")


def agent(server: ModelServer, name: str) -> AssistantAgent:
    return AssistantAgent(name, client_for(server.base_url), system_message="Be brief.")


async def ask(one: AssistantAgent, text: str = "And now?") -> None:
    await one.on_messages([TextMessage(content=text, source="user")], CancellationToken())


@pytest.mark.parametrize("name", ["two_agents", "one_tool"])
async def test_an_agent_goes_on_in_v04_as_it_would_have_in_v02(name: str) -> None:
    folder = HISTORIES / "v0.2" / name
    with ModelServer(["went on"]) as server:
        assistant = agent(server, "assistant")
        await assistant.load_state(chat_messages_to_state(read(folder / "chat_messages.assistant.json")))
        await ask(assistant)
        assert shown(server.bodies[-1]["messages"]) == shown(read(folder / "requests.json")[-1])


GROUPS = {
    "group_round_robin": ("planner", "writer", "critic"),
    "names_with_spaces": ("Product_Manager", "senior_coder"),
}


@pytest.mark.parametrize("name", GROUPS)
async def test_a_group_goes_on_in_v04_with_the_speaker_whose_turn_it_is(name: str) -> None:
    folder = HISTORIES / "v0.2" / name
    members = dict(zip(_names(name), GROUPS[name], strict=True))
    state = team_state(read(folder / "groupchat.messages.json"), "round-robin", participants=members)
    with ModelServer(["went on"]) as server:
        team = RoundRobinGroupChat([agent(server, member) for member in GROUPS[name]], max_turns=1)
        await team.load_state(state)
        result = await team.run()
        assert result.messages[-1].source == GROUPS[name][0]
        assert shown(server.bodies[-1]["messages"]) == shown(read(folder / "requests.json")[-1])


def _names(name: str) -> tuple[str, ...]:
    return ("planner", "writer", "critic") if name == "group_round_robin" else ("Product Manager", "senior-coder")


async def test_a_member_sees_the_tool_calls_of_others_as_v02_showed_them() -> None:
    folder = HISTORIES / "v0.2" / "group_with_tool"
    state = team_state(read(folder / "groupchat.messages.json"), "selector")
    members = [name for name in state["agent_states"] if not name.endswith("Manager")]
    with ModelServer(["went on"]) as server:
        agents = [agent(server, name) for name in members]
        team = SelectorGroupChat(agents, client_for(server.base_url), selector_func=lambda _: "scribe", max_turns=1)
        await team.load_state(state)
        await team.run()
        assert shown(server.bodies[-1]["messages"]) == shown(read(folder / "requests.json")[-1])


@pytest.mark.parametrize("kind", ["round-robin", "selector", "swarm", "graph", "magentic-one"])
async def test_every_kind_of_team_goes_on_from_a_v02_group(kind: str) -> None:
    state = team_state(
        read(HISTORIES / "v0.2" / "group_round_robin" / "groupchat.messages.json"), kind, participants=NAMES
    )
    with ModelServer(model_for_any_team) as server:
        team = _team(kind, server)
        await team.load_state(state)
        assert (await team.save_state())["agent_states"].keys() == state["agent_states"].keys()
        result = await team.run(task="And now?")
        assert result.messages[-1].source in {*NAMES, "MagenticOneOrchestrator"}
        assert any("went on" in message.to_text() for message in result.messages)  # type: ignore[union-attr]


NAMES = {name: name for name in ("planner", "writer", "critic")}


def model_for_any_team(body: Any) -> Any:
    text = str(body["messages"][-1]["content"])
    if body.get("response_format") or "is_request_satisfied" in text:
        import json

        from .recording.programs_v04 import DONE

        return json.dumps(DONE)
    return "went on" if "select the next role" not in text else "writer"


def _team(kind: str, server: ModelServer) -> Any:
    agents: list[Any] = [agent(server, name) for name in NAMES]
    client = client_for(server.base_url)
    if kind == "graph":
        from autogen_agentchat.teams import DiGraphBuilder

        builder = DiGraphBuilder()
        for each in agents:
            builder.add_node(each)
        builder.add_edge(agents[0], agents[1]).add_edge(agents[1], agents[2])
        return GraphFlow(builder.get_participants(), builder.build(), max_turns=1)
    kinds: dict[str, Any] = {
        "round-robin": lambda: RoundRobinGroupChat(agents, max_turns=1),
        "selector": lambda: SelectorGroupChat(agents, client, max_turns=1),
        "swarm": lambda: Swarm(agents, max_turns=1),
        "magentic-one": lambda: MagenticOneGroupChat(agents, client, max_turns=1),
    }
    return kinds[kind]()


RESUMED = all_of("resumed-in-v0.2/*/shown.json")


@pytest.mark.parametrize("name", RESUMED)
async def test_v02_shows_its_models_what_v04_would_have_shown(name: str) -> None:
    state = read(HISTORIES / "v0.4" / name.split("/")[1] / "state.json")
    for owner, recorded in RESUMED[name].items():
        container = state["agent_states"][owner]
        if "llm_context" not in container["agent_state"]:
            continue
        with ModelServer(["went on"]) as server:
            one = agent(server, owner)
            await one.load_state(container["agent_state"])
            inbox = [TextMessage.model_validate({**m, "type": "TextMessage"}) for m in container["message_buffer"]]
            await one.on_messages([*inbox, TextMessage(content="And now?", source="user")], CancellationToken())
            assert shown(server.bodies[-1]["messages"]) == shown(recorded), owner


GROUPS_IN_V02 = all_of("resumed-group-in-v0.2/*/shown.json")


@pytest.mark.parametrize("name", GROUPS_IN_V02)
def test_a_group_of_v02_goes_on_from_the_plain_messages_of_a_team(name: str) -> None:
    state = read(HISTORIES / "v0.4" / name.split("/")[1] / "state.json")
    given = convert(state, "v0.2", plain=True)["messages"]
    recorded = [message for message in GROUPS_IN_V02[name] if message["role"] != "system"]
    assert [message.get("content") or "" for message in recorded] == [message["content"] or "" for message in given]
    calls = [[call["id"] for call in message.get("tool_calls", ())] for message in recorded]
    assert calls == [[call["id"] for call in message.get("tool_calls", ())] for message in given]


def test_what_v02_was_given_is_what_the_converter_makes_of_the_state() -> None:
    for name, recorded in RESUMED.items():
        document = team_state_to_v02(read(HISTORIES / "v0.4" / name.split("/")[1] / "state.json"))
        assert document["chat_messages"].keys() == recorded.keys()


def test_an_unknown_kind_of_team_is_refused_with_those_there_are() -> None:
    with pytest.raises(ConversionError, match="round-robin, selector, swarm, graph, magentic-one"):
        team_state([], "circle")


def test_a_conversation_without_names_asks_for_participants() -> None:
    with pytest.raises(ConversionError, match="--participants"):
        team_state([{"content": "hi", "role": "user"}], "selector")

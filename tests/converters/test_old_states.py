"""States that every release since 0.4.2 saved, as the installed engine loads them."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from autogen_converters.errors import MessageError
from autogen_converters.states.graph import Graph
from autogen_converters.states.upgrade import upgrade_team_state

from .recorded import all_of
from .recording.old_states import teams

# Every release on PyPI from the first stable one on; 0.6.3 is not there. GraphFlow came with 0.5.6.
WITHOUT_GRAPHS = (
    *("0.4.2", "0.4.3", "0.4.4", "0.4.5", "0.4.6", "0.4.7", "0.4.8", "0.4.8.1", "0.4.8.2"),
    *("0.4.9", "0.4.9.1", "0.4.9.2", "0.4.9.3", "0.5.0", "0.5.1", "0.5.2", "0.5.3", "0.5.4", "0.5.5"),
)
WITH_GRAPHS = (
    *("0.5.6", "0.5.7", "0.6.0", "0.6.1", "0.6.2", "0.6.4"),
    *("0.7.0", "0.7.1", "0.7.2", "0.7.3", "0.7.4", "0.7.5"),
)
CURRENT = WITH_GRAPHS[WITH_GRAPHS.index("0.6.4") :]
KINDS = ("round-robin", "selector", "swarm", "magentic-one")
STATES = all_of("v0.4-states/*/*.json")
pytestmark = pytest.mark.filterwarnings("ignore")


def test_there_is_a_state_of_every_kind_of_team_from_every_release() -> None:
    expected = {f"v0.4-states/{release}/{kind}" for release in WITHOUT_GRAPHS + WITH_GRAPHS for kind in KINDS}
    assert STATES.keys() == expected | {f"v0.4-states/{release}/graph" for release in WITH_GRAPHS}


@pytest.mark.parametrize("name", STATES)
async def test_the_engine_loads_it_and_goes_on(name: str) -> None:
    _, version, kind = name.split("/")
    state = upgrade_team_state(STATES[name])
    team = teams()[kind]
    await team.load_state(state)
    saved = await team.save_state()
    manager = next(key for key in saved["agent_states"] if key not in {"ann", "bob"})
    thread = saved["agent_states"][manager]["message_thread"]
    expected = state["agent_states"][manager]["message_thread"]
    assert [_gist(message) for message in thread] == [_gist(message) for message in expected]
    if kind != "magentic-one":
        assert (await team.run(task="Go on.")).messages


def _gist(message: Any) -> Any:
    return message["source"], message["type"], isinstance(message["content"], str)


@pytest.mark.parametrize("name", STATES)
def test_it_is_left_alone_the_second_time(name: str) -> None:
    once = upgrade_team_state(STATES[name])
    assert upgrade_team_state(copy.deepcopy(once)) == once


@pytest.mark.parametrize("release", CURRENT)
@pytest.mark.parametrize("kind", [*KINDS, "graph"])
def test_a_state_of_the_last_releases_is_left_alone(kind: str, release: str) -> None:
    state = STATES[f"v0.4-states/{release}/{kind}"]
    assert upgrade_team_state(state) == state


def test_a_tool_result_gets_its_name_from_its_call_and_a_summary_its_calls() -> None:
    state = upgrade_team_state(STATES["v0.4-states/0.4.2/round-robin"])
    thread = state["agent_states"]["RoundRobinGroupChatManager"]["message_thread"]
    [event] = [message for message in thread if message["type"] == "ToolCallExecutionEvent"]
    [summary] = [message for message in thread if message["type"] == "ToolCallSummaryMessage"]
    assert event["content"][0]["name"] == "add"
    assert (summary["tool_calls"][0]["name"], summary["results"]) == ("add", event["content"])


def test_a_graph_state_of_05_finds_how_far_it_has_come_by_the_graph() -> None:
    state: dict[str, Any] = copy.deepcopy(STATES["v0.4-states/0.5.7/graph"])
    manager = state["agent_states"]["GraphManager"]
    manager["message_thread"] = manager["message_thread"][:2]
    graph = Graph.chain(["ann", "bob"])
    assert upgrade_team_state(state, graph)["agent_states"]["GraphManager"]["ready"] == ["bob"]


def test_what_is_no_team_state_is_refused() -> None:
    with pytest.raises(MessageError, match="agent_states: should be an object"):
        upgrade_team_state({"agent_states": []})

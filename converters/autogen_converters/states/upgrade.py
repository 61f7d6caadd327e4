"""v0.4 states of earlier releases as 0.7.5 reads them.

0.4.2 to 0.4.8 key agents as `name/<uuid>` and keep the runtime's own agents; up to 0.5.7 `ToolCallSummaryMessage` has
neither `tool_calls` nor `results`; before 0.4.8 tool results have no `name`. `GraphFlow` of 0.5 counts running nodes,
that of 0.6.0 and 0.6.1 counts parents without activation groups and is not ready to run again after its end.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .._json import Record, is_list, is_record, shown
from ..errors import MessageError
from .managers import MANAGERS

if TYPE_CHECKING:
    from .graph import Graph

_MANAGER_TYPES = {
    "RoundRobinManagerState": "round-robin",
    "SelectorManagerState": "selector",
    "SwarmManagerState": "swarm",
    "GraphManagerState": "graph",
    "MagenticOneOrchestratorState": "magentic-one",
}
_RUNTIME_AGENTS = frozenset({"collect_output_messages", "closure_agent", "DiGraphStopAgent"})
_GRAPH = MANAGERS["graph"].key
_GRAPH_SIGNS = frozenset({"remaining", "active_nodes", "pending_execution"})
_OLD_TYPES = {"ToolCallMessage": "ToolCallRequestEvent", "ToolCallResultMessage": "ToolCallExecutionEvent"}


def upgrade_team_state(state: Record, graph: Graph | None = None) -> Record:
    """A team state of 0.4.2 or later as 0.7.5 loads it; a current one comes back equal.

    `graph` is for `GraphFlow` states of 0.5, which do not say how far the flow has come; by default one after another.
    Raises MessageError where it is not a team state.
    """
    agents = state.get("agent_states")
    if not is_record(agents):
        raise MessageError("agent_states", f"should be an object, got {shown(agents)}")
    upgraded = {_agent_key(key, value): _upgraded(value) for key, value in agents.items() if not _of_runtime(key)}
    manager = upgraded.get(_GRAPH)
    if is_record(manager):
        upgraded[_GRAPH] = _graph_state(manager, [name for name in upgraded if name != _GRAPH], graph)
    rest = {key: value for key, value in state.items() if key != "team_id"}
    return {**rest, "agent_states": upgraded}


def upgrade_agent_state(state: Record) -> Record:
    """An agent's state of 0.4.2 or later as 0.7.5 loads it."""
    return _upgraded(state)


def _of_runtime(key: str) -> bool:
    return key.partition("/")[0] in _RUNTIME_AGENTS


def _agent_key(key: str, value: Any) -> str:
    kind = _MANAGER_TYPES.get(str(value.get("type"))) if is_record(value) else None
    if kind is None and is_record(value) and "message_thread" in value and _GRAPH_SIGNS & value.keys():
        kind = "graph"
    return MANAGERS[kind].key if kind else key.partition("/")[0]


def _upgraded(value: Any) -> Any:
    """`value` with every team state, message list and graph count in it brought up to date."""
    if is_list(value):
        return _messages(value) if _is_messages(value) else [_upgraded(item) for item in value]
    if not is_record(value):
        return value
    if is_record(value.get("agent_states")) and "agent_states" in value:
        return upgrade_team_state(value)
    return {key: _upgraded(item) for key, item in value.items()}


def _is_messages(values: list[Any]) -> bool:
    return bool(values) and all(is_record(item) and isinstance(item.get("type"), str) for item in values)


def _messages(messages: list[Any]) -> list[Any]:
    calls: list[Record] = []
    results: list[Record] = []
    upgraded: list[Any] = []
    for message in messages:
        fresh = _message(message, calls, results)
        upgraded.append(fresh)
    return upgraded


def _message(message: Record, calls: list[Record], results: list[Record]) -> Record:
    kind = _OLD_TYPES.get(message["type"], message["type"])
    fresh = {**message, "type": kind}
    content = fresh.get("content")
    if kind in {"ToolCallExecutionEvent", "FunctionExecutionResultMessage"} and is_list(content):
        fresh["content"] = [_result(item, calls) for item in content]
        results[:] = fresh["content"]
    elif kind in {"ToolCallRequestEvent", "AssistantMessage"} and is_list(content):
        calls[:] = _records(content)
    elif kind == "ToolCallSummaryMessage":
        fresh = {
            **fresh,
            "tool_calls": fresh.get("tool_calls", list(calls)),
            "results": fresh.get("results", list(results)),
        }
    elif kind == "HandoffMessage" and is_list(fresh.get("context")):
        fresh["context"] = _upgraded(fresh["context"])
    return fresh


def _records(values: Iterable[Any]) -> list[Record]:
    return [value for value in values if is_record(value)]


def _result(result: Any, calls: list[Record]) -> Any:
    if not is_record(result) or "name" in result:
        return result
    name = next((call.get("name", "") for call in calls if call.get("id") == result.get("call_id")), "")
    return {**result, "name": name}


def _graph_state(state: Record, participants: list[str], graph: Graph | None) -> Record:
    thread = _records(state.get("message_thread", ()))
    if "remaining" not in state:
        from .graph import Graph, graph_progress

        progress = graph_progress(graph or Graph.chain(participants), thread)
        return {"message_thread": thread, "current_turn": state.get("current_turn", 0), **progress}
    counts = state["remaining"]
    if not is_record(counts):
        raise MessageError("remaining", f"should be an object, got {shown(counts)}")
    if all(is_record(count) for count in counts.values()):
        return state
    ready = state.get("ready") or [node for node, count in counts.items() if count == 0]
    remaining = {node: {node: count} for node, count in counts.items() if count}
    enqueued = {node: {node: flag} for node, flag in state.get("enqueued_any", {}).items() if node in remaining}
    return {**state, "remaining": remaining, "enqueued_any": enqueued, "ready": ready}

"""v0.4 states of earlier releases as 0.7.5 reads them.

0.4.2 to 0.4.8 key agents as `name/<uuid>` and keep the runtime's own agents; before 0.5.8 `ToolCallSummaryMessage` has
neither `tool_calls` nor `results`; before 0.4.8 tool results have no `name`, before 0.4.7 no `is_error`; before 0.6
`GraphFlow` counts parents without activation groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .._json import Record, is_list, is_record, shown
from ..errors import MessageError
from .managers import MANAGERS

_MANAGER_TYPES = {
    "RoundRobinManagerState": "round-robin",
    "SelectorManagerState": "selector",
    "SwarmManagerState": "swarm",
    "GraphManagerState": "graph",
    "MagenticOneOrchestratorState": "magentic-one",
}
_RUNTIME_AGENTS = frozenset({"collect_output_messages", "closure_agent"})
_OLD_TYPES = {"ToolCallMessage": "ToolCallRequestEvent", "ToolCallResultMessage": "ToolCallExecutionEvent"}


def upgrade_team_state(state: Record) -> Record:
    """A team state of 0.4.2 or later as 0.7.5 loads it; a current one comes back equal.

    Raises MessageError where it is not a team state.
    """
    agents = state.get("agent_states")
    if not is_record(agents):
        raise MessageError("agent_states", f"should be an object, got {shown(agents)}")
    upgraded = {_agent_key(key, value): _upgraded(value) for key, value in agents.items() if not _of_runtime(key)}
    rest = {key: value for key, value in state.items() if key != "team_id"}
    return {**rest, "agent_states": upgraded}


def upgrade_agent_state(state: Record) -> Record:
    """An agent's state of 0.4.2 or later as 0.7.5 loads it."""
    return _upgraded(state)


def _of_runtime(key: str) -> bool:
    return key.partition("/")[0] in _RUNTIME_AGENTS


def _agent_key(key: str, value: Any) -> str:
    kind = _MANAGER_TYPES.get(str(value.get("type"))) if is_record(value) else None
    if kind is None and is_record(value) and {"remaining", "ready"} <= value.keys():
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
    upgraded = {key: _upgraded(item) for key, item in value.items()}
    return _graph_counts(upgraded) if {"remaining", "enqueued_any"} <= upgraded.keys() else upgraded


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


def _graph_counts(state: Record) -> Record:
    return {
        **state,
        "remaining": _by_group(state["remaining"], lambda count: {**count} if is_record(count) else None),
        "enqueued_any": _by_group(state["enqueued_any"], lambda flag: {**flag} if is_record(flag) else None),
    }


def _by_group(values: Any, grouped: Callable[[Any], Record | None]) -> Any:
    if not is_record(values):
        return values
    return {
        node: grouped(value) or ({node: value} if not is_record(value) else value) for node, value in values.items()
    }

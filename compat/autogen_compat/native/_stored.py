"""Messages of a conversation that v0.2 stored, which keep the form that they had there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, HandoffMessage
from autogen_converters.messages import to_v04
from autogen_core import FunctionCall
from autogen_core.models import FunctionExecutionResult, FunctionExecutionResultMessage, LLMMessage

from autogen_compat.code_utils import content_str

from ._tool_turns import ToolCallMessage, ToolResultMessage

Stored = Mapping[str, Any]
"""A message as v0.2's dictionary."""

_FORM, _IS_TASK = "v0.2", "v0.2 task"
"""Keys of metadata: the dictionary that a group of v0.2 has for a message, and whether a chat began with it."""
_KEPT = ("content", "function_call", "tool_calls", "tool_responses", "tool_call_id", "name", "context")
"""What v0.2's agents remember of a message, in that order; then comes the role."""


def thread_of(stored: Sequence[Stored], sources: Sequence[str]) -> list[BaseChatMessage]:
    """The messages as a v0.4 team has them; the last one is a task. `sources`: by whom they are in v0.4."""
    called = {call["id"]: call["function"]["name"] for each in stored for call in each.get("tool_calls") or ()}
    thread = [_message(each, source, called) for each, source in zip(stored, sources, strict=True)]
    for message, each in zip(thread, stored, strict=True):
        message.metadata = {_FORM: json.dumps({**each, "content": content_str(each.get("content"))})}
    thread[-1].metadata = {_FORM: json.dumps(_remembered(stored[-1], "user")), _IS_TASK: "yes"}
    return thread


def as_stored(message: BaseAgentEvent | BaseChatMessage) -> dict[str, Any] | None:
    """The message as v0.2's group has it; None where no group of v0.2 stored it."""
    form = message.metadata.get(_FORM)
    return None if form is None else json.loads(form)


def as_remembered(message: BaseAgentEvent | BaseChatMessage, owner: str) -> dict[str, Any] | None:
    """The message as v0.2's agent `owner` has it."""
    form = as_stored(message)
    own = message.source == owner and not is_told_again(message)
    return None if form is None else _remembered(form, "assistant" if own else "user")


def is_told_again(message: BaseAgentEvent | BaseChatMessage) -> bool:
    """Whether v0.2's manager told a stored message to everybody, to the one who had said it, too."""
    return _FORM in message.metadata and _IS_TASK not in message.metadata


def _remembered(stored: Stored, role: str) -> dict[str, Any]:
    kept = {key: stored[key] for key in _KEPT if stored.get(key) is not None}
    role = str(stored["role"]) if stored.get("role") in ("function", "tool") else role
    role = "assistant" if stored.get("tool_calls") or stored.get("function_call") else role
    return {**kept, "content": stored.get("content"), "role": role}


def _message(stored: Stored, source: str, called: Mapping[str, str]) -> BaseChatMessage:
    """`called`: the names of the functions that were called, by the ids of the calls."""
    thought = content_str(stored.get("content"))
    if calls := stored.get("tool_calls"):
        functions = [FunctionCall(id=each["id"], **_function(each["function"])) for each in calls]
        return ToolCallMessage(calls=functions, thought=thought, source=source)
    if call := stored.get("function_call"):
        function = FunctionCall(id=call["name"], **_function(call))
        return ToolCallMessage(calls=[function], thought=thought, by_name=True, source=source)
    if answers := stored.get("tool_responses") or ([stored] if stored.get("role") == "tool" else None):
        results = [_result(each, called) for each in answers]
        if stored.get("role") == "tool":
            return ToolResultMessage(results=results, source=source)
        context: list[LLMMessage] = [FunctionExecutionResultMessage(content=results)]
        return HandoffMessage(content=thought, target=source, context=context, source=source)
    if stored.get("content") is None:
        raise ValueError(f"a stored message of {source} has no content")
    message = to_v04({**stored, "role": "user", "name": source}, source=source)
    if not isinstance(message, BaseChatMessage):
        raise ValueError(f"a stored message of {source} is none that a team can go on with: {dict(stored)}")
    return message


def _function(call: Mapping[str, Any]) -> dict[str, str]:
    return {"name": str(call["name"]), "arguments": str(call["arguments"])}


def _result(answer: Stored, called: Mapping[str, str]) -> FunctionExecutionResult:
    identity = str(answer.get("tool_call_id"))
    content = str(answer.get("content"))
    return FunctionExecutionResult(content=content, call_id=identity, name=called.get(identity, ""), is_error=False)

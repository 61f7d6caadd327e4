"""The messages that v0.2 writes most as v0.4 records, at once: texts, tool calls and tool results.

This gives what `records` finds field by field; the tests compare the two over the whole space of messages.
"""

from __future__ import annotations

from .._json import Record
from .ids import finished
from .markers import METADATA_KEY, NAMED_TEXT, NAMELESS_RESULTS, NAMELESS_TEXT, calls_marker
from .natural import ToolNames, joined

TEXT_KEYS = frozenset({"content", "role"})
NAMED_TEXT_KEYS = TEXT_KEYS | {"name"}
_CALLS_KEYS = TEXT_KEYS | {"tool_calls"}
_NAMED_CALLS_KEYS = _CALLS_KEYS | {"name"}
_RESULTS_KEYS = NAMED_TEXT_KEYS | {"tool_responses"}
_CALL_KEYS = frozenset({"id", "type", "function"})
_FUNCTION_KEYS = frozenset({"name", "arguments"})
_RESPONSE_KEYS = frozenset({"tool_call_id", "role", "content"})
_NAMED_RESPONSE_KEYS = _RESPONSE_KEYS | {"name"}


def to_v04(message: Record, source: str, names: ToolNames, place: int) -> Record | None:
    """The v0.4 record of a v0.2 message of a usual form, or None."""
    keys = message.keys()
    if keys in (NAMED_TEXT_KEYS, TEXT_KEYS):
        return _text(message, source, place)
    if keys in (_CALLS_KEYS, _NAMED_CALLS_KEYS):
        return _calls(message, source, place)
    return _results(message, names, place) if keys == _RESULTS_KEYS else None


def _text(message: Record, source: str, place: int) -> Record | None:
    content, role = message["content"], message["role"]
    name = message.get("name")
    if content.__class__ is not str or role.__class__ is not str or not (name is None or name.__class__ is str):
        return None
    marker = (NAMED_TEXT if name else NAMELESS_TEXT).get(role)
    if marker is None or (not name and "name" in message):
        return None
    return finished("TextMessage", name or source, content, {METADATA_KEY: marker} if marker else {}, place)


def _calls(message: Record, source: str, place: int) -> Record | None:
    said, calls = message["content"], message["tool_calls"]
    if not (said is None or said.__class__ is str) or message["role"] != "assistant":
        return None
    if calls.__class__ is not list or not calls:
        return None
    content: list[Record] = []
    for call in calls:
        if call.__class__ is not dict or call.keys() != _CALL_KEYS or call["type"] != "function":
            return None
        identifier, function = call["id"], call["function"]
        if identifier.__class__ is not str or function.__class__ is not dict or function.keys() != _FUNCTION_KEYS:
            return None
        arguments, called = function["arguments"], function["name"]
        if arguments.__class__ is not str or called.__class__ is not str:
            return None
        content.append({"id": identifier, "arguments": arguments, "name": called})
    named = "name" in message
    name = message["name"] if named else source
    if named and (name.__class__ is not str or not name):
        return None
    marker = calls_marker(said, named)
    if marker is None:
        return None
    return finished("ToolCallRequestEvent", name, content, {METADATA_KEY: marker} if marker else {}, place)


def _results(message: Record, names: ToolNames, place: int) -> Record | None:
    name, responses = message["name"], message["tool_responses"]
    if name.__class__ is not str or not name or message["role"] != "tool":
        return None
    if responses.__class__ is not list or not 0 < len(responses) < len(NAMELESS_RESULTS):
        return None
    content: list[Record] = []
    guessed = 0
    for response in responses:
        if response.__class__ is not dict:
            return None
        text, call_id, called = response.get("content"), response.get("tool_call_id"), response.get("name")
        if text.__class__ is not str or call_id.__class__ is not str or response.get("role") != "tool":
            return None
        if response.keys() == _RESPONSE_KEYS:
            called = names.get(call_id, "")
            guessed += called != ""
        elif response.keys() != _NAMED_RESPONSE_KEYS or called.__class__ is not str or not called:
            return None
        content.append({"content": text, "name": called, "call_id": call_id, "is_error": text.startswith("Error:")})
    if guessed not in (0, len(content)) or joined(content) != message["content"]:
        return None
    metadata = {METADATA_KEY: NAMELESS_RESULTS[guessed]} if guessed else {}
    return finished("ToolCallExecutionEvent", name, content, metadata, place)

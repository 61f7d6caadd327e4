"""The records that v0.4 and these converters write most as v0.2 messages, at once.

This gives what `records` finds field by field; the tests compare the two over the whole space of records.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._json import Record
from ..errors import MessageError
from . import natural
from .ids import UNKNOWN_TIME, derived_id
from .markers import METADATA_KEY, NAMELESS_RESULTS, TEXT_OF, calls_of
from .natural import ToolNames, joined
from .usual_v02 import NAMED_TEXT_KEYS

_RECORD_KEYS = frozenset({"id", "source", "models_usage", "metadata", "created_at", "content", "type"})
_SAID = frozenset({"content", "source", "metadata"})
_CALL_KEYS = frozenset({"id", "arguments", "name"})
_RESULT_KEYS = frozenset({"content", "name", "call_id", "is_error"})


def to_v02(record: Record, names: ToolNames, place: int, extras_key: str | None) -> Record | None:
    """The v0.2 message of a v0.4 record, with what v0.2 has no field for under `extras_key` where that is given."""
    if not record.keys() >= _RECORD_KEYS:
        return None
    kind, source, marker = record["type"], record["source"], _marker_in(record["metadata"])
    if kind.__class__ is not str or source.__class__ is not str or not source or marker is None:
        return None
    if kind not in _BACK:
        return None if marker or extras_key is None else _other_back(record, extras_key)
    message = _BACK[kind](record["content"], source, marker, names) if len(record) == len(_RECORD_KEYS) else None
    if message is None or extras_key is None:
        return message
    if record["created_at"] == UNKNOWN_TIME:
        return message if record["models_usage"] is None and _has_own_id(record, place) else None
    if marker or record["created_at"] is None:
        return None
    message[extras_key] = {"set": _only_v04(record)}
    return message


def _other_back(record: Record, extras_key: str) -> Record | None:
    """A message or event that v0.4 wrote and v0.2 can but quote."""
    if record["created_at"] in (None, UNKNOWN_TIME):
        return None
    message = natural.to_v02(record)
    if message.keys() != NAMED_TEXT_KEYS or message["content"].__class__ is not str:
        return None
    kept = {key: record[key] for key in sorted(record) if key not in _SAID}
    if record["models_usage"] is None:
        del kept["models_usage"]
    if message["content"] is not record["content"]:
        kept["content"] = record["content"]
        kept = dict(sorted(kept.items()))
    message[extras_key] = {"set": kept}
    return message


def _marker_in(metadata: Any) -> str | None:
    """What `metadata` says about v0.2, or None where it says something else too."""
    if metadata.__class__ is not dict or len(metadata) > 1:
        return None
    marker = metadata.get(METADATA_KEY) if metadata else ""
    return marker if marker.__class__ is str and (marker or not metadata) else None


def _has_own_id(record: Record, place: int) -> bool:
    try:
        return record["id"] == derived_id(record["source"], record["content"], place)
    except MessageError:
        return False


def _only_v04(record: Record) -> Record:
    """What v0.4 itself wrote beside who said what; a converted message has other values in each of these."""
    kept: Record = {"created_at": record["created_at"], "id": record["id"]}
    if record["models_usage"] is not None:
        kept["models_usage"] = record["models_usage"]
    return kept


def _text_back(content: Any, source: str, marker: str, names: ToolNames) -> Record | None:
    form = TEXT_OF.get(marker)
    if form is None or content.__class__ is not str:
        return None
    role, named = form
    return {"content": content, "role": role, "name": source} if named else {"content": content, "role": role}


def _calls_back(content: Any, source: str, marker: str, names: ToolNames) -> Record | None:
    form = calls_of(marker)
    if form is None or content.__class__ is not list or not content:
        return None
    calls: list[Record] = []
    for call in content:
        if call.__class__ is not dict or call.keys() != _CALL_KEYS:
            return None
        identifier, name, arguments = call["id"], call["name"], call["arguments"]
        if identifier.__class__ is not str or name.__class__ is not str or arguments.__class__ is not str:
            return None
        calls.append({"id": identifier, "type": "function", "function": {"name": name, "arguments": arguments}})
    said, named = form
    if named:
        return {"content": said, "role": "assistant", "name": source, "tool_calls": calls}
    return {"content": said, "role": "assistant", "tool_calls": calls}


def _results_back(content: Any, source: str, marker: str, names: ToolNames) -> Record | None:
    if content.__class__ is not list or not 0 < len(content) < len(NAMELESS_RESULTS):
        return None
    if marker and marker != NAMELESS_RESULTS[len(content)]:
        return None
    responses: list[Record] = []
    for result in content:
        if result.__class__ is not dict or result.keys() != _RESULT_KEYS:
            return None
        text, name, call_id = result["content"], result["name"], result["call_id"]
        if text.__class__ is not str or name.__class__ is not str or not name or call_id.__class__ is not str:
            return None
        if result["is_error"] is not text.startswith("Error:") or (marker and names.get(call_id) != name):
            return None
        response = {"tool_call_id": call_id, "role": "tool", "content": text}
        if not marker:
            response["name"] = name
        responses.append(response)
    return {"content": joined(responses), "role": "tool", "name": source, "tool_responses": responses}


_BACK: dict[str, Callable[[Any, str, str, ToolNames], Record | None]] = {
    "TextMessage": _text_back,
    "ToolCallRequestEvent": _calls_back,
    "ToolCallExecutionEvent": _results_back,
}

"""Lossless conversion of one message, as the JSON objects that files hold.

What v0.4 has no field for travels in `metadata["autogen_v02"]` (JSON text), what v0.2 has no field for in the key
`autogen_v04`. Both hold the difference between the message and what its translation would translate back to, so
either direction gives back what it was given, and ordinary text carries nothing extra.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from pydantic_core import PydanticSerializationError, to_json

from .. import _pack
from .._json import Record, is_record, only_text_keys, shown
from ..delta import apply, difference, paths
from ..errors import MessageError
from . import natural
from .images import ImageReader, split_uri
from .natural import ToolNames

METADATA_KEY = "autogen_v02"
"""Key of v0.4 `metadata` for what only v0.2 has."""
MESSAGE_KEY = "autogen_v04"
"""Key of a v0.2 message for what only v0.4 has."""
UNKNOWN_TIME = "1970-01-01T00:00:00Z"
"""`created_at` of converted messages: v0.2 keeps no times."""

_ROLE_ONLY = {role: {METADATA_KEY: f'{{"set":{{"role":"{role}"}}}}'} for role in ("assistant", "system", "developer")}
_ROLE_OF = {marker[METADATA_KEY]: role for role, marker in _ROLE_ONLY.items()}
_RECORD_KEYS = frozenset({"id", "source", "models_usage", "metadata", "created_at", "content", "type"})
_IN_A_TEXT = frozenset({"source", "content", "type", "metadata"})
_UNTIMED = (None, UNKNOWN_TIME)
# Stands for the id of a record that has its own, so that nobody has to derive one to see that they differ.
_WITHOUT_ID: Record = {"id": object(), "models_usage": None, "metadata": {}, "created_at": UNKNOWN_TIME}
# What follows from a guessed speaker; objects differ from everything.
_GUESSED: Record = {"source": object(), "metadata": object()}
_TEXT_KEYS = frozenset({"content", "role", "name"})
_NO_NAMES: ToolNames = {}


def record_to_v04(
    message: Record,
    *,
    source: str,
    tool_names: ToolNames = _NO_NAMES,
    read_image: ImageReader = split_uri,
    place: int = 0,
) -> Record:
    """A v0.2 message dict as the JSON object of a v0.4 message.

    `source` names the speaker where the message does not; `tool_names` names functions by tool call id; `place`
    counts the messages before this one, so that equal messages of a history have ids of their own.
    Raises MessageError naming the field that cannot be read.
    """
    content, name = message.get("content"), message.get("name")
    if type(content) is str and name and type(name) is str and message.keys() == _TEXT_KEYS:
        role = message["role"]
        if type(role) is str and (role == "user" or role in _ROLE_ONLY):
            return _finished("TextMessage", name, content, dict(_ROLE_ONLY.get(role, {})), place)
    try:
        return _extended(message, source, tool_names, read_image, place)
    except RecursionError:
        raise MessageError("", "the message is nested too deeply, or contains itself") from None


def _extended(message: Record, source: str, names: ToolNames, read_image: ImageReader, place: int) -> Record:
    extras = message.get(MESSAGE_KEY)
    if extras is None:
        return _translated(message, source, names, read_image, place)
    plain = {key: value for key, value in message.items() if key != MESSAGE_KEY}
    try:
        record = apply(extras, _translated(plain, source, names, read_image, place))
        if record_to_v02(record, tool_names=names, read_image=read_image, place=place) == message:
            return record
    except (ValueError, TypeError, AttributeError):
        pass
    return _translated(message, source, names, read_image, place)


def _translated(message: Record, source: str, names: ToolNames, read_image: ImageReader, place: int) -> Record:
    record = natural.to_v04(message, source, names, read_image)
    again = natural.to_v02(record)
    marker = _common_marker(again, message)
    if marker is None:
        if not only_text_keys(message):
            raise MessageError("", f"keys of a message should be text, got {shown(list(message))}")
        marker = _marker(difference(again, message))
    return _finished(record["type"], record["source"], record["content"], marker, place)


_NAME_DROPPED = '{"drop":["name"]}'
_DROPPED = [",".join(f'"{index}":{{"drop":["name"]}}' for index in range(count)) for count in range(10)]
_NAMES_DROPPED = [f'{{"in":{{"tool_responses":{{"in":{{{dropped}}}}}}}}}' for dropped in _DROPPED]


def _common_marker(again: Record, message: Record) -> dict[str, str] | None:
    """What `_marker` gives for the messages that v0.2 itself writes, found by comparison alone.

    `again` holds texts only, so equal values are of equal types.
    """
    if again == message:
        return {}
    if "name" not in message and _nameless(again) == message:
        return {METADATA_KEY: _NAME_DROPPED}
    responses = again.get("tool_responses")
    if not responses or len(responses) >= len(_NAMES_DROPPED) or not all("name" in response for response in responses):
        return None
    nameless = _with_nameless_responses(again) == message
    return {METADATA_KEY: _NAMES_DROPPED[len(responses)]} if nameless else None


def _nameless(message: Record) -> Record:
    return {key: item for key, item in message.items() if key != "name"}


def _with_nameless_responses(message: Record) -> Record:
    return {**message, "tool_responses": list(map(_nameless, message["tool_responses"]))}


def _marker(delta: Record) -> dict[str, str]:
    if not delta:
        return {}
    try:
        return {METADATA_KEY: _pack.dumps(delta)}
    except MessageError as error:
        raise MessageError(paths(delta)[0], error.problem) from None


def _finished(kind: str, source: str, content: Any, metadata: dict[str, str], place: int) -> Record:
    return {
        "id": derived_id(source, content, place),
        "source": source,
        "models_usage": None,
        "metadata": metadata,
        "created_at": UNKNOWN_TIME,
        "content": content,
        "type": kind,
    }


def with_source(record: Record, source: str, place: int) -> Record:
    """A converted record under another speaker's name; `record_to_v02` still gives back the name it had in v0.2.

    `place` is the one that it was converted at.
    """
    if record["source"] == source:
        return record
    message = _restored(record)
    renamed = {**record, "source": source}
    delta = difference(natural.to_v02({**renamed, "metadata": {}}), message)
    metadata = {key: value for key, value in record["metadata"].items() if key != METADATA_KEY}
    renamed["metadata"] = {**metadata, **_marker(delta)}
    return {**renamed, "id": derived_id(source, record["content"], place)}


def derived_id(source: str, content: object, place: int) -> str:
    """The id of a converted message: 32 hex digits that depend on who said what after how many messages."""
    try:
        raw = content.encode() if isinstance(content, str) else to_json(content)
        said = b"%b\0%b" % (source.encode(), raw)
        return blake2b(said, digest_size=16, salt=place.to_bytes(8, "big")).hexdigest()
    except (UnicodeEncodeError, PydanticSerializationError):
        raise MessageError("content", "holds half of a surrogate pair, which is not valid text") from None


def record_to_v02(
    record: Record,
    *,
    extras: bool = True,
    tool_names: ToolNames = _NO_NAMES,
    read_image: ImageReader = split_uri,
    place: int = 0,
) -> Record:
    """The JSON object of a v0.4 message as a v0.2 message dict.

    With `extras` false the key `autogen_v04` is left out, and `lost_fields` says what it would have held.
    `tool_names` are those that the way back will know from the messages before this one, and `place` is their number.
    """
    text = _fast_text(record)
    message = text or _restored(record)
    if not extras or (text and _is_own_text(record, place)):
        return message
    delta = _text_extras(record) or _missing(record, message, tool_names, read_image, place)
    return {**message, MESSAGE_KEY: delta} if delta else message


def lost_fields(record: Record, tool_names: ToolNames = _NO_NAMES, place: int = 0) -> list[str]:
    """The v0.4 fields, as paths, that a v0.2 message without `autogen_v04` does not hold."""
    return paths(_missing(record, _restored(record), tool_names, split_uri, place))


def _fast_text(record: Record) -> Record | None:
    if record.get("type") != "TextMessage":
        return None
    content, source, metadata = record.get("content"), record.get("source"), record.get("metadata")
    if not (isinstance(content, str) and source and isinstance(source, str)):
        return None
    if not metadata:
        return {"content": content, "role": "user", "name": source}
    marker = metadata.get(METADATA_KEY) if is_record(metadata) and len(metadata) == 1 else None
    if isinstance(marker, str) and (role := _ROLE_OF.get(marker)):
        return {"content": content, "role": role, "name": source}
    return None


def _is_own_text(record: Record, place: int) -> bool:
    """Whether what `_fast_text` reads is what `record_to_v04` makes of a text at this place."""
    if record.get("created_at") != UNKNOWN_TIME:
        return False
    metadata: dict[str, str] = record.get("metadata") or {}
    return record == _finished("TextMessage", record["source"], record["content"], metadata, place)


def _text_extras(record: Record) -> Record | None:
    """What `_missing` gives for a text that v0.4 wrote, which has a time and is therefore none of ours."""
    if record.get("type") != "TextMessage" or record.get("created_at") in _UNTIMED or record.get("metadata") != {}:
        return None
    if not record.keys() >= _RECORD_KEYS or type(record["content"]) is not str or not record["source"]:
        return None
    fields = [key for key in record if key not in _IN_A_TEXT and (key != "models_usage" or record[key] is not None)]
    return {"set": {key: record[key] for key in sorted(fields)}}


def _restored(record: Record) -> Record:
    message = natural.to_v02(record)
    metadata = record.get("metadata")
    marker = metadata.get(METADATA_KEY) if is_record(metadata) else None
    if not isinstance(marker, str):
        return message
    if marker == _NAME_DROPPED:
        return _nameless(message)
    responses = message.get("tool_responses")
    if responses and len(responses) < len(_NAMES_DROPPED) and marker == _NAMES_DROPPED[len(responses)]:
        return _with_nameless_responses(message)
    try:
        return apply(_pack.loads(marker), message)
    except (ValueError, AttributeError, TypeError):
        return message


def _missing(record: Record, message: Record, names: ToolNames, read_image: ImageReader, place: int) -> Record:
    source = record.get("source")
    if not isinstance(source, str):
        raise MessageError("source", f"should be text, got {shown(source)}")
    try:
        if record.get("created_at") not in _UNTIMED and not record.get("metadata"):
            again = natural.to_v04(message, source, names, read_image)
            if natural.to_v02(again) == message:
                return _with_speaker({**_WITHOUT_ID, **again}, record)
        again = record_to_v04(message, source=source, tool_names=names, read_image=read_image, place=place)
    except MessageError:
        again = _finished("TextMessage", source, "", {}, place)
    return _with_speaker(again, record)


def _with_speaker(again: Record, record: Record) -> Record:
    """The difference, with the source where it is empty: the way back of a history would guess who speaks."""
    if again == record and to_json(again["content"]) == to_json(record["content"]):
        return {}
    delta = difference(again, record)
    return difference({**again, **_GUESSED}, record) if delta and not record["source"] else delta

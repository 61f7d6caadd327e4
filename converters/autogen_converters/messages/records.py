"""Lossless conversion of one message, as the JSON objects that files hold.

What v0.4 has no field for travels in `metadata["autogen_v02"]` (JSON text), what v0.2 has no field for in the key
`autogen_v04`. Both hold the difference between the message and what its translation would translate back to, so
either direction gives back what it was given, and ordinary text carries nothing extra.
"""

from __future__ import annotations

from pydantic_core import to_json

from .. import _pack
from .._json import Record, is_record, only_text_keys, shown
from ..delta import apply, difference, paths
from ..errors import MessageError
from . import natural, usual_v02, usual_v04
from .ids import UNKNOWN_TIME, derived_id, finished
from .images import ImageReader, split_uri
from .markers import METADATA_KEY
from .natural import ToolNames

MESSAGE_KEY = "autogen_v04"
"""Key of a v0.2 message for what only v0.4 has."""

_UNTIMED = (None, UNKNOWN_TIME)
# Stands for the id of a record that has its own, so that nobody has to derive one to see that they differ.
_WITHOUT_ID: Record = {"id": object(), "models_usage": None, "metadata": {}, "created_at": UNKNOWN_TIME}
# What follows from a guessed speaker; objects differ from everything.
_GUESSED: Record = {"source": object(), "metadata": object()}
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
    record = usual_v02.to_v04(message, source, tool_names, place)
    if record is not None:
        return record
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
    if not only_text_keys(message):
        raise MessageError("", f"keys of a message should be text, got {shown(list(message))}")
    marker = _marker(difference(again, message))
    return finished(record["type"], record["source"], record["content"], marker, place)


def _marker(delta: Record) -> dict[str, str]:
    if not delta:
        return {}
    try:
        return {METADATA_KEY: _pack.dumps(delta)}
    except MessageError as error:
        raise MessageError(paths(delta)[0], error.problem) from None


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
    message = usual_v04.to_v02(record, tool_names, place, MESSAGE_KEY if extras else None)
    if message is not None:
        return message
    message = _restored(record)
    delta = _missing(record, message, tool_names, read_image, place) if extras else None
    return {**message, MESSAGE_KEY: delta} if delta else message


def lost_fields(record: Record, tool_names: ToolNames = _NO_NAMES, place: int = 0) -> list[str]:
    """The v0.4 fields, as paths, that a v0.2 message without `autogen_v04` does not hold."""
    return paths(_missing(record, _restored(record), tool_names, split_uri, place))


def _restored(record: Record) -> Record:
    message = natural.to_v02(record)
    metadata = record.get("metadata")
    marker = metadata.get(METADATA_KEY) if is_record(metadata) else None
    if not isinstance(marker, str):
        return message
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
        again = finished("TextMessage", source, "", {}, place)
    return _with_speaker(again, record)


def _with_speaker(again: Record, record: Record) -> Record:
    """The difference, with the source where it is empty: the way back of a history would guess who speaks."""
    if again == record and to_json(again["content"]) == to_json(record["content"]):
        return {}
    delta = difference(again, record)
    return difference({**again, **_GUESSED}, record) if delta and not record["source"] else delta

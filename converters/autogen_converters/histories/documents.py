"""Conversations as JSON documents, from one version's form to the other's, without loss.

What a document of the other version has no field for stays under `autogen_v02` or `autogen_v04` beside its fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .._json import Record, is_list, is_record, shown
from ..delta import PARTS, apply, difference, paths
from ..errors import LossError, MessageError
from ..messages.records import MESSAGE_KEY, METADATA_KEY, lost_fields, record_to_v02, record_to_v04
from .context import Speakers, ToolMemory


class ToV04:
    """Converts the v0.2 messages of one conversation in order, `place` counting those before.

    `history` holds those messages, where they are all at hand.
    """

    def __init__(self, participants: Sequence[str] = (), history: Sequence[object] = ()) -> None:
        self._speakers = Speakers(participants, history)
        self._tools = ToolMemory()

    def __call__(self, message: object, place: int) -> Record:
        if not is_record(message):
            raise MessageError("", f"a message should be a JSON object, got {shown(message)}")
        source = self._speakers.of(message)
        if "tool_calls" in message:
            self._tools.note(message)
        return record_to_v04(message, source=source, tool_names=self._tools.names, place=place)


class ToV02:
    """Converts the v0.4 messages of one conversation in order, `place` counting those before."""

    def __init__(self) -> None:
        self._tools = ToolMemory()

    def __call__(self, message: object, place: int) -> Record:
        converted = record_to_v02(_checked(message), tool_names=self._tools.names, place=place)
        if "tool_calls" in converted:
            self._tools.note(converted)
        return converted


class ToPlainV02:
    """As `ToV02`, with nothing but v0.2's own messages and keys: for data that v0.2 itself goes on from.

    Events that nobody said to anybody (thoughts, chunks, selections) are None. `lost` counts what stays behind.
    """

    def __init__(self, lost: dict[str, int]) -> None:
        self.lost = lost
        self._tools = ToolMemory()

    def __call__(self, message: object, place: int) -> Record | None:
        record = _checked(message)
        for field in self.left_out(record, place):
            self.lost[field] = self.lost.get(field, 0) + 1
        return None if str(record.get("type")) in _UNSPOKEN else record_to_v02(record, extras=False)

    def left_out(self, record: Record, place: int) -> list[str]:
        """The fields of the next message that v0.2 has nothing for, or the name of its type."""
        if str(record.get("type")) in _UNSPOKEN:
            return [str(record["type"])]
        fields = lost_fields(record, self._tools.names, place)
        self._tools.note(record_to_v02(record, extras=False))
        return fields


class ToStrictV02(ToPlainV02):
    """As `ToPlainV02`, refusing to lose anything: raises LossError."""

    def left_out(self, record: Record, place: int) -> list[str]:
        if lost := super().left_out(record, place):
            raise LossError(lost)
        return lost


_UNSPOKEN = frozenset(
    {
        *("ThoughtEvent", "ModelClientStreamingChunkEvent", "SelectSpeakerEvent", "SelectorEvent"),
        *("UserInputRequestedEvent", "MemoryQueryEvent", "CodeGenerationEvent", "CodeExecutionEvent"),
    }
)
"""Types of events that go with a message rather than being one."""


def without_extras(messages: Iterable[object], lost: dict[str, int]) -> list[Record]:
    """v0.2 messages made by `ToV02` without our key, and without those that v0.4 does not hold for said."""
    plain: list[Record] = []
    for message in messages:
        record = _checked(message)
        extras = record.get(MESSAGE_KEY)
        kind = extras["set"].get("type") if is_record(extras) and is_record(extras.get("set")) else None
        if str(kind) in _UNSPOKEN:
            lost[str(kind)] = lost.get(str(kind), 0) + 1
            continue
        count_lost(extras, lost)
        plain.append({key: value for key, value in record.items() if key != MESSAGE_KEY})
    return plain


def count_lost(extras: object, lost: dict[str, int]) -> None:
    """Count the fields that a key of ours holds."""
    if extras is None:
        return
    fields = paths(extras) if is_record(extras) and extras.keys() <= PARTS else [MESSAGE_KEY]
    for field in fields:
        if field == METADATA_KEY:  # that it is not there
            continue
        lost[field] = lost.get(field, 0) + 1


def _checked(message: object) -> Record:
    if not is_record(message):
        raise MessageError("", f"a message should be a JSON object, got {shown(message)}")
    return message


def messages_to_v04(messages: Sequence[object], participants: Sequence[str] = ()) -> list[Record]:
    """The messages of one v0.2 conversation as v0.4 messages.

    `participants` names the speakers, for messages that carry no name; otherwise they are found in the others.
    """
    return _each(messages, ToV04(participants, messages))


def messages_to_v02(messages: Iterable[object]) -> list[Record]:
    """The messages of one v0.4 conversation as v0.2 messages."""
    return _each(messages, ToV02())


def _each(messages: Iterable[object], convert: ToV04 | ToV02) -> list[Record]:
    done: list[Record] = []
    try:
        for message in messages:
            done.append(convert(message, len(done)))
    except MessageError as error:
        place = f"message {len(done) + 1}"
        raise MessageError(f"{place}.{error.field}" if error.field else place, error.problem) from None
    return done


def chat_result_to_v04(document: Record, participants: Sequence[str] = ()) -> Record:
    """A v0.2 `ChatResult` as a v0.4 `TaskResult`; summary, cost and the rest go under `autogen_v02`."""
    shell = {key: value for key, value in document.items() if key not in {"chat_history", MESSAGE_KEY}}
    result: Record = {"stop_reason": None, METADATA_KEY: shell}
    if MESSAGE_KEY in document:
        try:
            result = apply(document[MESSAGE_KEY], result)
        except (ValueError, TypeError, AttributeError):
            shell[MESSAGE_KEY] = document[MESSAGE_KEY]
    return {"messages": messages_to_v04(messages_of(document, "chat_history"), participants), **result}


def task_result_to_v02(document: Record) -> Record:
    """A v0.4 `TaskResult` as a v0.2 `ChatResult`; the stop reason goes under `autogen_v04`."""
    messages = messages_to_v02(messages_of(document, "messages"))
    stored = document.get(METADATA_KEY)
    shell = stored if is_record(stored) else _empty_chat_result(messages)
    rest = {key: value for key, value in document.items() if key != "messages"}
    delta = difference({"stop_reason": None, METADATA_KEY: shell}, rest)
    return {"chat_history": messages, **shell, **({MESSAGE_KEY: delta} if delta else {})}


def _empty_chat_result(messages: Sequence[Record]) -> Record:
    last = messages[-1].get("content") if messages else ""
    none: Record = {}
    cost = {"usage_including_cached_inference": none, "usage_excluding_cached_inference": none}
    return {"chat_id": None, "summary": last if isinstance(last, str) else "", "cost": cost, "human_input": []}


def chat_messages_to_v04(document: Record, participants: Sequence[str] = ()) -> Record:
    """v0.2 `agent.chat_messages`, by peer name, as lists of v0.4 messages by peer name."""
    return {peer: messages_to_v04(messages_of(document, peer), participants) for peer in document}


def chat_messages_to_v02(document: Record) -> Record:
    """Lists of v0.4 messages by peer name as v0.2 `chat_messages`."""
    return {peer: messages_to_v02(messages_of(document, peer)) for peer in document}


def messages_of(document: Record, field: str) -> list[Any]:
    """The list in a field. Raises MessageError naming it where there is none."""
    value = document.get(field)
    if not is_list(value):
        raise MessageError(field, f"should be a list of messages, got {shown(value)}")
    return value

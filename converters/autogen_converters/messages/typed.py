"""Conversion between v0.2 message dicts and v0.4 message objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from autogen_agentchat import messages as v04
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, StructuredMessage
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from .._json import Record, shown
from ..errors import MessageError
from .images import read_pixels
from .natural import ToolNames
from .records import record_to_v02, record_to_v04

Message = BaseChatMessage | BaseAgentEvent
MessageTypes = Iterable[type[BaseChatMessage] | type[BaseAgentEvent]]

_BUILT_IN: dict[str, type[Message]] = {
    kind.__name__: kind
    for kind in vars(v04).values()
    if isinstance(kind, type) and issubclass(kind, (BaseChatMessage, BaseAgentEvent)) and "type" in kind.model_fields
}


def to_v04(
    message: Mapping[str, Any],
    *,
    source: str,
    tool_names: ToolNames | None = None,
    types: MessageTypes = (),
    place: int = 0,
) -> Message:
    """A v0.2 message dict as a v0.4 message, losing nothing: `to_v02` gives the dict back.

    Pure: `id` follows from content and place and `created_at` is 1970-01-01, since v0.2 keeps neither.

    Args:
        message: as in `ChatResult.chat_history`, `agent.chat_messages` or `groupchat.messages`.
        source: the speaker, where the message has no `name`.
        tool_names: function name by tool call id, which v0.2's tool responses lack.
        types: message classes of your own, `StructuredMessage[X]` included, to bring back.
        place: the number of messages before this one, so that equal messages of a history have ids of their own.

    Raises:
        MessageError: a field that cannot be read, named by its path.
    """
    names = tool_names or {}
    record = record_to_v04(dict(message), source=source, tool_names=names, read_image=read_pixels, place=place)
    return load(record, types)


def to_v02(message: Message, *, extras: bool = True, place: int = 0) -> Record:
    """A v0.4 message as a v0.2 message dict, losing nothing: `to_v04` gives the message back.

    `role` is "user" ("assistant" for tool calls, "tool" for their results) unless the message came from v0.2.

    Args:
        message: any chat message or event, your own types included.
        extras: keep what v0.2 has no field for (id, usage, time, metadata...) in the key `autogen_v04`.
        place: the number of messages before this one, as given to `to_v04`.
    """
    return record_to_v02(dict(message.dump()), extras=extras, read_image=read_pixels, place=place)


def load(record: Record, types: MessageTypes = ()) -> Message:
    """The message object for a v0.4 JSON object. Raises MessageError for an unknown type or a wrong field.

    A `StructuredMessage` whose class is not among `types` gets an open content model of the same name.
    """
    kind = _class_of(record.get("type"), types)
    try:
        return kind.load(record)
    except ValidationError as error:
        raise _as_message_error(error) from None
    except (OSError, ValueError, TypeError) as error:
        raise MessageError("content", f"cannot be read: {error}") from None


def _class_of(name: object, types: MessageTypes) -> type[Message]:
    if isinstance(name, str):
        for kind in types:
            if kind.__name__ == name:
                return kind
        if name in _BUILT_IN:
            return _BUILT_IN[name]
        if name.startswith("StructuredMessage[") and name.endswith("]"):
            return _open_structured(name[len("StructuredMessage[") : -1])
    raise MessageError("type", f"no v0.4 message class for {shown(name)}; pass your own classes as types=")


class _OpenContent(BaseModel):
    model_config = ConfigDict(extra="allow")


@cache
def _open_structured(name: str) -> type[Message]:
    content = create_model(name, __base__=_OpenContent)
    return StructuredMessage[content]


def _as_message_error(error: ValidationError) -> MessageError:
    first = error.errors(include_url=False, include_context=False)[0]
    field = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in first["loc"]).lstrip(".")
    return MessageError(field, f"{first['msg'][0].lower()}{first['msg'][1:]}, got {shown(first['input'])}")

"""v0.2 message dicts on the wire of v0.4 teams, without loss.

What a legacy agent says must be a :class:`BaseChatMessage`. A text is a ``TextMessage`` and an
answer with images a ``MultiModalMessage``; what v0.4 knows only as an event (a suggested tool call,
its results) travels as an event beside a text, with the v0.2 dict in that text's metadata.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from autogen_agentchat.base import Response
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, TextMessage

__all__ = ("decode", "encode", "encode_plain")

CARRIED = "autogen_v02_message"
"""Metadata key of a text that stands for a message v0.4 has no chat message for."""

_PLAIN = frozenset({"content", "role", "name"})


def encode_plain(message: str | Mapping[str, Any], source: str) -> TextMessage | None:
    """The fast path: a message that is nothing but a text, or None."""
    if isinstance(message, str):
        return TextMessage(content=message, source=source)
    content = message.get("content")
    if isinstance(content, str) and _PLAIN.issuperset(message) and message.get("name", source) == source:
        return TextMessage(content=content, source=source)
    return None


def encode(message: str | Mapping[str, Any], source: str) -> Response:
    """What a legacy agent sends, as the response of a v0.4 agent named ``source``."""
    plain = encode_plain(message, source)
    if plain is not None:
        return Response(chat_message=plain)
    from autogen_converters.errors import MessageError
    from autogen_converters.messages import to_v04

    legacy = {"content": message} if isinstance(message, str) else dict(message)
    try:
        converted = to_v04(legacy, source=source)
    except MessageError:  # v0.2 lets a context hold any object; only what watches the chat misses it
        return Response(chat_message=_carrier(legacy, source))
    if isinstance(converted, BaseAgentEvent):
        return Response(chat_message=_carrier(legacy, source), inner_messages=[converted])
    return Response(chat_message=converted)


def decode(message: BaseChatMessage) -> dict[str, Any]:
    """The v0.2 dict of a v0.4 chat message."""
    carried = message.metadata.get(CARRIED)
    if carried is not None:
        return json.loads(carried)
    if type(message) is TextMessage and not message.metadata:
        return {"content": message.content, "role": "user", "name": message.source}
    from autogen_converters.messages import to_v02

    return dict(to_v02(message))


def _carrier(legacy: dict[str, Any], source: str) -> TextMessage:
    content = legacy.get("content")
    return TextMessage(
        content=content if isinstance(content, str) else "",
        source=source,
        metadata={CARRIED: json.dumps(legacy, default=str)},
    )

"""Ids and times of converted messages: v0.2 keeps neither."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import Any

from pydantic_core import PydanticSerializationError, to_json

from .._json import Record
from ..errors import MessageError

UNKNOWN_TIME = "1970-01-01T00:00:00Z"
"""`created_at` of converted messages."""


def derived_id(source: str, content: object, place: int) -> str:
    """The id of a converted message: 32 hex digits that depend on who said what after how many messages."""
    try:
        raw = content.encode() if isinstance(content, str) else to_json(content)
        said = b"%b\0%b" % (source.encode(), raw)
    except (UnicodeEncodeError, PydanticSerializationError):
        raise MessageError("content", "holds half of a surrogate pair, which is not valid text") from None
    if place >= _PLACES:
        return blake2b(said, digest_size=16, salt=place.to_bytes(8, "big")).hexdigest()
    digest = _at_place(place).copy()
    digest.update(said)
    return digest.hexdigest()


_PLACES = 1024
"""Every history has its first places, so their hashes are made once; copying one costs half of making one."""


@lru_cache(_PLACES)
def _at_place(place: int) -> blake2b:
    return blake2b(digest_size=16, salt=place.to_bytes(8, "big"))


def finished(kind: str, source: str, content: Any, metadata: dict[str, str], place: int) -> Record:
    """The v0.4 record of a converted message."""
    return {
        "id": derived_id(source, content, place),
        "source": source,
        "models_usage": None,
        "metadata": metadata,
        "created_at": UNKNOWN_TIME,
        "content": content,
        "type": kind,
    }

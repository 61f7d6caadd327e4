"""v0.2 message dicts <-> v0.4 messages, without loss in either direction.

`to_v04` and `to_v02` work on message objects; `record_to_v04` and `record_to_v02` on the JSON objects of files,
several times faster and without importing the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import MessageError
from .records import MESSAGE_KEY, METADATA_KEY, UNKNOWN_TIME, lost_fields, record_to_v02, record_to_v04

if TYPE_CHECKING:
    from .typed import load, to_v02, to_v04

__all__ = [
    "MESSAGE_KEY",
    "METADATA_KEY",
    "UNKNOWN_TIME",
    "MessageError",
    "load",
    "lost_fields",
    "record_to_v02",
    "record_to_v04",
    "to_v02",
    "to_v04",
]


def __getattr__(name: str) -> Any:
    if name in {"to_v02", "to_v04", "load"}:
        from . import typed

        return getattr(typed, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""JSON values and the typed questions that converters ask of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

Record = dict[str, Any]
"""A JSON object: a message, a state or a row as files hold it."""


def is_record(value: object) -> TypeGuard[Record]:
    """Whether `value` is a dict; its keys are taken to be strings."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether `value` is a list."""
    return isinstance(value, list)


def only_text_keys(value: Mapping[Any, Any]) -> bool:
    """Whether all keys of `value` are strings, as in JSON."""
    return all(isinstance(key, str) for key in value)


def shown(value: object, limit: int = 40) -> str:
    """`value` for an error line: its type and the beginning of what it holds."""
    text = repr(value)
    return f"{type(value).__name__} {text if len(text) <= limit else text[:limit] + '...'}"

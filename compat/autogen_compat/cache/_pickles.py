"""Reads pickled model answers without running what a poisoned file asks for.

v0.2 stored answers with ``pickle``; its folders keep their hits here. Only plain data and the answer types of the
openai package are rebuilt. A type that a user's own model client returned in this process is admitted too.
"""

from __future__ import annotations

import builtins
import importlib
import io
import logging
import pickle
from types import SimpleNamespace
from typing import Any, BinaryIO

from pydantic import BaseModel

__all__ = ["UnsafeCacheEntry", "admit_types_of", "dumps", "load", "loads", "loads_or"]

logger = logging.getLogger(__name__)

_PLAIN = {"set", "frozenset", "complex"}
_ANSWER_TYPES = "openai.types."
_admitted: dict[tuple[str, str], type] = {
    ("types", "SimpleNamespace"): SimpleNamespace,
}


class UnsafeCacheEntry(pickle.UnpicklingError):
    """A cache entry names something that is not a model answer."""


def _answer_type(module: str, name: str) -> type | None:
    if not module.startswith(_ANSWER_TYPES):
        return None
    found = getattr(importlib.import_module(module), name, None)
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


class _AnswerUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module == "builtins" and name in _PLAIN:
            return getattr(builtins, name)
        found = _admitted.get((module, name)) or _answer_type(module, name)
        if found is None:
            raise UnsafeCacheEntry(f"cache entry names {module}.{name}, which is no model answer; entry ignored")
        return found

    def persistent_load(self, pid: Any) -> Any:
        raise UnsafeCacheEntry("cache entry refers to an outside object; entry ignored")


def load(file: BinaryIO) -> Any:
    """One stored answer.

    Raises:
        UnsafeCacheEntry: the entry names anything but plain data and answer types, or is damaged.
    """
    try:
        return _AnswerUnpickler(file).load()
    except UnsafeCacheEntry:
        raise
    except Exception as damage:  # a damaged pickle can fail in any way at all
        raise UnsafeCacheEntry(f"cache entry cannot be read ({damage}); entry ignored") from damage


def loads(data: bytes) -> Any:
    """As `load`, from bytes."""
    return load(io.BytesIO(data))


def loads_or(data: bytes, default: Any) -> Any:
    """As `loads`, with `default` and a line in the log where the entry is refused."""
    try:
        return loads(data)
    except UnsafeCacheEntry as refusal:
        logger.warning("%s", refusal)
        return default


def dumps(value: Any) -> bytes:
    """The bytes that v0.2 would store, so that both versions share one store."""
    return pickle.dumps(value)


def admit_types_of(answer: object) -> None:
    """Let answers of a user's own model client be read back in this process."""
    pending, seen = [answer], set[int]()
    while pending:
        value = pending.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        pending.extend(_parts(value))


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return [*value.values()]
    if isinstance(value, (list, tuple, set)):
        return [*value]
    state = getattr(value, "__dict__", None)
    if not isinstance(state, dict) or callable(value):
        return []
    kind = type(value)
    _admitted[kind.__module__, kind.__qualname__] = kind
    return [*state.values()]

"""Pickles read without running anything that they name.

Only plain values are built. A class that a pickle names becomes an `Opaque` record of its state if its module is among
the `known` ones, and is refused otherwise; no module is imported for it.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, cast

from .._json import Record, is_record
from ..errors import FileFormatError, UnsafeDataError


class Opaque:
    """What an object of a class that is not loaded was pickled with."""

    def __init__(self, *arguments: Any) -> None:
        self.state: Any = {}

    def __setstate__(self, state: Any) -> None:
        self.state = state


_HARMLESS: dict[tuple[str, str], type] = {("builtins", "set"): set, ("builtins", "frozenset"): frozenset}
MAX_VALUES = 2_000_000
"""Values in one pickle, counted wherever they are repeated: a small file can repeat itself without end."""


class _Reader(pickle.Unpickler):
    def __init__(self, data: bytes, known: Sequence[str]) -> None:
        super().__init__(BytesIO(data))
        self._known = tuple(known)

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        if self._known and module_name.startswith(self._known):
            return type(global_name, (Opaque,), {})
        if (module_name, global_name) in _HARMLESS:
            return _HARMLESS[module_name, global_name]
        raise UnsafeDataError(f"asks to load {module_name}.{global_name}, which is refused: it could run code")

    def persistent_load(self, pid: Any, /) -> Any:
        raise UnsafeDataError("refers to objects outside the file, which is refused")


def load(data: bytes, known: Sequence[str] = ()) -> Any:
    """The value in a pickle. Raises UnsafeDataError for one that would load code, FileFormatError for a broken one."""
    try:
        return _Plain().of(_Reader(data, known).load())
    except FileFormatError:
        raise
    except Exception as error:  # an arbitrary pickle can fail in any way
        raise FileFormatError(f"is not a readable pickle: {type(error).__name__}") from None


class _Plain:
    """Copies values with the state of opaque objects in their place."""

    def __init__(self) -> None:
        self._count = 0

    def of(self, value: Any) -> Any:
        self._count += 1
        if self._count > MAX_VALUES:
            raise FileFormatError(f"is a pickle of more than {MAX_VALUES} values")
        if isinstance(value, Opaque):
            return self.of(_state(value))
        if is_record(value):
            return {key: self.of(item) for key, item in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self.of(item) for item in cast("Iterable[Any]", value)]
        return value


def _state(value: Opaque) -> Record:
    state: Any = value.state
    if isinstance(state, tuple):
        parts = [part for part in cast("tuple[Any, ...]", state) if is_record(part)]
        state = parts[-1] if parts else {}
    if not is_record(state):
        return {}
    inner, extra = state.get("__dict__"), state.get("__pydantic_extra__")
    return {**inner, **(extra if is_record(extra) else {})} if is_record(inner) else state

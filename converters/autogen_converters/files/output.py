"""How converted records are laid out in a file."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path
from typing import Any, BinaryIO

from pydantic_core import from_json

from .sources import Container
from .writing import encoded


class Layout(Enum):
    """One record a line, one JSON array, one JSON value, or YAML."""

    LINES = auto()
    ARRAY = auto()
    DOCUMENT = auto()
    YAML = auto()


_BY_SUFFIX = {".jsonl": Layout.LINES, ".ndjson": Layout.LINES, ".yaml": Layout.YAML, ".yml": Layout.YAML}
_BY_CONTAINER = {
    Container.LINES: Layout.LINES,
    Container.DOCUMENT: Layout.DOCUMENT,
    Container.YAML: Layout.YAML,
}


def layout_for(target: Path | None, container: Container, single: bool) -> Layout:
    """The layout that the target's name asks for, else that of the source; `single` results are one JSON value."""
    by_name = _BY_SUFFIX.get(target.suffix.lower()) if target else None
    default = by_name or _BY_CONTAINER.get(container, Layout.ARRAY)
    if default is Layout.YAML:
        return default
    if single:
        return Layout.DOCUMENT
    return Layout.ARRAY if default is Layout.DOCUMENT or (target and target.suffix == ".json") else default


class RecordWriter:
    """Writes records, given as JSON bytes, one after another, as lines or as an array."""

    def __init__(self, stream: BinaryIO, layout: Layout) -> None:
        self._stream = stream
        self._layout = layout
        self._all: list[Any] = []
        self.count = 0

    def write(self, records: list[bytes]) -> None:
        """Append records."""
        if not records:
            return
        if self._layout is Layout.YAML:
            self._all += map(from_json, records)
        elif self._layout is Layout.LINES:
            self._stream.write(b"\n".join(records) + b"\n")
        else:
            self._stream.write((b",\n" if self.count else b"[\n") + b",\n".join(records))
        self.count += len(records)

    def close(self) -> None:
        """Write what ends the file."""
        if self._layout is Layout.YAML:
            self._stream.write(yaml_bytes(self._all))
        elif self._layout is not Layout.LINES:
            self._stream.write(b"\n]\n" if self.count else b"[]\n")


def document_bytes(value: Any, layout: Layout) -> bytes:
    """One value as a whole file."""
    if layout is Layout.YAML:
        return yaml_bytes(value)
    return encoded(value, indent=2) + b"\n"


def yaml_bytes(value: Any) -> bytes:
    """`value` as YAML. Raises ImportError saying what to install where PyYAML is missing."""
    from .yaml import dump

    return dump(value)

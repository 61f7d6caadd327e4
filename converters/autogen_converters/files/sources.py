"""Which files to read, and what container each is, told from its first bytes."""

from __future__ import annotations

import glob
import itertools
import shutil
import sys
import tempfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import BinaryIO

from ..errors import FileFormatError
from .reading import parse


class Container(Enum):
    """How records lie in a file."""

    LINES = auto()
    ARRAY = auto()
    DOCUMENT = auto()
    YAML = auto()
    SQLITE = auto()
    PICKLE = auto()
    CACHE = auto()
    LOG = auto()


SUFFIXES = frozenset(
    {".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".db", ".sqlite", ".sqlite3", ".pkl", ".pickle", ".log"}
)
_LINES = frozenset({".jsonl", ".ndjson"})
_YAML = frozenset({".yaml", ".yml"})
_SQLITE = frozenset({".db", ".sqlite", ".sqlite3"})
_LOG_SIGNS = (b"Started new session with Session ID", b'{"invocation_id": "', b'{"source_id": ')
_SQLITE_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True)
class Found:
    """A file to read, and its place below the folder or pattern that was asked for: where it goes in a new folder."""

    path: Path
    place: Path


def expand(arguments: Iterable[str]) -> Iterator[Found]:
    """The files that paths, folders and glob patterns name, each once, in order; `-` is standard input.

    Raises FileFormatError for what names nothing.
    """
    seen: set[Path] = set()
    for argument in arguments:
        for found in _matches(argument):
            if found.path not in seen:
                seen.add(found.path)
                yield found


def _matches(argument: str) -> list[Found]:
    path = Path(argument)
    if argument == "-" or path.is_file() or path.is_fifo() or is_cache(path):
        return [Found(path, Path(path.name))]
    if path.is_dir():
        root, found = path, _readable_below(path)
    else:
        root, found = _fixed_part(path), [Path(name) for name in sorted(glob.glob(argument, recursive=True))]
        found = [child for child in found if child.is_file()]
    if not found:
        raise FileFormatError(f"{argument}: no such file, and no file that could be converted in it")
    return [Found(child, child.relative_to(root)) for child in found]


def _readable_below(folder: Path) -> list[Path]:
    found = sorted(child for child in folder.rglob("*") if _is_readable(child) and not is_cache(child.parent))
    return found + sorted(child for child in folder.rglob("*") if is_cache(child))


def _fixed_part(pattern: Path) -> Path:
    """The folder in which all matches of a pattern are."""
    return Path(*itertools.takewhile(lambda part: glob.escape(part) == part, pattern.parts[:-1]))


def _is_readable(path: Path) -> bool:
    return path.is_file() and (path.suffix.lower() in SUFFIXES or path.name.startswith("OAI_CONFIG_LIST"))


def is_cache(path: Path) -> bool:
    """Whether a folder is a v0.2 disk cache (`.cache/41`)."""
    return path.is_dir() and (path / "cache.db").is_file()


def container_of(path: Path, stream: BinaryIO) -> Container:
    """How records lie in an open file, which then stands where they begin. Raises FileFormatError for an empty one."""
    suffix = path.suffix.lower()
    head = _head(stream)
    if head.startswith(_SQLITE_MAGIC):
        return Container.SQLITE
    if suffix in _SQLITE:
        raise FileFormatError("is not a SQLite database")
    if suffix in {".pkl", ".pickle"} or head[:1] == b"\x80":
        return Container.PICKLE
    if not head.strip():
        raise FileFormatError("is empty")
    if any(sign in head for sign in _LOG_SIGNS):
        return Container.LOG
    if suffix in _YAML:
        return Container.YAML
    if suffix in _LINES:
        return Container.LINES
    if _has_several_lines(stream):
        return Container.LINES
    return Container.ARRAY if head.lstrip()[:1] == b"[" else Container.DOCUMENT


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    mark = stream.read(len(BOM_UTF8))
    if mark[:2] in (BOM_UTF16_LE, BOM_UTF16_BE):
        raise FileFormatError("is UTF-16 text; save it as UTF-8")
    start = len(mark) if mark == BOM_UTF8 else stream.seek(0)
    head = stream.read(4096)
    stream.seek(start)
    return head


def _has_several_lines(stream: BinaryIO) -> bool:
    start = stream.tell()
    first = stream.readline(1 << 20)
    more = stream.read(4096).strip()
    stream.seek(start)
    if not more:
        return False
    try:
        parse(first)
    except FileFormatError:
        return False
    return True


def opened(path: Path) -> BinaryIO:
    """A file, a pipe or standard input as a file that can be read twice."""
    if str(path) == "-":
        return _copied(sys.stdin.buffer)
    if path.is_file():
        return path.open("rb")
    with path.open("rb") as stream:
        return _copied(stream)


def _copied(stream: BinaryIO) -> BinaryIO:
    copy = tempfile.TemporaryFile()  # noqa: SIM115
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return copy

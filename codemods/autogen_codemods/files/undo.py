"""Remember what a write replaced, and take it back.

Records live in the user's state folder, never in the project: one folder per write with the old
bytes and a manifest that is written before the first file is touched.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autogen_codemods.files.write import replace_file

KEPT_RECORDS = 20


@dataclass(frozen=True)
class Change:
    """One file to be written: its old and new bytes; `old` is None for a file that is new."""

    path: Path
    old: bytes
    new: bytes


@dataclass(frozen=True)
class Entry:
    """One file of a record."""

    path: Path
    stored: str
    old_hash: str
    new_hash: str


@dataclass(frozen=True)
class Record:
    """One write that can be taken back."""

    folder: Path
    when: float
    where: Path
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Outcome:
    """What happened to one file: `problem` is empty when it worked."""

    path: Path
    problem: str = ""


def state_folder() -> Path:
    """Where records are kept: ``AUTOGEN_MIGRATE_STATE``, or the platform's folder for application state."""
    if own := os.environ.get("AUTOGEN_MIGRATE_STATE"):
        return Path(own)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return base / "autogen-migrate" / "undo"


def digest(data: bytes) -> str:
    """The hash by which records recognise a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def write_all(changes: Sequence[Change]) -> list[Outcome]:
    """Replace the files, after a record of their old bytes is safe on disk.

    A file that changed since it was read, or that cannot be written, is left alone and reported.
    Raises OSError when the record itself cannot be written; then nothing is changed.
    """
    if not changes:
        return []
    _record(changes)
    return [_write(change) for change in changes]


def _write(change: Change) -> Outcome:
    try:
        if change.path.read_bytes() != change.old:
            return Outcome(change.path, "changed while the rewrite was planned; left alone")
        replace_file(change.path, change.new)
    except OSError as error:
        return Outcome(change.path, f"cannot be written: {error.strerror}")
    return Outcome(change.path)


def _record(changes: Iterable[Change]) -> None:
    top = state_folder()
    top.mkdir(parents=True, exist_ok=True, mode=0o700)
    when = time.time()
    folder = top / f"{when:017.6f}-{os.getpid()}"
    folder.mkdir(mode=0o700)
    entries: list[dict[str, str]] = []
    for index, change in enumerate(changes):
        stored = f"{index:06d}"
        (folder / stored).write_bytes(change.old)
        path = str(change.path.resolve())
        entries.append({"path": path, "stored": stored, "old": digest(change.old), "new": digest(change.new)})
    manifest = {"when": when, "where": str(Path.cwd()), "entries": entries}
    temporary = folder / "manifest.tmp"
    temporary.write_text(json.dumps(manifest), "utf-8")
    temporary.rename(folder / "manifest.json")
    for old in sorted(top.iterdir())[:-KEPT_RECORDS]:
        shutil.rmtree(old, ignore_errors=True)


def records() -> list[Record]:
    """The writes that can be taken back, the latest first."""
    top = state_folder()
    folders = sorted(top.iterdir(), reverse=True) if top.is_dir() else []
    return [record for folder in folders if (record := _read(folder)) is not None]


def _read(folder: Path) -> Record | None:
    try:
        raw: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        entries = tuple(Entry(Path(e["path"]), e["stored"], e["old"], e["new"]) for e in raw["entries"])
        return Record(folder, float(raw["when"]), Path(raw["where"]), entries)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def latest_below(folder: Path) -> Record | None:
    """The last write that touched a file at or below `folder`."""
    real = folder.resolve()
    touched = (r for r in records() if any(real == e.path or real in e.path.parents for e in r.entries))
    return next(touched, None)


def take_back(record: Record) -> list[Outcome]:
    """Put the old bytes back; files that were changed since then are left alone and reported.

    The record is kept while a file of it could not be restored.
    """
    outcomes = [_restore(record, entry) for entry in record.entries]
    if not any(outcome.problem for outcome in outcomes):
        shutil.rmtree(record.folder, ignore_errors=True)
    return outcomes


def _restore(record: Record, entry: Entry) -> Outcome:
    try:
        present = digest(entry.path.read_bytes())
        if present == entry.old_hash:
            return Outcome(entry.path)
        if present != entry.new_hash:
            return Outcome(entry.path, "was changed after the rewrite; left alone")
        replace_file(entry.path, (record.folder / entry.stored).read_bytes())
    except OSError as error:
        return Outcome(entry.path, f"cannot be restored: {error.strerror}")
    return Outcome(entry.path)

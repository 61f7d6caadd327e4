"""AutoGen Studio 0.4 databases, whose programs run on v0.4: runs as `TaskResult`s, teams as components.

Results that Studio stored hollow (messages without `content` and `type`, engine 0.5.7 to 0.7.1) are filled again from
its `message` table.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .._json import Record, is_list, is_record
from ..errors import FileFormatError
from ..files.reading import Rejected
from ..kinds import Kind, is_v04_message
from ..messages.records import UNKNOWN_TIME
from .base import Document, Store, as_record
from .database import from_json, rows, tables


def studio04_store(path: Path) -> Store:
    """Every run's result and every team."""
    return Store("AutoGen Studio 0.4 database", lambda: _read(path))


def _read(path: Path) -> Iterator[Document | Rejected]:
    found = tables(path)
    for table, read in (("run", _run), ("team", _team)):
        if table not in found:
            continue
        for row in rows(path, f"SELECT * FROM {table} ORDER BY created_at, id"):
            where = f"{table} {row['id']}"
            try:
                yield read(row, where, path, "message" in found)
            except FileFormatError as error:
                yield Rejected(where, str(error))


def _team(row: Record, where: str, path: Path, has_messages: bool) -> Document:
    component = from_json(row.get("component"), "component")
    if not is_record(component):
        raise FileFormatError("component is empty")
    return Document(component, where, Kind.COMPONENT)


def _run(row: Record, where: str, path: Path, has_messages: bool) -> Document:
    result = as_record(from_json(row.get("team_result"), "team_result"))
    inner = as_record(result.get("task_result", result))
    listed = inner.get("messages")
    messages = [message for message in listed if is_record(message)] if is_list(listed) else []
    if not messages or not all(is_v04_message(message) and "content" in message for message in messages):
        stored = list(_stored(path, row)) if has_messages else []
        messages = stored or _task(row)
    document = {
        "messages": messages,
        "stop_reason": inner.get("stop_reason"),
        "run": {
            key: row.get(key) for key in ("id", "session_id", "status", "error_message") if row.get(key) is not None
        },
    }
    return Document(document, where, Kind.TASK_RESULT)


def _stored(path: Path, run: Record) -> Iterator[Record]:
    key = str(run["id"]).replace("'", "''")
    query = f"SELECT * FROM message WHERE CAST(run_id AS TEXT) = '{key}' ORDER BY created_at, id"
    for row in rows(path, query):
        config = from_json(row.get("config"), f"config of message {row['id']}")
        if is_record(config):
            yield _typed(config)


def _typed(config: Record) -> Record:
    """A stored message with the fields that Studio left out."""
    content = config.get("content")
    kind = config.get("type") or ("MultiModalMessage" if is_list(content) else "TextMessage")
    source = str(config.get("source") or "user")
    missing: Record = {"models_usage": None, "metadata": {}, "created_at": UNKNOWN_TIME}
    return {**missing, **config, "source": source, "type": kind}


def _task(run: Record) -> list[Record]:
    task: Any = from_json(run.get("task"), "task")
    if isinstance(task, str):
        task = {"content": task}
    return [_typed(task)] if is_record(task) and task.get("content") else []

"""v0.2 `runtime_logging` SQLite files (autogen/logger/sqlite_logger.py)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .._json import Record
from ..errors import FileFormatError
from ..files.reading import Rejected
from .base import Document, Store, as_record
from .completions import Call, Costs, conversations
from .database import from_json, rows, tables

_CALLS = "SELECT * FROM chat_completions ORDER BY session_id, source_name, id"


def runtime_log_store(path: Path) -> Store:
    """Conversations by session and agent, the messages that agents received, function calls, and costs."""
    return Store("v0.2 runtime log (SQLite)", lambda: _read(path))


def _read(path: Path) -> Iterator[Document | Rejected]:
    rejected: list[Rejected] = []
    costs = Costs()
    yield from conversations(_calls(path, rejected), costs)
    yield from rejected
    found = tables(path)
    if "events" in found:
        yield from _exchange(path)
    if "function_calls" in found:
        yield from _function_calls(path)
    yield costs.table()


def _calls(path: Path, rejected: list[Rejected]) -> Iterator[Call]:
    for row in rows(path, _CALLS):
        where = f"chat_completions {row['id']}"
        try:
            yield _call(row, where)
        except FileFormatError as error:
            rejected.append(Rejected(where, str(error)))


def _call(row: Record, where: str) -> Call:
    return Call(
        where=where,
        session=str(row.get("session_id") or ""),
        agent=str(row.get("source_name") or ""),
        request=as_record(from_json(row.get("request"), "request")),
        response=as_record(from_json(row.get("response"), "response")),
        cached=bool(row.get("is_cached")),
        cost=float(row.get("cost") or 0),
        start=row.get("start_time"),
        end=row.get("end_time"),
    )


def _exchange(path: Path) -> Iterator[Document | Rejected]:
    for row in rows(path, "SELECT * FROM events WHERE event_name = 'received_message' ORDER BY id"):
        where = f"events {row['id']}"
        try:
            state = as_record(from_json(row.get("json_state"), "json_state"))
        except FileFormatError as error:
            yield Rejected(where, str(error))
            continue
        received = {"recipient": row.get("source_name"), "timestamp": row.get("timestamp"), **state}
        yield Document({"received": received}, where)


def _function_calls(path: Path) -> Iterator[Document]:
    for number, row in enumerate(rows(path, "SELECT * FROM function_calls ORDER BY rowid"), 1):
        kept = {key: value for key, value in row.items() if key != "source_id"}
        yield Document({"function_call_log": kept}, f"function_calls {number}")

"""v0.2 `runtime_logging` text files (autogen/logger/file_logger.py): JSON lines among plain ones.

A response is written as Python `repr` there; it is read as syntax, never evaluated.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .._json import Record, is_record
from ..errors import FileFormatError
from ..files.reading import Rejected, parse, raw_lines
from .base import Document, Store, as_record
from .completions import Call, Costs, conversations

_STARTED = b"Started new session with Session ID: "
_SESSION = "started session"


def file_log_store(path: Path) -> Store:
    """Conversations by agent, the messages that agents received, and costs."""
    return Store("v0.2 runtime log (text)", lambda: _read(path))


def _read(path: Path) -> Iterator[Document | Rejected]:
    calls: list[Call] = []
    session = ""
    for where, row in _rows(path):
        if isinstance(row, Rejected):
            yield row
        elif _SESSION in row:
            session = row[_SESSION]
        elif "invocation_id" in row and is_record(row.get("request")):
            calls.append(_call(row, where, session))
        elif row.get("event_name") == "received_message":
            yield _received(row, where)
    costs = Costs()
    yield from conversations(sorted(calls, key=lambda call: (call.session, call.agent)), costs)
    yield costs.table()


def _rows(path: Path) -> Iterator[tuple[str, Record | Rejected]]:
    with path.open("rb") as stream:
        for line in raw_lines(stream):
            if isinstance(line, Rejected):
                yield line.where, line
                continue
            raw, where = line
            if raw.startswith(_STARTED):
                yield where, {_SESSION: raw[len(_STARTED) :].decode(errors="replace").strip()}
            if raw.lstrip()[:1] != b"{":
                continue
            try:
                value = parse(raw)
            except FileFormatError as error:
                yield where, Rejected(where, str(error))
                continue
            yield where, as_record(value)


def _call(row: Record, where: str, session: str) -> Call:
    return Call(
        where=where,
        session=session,
        agent=str(row.get("source_name") or ""),
        request=row["request"],
        response=_response(row.get("response")),
        cached=bool(row.get("is_cached")),
        cost=float(row.get("cost") or 0),
        start=row.get("start_time"),
        end=row.get("end_time"),
    )


def _received(row: Record, where: str) -> Document:
    state = row.get("json_state")
    try:
        inner = as_record(parse(state.encode())) if isinstance(state, str) else {}
    except FileFormatError:
        inner = {}
    received = {"recipient": row.get("source_name"), "timestamp": row.get("timestamp"), **inner}
    return Document({"received": received}, where)


def _response(text: Any) -> Record:
    if not isinstance(text, str):
        return {}
    try:
        value = _value(ast.parse(text, mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {"response": text}
    return value if is_record(value) else {"response": text}


def _value(node: ast.expr) -> Any:
    """The value of a `repr`: literals, lists, dicts, and calls such as `Choice(index=0)` as dicts."""
    if isinstance(node, ast.Call):
        return {word.arg: _value(word.value) for word in node.keywords if word.arg}
    if isinstance(node, ast.List):
        return [_value(item) for item in node.elts]
    if isinstance(node, ast.Dict):
        return {_value(key): _value(item) for key, item in zip(node.keys, node.values, strict=True) if key}
    return ast.literal_eval(node)

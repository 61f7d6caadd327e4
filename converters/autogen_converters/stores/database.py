"""SQLite files, read only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .._json import Record
from ..errors import FileFormatError


def _connect(path: Path) -> sqlite3.Connection:
    # A database in WAL mode gets files beside it even from a reader, unless it is said to be immutable.
    still = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro{still}", uri=True)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA cache_size = -8000")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def tables(path: Path) -> dict[str, set[str]]:
    """The columns of every table. Raises FileFormatError where the file is no database, or is damaged."""
    try:
        with closing(_connect(path)) as connection:
            names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: _columns(connection, name) for name in names}
    except sqlite3.Error as error:
        raise FileFormatError(f"is not a readable SQLite database: {error}") from None


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    quoted = table.replace('"', '""')
    return {row[1] for row in connection.execute(f'PRAGMA table_info("{quoted}")')}


def rows(path: Path, query: str) -> Iterator[Record]:
    """The rows of a query, one at a time, as dicts. Raises FileFormatError where the file is damaged."""
    try:
        with closing(_connect(path)) as connection:
            for row in connection.execute(query):
                yield dict(row)
    except sqlite3.Error as error:
        raise FileFormatError(f"is not a readable SQLite database: {error}") from None


def from_json(value: Any, where: str) -> Any:
    """The JSON value in a column, None for NULL. Raises FileFormatError saying where."""
    if value is None:
        return None
    try:
        return json.loads(value)
    except (ValueError, TypeError, RecursionError):
        raise FileFormatError(f"{where} is not JSON") from None

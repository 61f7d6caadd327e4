"""A runtime log in an SQLite database (v0.2: autogen/logger/sqlite_logger.py, same tables)."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import threading
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from autogen_compat.logger.base_logger import BaseLogger
from autogen_compat.logger.base_logger import F as F
from autogen_compat.logger.logger_utils import (
    SECRET_KEYS,
    get_current_ts,
    redacted,
    safe_serialize,
    source_name,
    to_dict,
    v02_name,
)

if TYPE_CHECKING:
    from autogen_compat.oai.client import OpenAIWrapper

__all__ = ("SqliteLogger",)

logger = logging.getLogger(__name__)
lock = threading.Lock()

_NOW = "DATETIME DEFAULT CURRENT_TIMESTAMP"
_KEY = "INTEGER PRIMARY KEY"
_TABLES: dict[str, list[str]] = {
    "chat_completions": [
        f"id {_KEY}",
        "invocation_id TEXT",
        "client_id INTEGER",
        "wrapper_id INTEGER",
        "session_id TEXT",
        "source_name TEXT",
        "request TEXT",
        "response TEXT",
        "is_cached INEGER",  # as v0.2 spells the type
        "cost REAL",
        f"start_time {_NOW}",
        f"end_time {_NOW}",
    ],
    "agents": [
        f"id {_KEY}",
        "agent_id INTEGER",
        "wrapper_id INTEGER",
        "session_id TEXT",
        "name TEXT",
        "class TEXT",
        "init_args TEXT",
        f"timestamp {_NOW}",
        "UNIQUE(agent_id, session_id)",
    ],
    "oai_wrappers": [
        f"id {_KEY}",
        "wrapper_id INTEGER",
        "session_id TEXT",
        "init_args TEXT",
        f"timestamp {_NOW}",
        "UNIQUE(wrapper_id, session_id)",
    ],
    "oai_clients": [
        f"id {_KEY}",
        "client_id INTEGER",
        "wrapper_id INTEGER",
        "session_id TEXT",
        "class TEXT",
        "init_args TEXT",
        f"timestamp {_NOW}",
        "UNIQUE(client_id, session_id)",
    ],
    "version": [f"id {_KEY} CHECK (id = 1)", "version_number INTEGER NOT NULL"],
    "events": [
        "event_name TEXT",
        "source_id INTEGER",
        "source_name TEXT",
        "agent_module TEXT DEFAULT NULL",
        "agent_class_name TEXT DEFAULT NULL",
        f"id {_KEY}",
        "json_state TEXT",
        f"timestamp {_NOW}",
    ],
    "function_calls": [
        "source_id INTEGER",
        "source_name TEXT",
        "function_name TEXT",
        "args TEXT DEFAULT NULL",
        "returns TEXT DEFAULT NULL",
        f"timestamp {_NOW}",
    ],
}


def _insert(table: str, row: dict[str, Any]) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' for _ in row)})"


def _answer_json(response: Any) -> str:
    if response is None or isinstance(response, str):
        return json.dumps({"response": response})
    return json.dumps(to_dict(response), indent=4, default=repr)


class SqliteLogger(BaseLogger):
    """Writes to the database ``config["dbname"]`` (default ``logs.db``), without secrets.

    Attributes:
        con: the connection; usable from any thread.
        session_id: what `start` returns.
    """

    schema_version = 1

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.session_id = str(uuid.uuid4())
        self.dbname = config.get("dbname", "logs.db")
        self.con: sqlite3.Connection | None = None
        try:
            self.con = sqlite3.connect(self.dbname, check_same_thread=False)
            self.cur = self.con.cursor()
        except sqlite3.Error as error:
            logger.error("[SqliteLogger] Failed to connect to database %s: %s", self.dbname, error)

    def start(self) -> str:
        """Make the tables that are missing; returns the id of the session."""
        for table, columns in _TABLES.items():
            self._run_query(f"CREATE TABLE IF NOT EXISTS {table} ({', '.join(columns)})")
        if self.con is not None:
            self._ensure_version()
        return self.session_id

    def _ensure_version(self) -> None:
        try:
            if self._get_current_db_version() is None:
                self._run_query("INSERT INTO version (id, version_number) VALUES (1, ?)", (self.schema_version,))
            self._apply_migration()
        except sqlite3.Error as error:
            logger.error("[SqliteLogger] start logging error: %s", error)

    def _get_current_db_version(self) -> int | None:
        found = self.cur.execute("SELECT version_number FROM version ORDER BY id DESC LIMIT 1").fetchone()
        return None if found is None else found[0]

    def _apply_migration(self, migrations_dir: str = "./migrations") -> None:
        """Run scripts named ``002_some_change.sql`` that are newer than the database."""
        if not os.path.isdir(migrations_dir):
            logger.info("no migration scripts, skip...")
            return
        current = self._get_current_db_version() or self.schema_version
        numbered = [
            (int(name.split("_")[0]), name) for name in os.listdir(migrations_dir) if name.split("_")[0].isdigit()
        ]
        for number, name in sorted(numbered):
            if number <= current:
                continue
            with open(os.path.join(migrations_dir, name), encoding="utf-8") as script:
                self._run_query_script(script.read())
            self._run_query("UPDATE version SET version_number = ? WHERE id = 1", (number,))

    def _run_query(self, query: str, args: tuple[Any, ...] = ()) -> None:
        if self.con is None:
            return
        try:
            with lock:
                self.cur.execute(query, args)
                self.con.commit()
        except Exception as error:  # a log must not end the program that it watches
            logger.error("[sqlite logger]Error running query with query %s and args %s: %s", query, args, error)

    def _run_query_script(self, script: str) -> None:
        if self.con is None:
            return
        try:
            with lock:
                self.cur.executescript(script)
                self.con.commit()
        except Exception as error:
            logger.error("[sqlite logger]Error running query script %s: %s", script, error)

    def _add(self, table: str, row: Callable[[], dict[str, Any]], on_conflict: str = "") -> None:
        if self.con is None:
            return
        try:
            values = row()
        except Exception as error:
            logger.error("[sqlite logger]Error describing a row of %s: %s", table, error)
            return
        self._run_query(_insert(table, values) + on_conflict, tuple(values.values()))

    def log_chat_completion(
        self,
        invocation_id: uuid.UUID | str,
        client_id: int,
        wrapper_id: int,
        source: Any,
        request: dict[str, Any],
        response: Any,
        is_cached: int,
        cost: float,
        start_time: str,
    ) -> None:
        """Record one model call."""
        self._add(
            "chat_completions",
            lambda: {
                "invocation_id": str(invocation_id),
                "client_id": client_id,
                "wrapper_id": wrapper_id,
                "session_id": self.session_id,
                "request": json.dumps({k: v for k, v in request.items() if k not in SECRET_KEYS}, default=repr),
                "response": _answer_json(response),
                "is_cached": is_cached,
                "cost": cost,
                "start_time": start_time,
                "end_time": get_current_ts(),
                "source_name": source_name(source),
            },
        )

    def log_new_agent(self, agent: Any, init_args: dict[str, Any]) -> None:
        """Record a new agent; a subclass that reports itself again replaces what its base reported."""
        from autogen_compat.agentchat.agent import Agent

        replaced = ", ".join(
            f"{column} = excluded.{column}" for column in ("wrapper_id", "name", "class", "init_args", "timestamp")
        )
        self._add(
            "agents",
            lambda: {
                "agent_id": id(agent),
                "wrapper_id": getattr(getattr(agent, "client", None), "wrapper_id", ""),
                "session_id": self.session_id,
                "name": source_name(agent),
                "class": type(agent).__name__,
                "init_args": json.dumps(redacted(init_args, no_recursive=(Agent,)), default=repr),
                "timestamp": get_current_ts(),
            },
            f" ON CONFLICT (agent_id, session_id) DO UPDATE SET {replaced}",
        )

    def log_event(self, source: Any, name: str, **kwargs: Any) -> None:
        """Record an event of an agent or of a named source."""
        from autogen_compat.agentchat.agent import Agent

        def row() -> dict[str, Any]:
            state = json.dumps(kwargs, default=lambda value: f"<<non-serializable: {type(value).__qualname__}>>")
            fields = {
                "source_id": id(source),
                "source_name": getattr(source, "name", source),
                "event_name": name,
                "json_state": state,
                "timestamp": get_current_ts(),
            }
            if not isinstance(source, Agent):
                return fields
            return {**fields, "agent_module": v02_name(source.__module__), "agent_class_name": type(source).__name__}

        self._add("events", row)

    def log_new_wrapper(self, wrapper: OpenAIWrapper, init_args: dict[str, Any]) -> None:
        """Record a new wrapper."""
        self._add(
            "oai_wrappers",
            lambda: {
                "wrapper_id": id(wrapper),
                "session_id": self.session_id,
                "init_args": json.dumps(redacted(init_args), default=repr),
                "timestamp": get_current_ts(),
            },
            " ON CONFLICT (wrapper_id, session_id) DO NOTHING",
        )

    def log_new_client(self, client: Any, wrapper: OpenAIWrapper, init_args: dict[str, Any]) -> None:
        """Record a new client."""
        self._add(
            "oai_clients",
            lambda: {
                "client_id": id(client),
                "wrapper_id": id(wrapper),
                "session_id": self.session_id,
                "class": type(client).__name__,
                "init_args": json.dumps(redacted(init_args), default=repr),
                "timestamp": get_current_ts(),
            },
            " ON CONFLICT (client_id, session_id) DO NOTHING",
        )

    def log_function_use(self, source: Any, function: Callable[..., Any], args: dict[str, Any], returns: Any) -> None:
        """Record a call of a tool or function."""
        self._add(
            "function_calls",
            lambda: {
                "source_id": id(source),
                "source_name": getattr(source, "name", source),
                "function_name": getattr(function, "__name__", repr(function)),
                "args": safe_serialize(args),
                "returns": safe_serialize(returns),
                "timestamp": get_current_ts(),
            },
        )

    def stop(self) -> None:
        """Close the database."""
        if self.con is not None:
            self.con.close()

    def get_connection(self) -> sqlite3.Connection | None:
        """The connection, or None where the database could not be opened."""
        return self.con

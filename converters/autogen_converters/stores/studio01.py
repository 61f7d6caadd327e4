"""AutoGen Studio 0.1 databases, whose programs run on v0.2: sessions as conversations, workflows as teams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from .._json import Record, is_list, is_record
from ..errors import FileFormatError
from ..files.reading import Rejected
from ..kinds import Kind
from .base import Document, Store, as_record, chat
from .database import from_json, rows, tables


def studio01_store(path: Path) -> Store:
    """Every session's conversation, the exchange between agents behind each answer, and every workflow."""
    return Store("AutoGen Studio 0.1 database", lambda: _read(path))


def _read(path: Path) -> Iterator[Document | Rejected]:
    found = tables(path)
    if "message" in found:
        yield from _sessions(path)
    if "workflow" in found:
        yield from _workflows(path, found)


def _sessions(path: Path) -> Iterator[Document | Rejected]:
    order = "SELECT * FROM message ORDER BY session_id, id"
    for session, messages in groupby(rows(path, order), key=lambda row: row.get("session_id")):
        history: list[Record] = []
        for row in messages:
            history.append({"content": row.get("content"), "role": row.get("role"), "name": row.get("role")})
            yield from _exchange(row)
        yield chat(history, f"session {session}", session_id=session)


def _exchange(row: Record) -> Iterator[Document | Rejected]:
    where = f"message {row['id']}"
    try:
        meta = as_record(from_json(row.get("meta"), "meta"))
    except FileFormatError as error:
        yield Rejected(where, str(error))
        return
    entries = meta.get("messages")
    if not is_list(entries) or not entries:
        return
    history = [_said(entry) for entry in entries if is_record(entry)]
    rest = {key: meta[key] for key in ("task", "summary_method", "usage") if meta.get(key)}
    yield chat(history, where, session_id=row.get("session_id"), message_id=row.get("id"), **rest)


def _said(entry: Record) -> Record:
    message = entry.get("message")
    fields = dict(message) if is_record(message) else {"content": message, "role": "user"}
    fields.setdefault("name", entry.get("sender"))
    around = {key: entry[key] for key in ("recipient", "timestamp") if key in entry}
    return {**fields, **around}


def _workflows(path: Path, found: dict[str, set[str]]) -> Iterator[Document | Rejected]:
    agents = _Agents(path, found)
    for row in rows(path, "SELECT * FROM workflow ORDER BY id"):
        where = f"workflow {row['id']}"
        try:
            linked = agents.of_workflow(row["id"])
        except FileFormatError as error:
            yield Rejected(where, str(error))
            continue
        yield Document({**_without_times(row), "agents": linked}, where, Kind.STUDIO_WORKFLOW)


def _without_times(row: Record) -> Record:
    return {key: value for key, value in row.items() if key not in {"created_at", "updated_at"}}


class _Agents:
    """The agents of a database with their models and members."""

    def __init__(self, path: Path, found: dict[str, set[str]]) -> None:
        self._path = path
        self._agents = {row["id"]: row for row in self._table(found, "agent")}
        self._models = {row["id"]: row for row in self._table(found, "model")}
        self._agent_models = list(self._table(found, "agentmodellink"))
        self._members = list(self._table(found, "agentlink"))
        self._workflow_links = list(self._table(found, "workflowagentlink"))

    def _table(self, found: dict[str, set[str]], name: str) -> Iterable[Record]:
        return rows(self._path, f"SELECT * FROM {name}") if name in found else ()

    def of_workflow(self, workflow: Any) -> list[Record]:
        links = [link for link in self._workflow_links if link.get("workflow_id") == workflow]
        return [{"agent": self._agent(link["agent_id"], ()), "link": link} for link in links]

    def _agent(self, key: Any, inside: tuple[Any, ...]) -> Record:
        if key in inside or key not in self._agents:
            raise FileFormatError(f"agent {key} is {'a member of itself' if key in inside else 'missing'}")
        row = self._agents[key]
        models = [self._models[link["model_id"]] for link in self._agent_models if link["agent_id"] == key]
        members = [link["agent_id"] for link in self._members if link["parent_id"] == key]
        return {
            **_without_times(row),
            "config": as_record(from_json(row.get("config"), f"config of agent {key}")),
            "models": [_without_times(model) for model in models],
            "agents": [self._agent(member, (*inside, key)) for member in members],
        }

"""How far a `GraphFlow` has come: v0.4's activation rules, replayed over a thread.

Rules: autogen_agentchat/teams/_group_chat/_graph/_digraph_group_chat.py. Conditions that are Python functions are not
in any file; such edges count as not taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from .._json import Record
from ..errors import ConversionError
from .view import is_chat, model_text


class Edge(BaseModel):
    """An edge of a `DiGraph` as v0.4 dumps it."""

    model_config = ConfigDict(extra="ignore")
    target: str
    condition: str | None = None
    condition_function: Any = None
    activation_group: str = ""
    activation_condition: Literal["all", "any"] = "all"

    def group(self) -> str:
        """The activation group, which is the target's name unless one is given."""
        return self.activation_group or self.target

    def taken(self, message: Record) -> bool:
        """Whether a message lets the flow pass here."""
        if self.condition_function is not None:
            return False
        return self.condition is None or self.condition in model_text(message)


class Node(BaseModel):
    """A node of a `DiGraph`."""

    model_config = ConfigDict(extra="ignore")
    name: str
    edges: list[Edge] = []


class Graph(BaseModel):
    """A `DiGraph` as v0.4 dumps it: `{"nodes": {name: {"name", "edges"}}, "default_start_node"}`."""

    model_config = ConfigDict(extra="ignore")
    nodes: dict[str, Node]
    default_start_node: str | None = None

    @classmethod
    def chain(cls, names: Sequence[str]) -> Graph:
        """One after the other, as in `GraphFlow` without cycles or branches."""
        following: list[list[Edge]] = [[Edge(target=name)] for name in names[1:]]
        edges = [*following, *([[]] if names else [])]
        return cls(nodes={name: Node(name=name, edges=leads) for name, leads in zip(names, edges, strict=True)})

    @classmethod
    def read(cls, document: Any) -> Graph:
        """A graph from a `DiGraph` dump or a dumped `GraphFlow` component. Raises ConversionError."""
        if isinstance(document, dict) and "config" in document:
            document = document["config"].get("graph", document)  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        try:
            return cls.model_validate(document)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise ConversionError(f"graph: {place}: {first['msg'].lower()}") from None

    def start(self) -> list[str]:
        """The nodes that begin."""
        if self.default_start_node:
            return [self.default_start_node]
        targets = {edge.target for node in self.nodes.values() for edge in node.edges}
        return [name for name in self.nodes if name not in targets]

    def edges(self) -> Iterable[Edge]:
        """All edges, node by node."""
        return (edge for node in self.nodes.values() for edge in node.edges)


@dataclass
class _Progress:
    graph: Graph
    remaining: dict[str, dict[str, int]]
    enqueued: dict[str, dict[str, bool]]
    ready: list[str]


def graph_progress(graph: Graph, thread: Sequence[Record]) -> Record:
    """`remaining`, `enqueued_any` and `ready` of a `GraphManagerState` after `thread`."""
    progress = _fresh(graph)
    for record in thread:
        if is_chat(record) and record["source"] in graph.nodes:
            _run(progress, record)
    if not progress.ready:
        progress = _fresh(graph)
    return {"remaining": progress.remaining, "enqueued_any": progress.enqueued, "ready": progress.ready}


def _fresh(graph: Graph) -> _Progress:
    remaining: dict[str, dict[str, int]] = {}
    enqueued: dict[str, dict[str, bool]] = {}
    for edge in graph.edges():
        counts = remaining.setdefault(edge.target, {})
        counts[edge.group()] = counts.get(edge.group(), 0) + 1
        enqueued.setdefault(edge.target, {})[edge.group()] = False
    return _Progress(graph, remaining, enqueued, graph.start())


def _run(progress: _Progress, record: Record) -> None:
    speaker = record["source"]
    if speaker in progress.ready:
        progress.ready.remove(speaker)
        _rearm(progress, speaker)
    for edge in progress.graph.nodes[speaker].edges:
        if edge.taken(record):
            _pass_on(progress, edge)
    if not progress.ready:
        fresh = _fresh(progress.graph)
        progress.remaining, progress.enqueued, progress.ready = fresh.remaining, fresh.enqueued, fresh.ready


def _rearm(progress: _Progress, speaker: str) -> None:
    full = _fresh(progress.graph).remaining.get(speaker, {})
    for group, count in progress.remaining.get(speaker, {}).items():
        if count == 0:
            progress.remaining[speaker][group] = full[group]
    for group in progress.enqueued.get(speaker, {}):
        progress.enqueued[speaker][group] = False


def _pass_on(progress: _Progress, edge: Edge) -> None:
    target, group = edge.target, edge.group()
    if edge.activation_condition == "any":
        if not progress.enqueued[target][group]:
            progress.enqueued[target][group] = True
            progress.ready.append(target)
        return
    progress.remaining[target][group] -= 1
    if progress.remaining[target][group] == 0:
        progress.ready.append(target)

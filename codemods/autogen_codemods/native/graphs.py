"""The way that a conversation takes through a group, where it is a graph that no model is asked about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edge:
    """Who speaks after whom, by their places among the members of a group."""

    source: int
    target: int


@dataclass(frozen=True)
class Graph:
    """Members, by their places, in the order in which they speak, each once; the conversation ends after the last."""

    nodes: tuple[int, ...]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Who follows whom."""
        return tuple(Edge(source, target) for source, target in zip(self.nodes, self.nodes[1:], strict=False))

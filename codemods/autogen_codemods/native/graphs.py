"""The way that a conversation takes through a group, where it is a graph that no model is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Edge:
    """Who speaks after whom, by their places among the members of a group.

    `condition`: what must hold for the last message, as code with conditions.TEXT for its text; None if nothing.
    `comments`: what the program says of it.
    """

    source: int
    target: int
    condition: str | None = None
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graph:
    """Members, by their places, from the one on that speaks first; the conversation ends where no edge leads on.

    `opening`: what the program says of who speaks first.
    """

    nodes: tuple[int, ...]
    edges: tuple[Edge, ...]
    opening: tuple[str, ...] = ()

    @property
    def is_cyclic(self) -> bool:
        """Whether a member may speak more than once."""
        ends: set[int] = set()
        while found := {each for each in self.nodes if each not in ends and self._targets(each) <= ends}:
            ends |= found
        return len(ends) < len(self.nodes)

    @property
    def is_valid(self) -> bool:
        """Whether v0.4 takes it: somebody is the last, and a condition leads out of every way back."""
        certain = Graph(self.nodes, tuple(edge for edge in self.edges if edge.condition is None))
        return not certain.is_cyclic and any(not self._targets(node) for node in self.nodes)

    def parents(self, node: int) -> int:
        """How many edges lead to a member."""
        return sum(edge.target == node for edge in self.edges)

    def _targets(self, node: int) -> set[int]:
        return {edge.target for edge in self.edges if edge.source == node}


def chain(nodes: tuple[int, ...]) -> Graph:
    """The graph of members who speak one after the other, each once."""
    return Graph(nodes, tuple(Edge(source, target) for source, target in pairwise(nodes)))

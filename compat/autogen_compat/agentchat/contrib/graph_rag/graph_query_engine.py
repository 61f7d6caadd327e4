"""Asking a graph (v0.2: autogen/agentchat/contrib/graph_rag/graph_query_engine.py)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from .document import Document

__all__ = ["GraphQueryEngine", "GraphStoreQueryResult"]


@dataclass
class GraphStoreQueryResult:
    """What a graph answers.

    Attributes:
        answer: in words.
        results: what the answer rests on, nodes for instance.
    """

    answer: str | None = None
    results: list[Any] = field(default_factory=list)


class GraphQueryEngine(Protocol):
    """A graph that is made of documents and answers questions; users implement it."""

    def init_db(self, input_doc: list[Document] | None = None) -> Any:
        """Make the graph of the documents, or open it."""
        ...

    def add_records(self, new_records: list[Any]) -> bool:
        """Add to the graph; whether that was done."""
        ...

    def query(self, question: str, n_results: int = 1, **kwargs: Any) -> GraphStoreQueryResult:
        """Answer a question."""
        ...

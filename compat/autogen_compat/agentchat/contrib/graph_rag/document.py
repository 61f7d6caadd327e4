"""What a graph is made of (v0.2: autogen/agentchat/contrib/graph_rag/document.py)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

__all__ = ["Document", "DocumentType"]


class DocumentType(Enum):
    """Kinds of documents."""

    TEXT = auto()
    HTML = auto()
    PDF = auto()


@dataclass
class Document:
    """A document: its content, or where it is."""

    doctype: DocumentType
    data: object | None = None
    path_or_url: str | None = ""

"""What a vector database does (v0.2: autogen/agentchat/contrib/vectordb/base.py)."""

from __future__ import annotations

import hashlib
import importlib
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypedDict, runtime_checkable

__all__ = ["Document", "ItemID", "Metadata", "QueryResults", "Vector", "VectorDB", "VectorDBFactory"]

Metadata = Mapping[str, Any] | None
Vector = Sequence[float] | Sequence[int]
ItemID = str | int

HASH_LENGTH = int(os.environ.get("HASH_LENGTH", 8))


class Document(TypedDict):
    """A record of the database; metadata and embedding may be left out."""

    id: ItemID | None
    content: str
    metadata: Metadata | None
    embedding: Vector | None


QueryResults = list[list[tuple[Document, float]]]
"""For each query the documents found and their distances, the nearest first."""


@runtime_checkable
class VectorDB(Protocol):
    """Stores documents in collections and finds those that are near to a text.

    Attributes:
        active_collection: the collection that is meant where none is named.
        type: what kind of database it is.
        embedding_function: makes vectors of texts.
    """

    active_collection: Any = None
    type: str = ""
    embedding_function: Callable[[list[str]], list[list[float]]] | None = None

    def create_collection(self, collection_name: str, overwrite: bool = False, get_or_create: bool = True) -> Any:
        """A new collection; in place of an existing one with `overwrite`, else that one with `get_or_create`.

        Raises:
            ValueError: it exists, and neither is wanted.
        """
        ...

    def get_collection(self, collection_name: str | None = None) -> Any:
        """The collection of this name, or the active one.

        Raises:
            ValueError: there is none.
        """
        ...

    def delete_collection(self, collection_name: str) -> Any:
        """Delete the collection and what is in it."""
        ...

    def insert_docs(
        self, docs: list[Document], collection_name: str | None = None, upsert: bool = False, **kwargs: Any
    ) -> None:
        """Add documents; those that exist are updated with `upsert`."""
        ...

    def update_docs(self, docs: list[Document], collection_name: str | None = None, **kwargs: Any) -> None:
        """Replace documents of the same ids."""
        ...

    def delete_docs(self, ids: list[ItemID], collection_name: str | None = None, **kwargs: Any) -> None:
        """Delete documents."""
        ...

    def retrieve_docs(
        self,
        queries: list[str],
        collection_name: str | None = None,
        n_results: int = 10,
        distance_threshold: float = -1,
        **kwargs: Any,
    ) -> QueryResults:
        """The documents nearest to each query; with a positive threshold, only those that are nearer than it."""
        ...

    def get_docs_by_ids(
        self, ids: list[ItemID] | None = None, collection_name: str | None = None, include: Any = None, **kwargs: Any
    ) -> list[Document]:
        """Documents by id, or all of them; `include` names the fields wanted besides the id."""
        ...


def generate_chunk_ids(chunks: list[str], hash_length: int = HASH_LENGTH) -> list[ItemID]:
    """Ids that equal chunks have in common, so that none is stored twice."""
    return [hashlib.blake2b(chunk.encode("utf-8")).hexdigest()[:hash_length] for chunk in chunks]


# v0.2's protocol carries the helper without `self`: VectorDB.generate_chunk_ids(chunks).
VectorDB.generate_chunk_ids = generate_chunk_ids  # type: ignore[attr-defined]

_KINDS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("chroma", "chromadb"), "chromadb", "ChromaVectorDB"),
    (("pgvector", "pgvectordb"), "pgvectordb", "PGVectorDB"),
    (("qdrant", "qdrantdb"), "qdrant", "QdrantVectorDB"),
)
_OWN = ("mongodb", "mdb", "atlas", "couchbase", "couchbasedb", "capella")
"""Kinds of v0.2 for which users bring a `VectorDB` of their own."""


class VectorDBFactory:
    """Makes a vector database by the name of its kind."""

    PREDEFINED_VECTOR_DB = [names[0] for names, _, _ in _KINDS]

    @staticmethod
    def create_vector_db(db_type: str, **kwargs: Any) -> VectorDB:
        """A database of a kind; `kwargs` are those of its class.

        Raises:
            ValueError: there is no such kind.
            ImportError: the package it needs is not installed.
        """
        for names, module, class_name in _KINDS:
            if db_type.lower() in names:
                return getattr(importlib.import_module(f".{module}", __package__), class_name)(**kwargs)
        if db_type.lower() in _OWN:
            raise ValueError(
                f"There is no class for {db_type} here: pass as vector_db an object with the methods of VectorDB."
            )
        known = VectorDBFactory.PREDEFINED_VECTOR_DB
        raise ValueError(f"Unsupported vector database type: {db_type}. Valid types are {known}.")

"""Documents in PostgreSQL (v0.2: autogen/agentchat/contrib/vectordb/pgvectordb.py)."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from ...._optional import require
from ._pgvector_collection import Collection, sentence_transformer
from .base import Document, ItemID, QueryResults, VectorDB
from .utils import get_logger, in_batches

__all__ = ["PGVECTOR_MAX_BATCH_SIZE", "Collection", "PGVectorDB"]

PGVECTOR_MAX_BATCH_SIZE = int(os.environ.get("PGVECTOR_MAX_BATCH_SIZE", 40000))
logger = get_logger(__name__)

_EXTRA = "pgvector"
_WHAT_FOR = "The vector database pgvector"


class PGVectorDB(VectorDB):
    """A vector database on PostgreSQL with pgvector.

    Args:
        conn: a psycopg connection that commits by itself.
        connection_string: ``postgresql://user:password@host:port/database``.
        host, port, dbname, username, password: the same in parts.
        connect_timeout: in seconds.
        embedding_function: makes vectors of a list of texts; by default sentence-transformers' all-MiniLM-L6-v2.
        metadata: `hnsw:M` and `hnsw:construction_ef` of new collections' indexes.

    Raises:
        ImportError: psycopg or pgvector is not installed, or, for the default embedding, sentence-transformers.
        PermissionError: there is nothing to connect to.
        psycopg.Error: the server cannot be reached, or has no pgvector.
    """

    def __init__(
        self,
        *,
        conn: Any = None,
        connection_string: str | None = None,
        host: str | None = None,
        port: int | str | None = None,
        dbname: str | None = None,
        username: str | None = None,
        password: str | None = None,
        connect_timeout: int | None = 10,
        embedding_function: Callable[..., Any] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        adapter = require("pgvector.psycopg", extra=_EXTRA, what_for=_WHAT_FOR)
        self.client: Any = self.establish_connection(
            conn, connection_string, host, port, dbname, username, password, connect_timeout
        )
        self.embedding_function: Any = embedding_function or sentence_transformer()
        self.metadata = metadata
        self.active_collection: Collection | None = None
        self.type = "pgvector"
        adapter.register_vector(self.client)

    def establish_connection(
        self,
        conn: Any = None,
        connection_string: str | None = None,
        host: str | None = None,
        port: int | str | None = None,
        dbname: str | None = None,
        username: str | None = None,
        password: str | None = None,
        connect_timeout: int | None = 10,
    ) -> Any:
        """A connection, with pgvector switched on in its database.

        Raises:
            PermissionError: there is nothing to connect to.
        """
        psycopg = require("psycopg", extra=_EXTRA, what_for=_WHAT_FOR)
        if conn is None and not connection_string and not host:
            raise PermissionError("PGVectorDB needs a conn, a connection_string, or a host to connect to.")
        if conn is None:
            parts = {"host": host, "port": port, "dbname": dbname, "user": username, "password": password}
            settings = {} if connection_string else {key: value for key, value in parts.items() if value}
            conn = psycopg.connect(
                connection_string or "", autocommit=True, connect_timeout=connect_timeout, **settings
            )
        conn.execute("CREATE EXTENSION IF NOT EXISTS vector")
        return conn

    def create_collection(
        self, collection_name: str, overwrite: bool = False, get_or_create: bool = True
    ) -> Collection:
        """See `VectorDB`."""
        collection = self._described(collection_name)
        exists = collection.table_exists(collection_name)
        if exists and not overwrite:
            if not get_or_create:
                raise ValueError(f"Collection {collection_name} already exists.")
            return collection
        if exists:
            self.delete_collection(collection_name)
        collection.create_collection()
        return collection

    def _described(self, collection_name: str) -> Collection:
        return Collection(self.client, collection_name, self.embedding_function, self.metadata)

    def get_collection(self, collection_name: str | None = None) -> Collection:
        """The collection of this name, which becomes the active one, or the active one.

        Raises:
            ValueError: there is none.
        """
        if collection_name is not None:
            collection = self._described(collection_name)
            if not collection.table_exists(collection_name):
                raise ValueError(f"Collection {collection_name} not found.")
            self.active_collection = collection
        if self.active_collection is None:
            raise ValueError("No collection is specified.")
        return self.active_collection

    def delete_collection(self, collection_name: str) -> None:
        """See `VectorDB`."""
        collection = self._described(collection_name)
        collection.delete_collection()
        if self.active_collection is not None and self.active_collection.name == collection.name:
            self.active_collection = None

    def insert_docs(  # type: ignore[override]  # v0.2's signature
        self, docs: list[Document], collection_name: str | None = None, upsert: bool = False
    ) -> None:
        """Add documents, in batches of at most `PGVECTOR_MAX_BATCH_SIZE`.

        Raises:
            ValueError: the first document has no content or no id.
        """
        if not docs:
            return
        batches = in_batches(docs, PGVECTOR_MAX_BATCH_SIZE)
        collection = self.get_collection(collection_name)
        store = collection.upsert if upsert else collection.add
        has_vectors = docs[0].get("embedding") is not None
        for batch in batches:
            store(
                ids=[document["id"] for document in batch],  # type: ignore[misc]
                documents=[document["content"] for document in batch],
                embeddings=[document["embedding"] for document in batch] if has_vectors else None,
                metadatas=[document.get("metadata") for document in batch],
            )

    def update_docs(self, docs: list[Document], collection_name: str | None = None) -> None:  # type: ignore[override]
        """See `VectorDB`."""
        self.insert_docs(docs, collection_name, upsert=True)

    def delete_docs(self, ids: list[ItemID], collection_name: str | None = None) -> None:  # type: ignore[override]
        """See `VectorDB`."""
        self.get_collection(collection_name).delete(ids)

    def retrieve_docs(  # type: ignore[override]
        self,
        queries: list[str],
        collection_name: str | None = None,
        n_results: int = 10,
        distance_threshold: float = -1,
    ) -> QueryResults:
        """See `VectorDB`; the distance is the Euclidean one."""
        texts: Any = [queries] if isinstance(queries, str) else queries
        collection = self.get_collection(collection_name)
        return collection.query(texts, n_results=n_results, distance_threshold=distance_threshold)

    def get_docs_by_ids(
        self, ids: list[ItemID] | None = None, collection_name: str | None = None, include: Any = None, **kwargs: Any
    ) -> list[Document]:
        """See `VectorDB`; by default with metadatas and documents. `kwargs` are those of `Collection.get`."""
        return self.get_collection(collection_name).get(ids, include=include or ["metadatas", "documents"], **kwargs)

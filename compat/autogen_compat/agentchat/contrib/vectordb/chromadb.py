"""Documents in Chroma (v0.2: autogen/agentchat/contrib/vectordb/chromadb.py)."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from ...._optional import require
from ....retrieve_utils import COLLECTION_METADATA, chroma_embedding
from .base import Document, ItemID, QueryResults, VectorDB
from .utils import chroma_results_to_query_results, filter_results_by_distance, get_logger, in_batches

__all__ = ["ChromaVectorDB"]

CHROMADB_MAX_BATCH_SIZE = int(os.environ.get("CHROMADB_MAX_BATCH_SIZE", 40000))
logger = get_logger(__name__)


class ChromaVectorDB(VectorDB):
    """A vector database on Chroma.

    Args:
        client: a Chroma client, to which the other arguments do not apply.
        path: where the data is kept; None keeps it in memory.
        embedding_function: makes vectors of texts; by default sentence-transformers' all-MiniLM-L6-v2.
        metadata: of new collections; by default the inner product is the distance.
        kwargs: of the client.

    Raises:
        ImportError: chromadb is not installed, or, for the default embedding, sentence-transformers.
    """

    def __init__(
        self,
        *,
        client: Any = None,
        path: str | None = "tmp/db",
        embedding_function: Callable[..., Any] | None = None,
        metadata: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        chroma = require("chromadb", extra="retrievechat", what_for="The vector database Chroma")
        self.embedding_function = chroma_embedding() if embedding_function is None else embedding_function
        self.path = path
        self.metadata = metadata or COLLECTION_METADATA
        if client is None:
            client = chroma.Client(**kwargs) if path is None else chroma.PersistentClient(path=path, **kwargs)
        self.client: Any = client
        self.active_collection: Any = None
        self.type = "chroma"
        self._chroma_error: type[Exception] = chroma.errors.ChromaError

    def create_collection(self, collection_name: str, overwrite: bool = False, get_or_create: bool = True) -> Any:
        """See `VectorDB`."""
        collection = self._existing(collection_name)
        if collection is not None and not overwrite:
            if not get_or_create:
                raise ValueError(f"Collection {collection_name} already exists.")
            return collection
        if collection is not None:
            self.delete_collection(collection_name)
        return self.client.create_collection(
            collection_name,
            embedding_function=self.embedding_function,
            get_or_create=get_or_create,
            metadata=self.metadata,
        )

    def _existing(self, collection_name: str) -> Any:
        if self._is_active(collection_name):
            return self.active_collection
        try:
            return self.client.get_collection(collection_name, embedding_function=self.embedding_function)
        except (ValueError, self._chroma_error):
            return None

    def _is_active(self, collection_name: str) -> bool:
        return self.active_collection is not None and self.active_collection.name == collection_name

    def get_collection(self, collection_name: str | None = None) -> Any:
        """The collection of this name, which becomes the active one, or the active one.

        Raises:
            ValueError: there is none.
        """
        if collection_name is None:
            if self.active_collection is None:
                raise ValueError("No collection is specified.")
            logger.info(f"No collection is specified. Using current active collection {self.active_collection.name}.")
        elif not self._is_active(collection_name):
            self.active_collection = self._opened(collection_name)
        return self.active_collection

    def _opened(self, collection_name: str) -> Any:
        try:
            return self.client.get_collection(collection_name, embedding_function=self.embedding_function)
        except self._chroma_error as missing:  # chromadb before 0.6 raised ValueError, and v0.2's agents expect it
            raise ValueError(f"Collection {collection_name} cannot be opened: {missing}") from missing

    def delete_collection(self, collection_name: str) -> None:
        """See `VectorDB`."""
        self.client.delete_collection(collection_name)
        if self._is_active(collection_name):
            self.active_collection = None

    def insert_docs(  # type: ignore[override]  # v0.2's signature
        self, docs: list[Document], collection_name: str | None = None, upsert: bool = False
    ) -> None:
        """Add documents, in batches of at most `CHROMADB_MAX_BATCH_SIZE`.

        Raises:
            ValueError: the first document has no content or no id.
        """
        if not docs:
            return
        batches = in_batches(docs, CHROMADB_MAX_BATCH_SIZE)
        collection = self.get_collection(collection_name)
        store = collection.upsert if upsert else collection.add
        for batch in batches:
            store(
                documents=[document["content"] for document in batch],
                ids=[document["id"] for document in batch],
                metadatas=_column(batch, "metadata"),
                embeddings=_column(batch, "embedding"),
            )

    def update_docs(self, docs: list[Document], collection_name: str | None = None) -> None:  # type: ignore[override]
        """See `VectorDB`."""
        self.insert_docs(docs, collection_name, upsert=True)

    def delete_docs(self, ids: list[ItemID], collection_name: str | None = None, **kwargs: Any) -> None:
        """Delete documents; `kwargs` are those of Chroma's ``delete``."""
        self.get_collection(collection_name).delete(ids, **kwargs)

    def retrieve_docs(
        self,
        queries: list[str],
        collection_name: str | None = None,
        n_results: int = 10,
        distance_threshold: float = -1,
        **kwargs: Any,
    ) -> QueryResults:
        """See `VectorDB`; `kwargs` are those of Chroma's ``query``."""
        texts = [queries] if isinstance(queries, str) else queries
        found = self.get_collection(collection_name).query(query_texts=texts, n_results=n_results, **kwargs)
        columns = {"contents" if key == "documents" else key: values for key, values in found.items()}
        return filter_results_by_distance(chroma_results_to_query_results(columns), distance_threshold)

    @staticmethod
    def _chroma_get_results_to_list_documents(data_dict: dict[str, Any]) -> list[Document]:
        """Chroma's columns as rows: ``{"ids": ["1"], "documents": ["a"]}`` to ``[{"id": "1", "document": "a"}]``."""
        columns = {key[:-1]: values for key, values in data_dict.items() if values is not None}
        rows = len(next(iter(columns.values())))
        return [
            {name: values[row] for name, values in columns.items() if len(values) > row}  # type: ignore[misc]
            for row in range(rows)
        ]

    def get_docs_by_ids(
        self, ids: list[ItemID] | None = None, collection_name: str | None = None, include: Any = None, **kwargs: Any
    ) -> list[Document]:
        """See `VectorDB`; by default with metadatas and documents. `kwargs` are those of Chroma's ``get``."""
        wanted = include or ["metadatas", "documents"]
        found = self.get_collection(collection_name).get(ids, include=wanted, **kwargs)
        return self._chroma_get_results_to_list_documents(found)


def _column(docs: list[Document], field: str) -> list[Any] | None:
    return None if docs[0].get(field) is None else [document.get(field) for document in docs]

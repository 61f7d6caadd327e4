"""Documents in Qdrant (v0.2: autogen/agentchat/contrib/vectordb/qdrant.py)."""

from __future__ import annotations

import abc
import hashlib
import uuid
from collections.abc import Sequence
from typing import Any

from ...._optional import require
from .base import Document, ItemID, QueryResults, VectorDB
from .utils import get_logger

__all__ = ["EmbeddingFunction", "Embeddings", "FastEmbedEmbeddingFunction", "QdrantVectorDB"]

logger = get_logger(__name__)

Embeddings = Sequence[float] | Sequence[int]

_EXTRA = "qdrant"
_PAGE = 1000


class EmbeddingFunction(abc.ABC):
    """Makes vectors of texts."""

    @abc.abstractmethod
    def __call__(self, inputs: list[str]) -> list[Embeddings]:
        """A vector for each text."""
        raise NotImplementedError


class FastEmbedEmbeddingFunction(EmbeddingFunction):
    """Makes vectors with fastembed.

    Args:
        model_name: one of fastembed's models.
        batch_size: texts at a time.
        cache_dir: where models are kept.
        threads: of one session.
        parallel: processes; 0 for as many as there are processors.
        kwargs: of fastembed's `TextEmbedding`.

    Raises:
        ImportError: fastembed is not installed.
    """

    def __init__(
        self,
        model_name: str = "BAAI/bge-small-en-v1.5",
        batch_size: int = 256,
        cache_dir: str | None = None,
        threads: int | None = None,
        parallel: int | None = None,
        **kwargs: Any,
    ) -> None:
        fastembed = require("fastembed", extra=_EXTRA, what_for="The default embedding of Qdrant")
        self._batch_size = batch_size
        self._parallel = parallel
        self._model = fastembed.TextEmbedding(model_name=model_name, cache_dir=cache_dir, threads=threads, **kwargs)

    def __call__(self, inputs: list[str]) -> list[Embeddings]:
        """See `EmbeddingFunction`."""
        vectors = self._model.embed(inputs, batch_size=self._batch_size, parallel=self._parallel)
        return [vector.tolist() for vector in vectors]


class QdrantVectorDB(VectorDB):
    """A vector database on Qdrant. Its distances are similarities: the greater, the nearer, as in v0.2.

    Args:
        client: a Qdrant client; by default one in memory.
        embedding_function: makes vectors; by default fastembed's.
        content_payload_key: where texts are kept.
        metadata_payload_key: where metadata is kept.
        collection_options: of new collections.

    Raises:
        ImportError: qdrant-client is not installed, or, for the default embedding, fastembed.
    """

    def __init__(
        self,
        *,
        client: Any = None,
        embedding_function: EmbeddingFunction | None = None,
        content_payload_key: str = "_content",
        metadata_payload_key: str = "_metadata",
        collection_options: dict[str, Any] = {},  # noqa: B006  v0.2's signature
        **kwargs: Any,
    ) -> None:
        self._qdrant = require("qdrant_client", extra=_EXTRA, what_for="The vector database Qdrant")
        self.client: Any = client or self._qdrant.QdrantClient(location=":memory:")
        self.embedding_function: Any = embedding_function or FastEmbedEmbeddingFunction()
        self.collection_options = collection_options
        self.content_payload_key = content_payload_key
        self.metadata_payload_key = metadata_payload_key
        self.type = "qdrant"

    def create_collection(self, collection_name: str, overwrite: bool = False, get_or_create: bool = True) -> None:
        """See `VectorDB`."""
        exists = self.client.collection_exists(collection_name)
        if exists and overwrite:
            self.delete_collection(collection_name)
        elif exists:
            if not get_or_create:
                raise ValueError(f"Collection {collection_name} already exists.")
            return
        models = self._qdrant.models
        size = len(self.embedding_function(["test"])[0])
        self.client.create_collection(
            collection_name,
            vectors_config=models.VectorParams(size=size, distance=models.Distance.COSINE),
            **self.collection_options,
        )

    def get_collection(self, collection_name: str | None = None) -> Any:
        """Qdrant's description of the collection.

        Raises:
            ValueError: there is none.
        """
        if collection_name is None:
            raise ValueError("The collection name is required.")
        if not self.client.collection_exists(collection_name):
            raise ValueError(f"Collection {collection_name} not found.")
        return self.client.get_collection(collection_name)

    def delete_collection(self, collection_name: str) -> Any:
        """See `VectorDB`."""
        return self.client.delete_collection(collection_name)

    def generate_chunk_ids(chunks: list[str]) -> list[ItemID]:  # type: ignore[misc,override]
        """Ids that equal chunks have in common; Qdrant takes numbers and UUIDs."""
        digests = (hashlib.md5(chunk.encode("utf-8"), usedforsecurity=False).hexdigest() for chunk in chunks)
        return [str(uuid.UUID(hex=digest)) for digest in digests]

    def insert_docs(  # type: ignore[override]
        self, docs: list[Document], collection_name: str | None = None, upsert: bool = False
    ) -> None:
        """Add documents; those that exist are replaced, with a warning unless `upsert`.

        Raises:
            ValueError: a document has no content or no id.
        """
        if not docs:
            return
        _check(docs)
        if not upsert and (existing := self._known(collection_name, docs)):
            logger.warning(f"Existing IDs are overwritten: {existing}.")
        self.client.upsert(collection_name, points=self._documents_to_points(docs))

    def update_docs(self, docs: list[Document], collection_name: str | None = None) -> None:  # type: ignore[override]
        """Replace documents of the same ids.

        Raises:
            ValueError: a document has no content or no id, or there is none of its id.
        """
        if not docs:
            return
        _check(docs)
        missing = {document["id"] for document in docs} - self._known(collection_name, docs)
        if missing:
            raise ValueError(f"Some IDs do not exist. Skipping update: {sorted(map(str, missing))}")
        self.client.upsert(collection_name, points=self._documents_to_points(docs))

    def _known(self, collection_name: str | None, docs: list[Document]) -> set[Any]:
        ids = [document["id"] for document in docs]
        found = self.client.retrieve(collection_name, ids=ids, with_payload=False, with_vectors=False)
        return {point.id for point in found}

    def delete_docs(self, ids: list[ItemID], collection_name: str | None = None, **kwargs: Any) -> None:
        """See `VectorDB`."""
        self.client.delete(collection_name, ids)

    def retrieve_docs(
        self,
        queries: list[str],
        collection_name: str | None = None,
        n_results: int = 10,
        distance_threshold: float = 0,
        **kwargs: Any,
    ) -> QueryResults:
        """The documents nearest to each query, those of at least this similarity."""
        request = self._qdrant.models.QueryRequest
        requests = [
            request(query=vector, limit=n_results, score_threshold=distance_threshold, with_payload=True)
            for vector in self.embedding_function(queries)
        ]
        answers = self.client.query_batch_points(collection_name, requests)
        return [[(self._point_to_document(point), point.score) for point in answer.points] for answer in answers]

    def get_docs_by_ids(
        self, ids: list[ItemID] | None = None, collection_name: str | None = None, include: Any = True, **kwargs: Any
    ) -> list[Document]:
        """Documents by id, or all of them."""
        options = {"collection_name": collection_name, "with_payload": include, "with_vectors": True}
        points = self._scrolled(options) if ids is None else self.client.retrieve(ids=ids, **options)
        return [self._point_to_document(point) for point in points]

    def _scrolled(self, options: dict[str, Any]) -> list[Any]:
        points, place = self.client.scroll(limit=_PAGE, **options)
        while place is not None:
            page, place = self.client.scroll(limit=_PAGE, offset=place, **options)
            points += page
        return points

    def _point_to_document(self, point: Any) -> Document:
        payload = point.payload or {}
        return {
            "id": point.id,
            "content": payload.get(self.content_payload_key, ""),
            "metadata": payload.get(self.metadata_payload_key, {}),
            "embedding": point.vector,
        }

    def _documents_to_points(self, documents: list[Document]) -> list[Any]:
        vectors = self.embedding_function([document["content"] for document in documents])
        point = self._qdrant.models.PointStruct
        return [
            point(
                id=document["id"],
                vector=vector,
                payload={
                    self.content_payload_key: document["content"],
                    self.metadata_payload_key: document.get("metadata"),
                },
            )
            for document, vector in zip(documents, vectors, strict=True)
        ]


def _check(docs: list[Document]) -> None:
    for field in ("content", "id"):
        if any(document.get(field) is None for document in docs):
            raise ValueError(f"The document {field} is required.")

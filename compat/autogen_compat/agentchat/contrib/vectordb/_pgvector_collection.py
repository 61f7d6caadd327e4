"""A collection of documents as a table of PostgreSQL, with pgvector's column for their vectors."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from ...._optional import require
from .base import Document, ItemID, QueryResults

__all__ = ["Collection", "sentence_transformer"]

DEFAULT_METADATA = {"hnsw:space": "ip", "hnsw:construction_ef": 32, "hnsw:M": 16}
_EXTRA = "pgvector"
_COLUMNS = ("metadatas", "documents", "embedding")
_FIELDS = {"metadatas": "metadata", "documents": "content", "embedding": "embedding"}
_OPERATORS = {"cosine": "<=>", "euclidean": "<->", "inner-product": "<#>"}
_INDEXES = ("vector_l2_ops", "vector_cosine_ops", "vector_ip_ops")


def sentence_transformer(model: str = "all-MiniLM-L6-v2") -> Callable[..., Any]:
    """The embedding function of a sentence-transformers model.

    Raises:
        ImportError: sentence-transformers is not installed.
    """
    try:
        from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found]
    except ImportError as missing:
        raise ImportError(
            f"The embedding model {model} needs sentence-transformers: "
            'pip install "autogen-migrate[pgvector]", or pass an embedding_function.'
        ) from missing
    return SentenceTransformer(model).encode


class Collection:
    """A table of documents: ``id``, ``documents``, ``metadatas`` (JSON) and ``embedding``.

    Args:
        client: a psycopg connection.
        collection_name: the table; "-" becomes "_".
        embedding_function: makes vectors of a list of texts; by default all-MiniLM-L6-v2's.
        metadata: `hnsw:M` and `hnsw:construction_ef` of a new table's indexes.
    """

    def __init__(
        self,
        client: Any = None,
        collection_name: str = "autogen-docs",
        embedding_function: Callable[..., Any] | None = None,
        metadata: dict[str, Any] | None = None,
        get_or_create: bool | None = None,
    ) -> None:
        self.client = client
        self.name = self.set_collection_name(collection_name)
        self.embedding_function: Any = embedding_function or sentence_transformer()
        self.metadata = metadata or DEFAULT_METADATA
        self.get_or_create = get_or_create
        self.dimension: int | None = None

    def set_collection_name(self, collection_name: str) -> str:
        """Mean another table; returns its name."""
        self.name = collection_name.replace("-", "_")
        return self.name

    def _sql(self, text: str, **parts: Any) -> Any:
        sql = require("psycopg", extra=_EXTRA, what_for="The vector database pgvector").sql
        # v0.2 did not quote names, so that PostgreSQL made them lower case.
        return sql.SQL(text).format(table=sql.Identifier(self.name.lower()), **parts)

    def _run(self, text: str, values: Sequence[Any] = (), **parts: Any) -> Any:
        return self.client.execute(self._sql(text, **parts), values)

    def create_collection(self, collection_name: str | None = None, dimension: str | int | None = None) -> None:
        """Make the table and its indexes, for vectors of `dimension` numbers, or as many as the embedding gives."""
        if collection_name:
            self.set_collection_name(collection_name)
        self.dimension = int(dimension or self.dimension or len(self._vectors(["test"])[0]))
        literal = require("psycopg", extra=_EXTRA, what_for="The vector database pgvector").sql.Literal
        size = literal(self.dimension)
        self._run(
            "CREATE TABLE {table} (documents text, id text PRIMARY KEY, metadatas JSONB, embedding vector({size}))",
            size=size,
        )
        settings = {"m": literal(self.metadata["hnsw:M"]), "ef": literal(self.metadata["hnsw:construction_ef"])}
        for operators in _INDEXES:
            self._run(
                f"CREATE INDEX ON {{table}} USING hnsw (embedding {operators}) "
                "WITH (m = {m}, ef_construction = {ef})",
                **settings,
            )

    def table_exists(self, table_name: str) -> bool:
        """Whether there is such a table."""
        query = "SELECT to_regclass(quote_ident(%s)) IS NOT NULL"
        return self.client.execute(query, (table_name.replace("-", "_").lower(),)).fetchone()[0]

    def delete_collection(self, collection_name: str | None = None) -> None:
        """Delete the table, if it is there."""
        if collection_name:
            self.set_collection_name(collection_name)
        self._run("DROP TABLE IF EXISTS {table}")

    def count(self) -> int:
        """How many documents there are."""
        return self._run("SELECT COUNT(*) FROM {table}").fetchone()[0]

    def add(
        self, ids: list[ItemID], documents: list[str], embeddings: Any = None, metadatas: list[Any] | None = None
    ) -> None:
        """Add documents.

        Raises:
            psycopg.Error: an id exists already.
        """
        self._insert("", ids, documents, embeddings, metadatas)

    def upsert(
        self, ids: list[ItemID], documents: list[str], embeddings: Any = None, metadatas: list[Any] | None = None
    ) -> None:
        """Add documents, or replace those of the same ids."""
        replaced = (
            " ON CONFLICT (id) DO UPDATE SET documents = EXCLUDED.documents, metadatas = EXCLUDED.metadatas, "
            "embedding = EXCLUDED.embedding"
        )
        self._insert(replaced, ids, documents, embeddings, metadatas)

    def update(self, ids: list[ItemID], embeddings: Any, metadatas: list[Any], documents: list[str]) -> None:
        """Replace documents of the same ids."""
        self.upsert(ids, documents, embeddings, metadatas)

    def _insert(self, conflict: str, ids: Any, documents: list[str], embeddings: Any, metadatas: Any) -> None:
        jsonb = require("psycopg.types.json", extra=_EXTRA, what_for="The vector database pgvector").Jsonb
        vectors = self._vectors(documents) if embeddings is None else embeddings
        notes = metadatas or [None] * len(documents)
        rows = [
            (str(doc_id), document, None if note is None else jsonb(dict(note)), _vector(vector))
            for doc_id, document, note, vector in zip(ids, documents, notes, vectors, strict=True)
        ]
        text = f"INSERT INTO {{table}} (id, documents, metadatas, embedding) VALUES (%s, %s, %s, %s){conflict}"
        with self.client.cursor() as cursor:
            cursor.executemany(self._sql(text), rows)

    def _vectors(self, texts: list[str]) -> Any:
        return self.embedding_function(texts)

    def get(
        self,
        ids: list[ItemID] | None = None,
        include: list[str] | None = None,
        where: str | None = None,
        limit: int | str | None = None,
        offset: int | str | None = None,
    ) -> list[Document]:
        """Documents by id, by a condition in SQL, or all of them; a missing table is made.

        Args:
            include: of "metadatas", "documents" and "embedding"; all of them by default.
        """
        if not self.table_exists(self.name):
            self.create_collection()
            return []
        columns = [column for column in _COLUMNS if not include or column in include]
        condition, values = ("", [])
        if ids:
            condition, values = " WHERE id = ANY(%s)", [[str(each) for each in ids]]
        elif where:
            condition = f" WHERE {where.replace('{', '{{').replace('}', '}}')}"
        limits = "".join(f" {word} %s" for word, value in (("LIMIT", limit), ("OFFSET", offset)) if value)
        rows = self._run(
            f"SELECT {', '.join(['id', *columns])} FROM {{table}}{condition}{limits}",
            [*values, *(value for value in (limit, offset) if value)],
        ).fetchall()
        return [_document(columns, row) for row in rows]

    def query(
        self,
        query_texts: list[str],
        collection_name: str | None = None,
        n_results: int | None = 10,
        distance_type: str | None = "euclidean",
        distance_threshold: float | None = -1,
        include_embedding: bool | None = False,
    ) -> QueryResults:
        """The documents nearest to each text; with a positive threshold, only those that are nearer than it.

        Args:
            distance_type: "euclidean", "cosine" or "inner-product".
        """
        if collection_name:
            self.set_collection_name(collection_name)
        kind = (distance_type or "").lower()
        operator = _OPERATORS.get(kind, "<->")
        near = distance_threshold is not None and distance_threshold > 0
        condition = f"WHERE embedding {operator} %s < %s " if near else ""
        text = (
            f"SELECT id, metadatas, documents, embedding FROM {{table}} {condition}"
            f"ORDER BY embedding {operator} %s LIMIT %s"
        )
        measure = self.cosine_distance if kind == "cosine" else self.euclidean_distance
        results: QueryResults = []
        for vector in map(_vector, self._vectors(query_texts)):
            values = [vector, distance_threshold] if near else []
            rows = self._run(text, [*values, vector, n_results]).fetchall()
            columns = _COLUMNS if include_embedding else _COLUMNS[:2]
            results.append([(_document(columns, row), float(measure(_vector(row[3]), vector))) for row in rows])
        return results

    def modify(self, metadata: dict[str, Any], collection_name: str | None = None) -> None:
        """Give the collection other metadata; the indexes of an existing table stay as they are."""
        if collection_name:
            self.set_collection_name(collection_name)
        self.metadata = metadata

    def delete(self, ids: list[ItemID], collection_name: str | None = None) -> None:
        """Delete documents."""
        if collection_name:
            self.set_collection_name(collection_name)
        self._run("DELETE FROM {table} WHERE id = ANY(%s)", [[str(each) for each in ids]])

    @staticmethod
    def euclidean_distance(arr1: Any, arr2: Any) -> float:
        """The length of the difference."""
        numpy = _numpy()
        return numpy.linalg.norm(numpy.asarray(arr1) - numpy.asarray(arr2))

    @staticmethod
    def cosine_distance(arr1: Any, arr2: Any) -> float:
        """The cosine of the angle: the greater, the nearer, as in v0.2."""
        numpy = _numpy()
        return numpy.dot(arr1, arr2) / (numpy.linalg.norm(arr1) * numpy.linalg.norm(arr2))

    @staticmethod
    def inner_product_distance(arr1: Any, arr2: Any) -> float:
        """The length of the difference, as in v0.2."""
        return Collection.euclidean_distance(arr1, arr2)

    @staticmethod
    def convert_string_to_array(array_string: Any) -> Any:
        """The numbers of a text such as ``[1 2]``; what is no text is returned as it is."""
        if not isinstance(array_string, str):
            return array_string
        return [float(number) for number in re.split(r"[\s,]+", array_string.strip("[] ")) if number]


def _numpy() -> Any:
    return require("numpy", extra=_EXTRA, what_for="The vector database pgvector")


def _vector(numbers: Any) -> Any:
    # pgvector's own type for columns, numpy's for arithmetic: psycopg takes the array by its registered adapter.
    numbers = numbers.to_numpy() if hasattr(numbers, "to_numpy") else numbers
    return _numpy().asarray(numbers, dtype=float)


def _document(columns: Sequence[str], row: Sequence[Any]) -> Document:
    fields = {_FIELDS[column]: value for column, value in zip(columns, row[1:], strict=False)}
    if "embedding" in fields:
        fields["embedding"] = _vector(fields["embedding"])
    return {"id": row[0].strip(), **fields}  # type: ignore[typeddict-item,return-value]

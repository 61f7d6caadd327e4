"""A user that looks documents up in Qdrant (v0.2: autogen/agentchat/contrib/qdrant_retrieve_user_proxy_agent.py).

Deprecated in v0.2 already. The methods of qdrant-client that it built on are gone; collections that they made are read.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import Any, Literal

from ..._optional import require
from ...io.base import IOStream
from ...retrieve_utils import DEFAULT_COLLECTION, TEXT_FORMATS, get_files_from_dir, split_files_to_chunks
from .retrieve_user_proxy_agent import RetrieveUserProxyAgent
from .vectordb.qdrant import FastEmbedEmbeddingFunction
from .vectordb.utils import chroma_results_to_query_results, filter_results_by_distance, get_logger

__all__ = ["QdrantRetrieveUserProxyAgent", "create_qdrant_from_dir", "query_qdrant"]

logger = get_logger(__name__)

DEFAULT_MODEL = "BAAI/bge-small-en-v1.5"
_BATCH = 100
_TEXT = "document"


class QdrantRetrieveUserProxyAgent(RetrieveUserProxyAgent):
    """Sends a question together with documents of a Qdrant collection, and looks up more when it is asked to.

    Args:
        retrieve_config: as for `RetrieveUserProxyAgent`, but for the vector database; besides `client` (a Qdrant
            client), `embedding_model` (of fastembed), `parallel`, `on_disk`, `quantization_config`, `hnsw_config` and
            `payload_indexing`.
        kwargs: of `UserProxyAgent`.

    Raises:
        ImportError: qdrant-client is not installed.
    """

    def __init__(
        self,
        name: str = "RetrieveChatAgent",
        human_input_mode: Literal["ALWAYS", "NEVER", "TERMINATE"] = "ALWAYS",
        is_termination_msg: Callable[[dict[str, Any]], bool] | None = None,
        retrieve_config: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        warnings.warn(
            "The QdrantRetrieveUserProxyAgent is deprecated. "
            "Use the RetrieveUserProxyAgent with `vector_db` set to `qdrant` instead.",
            DeprecationWarning,
            stacklevel=2,
        )
        super().__init__(name, human_input_mode, is_termination_msg, retrieve_config, **kwargs)

    def _set_up_database(self, config: dict[str, Any]) -> None:
        self._client: Any = config.get("client") or _qdrant().QdrantClient(":memory:")
        self._vector_db: Any = None
        self._embedding_model: str = config.get("embedding_model", DEFAULT_MODEL)
        self._distance_threshold: float = config.get("distance_threshold", -1)
        self._parallel: int = config.get("parallel", 0)
        self._on_disk: bool = config.get("on_disk", False)
        self._quantization_config: Any = config.get("quantization_config")
        self._hnsw_config: Any = config.get("hnsw_config")
        self._payload_indexing: bool = config.get("payload_indexing", False)

    def retrieve_docs(self, problem: str, n_results: int = 20, search_string: str = "") -> None:
        """Look documents up and keep them in `_results`."""
        if not self._collection:
            IOStream.get_default().print("Trying to create collection.")
            self._fill()
            self._collection = True
        found = query_qdrant(
            query_texts=[problem],
            n_results=n_results,
            search_string=search_string,
            client=self._client,
            collection_name=self._collection_name,
            embedding_model=self._embedding_model,
        )
        columns = {"contents" if key == "documents" else key: values for key, values in found.items()}
        self._search_string = search_string
        self._results = filter_results_by_distance(chroma_results_to_query_results(columns), self._distance_threshold)

    def _fill(self) -> None:
        create_qdrant_from_dir(
            dir_path=self._docs_path or [],
            max_tokens=self._chunk_token_size,
            client=self._client,
            collection_name=self._collection_name,
            chunk_mode=self._chunk_mode,
            must_break_at_empty_line=self._must_break_at_empty_line,
            embedding_model=self._embedding_model,
            custom_text_split_function=self.custom_text_split_function,
            custom_text_types=self._custom_text_types,
            recursive=self._recursive,
            extra_docs=self._extra_docs,
            parallel=self._parallel,
            on_disk=self._on_disk,
            quantization_config=self._quantization_config,
            hnsw_config=self._hnsw_config,
            payload_indexing=self._payload_indexing,
        )


def create_qdrant_from_dir(
    dir_path: str | list[str],
    max_tokens: int = 4000,
    client: Any = None,
    collection_name: str = DEFAULT_COLLECTION,
    chunk_mode: str = "multi_lines",
    must_break_at_empty_line: bool = True,
    embedding_model: str = DEFAULT_MODEL,
    custom_text_split_function: Callable[[str], list[str]] | None = None,
    custom_text_types: list[str] = TEXT_FORMATS,
    recursive: bool = True,
    extra_docs: bool = False,
    parallel: int = 0,
    on_disk: bool = False,
    quantization_config: Any = None,
    hnsw_config: Any = None,
    payload_indexing: bool = False,
    qdrant_client_options: dict[str, Any] | None = {},  # noqa: B006  v0.2's signature
) -> None:
    """Fill a Qdrant collection, which is made where it is missing, with the chunks of files.

    Args:
        dir_path, custom_text_types, recursive: as for `get_files_from_dir`.
        max_tokens, chunk_mode, must_break_at_empty_line, custom_text_split_function: as for `split_files_to_chunks`.
        client: a Qdrant client; by default one of `qdrant_client_options`.
        extra_docs: whether chunks are added behind those in the collection; else they replace the first of them.
        parallel: processes that embed; 0 for as many as there are processors.
        on_disk, quantization_config, hnsw_config: of a new collection.
        payload_indexing: whether texts are indexed for `search_string`.

    Raises:
        ImportError: qdrant-client or fastembed is not installed.
        ValueError: there are no such files.
    """
    client = client or _qdrant().QdrantClient(**(qdrant_client_options or {}))
    chunks, sources = split_files_to_chunks(
        get_files_from_dir(dir_path, custom_text_types, recursive),
        max_tokens,
        chunk_mode,
        must_break_at_empty_line,
        custom_text_split_function,
    )
    logger.info(f"Found {len(chunks)} chunks.")
    embed = _embedding(embedding_model, parallel)
    if not client.collection_exists(collection_name):
        settings = {"on_disk": on_disk, "quantization_config": quantization_config, "hnsw_config": hnsw_config}
        _make(client, collection_name, embedding_model, len(embed(["test"])[0]), settings)
    first = client.count(collection_name).count if extra_docs else 0
    for start in range(0, len(chunks), _BATCH):
        batch = slice(start, start + _BATCH)
        vectors = {_vector_name(embedding_model): embed(chunks[batch])}
        _upsert(client, collection_name, start + first, chunks[batch], sources[batch], vectors)
    if payload_indexing:
        _index(client, collection_name)


def query_qdrant(
    query_texts: list[str],
    n_results: int = 10,
    client: Any = None,
    collection_name: str = DEFAULT_COLLECTION,
    search_string: str = "",
    embedding_model: str = DEFAULT_MODEL,
    qdrant_client_options: dict[str, Any] | None = {},  # noqa: B006  v0.2's signature
) -> dict[str, list[list[Any]]]:
    """The documents of a Qdrant collection that are nearest to each of the texts.

    Args:
        n_results: how many for each text.
        client: a Qdrant client; by default one of `qdrant_client_options`.
        search_string: what documents must contain.

    Returns:
        ids, documents, metadatas and distances (similarities: the greater, the nearer), a list for each text.

    Raises:
        ImportError: qdrant-client or fastembed is not installed.
    """
    client = client or _qdrant().QdrantClient(**(qdrant_client_options or {}))
    texts: Any = [query_texts] if isinstance(query_texts, str) else query_texts
    found = [
        client.query_points(
            collection_name,
            query=vector,
            using=_vector_name(embedding_model),
            limit=n_results,
            query_filter=_containing(search_string),
        ).points
        for vector in _embedding(embedding_model, None)(texts)
    ]
    return {
        "ids": [[point.id for point in points] for points in found],
        "documents": [[point.payload[_TEXT] for point in points] for points in found],
        "distances": [[point.score for point in points] for points in found],
        "metadatas": [[_metadata(point.payload) for point in points] for points in found],
    }


def _qdrant() -> Any:
    return require("qdrant_client", extra="qdrant", what_for="Retrieval from Qdrant")


@functools.lru_cache(maxsize=4)
def _embedding(model: str, parallel: int | None) -> FastEmbedEmbeddingFunction:
    return FastEmbedEmbeddingFunction(model, parallel=parallel)


def _vector_name(model: str) -> str:
    """As qdrant-client named the vectors of fastembed's models."""
    return f"fast-{model.rpartition('/')[2].lower()}"


def _make(client: Any, name: str, model: str, size: int, settings: dict[str, Any]) -> None:
    models = _qdrant().models
    vectors = models.VectorParams(size=size, distance=models.Distance.COSINE, **settings)
    client.create_collection(name, vectors_config={_vector_name(model): vectors})


def _upsert(client: Any, name: str, first: int, texts: list[str], sources: list[Any], vectors: dict[str, Any]) -> None:
    payloads = [{_TEXT: text, **source} for text, source in zip(texts, sources, strict=True)]
    ids = list(range(first, first + len(texts)))
    client.upsert(name, points=_qdrant().models.Batch(ids=ids, vectors=vectors, payloads=payloads))


def _index(client: Any, name: str) -> None:
    models = _qdrant().models
    words = models.TextIndexParams(type="text", tokenizer=models.TokenizerType.WORD, min_token_len=2, max_token_len=15)
    client.create_payload_index(collection_name=name, field_name=_TEXT, field_schema=words)


def _containing(text: str) -> Any:
    if not text:
        return None
    models = _qdrant().models
    return models.Filter(must=[models.FieldCondition(key=_TEXT, match=models.MatchText(text=text))])


def _metadata(payload: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in payload.items() if key != _TEXT}

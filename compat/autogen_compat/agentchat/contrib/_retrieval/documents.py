"""Documents that are near to a question, and the prompts that they are sent in."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ...._optional import require
from ....code_utils import extract_code
from ....formatting_utils import colored
from ....io.base import IOStream
from ....retrieve_utils import (
    DEFAULT_EMBEDDING_MODEL,
    TEXT_FORMATS,
    create_vector_db_from_dir,
    get_files_from_dir,
    query_vector_db,
    split_files_to_chunks,
)
from ....token_count_utils import count_token
from ..vectordb.base import HASH_LENGTH, Document, QueryResults, VectorDB, VectorDBFactory
from ..vectordb.utils import chroma_results_to_query_results, filter_results_by_distance, get_logger
from .prompts import PROMPT_CODE, PROMPT_DEFAULT, PROMPT_QA, UPDATE_CONTEXT_IN_PROMPT

logger = get_logger("autogen_compat.agentchat.contrib.retrieve_user_proxy_agent")

_PROMPTS = {"CODE": PROMPT_CODE, "QA": PROMPT_QA, "DEFAULT": PROMPT_DEFAULT}
_CONTEXT_SIZES = (("32k", 32000), ("16k", 16000), ("gpt-4", 8000))
_SMALL_CONTEXT = 4000
_TRIES = 5
UPDATE = "UPDATE CONTEXT"


class Documents:
    """The documents of a ``retrieve_config``: indexed when they are first needed, looked up, put into prompts.

    A part of whoever sends the prompts; its attributes are v0.2's.
    """

    problem: str
    n_results: int

    def _set_up(self, config: dict[str, Any]) -> None:
        self._set_up_documents(config)
        self._set_up_splitting(config)
        self._set_up_prompting(config)
        self._set_up_database(config)
        self._search_string = ""
        self._current_docs_in_context: list[str] = []
        self._reset()

    def _set_up_documents(self, config: dict[str, Any]) -> None:
        self._docs_path: str | list[str] | None = config.get("docs_path")
        self._extra_docs: bool = config.get("extra_docs", False)
        self._new_docs: bool = config.get("new_docs", True)
        self._collection_name: str = config.get("collection_name", "autogen-docs")
        if "docs_path" not in config:
            logger.warning(
                f"retrieve_config has no docs_path: the collection `{self._collection_name}` must exist. "
                "Set docs_path to None if that is what you want."
            )
        self._get_or_create: bool = config.get("get_or_create", False) if self._docs_path is not None else True
        self._overwrite: bool = config.get("overwrite", False)
        self._collection: bool = self._docs_path is None
        self._custom_text_types: list[str] = config.get("custom_text_types", TEXT_FORMATS)
        self._recursive: bool = config.get("recursive", True)

    def _set_up_splitting(self, config: dict[str, Any]) -> None:
        self._model: str = config.get("model", "gpt-4")
        self._max_tokens = self.get_max_tokens(self._model)
        self._chunk_token_size = int(config.get("chunk_token_size", self._max_tokens * 0.4))
        self._context_max_tokens: float = config.get("context_max_tokens", self._max_tokens * 0.8)
        self._chunk_mode: str = config.get("chunk_mode", "multi_lines")
        self._must_break_at_empty_line: bool = config.get("must_break_at_empty_line", True)
        self.custom_token_count_function: Callable[..., int] = config.get("custom_token_count_function", count_token)
        self.custom_text_split_function: Callable[[str], list[str]] | None = config.get("custom_text_split_function")

    def _set_up_prompting(self, config: dict[str, Any]) -> None:
        self._task: str = config.get("task", "default")
        self.customized_prompt: str | None = config.get("customized_prompt")
        self.customized_answer_prefix: str = config.get("customized_answer_prefix", "").upper()
        self.update_context: bool = config.get("update_context", True)

    def _set_up_database(self, config: dict[str, Any]) -> None:
        self._embedding_model: str = config.get("embedding_model", DEFAULT_EMBEDDING_MODEL)
        self._embedding_function: Callable[..., Any] | None = config.get("embedding_function")
        self._distance_threshold: float = config.get("distance_threshold", -1)
        self._client: Any = config.get("client")
        self._db_config: dict[str, Any] = config.get("db_config", {})
        self._vector_db: Any = config.get("vector_db", "chroma")
        if isinstance(self._vector_db, str):
            if not isinstance(self._db_config, dict):
                raise ValueError("`db_config` should be a dictionary.")
            if "embedding_function" in config:
                self._db_config["embedding_function"] = self._embedding_function
            self._vector_db = VectorDBFactory.create_vector_db(db_type=self._vector_db, **self._db_config)
        elif not self._vector_db and self._client is None:
            self._client = require("chromadb", extra="retrievechat", what_for="Retrieval by a Chroma client").Client()

    @staticmethod
    def get_max_tokens(model: str = "gpt-3.5-turbo") -> int:
        """The size of a model's context, in tokens, as far as its name tells."""
        return next((size for part, size in _CONTEXT_SIZES if part in model), _SMALL_CONTEXT)

    def _reset(self, intermediate: bool = False) -> None:
        """Forget the results, and unless `intermediate`, what was made of them."""
        self._doc_idx = -1
        self._results: QueryResults = []
        if not intermediate:
            self._intermediate_answers: set[str] = set()
            self._doc_contents: list[str] = []
            self._doc_ids: list[Any] = []

    def _init_db(self) -> None:
        """Make or open the collection, and put into it the chunks that it lacks."""
        if not self._vector_db:
            return
        is_to_chunk = self._finds_collection()
        self._vector_db.active_collection = self._vector_db.create_collection(
            self._collection_name, overwrite=self._overwrite, get_or_create=self._get_or_create
        )
        docs = list(self._new_chunks()) if is_to_chunk else None
        self._vector_db.insert_docs(docs=docs, collection_name=self._collection_name, upsert=True)

    def _finds_collection(self) -> bool:
        """Whether the documents are to be read: not if the collection is there and new ones are not wanted.

        Raises:
            ValueError: there are neither documents nor a collection.
        """
        if self._docs_path and (self._overwrite or not self._get_or_create):
            return True
        try:
            self._vector_db.get_collection(self._collection_name)
        except ValueError as missing:
            if self._docs_path:
                return True
            raise ValueError(
                f"`docs_path` is not provided, and the collection `{self._collection_name}` doesn't exist. "
                "Provide `docs_path`, or create the collection first."
            ) from missing
        if self._docs_path:
            logger.info(f"Use the existing collection `{self._collection_name}`.", color="green")
            return self._new_docs
        logger.warning(f"`docs_path` is not provided. Use the existing collection `{self._collection_name}`.")
        self._overwrite, self._get_or_create = False, True
        return False

    def _new_chunks(self) -> Iterator[Document]:
        chunks, sources = split_files_to_chunks(
            get_files_from_dir(self._docs_path or [], self._custom_text_types, self._recursive),
            self._chunk_token_size,
            self._chunk_mode,
            self._must_break_at_empty_line,
            self.custom_text_split_function,
        )
        logger.info(f"Found {len(chunks)} chunks.")
        known = set(self._stored_ids()) if self._new_docs else set()
        chunk_id = _uuid if self._vector_db.type == "qdrant" else _short_hash
        for chunk, source in zip(chunks, sources, strict=True):
            key = chunk_id(chunk)
            if key not in known:
                known.add(key)
                yield {"id": key, "content": chunk, "metadata": source}  # type: ignore[typeddict-item]

    def _stored_ids(self) -> Iterable[Any]:
        stored = self._vector_db.get_docs_by_ids(ids=None, collection_name=self._collection_name)
        return (document["id"] for document in stored)

    def _is_termination_msg_retrievechat(self, message: Any) -> bool:
        """Whether a message is an answer: neither Python code nor a request for other documents."""
        if isinstance(message, dict):
            message = message.get("content")
            if message is None:
                return False
        has_code = any(language == "python" for language, _ in extract_code(message))
        return not (has_code or any(self._check_update_context(message)))

    def _check_update_context(self, message: Any) -> tuple[bool, bool]:
        """Whether a message asks for other documents, and whether it lacks the prefix of answers."""
        text = message.get("content", "") if isinstance(message, dict) else message
        text = text if isinstance(text, str) else ""
        asks = UPDATE in text.upper() and UPDATE_CONTEXT_IN_PROMPT not in text
        return asks, bool(self.customized_answer_prefix) and self.customized_answer_prefix not in text.upper()

    def _first_prompt(self, problem: str, n_results: int, search_string: str) -> str:
        """The prompt with a new question and its documents."""
        self._reset()
        self.problem = problem
        self.n_results = n_results
        self.retrieve_docs(problem, n_results, search_string)
        return self._generate_message(self._get_context(self._results), self._task)

    def _other_prompt(self, message: Any) -> str | None:
        """The prompt with other documents, where an answer asks for them or lacks its prefix; else None."""
        asks, lacks_prefix = self._check_update_context(message)
        if not self.update_context or not (asks or lacks_prefix):
            return None
        _say("Updating context and resetting conversation.")
        gist = _first_sentence(message.get("content") or "")
        self._intermediate_answers.add(gist)
        documents = self._next_documents() if asks else self._documents_on(gist)
        return self._generate_message(documents, task=self._task)

    def _next_documents(self) -> str:
        """More of the documents on the problem, in the order of their nearness."""
        documents = self._get_context(self._results)
        for attempt in range(1, _TRIES):
            if documents:
                break
            exhausted = self._look_up(self.problem, attempt)
            documents = self._get_context(self._results)
            if exhausted:
                break
        return documents

    def _documents_on(self, gist: str) -> str:
        """The documents so far, and others on an intermediate answer."""
        for attempt in range(_TRIES):
            exhausted = self._look_up(gist, attempt)
            self._get_context(self._results)
            if self._doc_contents or exhausted:
                break
        return "\n".join(self._doc_contents)

    def _look_up(self, text: str, attempt: int) -> bool:
        """Retrieve more documents the more often it was tried; whether that was all there are."""
        wanted = self.n_results * (2 * attempt + 1)
        self._reset(intermediate=True)
        self.retrieve_docs(text, wanted, self._search_string)
        return wanted >= len(self._results[0])

    def _get_context(self, results: QueryResults) -> str:
        """The contents of the next documents, as many as the context holds, at most `n_results`."""
        contents = ""
        tokens = taken = 0
        self._current_docs_in_context = []
        first = self._doc_idx + 1
        for index, (document, _) in enumerate(results[0][first:], first):
            if document["id"] in self._doc_ids:
                continue
            size = self.custom_token_count_function(document["content"], self._model)
            if size > self._context_max_tokens:
                _say(f"Skip doc_id {document['id']} as it is too long to fit in the context.")
                self._doc_idx = index
                continue
            if tokens + size > self._context_max_tokens:
                break
            tokens += size
            contents += document["content"] + "\n"
            self._take(document, index)
            taken += 1
            if taken >= self.n_results:
                break
        return contents

    def _take(self, document: Document, index: int) -> None:
        _say(f"Adding content of doc {document['id']} to context.")
        metadata = document.get("metadata")
        if isinstance(metadata, dict):
            self._current_docs_in_context.append(metadata.get("source", ""))
        self._doc_idx = index
        self._doc_ids.append(document["id"])
        self._doc_contents.append(document["content"])

    def _generate_message(self, doc_contents: str, task: str = "default") -> str:
        """The prompt with the documents; TERMINATE without any.

        Raises:
            NotImplementedError: there is no such task.
        """
        if not doc_contents:
            _say("No more context, will terminate.")
            return "TERMINATE"
        inputs = {"input_question": self.problem, "input_context": doc_contents}
        if self.customized_prompt:
            return self.customized_prompt.format(**inputs)
        if task.upper() not in _PROMPTS:
            raise NotImplementedError(f"task {task} is not implemented.")
        return _PROMPTS[task.upper()].format(**inputs, input_sources=self._current_docs_in_context)

    def retrieve_docs(self, problem: str, n_results: int = 20, search_string: str = "") -> None:
        """Look documents up and keep them in `_results`; override this to look elsewhere.

        Args:
            problem: what they should be near to.
            n_results: how many.
            search_string: what they must contain, where the database can tell (Chroma).
        """
        is_vector_db = isinstance(self._vector_db, VectorDB)
        if not self._collection or not self._get_or_create:
            _print("Trying to create collection.")
            if is_vector_db:
                self._init_db()
            else:
                self._client = self._filled_client()
            self._collection = self._get_or_create = True
        look_up = self._from_vector_db if is_vector_db else self._from_client
        self._results = look_up(problem, n_results, search_string)
        self._search_string = search_string
        label = "VectorDB returns doc_ids: " if is_vector_db else "doc_ids: "
        _print(label, [[document["id"] for document, _ in found] for found in self._results])

    def _from_vector_db(self, problem: str, n_results: int, search_string: str) -> QueryResults:
        options: dict[str, Any] = {}
        if getattr(self._vector_db, "type", "") == "chroma":
            options["where_document"] = {"$contains": search_string} if search_string else None
        return self._vector_db.retrieve_docs(
            queries=[problem],
            n_results=n_results,
            collection_name=self._collection_name,
            distance_threshold=self._distance_threshold,
            **options,
        )

    def _filled_client(self) -> Any:
        return create_vector_db_from_dir(
            dir_path=self._docs_path or [],
            max_tokens=self._chunk_token_size,
            client=self._client,
            collection_name=self._collection_name,
            chunk_mode=self._chunk_mode,
            must_break_at_empty_line=self._must_break_at_empty_line,
            embedding_model=self._embedding_model,
            get_or_create=self._get_or_create,
            embedding_function=self._embedding_function,
            custom_text_split_function=self.custom_text_split_function,
            custom_text_types=self._custom_text_types,
            recursive=self._recursive,
            extra_docs=self._extra_docs,
        )

    def _from_client(self, problem: str, n_results: int, search_string: str) -> QueryResults:
        found = query_vector_db(
            query_texts=[problem],
            n_results=n_results,
            search_string=search_string,
            client=self._client,
            collection_name=self._collection_name,
            embedding_model=self._embedding_model,
            embedding_function=self._embedding_function,
        )
        columns = {"contents" if key == "documents" else key: values for key, values in found.items()}
        return filter_results_by_distance(chroma_results_to_query_results(columns), self._distance_threshold)


def _short_hash(chunk: str) -> str:
    return hashlib.blake2b(chunk.encode("utf-8")).hexdigest()[:HASH_LENGTH]


def _uuid(chunk: str) -> str:
    return str(uuid.UUID(hex=hashlib.md5(chunk.encode("utf-8"), usedforsecurity=False).hexdigest()))


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s+", text.split("\n")[0].strip())[0]


def _print(*objects: Any) -> None:
    IOStream.get_default().print(*objects)


def _say(text: str) -> None:
    IOStream.get_default().print(colored(text, "green"), flush=True)

"""Documents for retrieval: finding files, reading and splitting them (v0.2: autogen/retrieve_utils.py)."""

from __future__ import annotations

import glob
import hashlib
import importlib.util
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from ._optional import require
from .token_count_utils import count_token

__all__ = [
    "TEXT_FORMATS",
    "UNSTRUCTURED_FORMATS",
    "create_vector_db_from_dir",
    "extract_text_from_pdf",
    "get_file_from_url",
    "get_files_from_dir",
    "is_url",
    "parse_html_to_markdown",
    "query_vector_db",
    "split_files_to_chunks",
    "split_text_to_chunks",
]

logger = logging.getLogger(__name__)

HAS_UNSTRUCTURED = importlib.util.find_spec("unstructured") is not None
UNSTRUCTURED_FORMATS = ["doc", "docx", "epub", "msg", "odt", "org", "pdf", "ppt", "pptx", "rtf", "rst", "xlsx"]
"""What the package unstructured reads, where it is installed."""
_PLAIN_FORMATS = ["txt", "json", "csv", "tsv", "md", "html", "htm", "rtf", "rst", "jsonl", "log", "xml", "yaml", "yml"]
TEXT_FORMATS: list[str] = list(
    dict.fromkeys([*_PLAIN_FORMATS, "pdf", *(UNSTRUCTURED_FORMATS if HAS_UNSTRUCTURED else [])])
)
VALID_CHUNK_MODES = frozenset({"one_line", "multi_lines"})
RAG_MINIMUM_MESSAGE_LENGTH = int(os.environ.get("RAG_MINIMUM_MESSAGE_LENGTH", 5))
"""Shorter chunks are dropped; in characters."""

DEFAULT_COLLECTION = "all-my-documents"
DEFAULT_EMBEDDING_MODEL = "all-MiniLM-L6-v2"
COLLECTION_METADATA = {"hnsw:space": "ip", "hnsw:construction_ef": 30, "hnsw:M": 32}
_DB_PATH = "tmp/chromadb.db"
_BATCH = 40_000
_DOWNLOADS = "tmp/chromadb"
_DOWNLOAD_SECONDS = 30
_DOWNLOAD_CHUNK = 8192
_USER_AGENT = "Mozilla/5.0 (compatible; document retrieval)"
_NAME_LENGTH = 255

_EXTRA = "retrievechat"


def split_text_to_chunks(
    text: str,
    max_tokens: int = 4000,
    chunk_mode: str = "multi_lines",
    must_break_at_empty_line: bool = True,
    overlap: int = 0,
) -> list[str]:
    """Split a text at line ends into chunks of at most `max_tokens` tokens.

    Args:
        text: what to split.
        max_tokens: a longer line is broken.
        chunk_mode: "multi_lines", or "one_line" for a chunk per line.
        must_break_at_empty_line: split only before empty lines, as long as that gives chunks.
        overlap: lines that a chunk shares with the next.

    Raises:
        AssertionError: for another chunk mode.
    """
    if chunk_mode not in VALID_CHUNK_MODES:
        raise AssertionError(f"chunk_mode must be one of {', '.join(sorted(VALID_CHUNK_MODES))}, not {chunk_mode!r}.")
    by_line = chunk_mode == "one_line"
    lines = text.split("\n")
    at_empty_line = must_break_at_empty_line and not by_line and len(lines) >= 3
    if must_break_at_empty_line and not by_line and not at_empty_line:
        logger.warning("The text has less than 3 lines: it is split between any of them.")
    chunks = _chunks(lines, max_tokens, 0 if by_line else overlap, at_empty_line, 2 if by_line else None)
    return [chunk for chunk in chunks if len(chunk) >= RAG_MINIMUM_MESSAGE_LENGTH]


def _chunks(
    lines: list[str], max_tokens: int, overlap: int, at_empty_line: bool, most_lines: int | None
) -> Iterator[str]:
    tokens = [count_token(line) for line in lines]
    while (total := sum(tokens)) > max_tokens:
        estimate = most_lines or max(int(max_tokens / total * len(lines)), 2)
        cut = _cut(lines, tokens, max_tokens, estimate, at_empty_line)
        if cut:
            yield "\n".join(lines[:cut])
            rest = cut - overlap if cut > overlap else cut
            lines, tokens = lines[rest:], tokens[rest:]
        elif at_empty_line:
            logger.warning("No empty line in reach of %d tokens: the text is split between any lines.", max_tokens)
            at_empty_line = False
        else:
            logger.warning("A line has more than %d tokens and is broken: %s...", max_tokens, lines[0][:100])
            head, lines[0] = _broken(lines[0], tokens[0], max_tokens)
            tokens[0] = count_token(lines[0])
            yield head
    yield "\n".join(lines).strip()


def _cut(lines: list[str], tokens: list[int], max_tokens: int, estimate: int, at_empty_line: bool) -> int:
    """How many lines make the next chunk; 0 where there is no place to cut."""
    for cut in range(min(estimate, len(lines)) - 1, 0, -1):
        if (not at_empty_line or not lines[cut].strip()) and sum(tokens[:cut]) <= max_tokens:
            return cut
    return 0


def _broken(line: str, tokens: int, max_tokens: int) -> tuple[str, str]:
    # v0.2's estimate: other lengths would give existing collections new ids for all chunks.
    length = max(int(max_tokens / (tokens * 0.9 * len(line) + 0.1)), RAG_MINIMUM_MESSAGE_LENGTH)
    return line[:length], line[length:]


def extract_text_from_pdf(file: str) -> str:
    """The text of a PDF; empty, with a warning in the log, where it is encrypted or holds none.

    Raises:
        ImportError: pypdf is not installed.
    """
    pypdf = require("pypdf", extra=_EXTRA, what_for="Reading PDF files")
    reader = pypdf.PdfReader(file)
    if reader.is_encrypted:
        try:
            reader.decrypt("")
        except pypdf.errors.FileNotDecryptedError as refusal:
            logger.warning("Could not decrypt PDF %s: %s", file, refusal)
            return ""
    text = "".join(page.extract_text() for page in reader.pages)
    if not text.strip():
        logger.warning("The PDF %s holds no text.", file)
    return text


def split_files_to_chunks(
    files: list,
    max_tokens: int = 4000,
    chunk_mode: str = "multi_lines",
    must_break_at_empty_line: bool = True,
    custom_text_split_function: Callable[[str], list[str]] | None = None,
) -> tuple[list[str], list[dict[str, Any]]]:
    """Split files into chunks; files without text are left out, with a warning in the log.

    Args:
        files: paths, or pairs of a path and the web address that it comes from.
        custom_text_split_function: splits in place of `split_text_to_chunks`, whose the other arguments are.

    Returns:
        the chunks, and for each ``{"source": path or address}``.
    """
    chunks: list[str] = []
    sources: list[dict[str, Any]] = []
    for file in files:
        path, source = file if isinstance(file, tuple) else (file, file)
        text = _read(path)
        if not text.strip():
            logger.warning("No text available in file: %s", path)
            continue
        if custom_text_split_function is not None:
            found = custom_text_split_function(text)
        else:
            found = split_text_to_chunks(text, max_tokens, chunk_mode, must_break_at_empty_line)
        chunks += found
        sources += [{"source": source or path} for _ in found]
    return chunks, sources


def _read(path: str) -> str:
    kind = os.path.splitext(path)[1].lower().removeprefix(".")
    if HAS_UNSTRUCTURED and kind in UNSTRUCTURED_FORMATS:
        unstructured = require("unstructured.partition.auto", extra=_EXTRA, what_for="Reading documents")
        return "\n".join(element.text for element in unstructured.partition(path))
    if kind == "pdf":
        return extract_text_from_pdf(path)
    return Path(path).read_text(encoding="utf-8", errors="ignore")


def get_files_from_dir(dir_path: str | list[str], types: list[str] = TEXT_FORMATS, recursive: bool = True) -> list[Any]:
    """The files of a folder, a file, a web address, or of a list of these.

    Args:
        dir_path: files and addresses that are named are taken whatever their type; an address is downloaded.
        types: extensions of files in folders, in lower or upper case.
        recursive: look into folders of folders.

    Returns:
        paths; for an address, a pair of the path and the address.

    Raises:
        ValueError: without types, or for a folder that does not exist; in a list, that is a warning in the log.
    """
    if not types:
        raise ValueError("types cannot be empty.")
    if isinstance(dir_path, list):
        return [file for item in dir_path for file in _files_or_warning(item, types, recursive)]
    if os.path.isfile(dir_path):
        return [dir_path]
    if is_url(dir_path):
        file = get_file_from_url(dir_path)
        return [file] if file else []
    if not os.path.exists(dir_path):
        logger.error("Directory %s does not exist.", dir_path)
        raise ValueError(f"Directory {dir_path} does not exist.")
    return list(_glob(dir_path, types, recursive))


def _files_or_warning(item: str, types: list[str], recursive: bool) -> list[Any]:
    if os.path.exists(item) or is_url(item):
        return get_files_from_dir(item, types, recursive)
    logger.warning("File %s does not exist. Skipping.", item)
    return []


def _glob(folder: str, types: Iterable[str], recursive: bool) -> Iterator[str]:
    lower = [each.removeprefix(".").lower() for each in types]
    for kind in dict.fromkeys([*lower, *(each.upper() for each in lower)]):
        pattern = os.path.join(glob.escape(folder), f"**/*.{kind}" if recursive else f"*.{kind}")
        yield from sorted(glob.glob(pattern, recursive=recursive))


def parse_html_to_markdown(html: str, url: str | None = None) -> str:
    """A web page as Markdown below its title, without scripts and styles; of Wikipedia, only the article.

    Raises:
        ImportError: beautifulsoup4 or markdownify is not installed.
    """
    bs4 = require("bs4", extra=_EXTRA, what_for="Reading web pages")
    markdownify = require("markdownify", extra=_EXTRA, what_for="Reading web pages")
    soup = bs4.BeautifulSoup(html, "html.parser")
    title = (soup.title.string if soup.title else None) or ""
    for element in soup(["script", "style"]):
        element.extract()
    article, heading = _wikipedia_article(soup, url) or (soup, "")
    text = heading + markdownify.MarkdownConverter().convert_soup(article)
    text = re.sub(r"\n{2,}", "\n\n", text.replace("\r\n", "\n")).strip()
    return f"# {title}\n\n{text}"


def _wikipedia_article(soup: Any, url: str | None) -> tuple[Any, str] | None:
    if not isinstance(url, str) or not url.startswith("https://en.wikipedia.org/"):
        return None
    body = soup.find("div", {"id": "mw-content-text"})
    if not body:
        return None
    name = soup.find("span", {"class": "mw-page-title-main"}) or soup.title
    return body, f"# {name.string if name else ''}\n\n"


def get_file_from_url(url: str, save_path: str | None = None) -> tuple[str, str] | None:
    """Download a document; web pages are stored as Markdown.

    Args:
        url: what to download.
        save_path: a file, or a folder that gets a file named after the address; ``tmp/chromadb`` by default.

    Returns:
        the path and the address; None, with a warning in the log, where the download fails.

    Raises:
        ImportError: requests is not installed.
    """
    path = _download_path(url, save_path)
    requests = require("requests", extra=_EXTRA, what_for="Downloading documents")
    headers = {"User-Agent": _USER_AGENT}
    try:
        with requests.get(url, stream=True, headers=headers, timeout=_DOWNLOAD_SECONDS) as response:
            response.raise_for_status()
            _store(response, path, url)
    except requests.exceptions.RequestException as error:
        logger.warning("Failed to download %s, %s", url, error)
        return None
    return path, url


def _download_path(url: str, save_path: str | None) -> str:
    if save_path is None:
        save_path = _DOWNLOADS
        os.makedirs(save_path, exist_ok=True)
    if os.path.isdir(save_path):
        return os.path.join(save_path, _generate_file_name_from_url(url))
    os.makedirs(os.path.dirname(os.path.abspath(save_path)), exist_ok=True)
    return save_path


def _generate_file_name_from_url(url: str, max_length: int = _NAME_LENGTH) -> str:
    digest = hashlib.blake2b(url.encode("utf-8")).hexdigest()[:8]
    host = urlparse(url).netloc
    room = max(max_length - len(host) - len(digest) - 2, 0)
    return f"{host}_{os.path.basename(url)[:room]}_{digest}"


def _store(response: Any, path: str, url: str) -> None:
    if "text/html" in response.headers.get("content-type", ""):
        Path(path).write_text(parse_html_to_markdown(response.text, url), encoding="utf-8")
        return
    with open(path, "wb") as file:
        for block in response.iter_content(chunk_size=_DOWNLOAD_CHUNK):
            file.write(block)


def is_url(string: str) -> bool:
    """Whether it is a web address: something with a scheme and a host."""
    try:
        parsed = urlparse(string)
    except ValueError:
        return False
    return bool(parsed.scheme and parsed.netloc)


def create_vector_db_from_dir(
    dir_path: str | list[str],
    max_tokens: int = 4000,
    client: Any = None,
    db_path: str = _DB_PATH,
    collection_name: str = DEFAULT_COLLECTION,
    get_or_create: bool = False,
    chunk_mode: str = "multi_lines",
    must_break_at_empty_line: bool = True,
    embedding_model: str = DEFAULT_EMBEDDING_MODEL,
    embedding_function: Callable[..., Any] | None = None,
    custom_text_split_function: Callable[[str], list[str]] | None = None,
    custom_text_types: list[str] = TEXT_FORMATS,
    recursive: bool = True,
    extra_docs: bool = False,
) -> Any:
    """Fill a Chroma collection with the chunks of files; problems with the files are warnings in the log.

    Args:
        dir_path, custom_text_types, recursive: as for `get_files_from_dir`.
        max_tokens, chunk_mode, must_break_at_empty_line, custom_text_split_function: as for `split_files_to_chunks`.
        client: a Chroma client; by default one that keeps its data in `db_path`.
        get_or_create: whether the collection may exist already.
        embedding_function: what makes vectors; by default, `embedding_model`.
        extra_docs: whether chunks are added behind those in the collection; else they replace the first of them.

    Returns:
        the client.

    Raises:
        ImportError: chromadb is not installed.
    """
    client = _chroma_client(client, db_path)
    try:
        collection = client.create_collection(
            collection_name,
            get_or_create=get_or_create,
            embedding_function=embedding_function or chroma_embedding(embedding_model),
            metadata=COLLECTION_METADATA,
        )
        first = len(collection.get()["ids"]) if extra_docs else 0
        files = get_files_from_dir(dir_path, custom_text_types, recursive)
        chunks, sources = split_files_to_chunks(
            files, max_tokens, chunk_mode, must_break_at_empty_line, custom_text_split_function
        )
        logger.info("Found %d chunks.", len(chunks))
        _upsert(collection, chunks, sources, first)
    except ValueError as error:
        logger.warning("%s", error)
    return client


def _upsert(collection: Any, chunks: list[str], sources: list[dict[str, Any]], first: int) -> None:
    for start in range(0, len(chunks), _BATCH):
        batch = slice(start, min(start + _BATCH, len(chunks)))
        ids = [f"doc_{number + first}" for number in range(batch.start, batch.stop)]
        collection.upsert(documents=chunks[batch], ids=ids, metadatas=sources[batch])


def query_vector_db(
    query_texts: list[str],
    n_results: int = 10,
    client: Any = None,
    db_path: str = _DB_PATH,
    collection_name: str = DEFAULT_COLLECTION,
    search_string: str = "",
    embedding_model: str = DEFAULT_EMBEDDING_MODEL,
    embedding_function: Callable[..., Any] | None = None,
) -> Any:
    """The documents of a Chroma collection that are nearest to each of the texts.

    Args:
        n_results: how many for each text.
        client: a Chroma client; by default one on the data in `db_path`.
        search_string: what documents must contain.
        embedding_function: what made the collection's vectors; by default, `embedding_model`.

    Returns:
        Chroma's result: ids, documents, metadatas and distances, a list for each text.

    Raises:
        ImportError: chromadb is not installed.
    """
    collection = _chroma_client(client, db_path).get_collection(collection_name)
    embed = embedding_function or chroma_embedding(embedding_model)
    return collection.query(
        query_embeddings=embed(query_texts),
        n_results=n_results,
        where_document={"$contains": search_string} if search_string else None,
    )


def _chroma_client(client: Any, path: str) -> Any:
    if client is not None:
        return client
    return require("chromadb", extra=_EXTRA, what_for="A vector database of documents").PersistentClient(path=path)


def chroma_embedding(model: str = DEFAULT_EMBEDDING_MODEL) -> Any:
    """Chroma's embedding function of a sentence-transformers model.

    Raises:
        ImportError: chromadb or sentence-transformers is not installed.
    """
    functions = require("chromadb.utils.embedding_functions", extra=_EXTRA, what_for="Embedding documents")
    if importlib.util.find_spec("sentence_transformers") is None:
        raise ImportError(
            f"The embedding model {model} needs sentence-transformers: "
            'pip install "autogen-migrate[retrievechat]", or pass an embedding_function.'
        )
    return functions.SentenceTransformerEmbeddingFunction(model)

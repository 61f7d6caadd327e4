"""A browser without JavaScript (v0.2: autogen/browser_utils/requests_markdown_browser.py)."""

from __future__ import annotations

import datetime
import html
import io
import mimetypes
import os
import re
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlparse
from urllib.request import url2pathname

from .._optional import require
from .abstract_markdown_browser import AbstractMarkdownBrowser
from .markdown_search import AbstractMarkdownSearch, BingMarkdownSearch
from .mdconvert import DocumentConverterResult, FileConversionException, MarkdownConverter, UnsupportedFormatException

if TYPE_CHECKING:
    import requests

_ABSOLUTE = ("http:", "https:", "file:")
_UNSAFE_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_MAX_SAME_NAME = 1000


class RequestsMarkdownBrowser(AbstractMarkdownBrowser):
    """Fetches pages with requests and shows them as Markdown.

    Attributes:
        history: the visited addresses with the times of the visits, in seconds since the epoch.
        page_title: title of the current page.
        viewport_pages: where each viewport starts and ends in `page_content`.
        viewport_current_page: index of the shown one.
    """

    def __init__(
        self,
        start_page: str | None = None,
        viewport_size: int | None = 1024 * 8,
        downloads_folder: str | None = None,
        search_engine: AbstractMarkdownSearch | None = None,
        markdown_converter: MarkdownConverter | None = None,
        requests_session: requests.Session | None = None,
        requests_get_kwargs: dict[str, Any] | None = None,
    ) -> None:
        """Open the start page.

        Args:
            start_page: where to begin; an empty page by default.
            viewport_size: characters that are shown at a time; more where a word would be cut.
            downloads_folder: where files that are no pages are saved; nothing is saved without it.
            search_engine: for addresses "search: QUERY"; Bing by default.
            markdown_converter: turns pages into Markdown.
            requests_session: fetches pages.
            requests_get_kwargs: further arguments of its `get`.

        Raises:
            ImportError: a package of the extra "websurfer" is not installed.
        """
        requests = require("requests", extra="websurfer", what_for="RequestsMarkdownBrowser")
        self.start_page = start_page or "about:blank"
        self.viewport_size = viewport_size or 1024 * 8
        self.downloads_folder = downloads_folder
        self.history: list[tuple[str, float]] = []
        self.page_title: str | None = None
        self.viewport_current_page = 0
        self.viewport_pages: list[tuple[int, int]] = []
        self._page_content = ""
        self._search_engine = search_engine or BingMarkdownSearch()
        self._markdown_converter = markdown_converter or MarkdownConverter()
        self._requests_session = requests_session or requests.Session()
        self._requests_get_kwargs = requests_get_kwargs or {}
        self._find_on_page_query: str | None = None
        self._find_on_page_last_result: int | None = None
        self._start()

    def _start(self) -> None:
        self.set_address(self.start_page)

    @property
    def address(self) -> str:
        """The address of the current page."""
        return self.history[-1][0]

    def set_address(self, uri_or_path: str) -> None:
        """Go to an address: "search: QUERY", "file://", "http(s)://", or relative to the current one."""
        if self.history and not uri_or_path.startswith((*_ABSOLUTE, "search:", "about:")):
            uri_or_path = urljoin(self.address, uri_or_path)
        self.history.append((uri_or_path, time.time()))
        if uri_or_path == "about:blank":
            self._set_page_content("")
        elif uri_or_path.startswith("search:"):
            query = uri_or_path.removeprefix("search:").strip()
            self.page_title = f"{query} - Search"
            self._set_page_content(self._search_engine.search(query), split_pages=False)
        else:
            self._fetch_page(uri_or_path)
        self.viewport_current_page = 0
        self._find_on_page_query = None

    @property
    def viewport(self) -> str:
        """The part of the page that is shown."""
        return self._part(self.viewport_current_page)

    @property
    def page_content(self) -> str:
        """The whole page."""
        return self._page_content

    def _part(self, index: int) -> str:
        start, end = self.viewport_pages[index]
        return self._page_content[start:end]

    def _set_page_content(self, content: str, split_pages: bool = True) -> None:
        self._page_content = content
        self.viewport_pages = self._split_pages() if split_pages else [(0, len(content))]
        self.viewport_current_page = min(self.viewport_current_page, len(self.viewport_pages) - 1)

    def _split_pages(self) -> list[tuple[int, int]]:
        """Parts of about the viewport's size that end after white space."""
        size = self.viewport_size - 1
        pages = re.compile(rf"(?s)(?=.).{{{size}}}[^ \t\r\n]*(?:[ \t\r\n]|\Z)|.+")
        return [match.span() for match in pages.finditer(self._page_content)] or [(0, 0)]

    def page_down(self) -> None:
        """Show the next part; stays on the last."""
        self.viewport_current_page = min(self.viewport_current_page + 1, len(self.viewport_pages) - 1)

    def page_up(self) -> None:
        """Show the previous part; stays on the first."""
        self.viewport_current_page = max(self.viewport_current_page - 1, 0)

    def find_on_page(self, query: str) -> str | None:
        """Show and return the next part, from the current one on and then from the start, with these words.

        `*` stands for anything; case and punctuation do not count. None if there is no such part.
        """
        if query == self._find_on_page_query and self.viewport_current_page == self._find_on_page_last_result:
            return self.find_next()
        self._find_on_page_query = query
        return self._show_match(self.viewport_current_page)

    def find_next(self) -> str | None:
        """Show and return the next part with the words of the last query; None if there is none."""
        last = self._find_on_page_last_result
        return self._show_match(0 if last is None else (last + 1) % len(self.viewport_pages))

    def _show_match(self, start: int) -> str | None:
        self._find_on_page_last_result = self._find_next_viewport(self._find_on_page_query, start)
        if self._find_on_page_last_result is None:
            return None
        self.viewport_current_page = self._find_on_page_last_result
        return self.viewport

    def _find_next_viewport(self, query: str | None, starting_viewport: int) -> int | None:
        words = _words((query or "").replace("*", "__STAR__")).replace(" __star__ ", "__star__ ")
        pattern = words.replace("__star__", ".*")
        if not pattern.strip():
            return None
        total = len(self.viewport_pages)
        order = ((starting_viewport + offset) % total for offset in range(total))
        return next((index for index in order if re.search(pattern, _words(self._part(index)))), None)

    def visit_page(self, path_or_uri: str) -> str:
        """Go to an address and return the first part of the page."""
        self.set_address(path_or_uri)
        return self.viewport

    def open_local_file(self, local_path: str) -> str:
        """Go to a file or folder of this machine and return the first part."""
        self.set_address(Path(os.path.abspath(os.path.expanduser(local_path))).as_uri())
        return self.viewport

    def _fetch_page(self, url: str) -> None:
        import requests

        try:
            if url.startswith("file://"):
                self._show_local(url2pathname(unquote(urlparse(url).path)))
            else:
                self._show_remote(url)
        except requests.RequestException as error:
            self._show_failure(error)

    def _show(self, result: DocumentConverterResult, *, split_pages: bool = True) -> None:
        self.page_title = result.title
        self._set_page_content(result.text_content, split_pages=split_pages)

    def _show_local(self, path: str) -> None:
        try:
            if os.path.isdir(path):
                listing = io.StringIO(_listing(Path(path)))
                self._show(self._markdown_converter.convert_stream(listing, file_extension=".html"), split_pages=False)
            else:
                self._show(self._markdown_converter.convert_local(path))
        except FileNotFoundError:
            self._show(DocumentConverterResult("Error 404", f"## Error 404\n\nFile not found: {path}"))
        except (UnsupportedFormatException, FileConversionException):
            text = f"# Download complete\n\nSaved file to '{path}'"
            self._show(DocumentConverterResult("Download complete.", text))

    def _show_remote(self, url: str) -> None:
        arguments: dict[str, Any] = {**self._requests_get_kwargs, "stream": True}
        response = self._requests_session.get(url, **arguments)
        response.raise_for_status()
        content_type = response.headers.get("content-type", "").lower()
        if "text/" in content_type:
            self._show(self._markdown_converter.convert_response(response))
        else:
            self._download(response, url, content_type)

    def _download(self, response: requests.Response, url: str, content_type: str) -> None:
        name = _UNSAFE_IN_NAMES.sub("", os.path.basename(unquote(urlparse(url).path))).strip(". ")
        name = name or f"{uuid.uuid4()}{mimetypes.guess_extension(content_type) or '.download'}"
        if self.downloads_folder is None:
            text = f"# Download refused\n\n'{name}' is no page, and this browser has no downloads folder."
            self._show(DocumentConverterResult("Download refused.", text))
            return
        path = _free_path(Path(self.downloads_folder).absolute(), name)
        with path.open("wb") as file:
            file.writelines(response.iter_content(chunk_size=8192))
        self.set_address(path.as_uri())

    def _show_failure(self, error: requests.RequestException) -> None:
        if error.response is None:
            text = f"## Unhandled Request Exception:\n\n{type(error).__name__}: {error}"
            self._show(DocumentConverterResult("Request Exception", text))
            return
        response, title = error.response, f"Error {error.response.status_code}"
        is_page = "text/html" in response.headers.get("content-type", "").lower()
        text = self._markdown_converter.convert_response(response).text_content if is_page else response.text
        self._show(DocumentConverterResult(title, f"## {title}\n\n{text}"))


def _words(text: str) -> str:
    words = " ".join(re.split(r"\W+", text)).strip().lower()
    return f" {words} "


def _free_path(folder: Path, name: str) -> Path:
    base, extension = os.path.splitext(name)
    names = [name, *(f"{base}__{number}{extension}" for number in range(1, _MAX_SAME_NAME))]
    return next(
        (folder / name for name in names if not (folder / name).exists()), folder / f"{uuid.uuid4()}{extension}"
    )


def _listing(folder: Path) -> str:
    """A page that lists a folder."""
    title = f"Index of {html.escape(str(folder))}"
    parent = f'<a href="{html.escape(folder.resolve().parent.as_uri())}">.. (parent directory)</a>'
    head = "<tr><th>Name</th><th>Size</th><th>Date modified</th></tr>"
    rows = "".join(_row(entry) for entry in sorted(folder.resolve().iterdir()))
    table = f"<table>{head}{rows}</table>"
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{parent}{table}</body></html>"


def _row(entry: Path) -> str:
    status = entry.lstat()
    name, size = (f"{entry.name}{os.sep}", "") if entry.is_dir() else (entry.name, str(status.st_size))
    modified = datetime.datetime.fromtimestamp(status.st_mtime).strftime("%Y-%m-%d %H:%M")
    link = f'<a href="{html.escape(entry.as_uri())}">{html.escape(name)}</a>'
    return f"<tr><td>{link}</td><td>{size}</td><td>{modified}</td></tr>"

"""Browsers and documents, from a real web server and real files."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import openpyxl
import pptx
import pytest
import requests
from autogen_compat.browser_utils import (
    AbstractMarkdownSearch,
    BingMarkdownSearch,
    DocumentConverterResult,
    MarkdownConverter,
    PlaywrightMarkdownBrowser,
    RequestsMarkdownBrowser,
    SeleniumMarkdownBrowser,
    UnsupportedFormatException,
    markdown_search,
    playwright_markdown_browser,
    selenium_markdown_browser,
)
from autogen_compat.browser_utils.mdconvert import DocumentConverter, FileConversionException, ImageConverter
from hypothesis import given
from hypothesis import strategies as st

PAGE = (
    "<html><head><title>Home</title><script>bad()</script></head><body><h1>Hi</h1><a href='sub/x'>go</a></body></html>"
)
LONG = "alpha beta. " * 20 + "Gamma-delta! " + "omega " * 40
Route = tuple[int, str, bytes]

ROUTES: dict[str, Route] = {
    "/": (200, "text/html; charset=utf-8", PAGE.encode()),
    "/sub/x": (200, "text/plain", b"plain *text*"),
    "/long": (200, "text/plain", LONG.encode()),
    "/data.bin": (200, "application/octet-stream", b"\x00\x01binary"),
    "/download/": (200, "application/zip", b"PK\x05\x06" + b"\0" * 18),
    "/gone": (404, "text/html", b"<html><body><b>Not here</b></body></html>"),
    "/broken": (500, "text/plain", b"boom"),
}


class Site:
    """A web server; `requests` are the paths and headers that it was asked for."""

    def __init__(self) -> None:
        self.routes = dict(ROUTES)
        self.requests: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.append((self.path, dict(self.headers)))
                status, content_type, body = site.routes.get(self.path.split("?")[0], (404, "text/plain", b"none"))
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


class Search(AbstractMarkdownSearch):
    def __init__(self) -> None: ...

    def search(self, query: str) -> str:
        return f"results for {query}"


def browser(**arguments: Any) -> RequestsMarkdownBrowser:
    return RequestsMarkdownBrowser(**{"search_engine": Search(), **arguments})


# Visiting


def test_a_browser_starts_on_an_empty_page_or_the_one_given(site: Site) -> None:
    assert (browser().address, browser().viewport) == ("about:blank", "")
    assert browser(start_page=f"{site.url}/sub/x").viewport == "plain *text*"


def test_a_page_becomes_markdown_with_its_title(site: Site) -> None:
    b = browser()
    assert b.visit_page(f"{site.url}/") == "# Hi\n\n[go](sub/x)"
    assert b.page_title == "Home"


def test_relative_addresses_start_from_the_current_one(site: Site) -> None:
    b = browser(start_page=f"{site.url}/")
    assert b.visit_page("sub/x") == "plain *text*"
    assert [address for address, _ in b.history] == [f"{site.url}/", f"{site.url}/sub/x"]


def test_a_search_is_a_page_of_results() -> None:
    b = browser(viewport_size=3)
    assert b.visit_page("search: cats") == "results for cats"
    assert b.page_title == "cats - Search"


def test_error_pages_are_shown(site: Site) -> None:
    b = browser()
    assert b.visit_page(f"{site.url}/gone") == "## Error 404\n\n**Not here**"
    assert b.visit_page(f"{site.url}/broken") == "## Error 500\n\nboom"
    assert b.page_title == "Error 500"


def test_a_server_that_does_not_answer_is_one_line() -> None:
    viewport = browser().visit_page("http://127.0.0.1:9/")
    assert viewport.startswith("## Unhandled Request Exception:\n\nConnectionError: ")
    assert "Traceback" not in viewport


def test_arguments_of_requests_are_passed_on(site: Site) -> None:
    browser(requests_get_kwargs={"headers": {"X-Mine": "1"}}).visit_page(f"{site.url}/")
    assert site.requests[0][1]["X-Mine"] == "1"


# Downloads and files


def test_a_file_is_saved_under_a_free_name(site: Site, tmp_path: Path) -> None:
    b = browser(downloads_folder=str(tmp_path))
    b.visit_page(f"{site.url}/data.bin")
    b.visit_page(f"{site.url}/data.bin")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.bin", "data__1.bin"]
    assert (tmp_path / "data.bin").read_bytes() == b"\x00\x01binary"
    assert b.viewport == f"# Download complete\n\nSaved file to '{tmp_path / 'data__1.bin'}'"


def test_a_file_without_a_name_gets_one(site: Site, tmp_path: Path) -> None:
    browser(downloads_folder=str(tmp_path)).visit_page(f"{site.url}/download/")
    (path,) = tmp_path.iterdir()
    assert path.suffix == ".zip"


def test_without_a_folder_nothing_is_saved(site: Site) -> None:
    assert "this browser has no downloads folder" in browser().visit_page(f"{site.url}/data.bin")


def test_folders_are_listed_and_files_read(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text("content")
    (tmp_path / "sub").mkdir()
    b = browser()
    listing = b.open_local_file(str(tmp_path))
    assert "[.. (parent directory)]" in listing
    assert (tmp_path / "a b.txt").as_uri() in listing
    assert "| 7 |" in listing
    assert b.visit_page((tmp_path / "a b.txt").as_uri()) == "content"
    assert b.open_local_file(str(tmp_path / "none.txt")) == f"## Error 404\n\nFile not found: {tmp_path / 'none.txt'}"


# Viewports


def test_scrolling_stays_on_the_page(site: Site) -> None:
    b = browser(viewport_size=100, start_page=f"{site.url}/long")
    first = b.viewport
    b.page_up()
    assert b.viewport == first
    for _ in range(20):
        b.page_down()
    assert b.viewport_current_page == len(b.viewport_pages) - 1
    assert b.viewport.endswith("omega")


@given(st.text(alphabet="ab \n", max_size=60), st.integers(1, 12))
def test_parts_hold_the_whole_page_and_break_no_words(text: str, size: int) -> None:
    b = object.__new__(RequestsMarkdownBrowser)
    b.viewport_size, b.viewport_current_page = size, 0
    b._set_page_content(text)
    parts = [b._part(i) for i in range(len(b.viewport_pages))]
    assert "".join(parts) == text
    assert all(len(part) >= size and part[-1] in " \n" for part in parts[:-1])


def test_words_are_found_in_the_next_part_and_round_to_the_start(site: Site) -> None:
    b = browser(viewport_size=100, start_page=f"{site.url}/long")
    assert "Gamma-delta!" in (b.find_on_page("gamma delta") or "")
    found = b.viewport_current_page
    assert found > 0
    assert b.find_next() == b.viewport and b.viewport_current_page == found
    assert b.find_on_page("alpha * beta") is not None
    assert b.find_on_page("nowhere") is None
    assert b.find_next() is None
    assert b.find_on_page("!") is None


def test_the_same_words_again_show_the_next_part(site: Site) -> None:
    b = browser(viewport_size=100, start_page=f"{site.url}/long")
    pages = [b.viewport_current_page for _ in range(3) if b.find_on_page("omeg*")]
    assert len(set(pages)) == 3


# Documents


def convert(path: Path, **arguments: Any) -> str:
    result = MarkdownConverter().convert(str(path), **arguments)
    assert result is not None
    return result.text_content.strip()


def test_sheets_are_tables(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Prices"
    book.active.append(["fruit", "price"])
    book.active.append(["fig", 3])
    book.save(tmp_path / "a.xlsx")
    text = convert(tmp_path / "a.xlsx")
    assert text.startswith("## Prices\n| fruit | price |")
    assert "| fig | 3 |" in text


def test_slides_have_titles(tmp_path: Path) -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[0])
    slide.shapes.title.text = "Welcome"
    show.save(str(tmp_path / "a.pptx"))
    assert convert(tmp_path / "a.pptx").startswith("<!-- Slide number: 1 -->\n# Welcome")


def test_word_documents_are_read(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{document}" Target="word/document.xml"/></Relationships>',
        )
        body = "<w:p><w:r><w:t>Dear reader</w:t></w:r></w:p>"
        file.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    assert convert(tmp_path / "a.docx") == "Dear reader"


def test_the_first_bytes_tell_what_a_stream_is(tmp_path: Path) -> None:
    show = pptx.Presentation()
    show.slides.add_slide(show.slide_layouts[0]).shapes.title.text = "Welcome"
    stream = io.BytesIO()
    show.save(stream)
    stream.seek(0)
    assert "# Welcome" in MarkdownConverter().convert_stream(stream, file_extension=".pptx").text_content


def test_wikipedia_pages_are_reduced_to_the_article(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        "<html><title>T - W</title><body>Log in<span class='mw-page-title-main'>T</span>"
        "<div id='mw-content-text'>Article</div></body></html>"
    )
    assert convert(page, url="https://en.wikipedia.org/wiki/T") == "# T\n\nArticle"
    assert "Log in" in convert(page)


def test_an_image_is_described_by_a_model_of_v02(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Client:
        def create(self, messages: list[Any]) -> Any:
            self.messages = messages
            return "response"

        def extract_text_or_completion_object(self, response: Any) -> list[str]:
            return [" A dot. "]

    path, client = tmp_path / "a.png", Client()
    path.write_bytes(b"\x89PNG")
    result = ImageConverter().convert(str(path), file_extension=".png", mlm_client=client, mlm_prompt="What?")
    assert result is not None and result.text_content == "\n# Description:\nA dot.\n"
    text, image = client.messages[0]["content"]
    assert text["text"] == "What?"
    assert image["image_url"]["url"].startswith("data:image/png;base64,")
    assert capsys.readouterr().err == "MLM Prompt:\nWhat?\n"


def test_a_document_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.nope"
    path.write_bytes(b"\x00\x01\x02")
    with pytest.raises(UnsupportedFormatException, match="are not supported"):
        convert(path)


def test_a_broken_document_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"no zip")
    with pytest.raises(FileConversionException, match=r"a\.xlsx"):
        convert(path)


def test_converters_of_ones_own_come_first(tmp_path: Path) -> None:
    class Mine(DocumentConverter):
        def convert(self, local_path: str, **kwargs: Any) -> DocumentConverterResult | None:
            return DocumentConverterResult("t", "mine") if kwargs["file_extension"] == ".txt" else None

    (tmp_path / "a.txt").write_text("theirs")
    converter = MarkdownConverter()
    converter.register_page_converter(Mine())
    assert converter.convert_local(str(tmp_path / "a.txt")).text_content == "mine"
    assert converter.convert(3) is None


def test_addresses_are_converted_or_raise(site: Site) -> None:
    result = MarkdownConverter().convert(f"{site.url}/")
    assert result is not None and result.title == "Home"
    with pytest.raises(requests.HTTPError):
        MarkdownConverter().convert(f"{site.url}/gone")


# Bing

ANSWER = {
    "webPages": {
        "value": [
            {
                "id": "w1",
                "name": "A [b]",
                "url": "http://x/a (1)",
                "snippet": "s1",
                "mentions": [{"name": "M"}],
                "deepLinks": [{"name": "Deep", "url": "http://x/d"}],
            },
            {
                "id": "w2",
                "name": "B",
                "url": "http://x/b",
                "snippet": "s2",
                "richFacts": [{"label": {"text": "Born"}, "items": [{"text": "1"}, {"text": "2"}]}],
            },
        ]
    },
    "news": {"id": "n", "value": [{"name": "N", "url": "http://n", "datePublished": "2024-01-02T03:04"}]},
    "videos": {
        "id": "v",
        "value": [
            {"name": "V", "contentUrl": "https://www.youtube.com/watch?v=1", "description": "d"},
            {"name": "Other", "contentUrl": "https://other"},
        ],
    },
    "relatedSearches": {"id": "r", "value": [{"text": "more"}]},
    "rankingResponse": {"mainline": {"items": [{"value": {"id": i}} for i in ("w2", "n", "w1", "r", "v", "none")]}},
}


@pytest.fixture
def bing(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.delenv("BING_API_KEY", raising=False)
    monkeypatch.setattr(markdown_search, "_API_URL", f"{site.url}/api")
    monkeypatch.setattr(markdown_search, "_PAGE_URL", f"{site.url}/page")
    site.routes["/api"] = (200, "application/json", json.dumps(ANSWER).encode())
    site.routes["/page"] = (200, "text/html", b"<html><body>found</body></html>")
    return site


def test_results_come_in_bings_order(bing: Site) -> None:
    assert BingMarkdownSearch(bing_api_key="secret").search("q") == (
        "## A Bing search for 'q' found 5 results:\n\n"
        "1. [B](http://x/b)\ns2\nBorn: 1 2\n\n"
        "2. [N](http://n)\nDate published: 2024-01-02\n\n"
        "3. [A  b ](http://x/a%20%281%29)\ns1\nMentions: M\n\n"
        "4. [Deep](http://x/d)\n\n\n"
        "## Related Searches:\n- more\n\n"
        "5. [V](https://www.youtube.com/watch?v=1)\nd"
    )
    path, headers = bing.requests[0]
    assert path.startswith("/api?q=q&")
    assert headers["Ocp-Apim-Subscription-Key"] == "secret"


def test_results_come_in_sections_on_request(bing: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BING_API_KEY", "k")
    text = BingMarkdownSearch(interleave_results=False).search("q")
    headings = [line for line in text.splitlines() if line.startswith("##")]
    assert headings[1:] == ["## Web Results", "## News Results", "## Video Results", "## Related Searches:"]


def test_without_a_key_bings_page_is_read_with_a_warning(bing: Site, caplog: pytest.LogCaptureFixture) -> None:
    assert BingMarkdownSearch().search("a b") == "found"
    assert bing.requests[0][0] == "/page?q=a+b&FORM=QBLH"
    assert "No Bing API key" in caplog.text


def test_sections_need_a_key(bing: Site) -> None:
    with pytest.raises(ValueError, match="No Bing API key was provided"):
        BingMarkdownSearch(bing_api_key=" ", interleave_results=False)


# Browsers that run JavaScript


@pytest.mark.parametrize(
    ("browser_class", "module", "package"),
    [
        (SeleniumMarkdownBrowser, selenium_markdown_browser, "selenium"),
        (PlaywrightMarkdownBrowser, playwright_markdown_browser, "playwright"),
    ],
)
def test_a_missing_package_is_named(
    browser_class: Any, module: Any, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (package, "selenium.webdriver", "playwright.sync_api"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ModuleNotFoundError, match=f"pip install {package}"):
        browser_class(search_engine=Search())


class Driver:
    """A stand-in for Chrome, which is not there in tests: renders every page but downloads as the same page."""

    def get(self, url: str) -> None:
        self.url = url

    def execute_script(self, script: str) -> str:
        if self.url.endswith(".bin"):
            return ""
        return "Rendered" if "title" in script else "<html><body>by Chrome</body></html>"

    def quit(self) -> None:
        self.ended = True


def test_selenium_shows_rendered_pages_and_leaves_downloads_to_requests(site: Site, tmp_path: Path) -> None:
    driver = Driver()

    class Browser(SeleniumMarkdownBrowser):
        def _driver(self) -> Any:
            return driver

    b = Browser(search_engine=Search(), downloads_folder=str(tmp_path))
    assert b.visit_page(f"{site.url}/") == "by Chrome"
    assert b.page_title == "Rendered"
    b.visit_page(f"{site.url}/data.bin")
    assert (tmp_path / "data.bin").exists()
    b.close()
    assert driver.ended


def test_missing_packages_of_browsers_are_named_when_they_are_needed() -> None:
    program = """
import sys
sys.modules["requests"] = None
from autogen_compat.browser_utils import MarkdownConverter
try: MarkdownConverter()
except ImportError as error: print(error)
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert 'pip install "autogen-migrate[websurfer]"' in result.stdout

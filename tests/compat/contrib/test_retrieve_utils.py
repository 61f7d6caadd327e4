"""Documents for retrieval."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from autogen_compat import retrieve_utils
from autogen_compat.retrieve_utils import (
    create_vector_db_from_dir,
    extract_text_from_pdf,
    get_file_from_url,
    get_files_from_dir,
    is_url,
    parse_html_to_markdown,
    query_vector_db,
    split_files_to_chunks,
    split_text_to_chunks,
)
from hypothesis import given
from hypothesis import strategies as st

WORDS = st.lists(st.sampled_from(["", "a", "bb cc", "one two three four", "x " * 30]), max_size=20).map("\n".join)


@pytest.fixture(autouse=True, scope="module")
def words_as_tokens() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retrieve_utils, "count_token", lambda text: len(text.split()))
        yield


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    pages = {
        "/page": ("text/html; charset=utf-8", "<html><head><title>Über</title></head><body><h2>Hi</h2></body></html>"),
        "/notes.txt": ("text/plain", "some notes"),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = pages.get(self.path, ("text/plain", ""))
            self.send_response(200 if self.path in pages else 404)
            self.send_header("content-type", kind)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("localhost", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


class TestSplitting:
    def test_a_short_text_is_one_chunk(self) -> None:
        assert split_text_to_chunks("one two\nthree") == ["one two\nthree"]

    def test_a_text_is_split_before_empty_lines(self) -> None:
        text = "one two three\n\nfour five six\nseven eight"
        assert split_text_to_chunks(text, max_tokens=5) == ["one two three", "four five six\nseven eight"]

    def test_a_text_without_empty_lines_is_split_anyway(self) -> None:
        text = "one two\nthree four\nfive six\nseven eight"
        assert split_text_to_chunks(text, max_tokens=4) == ["one two", "three four", "five six\nseven eight"]

    def test_chunks_overlap(self) -> None:
        text = "\n".join(f"line {number}" for number in range(6))
        chunks = split_text_to_chunks(text, max_tokens=6, must_break_at_empty_line=False, overlap=1)
        assert [chunk.split("\n")[0] for chunk in chunks[1:]] == [chunk.split("\n")[-1] for chunk in chunks[:-1]]

    def test_one_line_mode_gives_a_chunk_for_each_line(self) -> None:
        text = "one two\nthree four\nfive six"
        assert split_text_to_chunks(text, max_tokens=2, chunk_mode="one_line") == ["one two", "three four", "five six"]

    def test_chunks_of_few_characters_are_dropped(self) -> None:
        assert split_text_to_chunks("abc") == []

    def test_an_unknown_mode_is_refused(self) -> None:
        with pytest.raises(AssertionError, match=r"must be one of multi_lines, one_line, not 'bogus'"):
            split_text_to_chunks("text", chunk_mode="bogus")

    @given(WORDS, st.integers(1, 20), st.booleans())
    def test_chunks_hold_words_of_the_text_in_their_order(self, text: str, most: int, at_empty_line: bool) -> None:
        chunks = split_text_to_chunks(text, most, must_break_at_empty_line=at_empty_line)
        found = -1
        for chunk in chunks:
            found = text.find(chunk, found + 1)
            assert found >= 0

    @given(WORDS, st.integers(1, 20), st.sampled_from(["one_line", "multi_lines"]))
    def test_every_chunk_of_several_lines_fits(self, text: str, most: int, mode: str) -> None:
        for chunk in split_text_to_chunks(text, most, mode):
            assert len(chunk.split()) <= most or "\n" not in chunk


class TestFiles:
    def test_files_of_the_wanted_types_are_found(self, tmp_path: Path) -> None:
        (tmp_path / "sub").mkdir()
        for name in ("a.md", "B.TXT", "c.exe", "sub/d.md"):
            (tmp_path / name).write_text("text")
        found = {Path(file).name for file in get_files_from_dir(str(tmp_path))}
        assert found == {"a.md", "B.TXT", "d.md"}
        shallow = get_files_from_dir(str(tmp_path), types=[".md"], recursive=False)
        assert shallow == [str(tmp_path / "a.md")]

    def test_named_files_are_taken_whatever_their_type(self, tmp_path: Path) -> None:
        path = tmp_path / "a.exe"
        path.write_text("text")
        assert get_files_from_dir(str(path)) == [str(path)]
        assert get_files_from_dir([str(path)]) == [str(path)]

    def test_what_does_not_exist_is_left_out_of_a_list(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        (tmp_path / "a.md").write_text("text")
        with caplog.at_level(logging.WARNING):
            found = get_files_from_dir([str(tmp_path), str(tmp_path / "nowhere")])
        assert found == [str(tmp_path / "a.md")]
        assert "nowhere does not exist" in caplog.text

    def test_a_folder_that_does_not_exist_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="nowhere does not exist"):
            get_files_from_dir(str(tmp_path / "nowhere"))

    def test_no_types_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="types cannot be empty"):
            get_files_from_dir(str(tmp_path), types=[])

    def test_a_folder_with_odd_characters_is_searched(self, tmp_path: Path) -> None:
        folder = tmp_path / "a[1]*"
        folder.mkdir()
        (folder / "a.md").write_text("text")
        assert len(get_files_from_dir(str(folder))) == 1

    def test_chunks_carry_their_source(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("first file")
        (tmp_path / "b.md").write_text("second file")
        (tmp_path / "c.md").write_text("  ")
        files = [str(tmp_path / "a.md"), (str(tmp_path / "b.md"), "http://x.org/b"), str(tmp_path / "c.md")]
        chunks, sources = split_files_to_chunks(files)
        assert chunks == ["first file", "second file"]
        assert sources == [{"source": files[0]}, {"source": "http://x.org/b"}]

    def test_a_function_of_the_user_splits(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("a-b")
        chunks, _ = split_files_to_chunks([str(tmp_path / "a.md")], custom_text_split_function=lambda t: t.split("-"))
        assert chunks == ["a", "b"]

    def test_a_pdf_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pdf"
        path.write_bytes(_pdf("Hello there"))
        assert extract_text_from_pdf(str(path)).strip() == "Hello there"
        assert split_files_to_chunks([str(path)])[0] == ["Hello there"]

    def test_an_empty_pdf_has_no_text(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        import pypdf

        writer = pypdf.PdfWriter()
        writer.add_blank_page(100, 100)
        writer.write(tmp_path / "a.pdf")
        assert extract_text_from_pdf(str(tmp_path / "a.pdf")) == ""
        assert "holds no text" in caplog.text

    def test_the_extra_is_named_where_pypdf_is_missing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pypdf", None)
        with pytest.raises(ImportError, match=r"pip install \"autogen-migrate\[retrievechat\]\""):
            extract_text_from_pdf(str(tmp_path / "a.pdf"))


def _pdf(text: str) -> bytes:
    """A page with one line, in the least PDF there is."""
    stream = f"BT /F1 12 Tf 10 50 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, len(body))
    )


class TestWeb:
    def test_a_page_is_stored_as_markdown(self, site: str, tmp_path: Path) -> None:
        path, url = get_file_from_url(f"{site}/page", str(tmp_path)) or ("", "")
        assert url == f"{site}/page"
        text = Path(path).read_text(encoding="utf-8")
        assert text.startswith("# Über\n\n")
        assert "Hi" in text

    def test_other_files_are_stored_as_they_are(self, site: str, tmp_path: Path) -> None:
        target = tmp_path / "new" / "notes.txt"
        assert get_file_from_url(f"{site}/notes.txt", str(target)) == (str(target), f"{site}/notes.txt")
        assert target.read_bytes() == b"some notes"

    def test_an_address_stands_among_files(self, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        ((path, url),) = get_files_from_dir([f"{site}/notes.txt"])
        assert Path(path).parent == Path("tmp/chromadb")
        assert split_files_to_chunks([(path, url)])[1] == [{"source": f"{site}/notes.txt"}]
        assert get_files_from_dir(f"{site}/notes.txt") == [(path, url)]

    def test_a_failed_download_is_left_out(
        self, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert get_file_from_url(f"{site}/nowhere", str(tmp_path)) is None
        assert get_files_from_dir(f"{site}/nowhere") == []
        assert "Failed to download" in caplog.text

    def test_a_long_address_gets_a_name_that_files_can_have(self) -> None:
        name = retrieve_utils._generate_file_name_from_url(f"http://x.org/{'a' * 400}")
        assert len(name) == 255
        assert name.startswith("x.org_aaa")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [("http://x.org", True), ("x.org/a", False), ("/etc/passwd", False), ("http://[bad", False), ("", False)],
    )
    def test_addresses_are_told_from_paths(self, text: str, expected: bool) -> None:
        assert is_url(text) is expected

    def test_scripts_and_styles_are_left_out_of_pages(self) -> None:
        html = "<title>T</title><style>s {}</style><p>one</p><script>run()</script>\n\n\n\n<p>two</p>"
        assert parse_html_to_markdown(html) == "# T\n\nT\n\none\n\ntwo"

    def test_of_wikipedia_the_article_is_taken(self) -> None:
        html = (
            '<title>Fox - Wikipedia</title><div>menu</div><span class="mw-page-title-main">Fox</span>'
            '<div id="mw-content-text"><p>Quick.</p></div>'
        )
        text = parse_html_to_markdown(html, "https://en.wikipedia.org/wiki/Fox")
        assert text == "# Fox - Wikipedia\n\n# Fox\n\nQuick."
        assert "menu" in parse_html_to_markdown(html, "https://example.org/")

    def test_a_page_without_a_title_is_read(self) -> None:
        assert parse_html_to_markdown("<p>one</p>").endswith("one")


class TestChroma:
    @pytest.fixture
    def letters(self) -> Any:
        import chromadb
        import numpy

        class Letters(chromadb.EmbeddingFunction[Any]):
            def __init__(self) -> None:
                pass

            def __call__(self, input: list[str]) -> list[Any]:
                return [numpy.array([float(text.count(c)) for c in "abcxyz"]) for text in input]

        return Letters()

    def test_a_collection_is_filled_and_searched(self, tmp_path: Path, letters: Any) -> None:
        (tmp_path / "a.md").write_text("aaaaa")
        (tmp_path / "b.md").write_text("xyxyx")
        options = {"db_path": str(tmp_path / "db"), "embedding_function": letters, "collection_name": "letters"}
        create_vector_db_from_dir(str(tmp_path), **options)  # type: ignore[arg-type]
        found = query_vector_db(["xy"], n_results=1, **options)  # type: ignore[arg-type]
        assert found["documents"] == [["xyxyx"]]
        found = query_vector_db(["xy"], search_string="aaa", **options)  # type: ignore[arg-type]
        assert found["ids"] == [["doc_0"]]

    def test_more_documents_are_added_behind_the_others(self, tmp_path: Path, letters: Any) -> None:
        options = {"embedding_function": letters, "collection_name": "more", "get_or_create": True}
        client = None
        for name in ("first", "second"):
            (tmp_path / f"{name}.md").write_text(f"the {name} file")
            file = str(tmp_path / f"{name}.md")
            client = create_vector_db_from_dir(
                file, client=client, db_path=str(tmp_path / "db"), extra_docs=True, **options
            )
        assert sorted(client.get_collection("more").get()["ids"]) == ["doc_0", "doc_1"]

    def test_a_folder_that_does_not_exist_is_a_warning(
        self, tmp_path: Path, letters: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        create_vector_db_from_dir(str(tmp_path / "nowhere"), db_path=str(tmp_path / "db"), embedding_function=letters)
        assert "nowhere does not exist" in caplog.text

    def test_a_default_embedding_names_what_it_needs(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(retrieve_utils.importlib.util, "find_spec", lambda name: None)
            with pytest.raises(ImportError, match="all-MiniLM-L6-v2 needs sentence-transformers"):
                retrieve_utils.chroma_embedding()

    def test_the_extra_is_named_where_chromadb_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "chromadb", None)
        with pytest.raises(ImportError, match=r"pip install \"autogen-migrate\[retrievechat\]\""):
            query_vector_db(["a"])

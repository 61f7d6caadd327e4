"""Documents as Markdown (v0.2: autogen/browser_utils/mdconvert.py).

v0.2's converters live on as the markitdown package, which v0.4's file surfer uses too; here they have their old names
and signatures again.
"""

from __future__ import annotations

import base64
import io
import mimetypes
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlparse

from .._optional import require

if TYPE_CHECKING:
    import requests

IS_AUDIO_TRANSCRIPTION_CAPABLE = bool(find_spec("pydub") and find_spec("speech_recognition"))
IS_YOUTUBE_TRANSCRIPT_CAPABLE = bool(find_spec("youtube_transcript_api"))

_HTML = (".html", ".htm")
_CAPTION_PROMPT = "Describe this image in detail."


class FileConversionException(Exception):
    """A document of a known kind could not be read."""


class UnsupportedFormatException(Exception):
    """No converter knows this kind of document."""


class DocumentConverterResult:
    """A document as text."""

    def __init__(self, title: str | None = None, text_content: str = "") -> None:
        self.title = title
        self.text_content = text_content


class DocumentConverter:
    """Reads one kind of documents."""

    def convert(self, local_path: str, **kwargs: Any) -> DocumentConverterResult | None:
        """The document as Markdown, or None if it is of another kind.

        Args:
            local_path: the file.
            kwargs: `file_extension` with its dot, `url` where it came from, `mlm_client` and `mlm_prompt` for images.
        """
        raise NotImplementedError()


class _MarkitdownConverter(DocumentConverter):
    """Lets markitdown's converter of a name read files with certain extensions, from certain addresses."""

    name: ClassVar[str]
    extensions: ClassVar[tuple[str, ...]]
    url: ClassVar[str] = ""

    def convert(self, local_path: str, **kwargs: Any) -> DocumentConverterResult | None:
        if not self._accepts(kwargs.get("file_extension", ""), kwargs.get("url", "")):
            return None
        markitdown = require("markitdown", extra="websurfer", what_for=type(self).__name__)
        converters = require("markitdown.converters", extra="websurfer", what_for=type(self).__name__)
        converter = getattr(converters, self.name)()
        info = markitdown.StreamInfo(
            extension=kwargs["file_extension"].lower(), url=kwargs.get("url"), local_path=local_path, charset="utf-8"
        )
        stream = io.BytesIO(Path(local_path).read_bytes())
        try:
            result = converter.convert(stream, info, exiftool_path=shutil.which("exiftool"))
        except Exception as error:
            message = f"Could not convert '{local_path}' to Markdown. {type(error).__name__}: {error}"
            raise FileConversionException(message) from error
        return DocumentConverterResult(title=result.title, text_content=result.markdown)

    def _accepts(self, extension: str, url: str) -> bool:
        return extension.lower() in self.extensions and bool(re.match(self.url, url))


class PlainTextConverter(DocumentConverter):
    """Text as it is."""

    def convert(self, local_path: str, **kwargs: Any) -> DocumentConverterResult | None:
        content_type, _ = mimetypes.guess_type("_" + kwargs.get("file_extension", ""))
        if not (content_type or "").lower().startswith("text/"):
            return None
        return DocumentConverterResult(text_content=Path(local_path).read_text(encoding="utf-8", errors="replace"))


class HtmlConverter(_MarkitdownConverter):
    """Pages, without scripts and styles."""

    name, extensions = "HtmlConverter", _HTML


class WikipediaConverter(_MarkitdownConverter):
    """The article of a page of Wikipedia."""

    name, extensions = "WikipediaConverter", _HTML
    url = r"https?://[a-zA-Z]{2,3}\.wikipedia.org/"


class YouTubeConverter(_MarkitdownConverter):
    """Title, description and transcript of a video."""

    name, extensions = "YouTubeConverter", _HTML
    url = r"https://www\.youtube\.com/watch\?"


class BingSerpConverter(_MarkitdownConverter):
    """The organic results of a page of Bing."""

    name, extensions = "BingSerpConverter", _HTML
    url = r"https://www\.bing\.com/search\?q="


class PdfConverter(_MarkitdownConverter):
    """The text of a PDF file."""

    name, extensions = "PdfConverter", (".pdf",)


class DocxConverter(_MarkitdownConverter):
    """A Word document with headings and tables."""

    name, extensions = "DocxConverter", (".docx",)


class XlsxConverter(_MarkitdownConverter):
    """The sheets of an Excel file as tables."""

    name, extensions = "XlsxConverter", (".xlsx",)


class PptxConverter(_MarkitdownConverter):
    """The slides of a PowerPoint file."""

    name, extensions = "PptxConverter", (".pptx",)


class MediaConverter(_MarkitdownConverter):
    """Base of the converters of sound and images: their metadata, if the program exiftool is installed."""

    name, extensions = "ImageConverter", ()


class WavConverter(MediaConverter):
    """Metadata and transcript of sound."""

    name, extensions = "AudioConverter", (".wav",)


class Mp3Converter(WavConverter):
    """Metadata and transcript of sound."""

    extensions = (".mp3",)


class ImageConverter(MediaConverter):
    """Metadata of an image, and a description by a model if there is an `mlm_client`."""

    name, extensions = "ImageConverter", (".jpg", ".jpeg", ".png")

    def convert(self, local_path: str, **kwargs: Any) -> DocumentConverterResult | None:
        result = super().convert(local_path, **kwargs)
        client = kwargs.get("mlm_client")
        if result is not None and client is not None:
            description = _description(local_path, kwargs["file_extension"], client, kwargs.get("mlm_prompt"))
            result.text_content += f"\n# Description:\n{description.strip()}\n"
        return result


def _description(local_path: str, extension: str, client: Any, prompt: str | None) -> str:
    prompt = prompt if prompt and prompt.strip() else _CAPTION_PROMPT
    sys.stderr.write(f"MLM Prompt:\n{prompt}\n")
    content_type = mimetypes.guess_type(f"_{extension}")[0] or "image/jpeg"
    data = base64.b64encode(Path(local_path).read_bytes()).decode()
    image = {"type": "image_url", "image_url": {"url": f"data:{content_type};base64,{data}"}}
    messages = [{"role": "user", "content": [{"type": "text", "text": prompt}, image]}]
    return client.extract_text_or_completion_object(client.create(messages=messages))[0]


# Most specific first, as they are tried.
_CONVERTERS: tuple[Callable[[], DocumentConverter], ...] = (
    PdfConverter,
    ImageConverter,
    Mp3Converter,
    WavConverter,
    PptxConverter,
    XlsxConverter,
    DocxConverter,
    BingSerpConverter,
    YouTubeConverter,
    WikipediaConverter,
    HtmlConverter,
    PlainTextConverter,
)


class MarkdownConverter:
    """Reads files, streams, addresses and responses as Markdown."""

    def __init__(self, requests_session: requests.Session | None = None, mlm_client: Any = None) -> None:
        """Prepare the converters.

        Args:
            requests_session: what fetches addresses.
            mlm_client: a model client of this API (`OpenAIWrapper`) that describes images.

        Raises:
            ImportError: the requests package is not installed.
        """
        requests = require("requests", extra="websurfer", what_for="MarkdownConverter")
        self._requests_session = requests_session or requests.Session()
        self._mlm_client = mlm_client
        self._page_converters = [converter() for converter in _CONVERTERS]

    def register_page_converter(self, converter: DocumentConverter) -> None:
        """Add a converter that is tried before the others."""
        self._page_converters.insert(0, converter)

    def convert(self, source: Any, **kwargs: Any) -> DocumentConverterResult | None:
        """Convert a path, an address, or a response; None for anything else.

        Raises:
            UnsupportedFormatException: no converter knows the kind of document.
            FileConversionException: the document could not be read.
        """
        if isinstance(source, str):
            remote = source.startswith(("http://", "https://", "file://"))
            return self.convert_url(source, **kwargs) if remote else self.convert_local(source, **kwargs)
        return self.convert_response(source, **kwargs) if hasattr(source, "iter_content") else None

    def convert_local(self, path: str, **kwargs: Any) -> DocumentConverterResult:
        """Convert a file; its extension and its first bytes tell what it is, unless `file_extension` does.

        Raises:
            FileNotFoundError: there is no such file.
        """
        if not os.path.exists(path):
            raise FileNotFoundError(f"{path} does not exist")
        return self._convert(path, [kwargs.get("file_extension"), os.path.splitext(path)[1]], **kwargs)

    def convert_stream(self, stream: Any, **kwargs: Any) -> DocumentConverterResult:
        """Convert what a text or binary stream reads."""
        content = stream.read()
        chunks = [content.encode("utf-8") if isinstance(content, str) else content]
        return self._convert_chunks(chunks, [kwargs.get("file_extension")], **kwargs)

    def convert_url(self, url: str, **kwargs: Any) -> DocumentConverterResult:
        """Fetch and convert an address.

        Raises:
            requests.RequestException: it could not be fetched.
        """
        response = self._requests_session.get(url, stream=True)
        response.raise_for_status()
        return self.convert_response(response, **kwargs)

    def convert_response(self, response: requests.Response, **kwargs: Any) -> DocumentConverterResult:
        """Convert a response; its headers and its address tell what it is."""
        content_type = response.headers.get("content-type", "").split(";")[0]
        named = re.search(r"filename=([^;]+)", response.headers.get("content-disposition", ""))
        extensions = [
            kwargs.get("file_extension"),
            mimetypes.guess_extension(content_type),
            os.path.splitext(named[1].strip("\"'"))[1] if named else None,
            os.path.splitext(urlparse(response.url).path)[1],
        ]
        return self._convert_chunks(response.iter_content(chunk_size=8192), extensions, url=response.url)

    def _convert_chunks(
        self, chunks: Iterable[bytes], extensions: list[str | None], **kwargs: Any
    ) -> DocumentConverterResult:
        handle, path = tempfile.mkstemp()
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(chunks)
            return self._convert(path, extensions, **kwargs)
        finally:
            os.unlink(path)

    def _convert(self, path: str, extensions: list[str | None], **kwargs: Any) -> DocumentConverterResult:
        known = [extension.strip() for extension in [*extensions, _guessed_extension(path)] if extension]
        if self._mlm_client is not None:
            kwargs = {"mlm_client": self._mlm_client, **kwargs}
        for extension in (*filter(None, known), ""):
            for converter in self._page_converters:
                result = converter.convert(path, **{**kwargs, "file_extension": extension})
                if result is not None:
                    result.text_content = _normalized(result.text_content)
                    return result
        raise UnsupportedFormatException(
            f"Could not convert '{path}' to Markdown. The formats {known} are not supported."
        )


def _guessed_extension(path: str) -> str | None:
    puremagic = require("puremagic", extra="websurfer", what_for="MarkdownConverter")
    try:
        guesses = puremagic.magic_file(path)
    except (OSError, ValueError, puremagic.PureError):
        return None
    return guesses[0].extension if guesses else None


def _normalized(text: str) -> str:
    lines = (line.rstrip() for line in re.split(r"\r?\n", text))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))

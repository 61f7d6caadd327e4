"""The Python text of a file as the rules see it, and the way back to the file's bytes."""

from __future__ import annotations

import io
import re
import tokenize
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

LEGACY_BYTES = re.compile(rb"\bautogen(?:_compat)?\b")
"""What the bytes of a file must contain before it is looked at more closely."""


class UnreadableFile(Exception):
    """A file that cannot be processed; the message is one line for the user.

    `line` counts from 1 and is 0 when no line is to blame.
    """

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True)
class PythonSource(ABC):
    """Python code from a file; `text` is one module, whatever the file looks like."""

    path: Path
    text: str

    @abstractmethod
    def render(self, text: str) -> bytes:
        """The file's bytes with `text` in place of the present text."""

    def locate(self, line: int) -> tuple[int | None, int]:
        """The notebook cell (or None) and the line in it of a line of `text`."""
        return None, line

    @property
    def is_celled(self) -> bool:
        """Whether the text is a notebook's, where top-level ``await`` is allowed."""
        return False


@dataclass(frozen=True)
class PlainSource(PythonSource):
    """A ``.py`` or ``.pyi`` file."""

    encoding: str = "utf-8"

    def render(self, text: str) -> bytes:
        """The bytes in the file's own encoding; raises UnreadableFile when it cannot hold them."""
        return encode(text, self.encoding)


def encode(text: str, encoding: str) -> bytes:
    """`text` as bytes; raises UnreadableFile when the encoding has no such character."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        raise UnreadableFile(f"the result does not fit the file's encoding {encoding}: {error.reason}") from None


def decode(data: bytes) -> tuple[str, str]:
    """The text of Python source and its encoding (byte order mark, PEP 263 or UTF-8)."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding), encoding
    except SyntaxError as error:
        raise UnreadableFile(f"{error.msg}; save the file as UTF-8 or correct its coding line", 1) from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            f"not valid {error.encoding} (byte 0x{data[error.start]:02x}); "
            "save the file as UTF-8 or give it a coding line",
            line,
        ) from None


def decode_utf8(data: bytes) -> tuple[str, str]:
    """The text of a data file and its encoding, ``utf-8`` or ``utf-8-sig``."""
    encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise UnreadableFile("not valid UTF-8", data.count(b"\n", 0, error.start) + 1) from None


def plain_source(path: Path, data: bytes) -> PlainSource:
    """Read a ``.py`` or ``.pyi`` file; raises UnreadableFile."""
    text, encoding = decode(data)
    return PlainSource(path, text, encoding)

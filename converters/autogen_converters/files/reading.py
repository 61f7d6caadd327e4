"""JSON records out of files, one at a time, in constant memory.

Each reader yields `Located` records and `Rejected` places; what makes the rest of the file unreadable raises
FileFormatError. Not-a-number, duplicate keys and half surrogates are refused: they would not come back the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from jiter import from_json

from ..errors import FileFormatError

MAX_RECORD_BYTES = 32 * 1024 * 1024
"""Records larger than this are refused, so that memory stays bounded."""
_CHUNK = 1 << 20
_TWICE = re.compile('Detected duplicate key "(.*)" at line', re.DOTALL)
_GAP = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Located:
    """A record and where it stands: `where` is `line 3` or `record 3`."""

    value: Any
    where: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that cannot be converted, and why, in one line."""

    where: str
    reason: str


def parse(raw: bytes) -> Any:
    """One JSON value. Raises FileFormatError saying what is wrong and where."""
    try:
        return from_json(raw, allow_inf_nan=False, catch_duplicate_keys=True)
    except ValueError as error:
        raise FileFormatError(_reason(str(error), raw)) from None


def _reason(problem: str, raw: bytes) -> str:
    if twice := _TWICE.match(problem):
        return f"has the key '{twice[1]}' twice in one object"
    if "recursion" in problem:
        return "is nested too deeply"
    if "surrogate" in problem or "end of hex escape" in problem:
        return "holds half of a surrogate pair, which is not valid text"
    if any(name in raw for name in (b"NaN", b"Infinity")) and "expected value" in problem:
        return "holds NaN or Infinity, which JSON does not have"
    if "EOF" in problem:
        return "is cut off: the JSON ends too early"
    return f"is not JSON: {problem}"


def raw_lines(stream: BinaryIO, limit: int = MAX_RECORD_BYTES) -> Iterator[tuple[bytes, str] | Rejected]:
    """The lines of a JSON Lines file and where they stand, not parsed; empty lines are passed over."""
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        where = f"line {number}"
        if len(raw) > limit:
            yield Rejected(where, _too_long(limit))
            _skip_line(stream, raw)
        elif not raw.isspace():
            yield raw, where


def json_lines(stream: BinaryIO, limit: int = MAX_RECORD_BYTES) -> Iterator[Located | Rejected]:
    """The records of a JSON Lines file; empty lines are passed over."""
    for line in raw_lines(stream, limit):
        yield line if isinstance(line, Rejected) else located(*line)


def located(raw: bytes, where: str) -> Located | Rejected:
    """The record in `raw`, or why there is none."""
    try:
        return Located(parse(raw), where)
    except FileFormatError as error:
        return Rejected(where, str(error))


def _too_long(limit: int) -> str:
    return f"is longer than {limit // 1024} KiB; raise --max-record"


def _skip_line(stream: BinaryIO, raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = stream.readline(_CHUNK)


def json_array(stream: BinaryIO, limit: int = MAX_RECORD_BYTES) -> Iterator[Located | Rejected]:
    """The elements of a JSON array, without holding the array.

    Raises FileFormatError where the array is cut off or malformed: what follows cannot be told apart.
    """
    text = _Window(stream, limit)
    text.expect("[")
    if text.peek() == "]":
        text.expect("]")
        text.expect_end()
        return
    number = 0
    while True:
        number += 1
        yield text.element(f"record {number}")
        if text.peek() != ",":
            break
        text.expect(",")
    text.expect("]")
    text.expect_end()


class _Window:
    """The part of a text that is being parsed."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._text = ""
        self._at = 0
        self._rest = b""
        self._ended = False
        self._decoder = json.JSONDecoder(parse_constant=_refuse_constant)

    def peek(self) -> str:
        while True:
            match = _GAP.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def expect(self, character: str) -> None:
        found = self.peek()
        if found != character:
            problem = f"expected {character!r}, found {found!r}" if found else "is cut off: the JSON ends too early"
            raise FileFormatError(problem)
        self._at += 1

    def expect_end(self) -> None:
        if found := self.peek():
            raise FileFormatError(f"goes on after the end of the array, with {found!r}")

    def element(self, where: str) -> Located | Rejected:
        self.peek()
        while True:
            try:
                _, end = self._decoder.raw_decode(self._text, self._at)
                if end < len(self._text) or not self._more():
                    return self._checked(end, where)
            except json.JSONDecodeError as error:
                if not self._may_be_cut(error) or not self._more():
                    raise FileFormatError(_array_reason(error, where, self._ended)) from None
            except RecursionError:
                raise FileFormatError(f"{where} is nested too deeply") from None
            if len(self._text) - self._at > self._limit:
                raise FileFormatError(f"{where} {_too_long(self._limit)}")

    def _checked(self, end: int, where: str) -> Located | Rejected:
        start, self._at = self._at, end
        if end - start > self._limit:
            return Rejected(where, _too_long(self._limit))
        return located(self._text[start:end].encode(), where)

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        return error.msg.startswith("Unterminated string") or error.pos > len(self._text) - 16

    def _more(self) -> bool:
        if self._ended:
            return False
        held = len(self._text) - self._at
        chunk = self._stream.read(max(_CHUNK, held))
        self._ended = not chunk
        raw = self._rest + chunk
        cut = len(raw) if self._ended else _whole_characters(raw)
        try:
            fresh = raw[:cut].decode()
        except UnicodeDecodeError as error:
            raise FileFormatError(f"is not UTF-8 text: {error.reason}") from None
        self._rest = raw[cut:]
        self._text = self._text[self._at :] + fresh
        self._at = 0
        return bool(chunk)


def _whole_characters(raw: bytes) -> int:
    """How many bytes of `raw` come before a UTF-8 character that may be cut off."""
    for back in range(1, min(4, len(raw)) + 1):
        byte = raw[-back]
        if byte >= 0xC0:
            return len(raw) - back
        if byte < 0x80:
            break
    return len(raw)


def _refuse_constant(name: str) -> None:
    raise FileFormatError(f"holds {name}, which JSON does not have")


def _array_reason(error: json.JSONDecodeError, where: str, ended: bool) -> str:
    if ended and (error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated")):
        return f"is cut off in {where}: the JSON ends too early"
    return f"{where} is not JSON: {error.msg}"

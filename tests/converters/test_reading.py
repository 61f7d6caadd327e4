"""Files as streams of records: what cannot be read is said with its place, and the rest goes on."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from autogen_converters.errors import FileFormatError
from autogen_converters.files.reading import Located, Rejected, json_array, json_lines
from hypothesis import given, settings
from hypothesis import strategies as st

from .spaces import json_value


def lines(text: bytes, limit: int = 1 << 20) -> list[Any]:
    return list(json_lines(io.BytesIO(text), limit))


def array(text: bytes, limit: int = 1 << 20) -> list[Any]:
    return list(json_array(io.BytesIO(text), limit))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"a": 1', "cut off"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": Infinity}', "NaN or Infinity"),
        (b'{"a": 1, "a": 2}', "the key 'a' twice"),
        (b'{"a": {"b": 1, "b": 2}}', "the key 'b' twice"),
        (b'{"a": 1, "a" : 2}', "the key 'a' twice"),
        (b'{"a": "\\ud800"}', "half of a surrogate pair"),
        (b'{"a\\"b": {"\\u0061": 1, "a": 2}}', "the key 'a' twice"),
        (b"[" * 5000, "nested too deeply"),
        (b"{" * 3, "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (b'{"a": "' + b"x" * 2000 + b'"}', "longer than"),
    ],
)
def test_a_bad_line_is_rejected_with_its_number_and_the_next_is_read(line: bytes, reason: str) -> None:
    bad, good = lines(b'\n{"first": 1}\n' + line + b'\n{"next": 1}\n', limit=1500 if b"xxx" in line else 1 << 20)[1:]
    assert isinstance(bad, Rejected)
    assert bad.where == "line 3"
    assert reason in bad.reason
    assert good == Located({"next": 1}, "line 4")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b'[{"a": 1}', "cut off"),
        (b'[{"a": 1},', "cut off in record 2"),
        (b'[{"a": "x', "cut off in record 1"),
        (b'[{"a": NaN}]', "NaN"),
        (b'[{"a": 1}] x', "goes on after the end"),
        (b'[{"a": 1} {"a": 2}]', "expected"),
        (b'[{"a" 1}]', "record 1 is not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'[{"a": "\xff"}]', "not UTF-8"),
        (b'{"a": 1}', "expected '['"),
    ],
)
def test_an_array_that_cannot_be_read_is_refused_with_the_reason(text: bytes, reason: str) -> None:
    with pytest.raises(FileFormatError, match=reason.replace("[", r"\[")):
        array(text)


def test_an_element_that_is_too_long_is_rejected_and_the_next_is_read() -> None:
    bad, good = array(b'["' + b"x" * 3000 + b'", 1]', limit=2048)
    assert (bad, good.value) == (Rejected("record 1", "is longer than 2 KiB; raise --max-record"), 1)


def test_an_element_with_a_key_twice_is_rejected_and_the_next_is_read() -> None:
    bad, good = array(b'[{"a": 1, "a": 2}, {"b": 1}]')
    assert (bad.where, good) == ("record 1", Located({"b": 1}, "record 2"))


def test_text_that_looks_like_keys_is_no_duplicate() -> None:
    assert lines(b'{"a": "x\\":\\": y", "b" :1}') == [Located({"a": 'x":": y', "b": 1}, "line 1")]


@given(st.lists(json_value, max_size=8), st.sampled_from([None, 1]), st.booleans())
@settings(max_examples=150, deadline=None)
def test_an_array_reads_as_json_reads_it(values: list[Any], indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(values, indent=indent, ensure_ascii=ascii_only).encode()
    assert [record.value for record in array(text)] == values


@given(st.lists(json_value, max_size=8))
@settings(max_examples=100, deadline=None)
def test_lines_read_as_json_reads_them(values: list[Any]) -> None:
    text = "".join(json.dumps(value) + "\n" for value in values).encode()
    assert [record.value for record in lines(text)] == values


def test_elements_across_the_borders_of_what_is_read_at_once_are_whole() -> None:
    values = [{"text": "é" * size, "n": size} for size in range(0, 3000, 7)]
    text = json.dumps(values, ensure_ascii=False).encode()

    class Drops(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(1013)

    assert [record.value for record in json_array(Drops(text))] == values

"""Where the values of a JSON text stand, so that a few can change and the rest keeps its bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from autogen_codemods.tree.positions import Span

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]}]+")
_SPACE = re.compile(r"[\s,:]*")


def start_of(text: str) -> int:
    """Where the outermost value starts."""
    return _skip(text, 0)


def members(text: str, start: int) -> Iterator[tuple[str, Span, Span]]:
    """Key, span of the key and span of the value of each member of the object at `start` of a valid text."""
    position = _skip(text, start + 1)
    while text[position] != "}":
        key = _STRING.match(text, position)
        assert key is not None
        value = _skip(text, key.end())
        end = _value_end(text, value)
        yield json.loads(key[0]), Span(*key.span()), Span(value, end)
        position = _skip(text, end)


def items(text: str, start: int) -> Iterator[Span]:
    """The span of each item of the array at `start` of a valid text."""
    position = _skip(text, start + 1)
    while text[position] != "]":
        end = _value_end(text, position)
        yield Span(position, end)
        position = _skip(text, end)


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _value_end(text: str, start: int) -> int:
    if text[start] not in "{[":
        match = _STRING.match(text, start) or _SCALAR.match(text, start)
        return match.end() if match else start + 1
    depth = 0
    for token in _TOKEN.finditer(text, start):
        if token[0] in ("{", "["):
            depth += 1
        elif token[0] in ("}", "]"):
            depth -= 1
            if depth == 0:
                return token.end()
    return len(text)

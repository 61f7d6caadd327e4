"""Where chosen nodes stand in the source, at the price of one code generation.

libcst's own PositionProvider computes the range of every node and costs twice a parse; a
migration needs the places of a handful.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import libcst as cst
from libcst._nodes.internal import CodegenState


class Span(NamedTuple):
    """Offsets into the module's text, end exclusive."""

    start: int
    end: int


class _Recorder(CodegenState):
    """Generates code and remembers the tokens between which the wanted nodes lie."""

    def __init__(self, module: cst.Module, wanted: set[int]) -> None:
        super().__init__(module.default_indent, module.default_newline)
        self.wanted = wanted
        self.recorded: dict[int, Span] = {}
        self.begun: dict[int, int] = {}

    def before_codegen(self, node: cst.CSTNode) -> None:
        if id(node) in self.wanted:
            self.begun[id(node)] = len(self.tokens)

    def after_codegen(self, node: cst.CSTNode) -> None:
        # A few nodes, as the text in an f-string, do not record a position of their own.
        if id(node) in self.begun and id(node) not in self.recorded:
            self.recorded[id(node)] = Span(self.begun[id(node)], len(self.tokens))

    @contextmanager
    def record_syntactic_position(
        self,
        node: cst.CSTNode,
        *,
        start_node: cst.CSTNode | None = None,
        end_node: cst.CSTNode | None = None,
    ) -> Generator[None]:
        start = len(self.tokens)
        yield
        if id(node) in self.wanted:
            self.recorded[id(node)] = Span(start, len(self.tokens))


def spans_of(module: cst.Module, nodes: Iterable[cst.CSTNode]) -> dict[int, Span]:
    """The text span of each of `nodes` by ``id(node)``, without the whitespace around it."""
    wanted = {id(node) for node in nodes}
    if not wanted:
        return {}
    state = _Recorder(module, wanted)
    module._codegen(state)  # pyright: ignore[reportPrivateUsage]
    offsets = [0, *accumulate(map(len, state.tokens))]
    last = len(offsets) - 1  # a module without a line end at its end takes its last token back
    return {
        key: Span(offsets[min(start, last)], offsets[min(end, last)]) for key, (start, end) in state.recorded.items()
    }


@dataclass(frozen=True)
class LineTable:
    """Turns offsets into lines and columns, both from 1."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> LineTable:
        """The table of `text`, where ``\\n``, ``\\r\\n`` and ``\\r`` end lines."""
        return cls(text, (0, *(m.end() for m in re.finditer(r"\r\n?|\n", text))))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, without its end."""
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : end].rstrip("\r\n")

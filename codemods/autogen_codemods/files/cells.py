"""Sources made of cells: one text with a marker line before each cell, so that names are shared."""

from __future__ import annotations

import re
from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from autogen_codemods.files.magics import MARK, decode_magics, encode_magics
from autogen_codemods.files.source import PythonSource

if TYPE_CHECKING:
    from typing_extensions import Self

_MARKER = re.compile(r"^# %%cell:(\d+)\n", re.MULTILINE)


def is_marker(line: str) -> bool:
    """Whether a line stands for the beginning of a cell."""
    return _MARKER.match(line.rstrip("\r\n") + "\n") is not None


def join_cells(cells: Iterable[tuple[int, str]]) -> str:
    """One text of numbered cells, their magics encoded."""
    return "".join(f"# %%cell:{number}\n{encode_magics(text)}\n" for number, text in cells)


def split_cells(text: str) -> dict[int, str]:
    """The cells of such a text by number.

    What stands before the first marker, as new imports do, goes to the first line of code of any
    cell, so that a cell that only installs packages stays in front of it.
    """
    pieces = _MARKER.split(text)
    cells = {int(number): body for number, body in zip(pieces[1::2], pieces[2::2], strict=True)}
    if pieces[0].strip():
        first = next((n for n, body in cells.items() if _first_code_line(body) is not None), next(iter(cells), None))
        if first is not None:
            cells[first] = _inserted(cells[first], pieces[0])
    return {number: decode_magics(body.removesuffix("\n")) for number, body in cells.items()}


def _first_code_line(body: str) -> int | None:
    lines = enumerate(body.split("\n"))
    return next(
        (i for i, line in lines if line.strip() and not line.lstrip().startswith("#") and MARK not in line), None
    )


def _inserted(body: str, head: str) -> str:
    lines = body.split("\n")
    at = _first_code_line(body) or 0
    return "\n".join((*lines[:at], *head.rstrip("\n").split("\n"), *lines[at:]))


@dataclass(frozen=True)
class CelledSource(PythonSource):
    """A notebook or a document with code blocks; `shown` maps a cell's number to where it starts in the file.

    For a notebook `shown` is empty and places are (cell, line); otherwise they are lines of the file.
    """

    shown: Mapping[int, int]

    @abstractmethod
    def original(self, number: int) -> str:
        """The text of a cell as the file has it."""

    @abstractmethod
    def render_cells(self, cells: Mapping[int, str]) -> bytes:
        """The file's bytes with these cells in place of the original ones."""

    def render(self, text: str) -> bytes:
        """The file's bytes; cells that are the same as in the file keep their bytes."""
        return self.render_cells({n: cell for n, cell in split_cells(text).items() if self.original(n) != cell})

    def locate(self, line: int) -> tuple[int | None, int]:
        """Cell and line in it, or the line of the file."""
        starts = [m.start() for m in _MARKER.finditer(self.text)]
        numbers = [int(m[1]) for m in _MARKER.finditer(self.text)]
        lines = [self.text.count("\n", 0, start) + 1 for start in starts]
        index = bisect_right(lines, line) - 1
        if index < 0:
            return None, line
        inner = max(1, line - lines[index])
        if numbers[index] in self.shown:
            return None, self.shown[numbers[index]] + inner - 1
        return numbers[index], inner

    @property
    def is_celled(self) -> bool:
        """Top-level ``await`` is allowed here."""
        return True

    def without(self, numbers: Iterable[int]) -> Self:
        """The same source without some cells."""
        left_out = set(numbers)
        pieces = _MARKER.split(self.text)
        kept = zip(pieces[1::2], pieces[2::2], strict=True)
        text = "".join(f"# %%cell:{n}\n{body}" for n, body in kept if int(n) not in left_out)
        return replace(self, text=text)

    def cells(self) -> dict[int, str]:
        """The Python text of each cell, magics still encoded."""
        pieces = _MARKER.split(self.text)
        return {int(number): body for number, body in zip(pieces[1::2], pieces[2::2], strict=True)}

"""Indentation of Python text that leaves the insides of string literals alone."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterable

from autogen_codemods.files.edits import Edit


def lines_within_strings(text: str) -> set[int]:
    """The numbers, from 1, of the lines that start inside of a string literal."""
    inside: set[int] = set()
    depth_of_fstring: list[int] = []
    for token in tokenize.generate_tokens(io.StringIO(f"({text}\n)").readline):
        name = tokenize.tok_name[token.type]
        if name == "FSTRING_START":
            depth_of_fstring.append(token.start[0])
        elif name == "FSTRING_END":
            inside.update(range(depth_of_fstring.pop() + 1, token.end[0] + 1))
        elif token.type == tokenize.STRING:
            inside.update(range(token.start[0] + 1, token.end[0] + 1))
    return inside


def comments(text: str) -> list[str]:
    """The comments in a piece of code, in their order."""
    if "#" not in text:
        return []
    tokens = tokenize.generate_tokens(io.StringIO(f"({text}\n)").readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def indented(text: str, by: str) -> str:
    """`text` with `by` before each line that is not empty and does not start inside of a string."""
    if not by:
        return text
    fixed = lines_within_strings(text)
    lines = text.splitlines(keepends=True)
    return "".join(line if number in fixed or not line.strip() else by + line for number, line in enumerate(lines, 1))


def dedented(text: str, columns: int) -> str:
    """`text` with up to `columns` blanks less before each line after the first that starts outside of strings."""
    if not columns or "\n" not in text:
        return text
    fixed = lines_within_strings(text) | {1}
    lines = text.splitlines(keepends=True)
    return "".join(line if number in fixed else _less(line, columns) for number, line in enumerate(lines, 1))


def _less(line: str, columns: int) -> str:
    blank = len(line) - len(line.lstrip(" \t"))
    return line[min(blank, columns) :]


def without_gap(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole lines ``text[start:end]``, with the shorter run of empty lines where there is one on both sides."""
    above, below = start, end
    while above and not text[(line := _start_of_line(text, above - 1)) : above].strip():
        above = line
    while below < len(text) and not text[below : (line := _end_of_line(text, below))].strip():
        below = line
    if above == start or below == end:
        return start, end
    return (above, end) if text.count("\n", above, start) <= text.count("\n", end, below) else (start, below)


def behind_line(text: str, offset: int) -> int:
    """Where the line ends, with its line end, that `offset` stands in or has just left."""
    return offset if offset and text[offset - 1] == "\n" else _end_of_line(text, offset)


def merged_removals(edits: Iterable[Edit]) -> list[Edit]:
    """The edits, with removals that meet joined into one."""
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        last = found[-1] if found else None
        if last and not last.text and not edit.text and last.end > last.start and edit.start < last.end:
            found[-1] = Edit(last.start, max(last.end, edit.end), "")
        else:
            found.append(edit)
    return found


def _start_of_line(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _end_of_line(text: str, offset: int) -> int:
    found = text.find("\n", offset)
    return len(text) if found < 0 else found + 1

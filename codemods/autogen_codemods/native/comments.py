"""The comments of a dictionary's entries, for the arguments that the entries become."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import call
from autogen_codemods.native.text import indented

_BESIDE = re.compile(r"[ \t]*,?[ \t]*(#[^\r\n]*)")
_ABOVE = re.compile(r"((?:^[ \t]*#[^\r\n]*\r?\n)+)[ \t]*\Z", re.MULTILINE)


@dataclass(frozen=True)
class Comments:
    """The comments in the lines above an entry, and the one behind it."""

    above: tuple[str, ...] = ()
    beside: str = ""

    def __bool__(self) -> bool:
        return bool(self.above or self.beside)


NONE = Comments()


def comments_of(view: ModuleView, value: cst.BaseExpression | None) -> Comments:
    """The comments of the dictionary entry or keyword argument that has this value."""
    entry = view.parent(value) if value is not None else None
    if value is None or not isinstance(entry, cst.DictElement | cst.Arg):
        return NONE
    beside = _BESIDE.match(view.text, view.span(value).end)
    above = _ABOVE.search(view.text[: view.span(entry).start])
    lines = above.group(1).splitlines() if above else []
    return Comments(tuple(line.strip() for line in lines), beside.group(1).rstrip() if beside else "")


def commented_call(function: str, arguments: Sequence[tuple[str, Comments]], indent: int = 0) -> str:
    """The text of a call, one argument per line with its comments where there are any."""
    if not any(comments for _, comments in arguments):
        return call(function, [argument for argument, _ in arguments], indent)
    lines = [f"{function}("]
    for argument, comments in arguments:
        lines += [f"    {line}" for line in comments.above]
        beside = f"  {comments.beside}" if comments.beside else ""
        lines.append(f"{indented(argument, '    ')},{beside}")
    return "\n".join([*lines, ")"])

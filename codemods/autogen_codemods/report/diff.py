"""Unified diffs that ``patch`` and ``git apply`` accept."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any

import click

from autogen_codemods.files.redact import redacted
from autogen_codemods.files.source import UnreadableFile, decode
from autogen_codemods.plan import FilePlan

_STYLES: dict[str, dict[str, Any]] = {
    "+++": {"bold": True},
    "---": {"bold": True},
    "@@": {"fg": "cyan"},
    "+": {"fg": "green"},
    "-": {"fg": "red"},
}


def diff(plan: FilePlan) -> Iterator[str]:
    """The lines of the diff of one planned change, each with its line end."""
    if plan.new is None:
        return
    name = plan.path.as_posix()
    lines = difflib.unified_diff(lines_of(plan.old), lines_of(plan.new), f"a/{name}", f"b/{name}", lineterm="\n")
    for line in map(redacted, lines):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def coloured(lines: Iterable[str]) -> Iterator[str]:
    """The same lines with terminal colours."""
    for line in lines:
        style = next((style for start, style in _STYLES.items() if line.startswith(start)), None)
        yield click.style(line, **style) if style else line


def lines_of(data: bytes) -> list[str]:
    """The lines of a file with their ends, as patch counts them."""
    try:
        text, _ = decode(data)
    except UnreadableFile:
        text = data.decode("utf-8", "replace")
    # Only "\\n" ends a line for patch; str.splitlines would also split at form feeds.
    pieces = text.split("\n")
    return [piece + "\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])

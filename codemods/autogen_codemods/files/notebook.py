"""Jupyter notebooks: code cells as one module, and back into the same JSON text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from autogen_codemods.files.cells import CelledSource, join_cells
from autogen_codemods.files.edits import Edit, apply_edits
from autogen_codemods.files.json_spans import items, members, start_of
from autogen_codemods.files.magics import is_foreign
from autogen_codemods.files.source import UnreadableFile, decode_utf8, encode
from autogen_codemods.tree.positions import Span


@dataclass(frozen=True)
class NotebookSource(CelledSource):
    """A notebook; `raw` is the JSON text and `spans` where each code cell's source stands in it."""

    raw: str
    encoding: str
    spans: Mapping[int, Span]

    def original(self, number: int) -> str:
        """The cell's source in the JSON."""
        return _source_text(self.raw[slice(*self.spans[number])])

    def render_cells(self, cells: Mapping[int, str]) -> bytes:
        """The JSON with new sources; everything else keeps its bytes."""
        edits = [Edit(*self.spans[n], _json_source(self.raw[slice(*self.spans[n])], text)) for n, text in cells.items()]
        return encode(apply_edits(self.raw, edits), self.encoding)


def read_notebook(path: Path, data: bytes) -> NotebookSource | None:
    """Read a notebook; None when it is not Python's; raises UnreadableFile."""
    raw, encoding = decode_utf8(data)
    try:
        notebook: Any = json.loads(raw)
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise UnreadableFile("not a notebook: its JSON does not parse", line) from None
    except RecursionError:
        raise UnreadableFile("not a notebook: its JSON is nested too deeply") from None
    if not isinstance(_member(notebook, "cells"), list):
        raise UnreadableFile("not a notebook of format 4; open and save it with a present Jupyter")
    if not _is_python(notebook):
        return None
    spans = dict(_code_cells(raw))
    sources = {number: _source_text(raw[start:end]) for number, (start, end) in spans.items()}
    text = join_cells((number, source) for number, source in sources.items() if not is_foreign(source))
    return NotebookSource(path, text, {}, raw, encoding, spans)


def _member(value: Any, *keys: str) -> Any:
    """``value[a][b]``, or None where there is no such thing."""
    for key in keys:
        value = cast("dict[str, Any]", value).get(key) if isinstance(value, dict) else None
    return value


def _is_python(notebook: Any) -> bool:
    name = _member(notebook, "metadata", "language_info", "name")
    return "python" in str(name or _member(notebook, "metadata", "kernelspec", "language") or "python").lower()


def _source_text(raw: str) -> str:
    value: Any = json.loads(raw)
    return "".join(map(str, cast("list[Any]", value))) if isinstance(value, list) else str(value)


def _json_source(old: str, text: str) -> str:
    """`text` as JSON in the style of the old value: a list of lines or one string."""
    ascii_only = re.search(r"\\u[0-9a-fA-F]{4}", old) is not None
    if not old.startswith("["):
        return json.dumps(text, ensure_ascii=ascii_only)
    space = re.match(r"\[(\s*)", old)
    before = space[1] if space else ""
    after = re.search(r"(\s*)\]$", old)
    between = before or " "
    lines = [json.dumps(line, ensure_ascii=ascii_only) for line in text.splitlines(keepends=True)]
    return f"[{before}{(',' + between).join(lines)}{after[1] if after else ''}]"


def _code_cells(raw: str) -> Iterator[tuple[int, Span]]:
    """(index, span of the source value) of every code cell."""
    cells = _values(raw, start_of(raw)).get("cells")
    if cells is None:
        return
    for index, cell in enumerate(items(raw, cells.start)):
        values = _values(raw, cell.start)
        kind, source = values.get("cell_type"), values.get("source")
        if kind and source and raw[slice(*kind)] == '"code"':
            yield index, source


def _values(raw: str, start: int) -> dict[str, Span]:
    return {key: value for key, _, value in members(raw, start)}

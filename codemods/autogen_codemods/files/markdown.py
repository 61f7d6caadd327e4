"""Python code blocks of markdown files, as one module."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autogen_codemods.files.cells import CelledSource, join_cells
from autogen_codemods.files.edits import Edit, apply_edits
from autogen_codemods.files.source import decode_utf8, encode

_FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\r\n]*)(?P<eol>\r?\n)", re.MULTILINE)
_PYTHON = re.compile(
    r"\{?\.?(?:python3?|py|ipython3?|pycon)\b|\{(?:code-block|code-cell)\}\s*(?:i?python3?)", re.IGNORECASE
)


@dataclass(frozen=True)
class Block:
    """One code block: where its lines stand in the file, and their indentation."""

    start: int
    end: int
    indent: str
    eol: str


@dataclass(frozen=True)
class MarkdownSource(CelledSource):
    """A markdown file; its Python blocks are the cells."""

    raw: str
    encoding: str
    blocks: Mapping[int, Block]

    def original(self, number: int) -> str:
        """The block's lines without its indentation."""
        block = self.blocks[number]
        return _dedented(self.raw[block.start : block.end], block)

    def render_cells(self, cells: Mapping[int, str]) -> bytes:
        """The file with new blocks; everything else keeps its bytes."""
        edits = [_edit(self.blocks[number], text) for number, text in cells.items()]
        return encode(apply_edits(self.raw, edits), self.encoding)


def read_markdown(path: Path, data: bytes) -> MarkdownSource:
    """Read a markdown file; raises UnreadableFile."""
    raw, encoding = decode_utf8(data)
    blocks = {n: b for n, b in enumerate(_blocks(raw)) if ">>>" not in raw[b.start : b.end]}
    text = join_cells((n, _dedented(raw[b.start : b.end], b)) for n, b in blocks.items())
    lines = {n: raw.count("\n", 0, b.start) + 1 for n, b in blocks.items()}
    return MarkdownSource(path, text, lines, raw, encoding, blocks)


def _blocks(raw: str) -> Iterator[Block]:
    position = 0
    while opening := _FENCE.search(raw, position):
        closing = re.compile(rf"^[ \t]*{opening['fence'][0]}{{{len(opening['fence'])},}}[ \t]*\r?$", re.MULTILINE)
        end = closing.search(raw, opening.end())
        stop = end.start() if end else len(raw)
        if _PYTHON.match(opening["info"]):
            yield Block(opening.end(), stop, opening["indent"], opening["eol"])
        position = end.end() if end else len(raw)


def _dedented(text: str, block: Block) -> str:
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    return "\n".join(line.removeprefix(block.indent) for line in lines)


def _edit(block: Block, text: str) -> Edit:
    lines = (block.indent + line if line.strip() else line for line in text.split("\n"))
    return Edit(block.start, block.end, block.eol.join(lines) + block.eol)

"""One legacy module, ready for the rules of the compat tier."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import libcst as cst

from autogen_codemods import fates
from autogen_codemods.files.edits import Edit
from autogen_codemods.files.redact import redacted
from autogen_codemods.files.source import PythonSource, UnreadableFile
from autogen_codemods.model.imports import ModuleImports, analyse
from autogen_codemods.rules.base import Finding, Rule
from autogen_codemods.tree.positions import LineTable, Span, spans_of
from autogen_codemods.tree.walk import walk

_PYTHON_2 = re.compile(r"print\s+[\"'\w%]|exec\s+[\"'\w]|except\s+[\w.]+\s*,\s*\w+\s*:|raise\s+\w+\s*,")


@dataclass(frozen=True, eq=False)
class LegacyModule:
    """A parsed source with its nodes and the meaning of its names."""

    source: PythonSource
    tree: cst.Module
    nodes: tuple[cst.CSTNode, ...]
    imports: ModuleImports

    @classmethod
    def parse(cls, source: PythonSource) -> LegacyModule:
        """Parse and resolve; raises UnreadableFile when the source is not Python 3."""
        tree = parse(source)
        nodes = tuple(walk(tree))
        return cls(source, tree, nodes, analyse(tree, nodes=nodes, canonical=fates.canonical, star_names=fates.exports))


@dataclass(frozen=True)
class NodeEdit:
    """Replace the text of a node."""

    node: cst.CSTNode
    text: str


@dataclass(frozen=True)
class Proposal:
    """What a rule wants to say about a node, and the edits that would do it."""

    rule: Rule
    node: cst.CSTNode
    message: str
    edits: tuple[NodeEdit, ...] = ()


class CompatRule(Protocol):
    """The shape of a rule module."""

    RULE: Rule

    @staticmethod
    def find(module: LegacyModule) -> Iterator[Proposal]:
        """The places in `module` that the rule speaks about."""
        ...


def parse(source: PythonSource) -> cst.Module:
    """The tree of a source; raises UnreadableFile with the line that does not parse."""
    try:
        return cst.parse_module(source.text)
    except cst.ParserSyntaxError as error:
        raise _explained(source.text, error) from None
    except RecursionError:
        raise UnreadableFile("nested too deeply to be parsed") from None


def _explained(text: str, error: cst.ParserSyntaxError) -> UnreadableFile:
    """Python's own words for a syntax error where it has them; libcst's line otherwise."""
    if "\0" in text:
        return UnreadableFile("does not parse: the file contains NUL bytes")
    number, reason = _python_error(text) or (error.raw_line, "invalid syntax")
    lines = re.split(r"\r\n?|\n", text)
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    advice = "; it looks like Python 2, run 2to3 on the file first" if _PYTHON_2.match(line) else ""
    return UnreadableFile(f"does not parse: {reason} at `{line[:60]}`{advice}", number)


def _python_error(text: str) -> tuple[int, str] | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError as error:
            return error.lineno or 0, error.msg.partition(". ")[0]
        except (RecursionError, ValueError, MemoryError):
            return None
    return None


@dataclass(frozen=True)
class Placed:
    """A proposal with its place in the file and its edits of the text."""

    finding: Finding
    edits: tuple[Edit, ...]
    lines: tuple[int, int]


def place(module: LegacyModule, proposals: Iterable[Proposal]) -> list[Placed]:
    """Findings with their places, and text edits, of all proposals at once."""
    proposals = list(proposals)
    nodes = [n for p in proposals for n in (p.node, *(e.node for e in p.edits))]
    spans = spans_of(module.tree, nodes)
    table = LineTable.of(module.source.text)
    return [_placed(module.source, p, table, spans) for p in proposals]


def _placed(source: PythonSource, proposal: Proposal, table: LineTable, spans: dict[int, Span]) -> Placed:
    span = spans[id(proposal.node)]
    edits = tuple(Edit(*spans[id(e.node)], e.text) for e in proposal.edits)
    lines = (table.place(span.start)[0], table.place(span.end)[0])
    return Placed(_finding(source, proposal, table, span), edits, lines)


def _finding(source: PythonSource, proposal: Proposal, table: LineTable, span: Span) -> Finding:
    line, column = table.place(span.start)
    cell, line_in_cell = source.locate(line)
    end_line, end_column = table.place(span.end)
    return Finding(
        code=proposal.rule.code,
        path=source.path,
        line=line_in_cell,
        column=column,
        message=proposal.message,
        kind=proposal.rule.kind,
        end_line=line_in_cell + end_line - line,
        end_column=end_column,
        cell=cell,
        fixable=bool(proposal.edits),
        source=redacted(table.line(line)),
    )

"""Imports of v0.2 in a ``try`` that lets a module be imported where it is not installed: v0.4 is imported there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.files.edits import Edit
from autogen_codemods.model.view import ModuleView
from autogen_codemods.tree.walk import dotted, walk

_MISSING = frozenset({"ImportError", "ModuleNotFoundError", "Exception"})


@dataclass(frozen=True)
class Guard:
    """A ``try`` of a module whose body only imports v0.2."""

    view: ModuleView
    block: cst.Try
    line: cst.SimpleStatementLine

    def holds(self, edit: Edit) -> bool:
        """Whether an edit changes the imports in it."""
        start, end = self.view.span(self.block)
        return start <= edit.start and edit.end <= end

    def edits(self, lines: Sequence[str], renamed: Mapping[str, str]) -> Iterator[Edit]:
        """The imports of v0.4 in the place of v0.2's, and the names for want of them."""
        view = self.view
        start, end = view.span(self.line)
        indent = " " * (start - view.text.rfind("\n", 0, start) - 1)
        texts = [line for text in lines if text for line in text.split("\n")]
        yield Edit(start, end, f"{view.module.default_newline}{indent}".join(texts))
        known: set[str] = set()
        for node in walk(self.block):
            if isinstance(node, cst.AssignTarget) and isinstance(node.target, cst.Name):
                name = renamed.get(node.target.value, node.target.value)
                known.add(name)
                yield Edit(*view.span(node.target), name)
        last = self.block.handlers[0].body.body[-1]
        place, told = view.span(last).end, {each for line in lines for each in re.findall(r"\w+", line)}
        for name in sorted((_annotating(view) & told) - known):
            yield Edit(place, place, f"{view.module.default_newline}{indent}{name} = None")


def guard_of(view: ModuleView, replaced: Collection[str]) -> Guard | None:
    """The ``try`` with all imports of v0.2 of a module that uses nothing of it but `replaced` names any more."""
    statements = {id(each.statement): each.statement for each in view.imports.imports}
    left = {view.code(use.node).partition(".")[0] for use in view.imports.uses}
    if len(statements) != 1 or left - set(replaced) or "*" in {each.local for each in view.imports.imports}:
        return None
    [statement] = statements.values()
    line = view.parent(statement)
    suite = view.parent(line) if line is not None else None
    block = view.parent(suite) if suite is not None else None
    if not isinstance(line, cst.SimpleStatementLine) or not isinstance(block, cst.Try) or block.body is not suite:
        return None
    alone = len(line.body) == 1 and len(block.body.body) == 1 and view.parent(block) is view.module
    return Guard(view, block, line) if alone and all(map(_catches, block.handlers)) and _only_sets(block) else None


def _annotating(view: ModuleView) -> set[str]:
    """The names in annotations, which Python reads when it defines functions."""
    found = (each for node in view.nodes if isinstance(node, cst.Annotation) for each in walk(node))
    return {each.value for each in found if isinstance(each, cst.Name)}


def _catches(handler: cst.ExceptHandler) -> bool:
    return handler.type is None or dotted(handler.type) in _MISSING


def _only_sets(block: cst.Try) -> bool:
    """Whether the names are None for want of v0.2, and nothing else is decided."""
    if block.orelse is not None or block.finalbody is not None or len(block.handlers) != 1:
        return False
    lines = [each for line in block.handlers[0].body.body for each in getattr(line, "body", [line])]
    return all(_is_none(each) for each in lines)


def _is_none(statement: cst.CSTNode) -> bool:
    if isinstance(statement, cst.Pass):
        return True
    value = statement.value if isinstance(statement, cst.Assign) else None
    return isinstance(value, cst.Name) and value.value == "None"

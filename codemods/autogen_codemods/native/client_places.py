"""Where a model client is made: above the loops in which its agents are, where it is the same in each turn."""

from __future__ import annotations

import libcst as cst
from libcst.metadata import Assignment

from autogen_codemods.model.settings import is_part
from autogen_codemods.model.view import ModuleView, Statement
from autogen_codemods.tree.walk import walk


def above_loops(view: ModuleView, statement: Statement, configuration: cst.BaseExpression) -> Statement:
    """The outermost loop around a statement that binds nothing of a configuration, or the statement itself."""
    found = statement
    bound = [view.span(node) for node in _bindings(view, configuration)]
    for outer in view.ancestors(statement):
        if isinstance(outer, cst.IndentedBlock):
            continue
        if not isinstance(outer, cst.For) or outer.asynchronous is not None:
            return found
        loop = view.span(outer)
        if any(loop.start <= span.start and span.end <= loop.end for span in bound):
            return found
        found = outer
    return found


def _bindings(view: ModuleView, configuration: cst.BaseExpression) -> list[cst.CSTNode]:
    """What binds the names that a configuration is made of, however far."""
    found: dict[int, cst.CSTNode] = {}
    waiting: list[cst.CSTNode] = [configuration]
    while waiting:
        for name in walk(waiting.pop()):
            if not isinstance(name, cst.Name) or is_part(view, name):
                continue
            for node in (each.node for each in view.assignments(name) if isinstance(each, Assignment)):
                if id(node) not in found:
                    found[id(node)] = node
                    variable = view.variable(name)
                    waiting += [variable.value] if variable is not None else []
    return list(found.values())

"""Where the functions of a module are called."""

from __future__ import annotations

import libcst as cst
from libcst.metadata import Assignment, BaseAssignment

from autogen_codemods.model.view import ModuleView


def assignment_of(view: ModuleView, function: cst.FunctionDef) -> BaseAssignment | None:
    """The assignment of a function's name, where it is the only one."""
    scope = view.scope(function)
    candidates = scope[function.name.value] if scope is not None else ()
    found = [each for each in candidates if isinstance(each, Assignment) and each.node is function]
    return found[0] if len(found) == 1 and len(set(candidates)) == 1 else None


def references_of(view: ModuleView, function: cst.FunctionDef) -> list[cst.CSTNode]:
    """What reads a function's name, each once."""
    assignment = assignment_of(view, function)
    return list({id(n): n for n in view.references(assignment)}.values()) if assignment is not None else []


def calls_of(view: ModuleView, function: cst.FunctionDef) -> list[cst.Call]:
    """The calls of a function by its name."""
    found: list[cst.Call] = []
    for node in references_of(view, function):
        above = view.parent(node)
        if isinstance(above, cst.Call) and above.func is node:
            found.append(above)
    return found

"""Which expressions of registrations mean the same function or name, also over loops and in several places."""

from __future__ import annotations

from collections.abc import Hashable

import libcst as cst
from libcst.metadata import BaseAssignment, ImportAssignment

from autogen_codemods.model.settings import is_part
from autogen_codemods.model.view import ModuleView
from autogen_codemods.tree.walk import walk

REGISTERING = frozenset({"register_for_llm", "register_for_execution"})


def function_key(view: ModuleView, function: cst.BaseExpression | cst.FunctionDef, place: cst.CSTNode) -> Hashable:
    """What is equal for registrations of one function; `place`: the registration that names it."""
    if isinstance(function, cst.FunctionDef):
        return id(function)
    registered = registered_function(view, function)
    if (definition := view.definition(registered)) is not None:
        return id(definition)
    if any(isinstance(each, cst.Call | cst.Lambda | cst.Await) for each in walk(registered)):
        return id(place)
    return expression_key(view, registered)


def registered_function(view: ModuleView, function: cst.BaseExpression) -> cst.BaseExpression:
    """The function behind ``f = agent.register_for_llm(...)(function)``, which gives it back; else the expression."""
    seen: set[int] = set()
    while (variable := view.variable(function)) is not None and id(variable) not in seen:
        seen.add(id(variable))
        if not is_registration(variable.value):
            break
        function = cst.ensure_type(variable.value, cst.Call).args[0].value
    return function


def is_registration(node: cst.CSTNode | None) -> bool:
    """Whether an expression is ``agent.register_for_llm(...)(function)`` or the like."""
    if not isinstance(node, cst.Call) or len(node.args) != 1 or node.args[0].keyword or node.args[0].star:
        return False
    method = node.func.func if isinstance(node.func, cst.Call) else None
    return isinstance(method, cst.Attribute) and method.attr.value in REGISTERING


def expression_key(view: ModuleView, node: cst.BaseExpression) -> Hashable:
    """What is equal for expressions without calls that have the same value."""
    names = (each for each in walk(node) if isinstance(each, cst.Name) and not is_part(view, each))
    return (view.code(node), *(_name_key(view, name) for name in names))


def _name_key(view: ModuleView, name: cst.Name) -> Hashable:
    found = view.assignments(name)
    if name.value == "self" or not found or any(isinstance(each, ImportAssignment) for each in found):
        return name.value
    return frozenset(_binding_key(view, each) for each in found)


def _binding_key(view: ModuleView, assignment: BaseAssignment) -> Hashable:
    """A loop's target has the same values as that of another loop over the same things."""
    node: cst.CSTNode | None = getattr(assignment, "node", None)
    loop = next((each for each in view.ancestors(node) if isinstance(each, cst.For)), None) if node else None
    if loop is None or node not in set(walk(loop.target)):
        return id(assignment)
    calls = any(isinstance(each, cst.Call) for each in walk(loop.iter))
    return id(loop) if calls else (view.code(loop.target), expression_key(view, loop.iter))

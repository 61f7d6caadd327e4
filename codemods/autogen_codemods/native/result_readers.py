"""Functions of the project that get the result of a chat, read it and keep nothing of it."""

from __future__ import annotations

import libcst as cst
from libcst.metadata import Assignment

from autogen_codemods.model import values as v
from autogen_codemods.model.program import Program
from autogen_codemods.model.trace_calls import parameter_of
from autogen_codemods.model.view import ModuleView
from autogen_codemods.tree.walk import dotted, walk

_SHOWING = frozenset({"print", "len", "str", "repr", "json.dumps", "reversed", "enumerate"})


def reads_of_result(program: Program, view: ModuleView, arg: cst.Arg) -> frozenset[str] | None:
    """The attributes that are read where an argument goes; None where more may be done with it, or later."""
    call, resolver = view.parent(arg), program.tracer.resolver
    if not isinstance(call, cst.Call):
        return None
    found: set[str] = set()
    for called in resolver.values(view, call.func):
        home = parameter_of(resolver, called, call, arg) if isinstance(called, v.Function) else None
        names = _reads_in(*home) if home is not None else None
        if names is None:
            return None
        found |= names
    return frozenset(found) or None


def _reads_in(view: ModuleView, function: cst.FunctionDef, param: cst.Param) -> frozenset[str] | None:
    lazy = function.asynchronous is not None or any(isinstance(each, cst.Yield) for each in walk(function.body))
    bound = [a for scope in view.scopes for a in scope.assignments if isinstance(a, Assignment) and a.node is param]
    reads = [(node, view.parent(node)) for each in bound for node in view.references(each)]
    if lazy or function.decorators or not all(_is_passing_read(view, function, node) for node, _ in reads):
        return None
    return frozenset(read.attr.value for _, read in reads if isinstance(read, cst.Attribute))


def _is_passing_read(view: ModuleView, function: cst.FunctionDef, node: cst.CSTNode) -> bool:
    """Whether an attribute is read there, and of a history only its messages."""
    read = view.parent(node)
    if view.function(node) is not function or not isinstance(read, cst.Attribute) or read.value is not node:
        return False
    above = view.parent(read)
    if read.attr.value != "chat_history":
        return not isinstance(above, cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del)
    if isinstance(above, cst.Arg):
        call = view.parent(above)
        return isinstance(call, cst.Call) and dotted(call.func) in _SHOWING
    return isinstance(above, cst.Subscript | cst.For | cst.CompFor | cst.FormattedStringExpression)

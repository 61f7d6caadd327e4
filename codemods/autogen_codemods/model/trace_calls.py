"""Calls as a traced object meets them: parameters, and methods of containers."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.model.flow import Resolver
from autogen_codemods.model.view import ModuleView

_FILLING = {"append": 1, "add": 1, "insert": 1, "setdefault": 1, "extend": 0, "update": 0}
_METHODS = {"values": 0, "copy": 0, "get": -1, "pop": -1, "items": 1, "setdefault": -1}
"""What methods of containers give, as steps from the container: itself, what is in it, or pairs with that."""
_FINDING = frozenset({"get", "pop", "setdefault"})
_QUIET = frozenset({"append", "add", "insert", "extend", "update", "keys", "index", "count"})


def fills(method: str, depth: int) -> int | None:
    """The depth of a container after an object of `depth` was put into it by a method; None for other methods."""
    step = _FILLING.get(method)
    return None if step is None else depth + step


def finds(call: cst.Call, arg: cst.Arg) -> bool:
    """Whether an argument of a dictionary's method is the key that it finds or stores something under."""
    method = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
    return method in _FINDING and bool(call.args) and call.args[0] is arg


def result_of_method(method: str, depth: int) -> int | None:
    """The depth of what a method of a container gives; -1 when it gives nothing of it, None when it may lose it."""
    if method in _METHODS:
        return max(depth + _METHODS[method], 0)
    return -1 if method in _QUIET else None


def argument_of(node: cst.BaseExpression) -> cst.BaseExpression | None:
    """The function that an expression calls."""
    return node.func if isinstance(node, cst.Call) else None


def is_called(view: ModuleView, name: cst.CSTNode) -> bool:
    """Whether a name of a function only calls, defines or imports it."""
    above = view.parent(name)
    if isinstance(above, cst.Attribute) and above.attr is name:
        name, above = above, view.parent(above)
    if isinstance(above, cst.Call):
        return above.func is name
    if isinstance(above, cst.Attribute | cst.Param | cst.AsName):
        return True
    if isinstance(above, cst.Arg):
        return above.keyword is name
    return isinstance(above, cst.FunctionDef | cst.ImportAlias | cst.ImportFrom | cst.AssignTarget)


def parameter_of(
    resolver: Resolver, called: v.Value, call: cst.Call, arg: cst.Arg
) -> tuple[ModuleView, cst.FunctionDef, cst.Param] | None:
    """The parameter of a function of the project that an argument is given to; None when that is not seen."""
    function, shift = called, 0
    if isinstance(called, v.Class):
        found = [value for each in resolver.classes.line(called) for value in _constructor(resolver, each)]
        function, shift = (found[0] if found else None), 1
    if not isinstance(function, v.Function) or not isinstance(function.node, cst.FunctionDef):
        return None
    home = resolver.files.view(function.path)
    if home is None or arg.star or any(each.star for each in call.args):
        return None
    words = {getattr(each.decorator, "value", None) for each in function.node.decorators}
    owner = resolver.classes.owner(home, function.node)
    if isinstance(called, v.Function) and owner is not None and "staticmethod" not in words:
        shift = 1 if called.bound or "classmethod" in words else 0
    param = _parameter(function.node, call, arg, shift)
    return (home, function.node, param) if param is not None else None


def _constructor(resolver: Resolver, of: v.Class) -> list[v.Function]:
    view = resolver.files.view(of.path)
    found = [n for n in of.node.body.body if isinstance(n, cst.FunctionDef) and n.name.value == "__init__"]
    return [resolver.function(view, found[-1])] if view is not None and found else []


def _parameter(function: cst.FunctionDef, call: cst.Call, arg: cst.Arg, shift: int) -> cst.Param | None:
    params = function.params
    positional = [*params.posonly_params, *params.params]
    if arg.keyword is not None:
        named = [*params.params, *params.kwonly_params]
        return next((each for each in named if each.name.value == arg.keyword.value), None)
    position = list(call.args).index(arg) + shift
    return positional[position] if position < len(positional) else None

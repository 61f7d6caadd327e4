"""Constants, dictionaries and calls as plain data, where the source says them plainly."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Final

import libcst as cst

from autogen_codemods.model.view import ModuleView


class _Unknown:
    """The value of an expression that cannot be read from the source."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value is neither true nor false")


UNKNOWN: Final = _Unknown()
Constant = str | int | float | bool | None | _Unknown


def constant(view: ModuleView, node: cst.BaseExpression | None) -> Constant:
    """The constant that an expression is, also through a variable; UNKNOWN for everything else."""
    if node is None:
        return UNKNOWN
    node = view.value(node)
    if not isinstance(node, cst.BaseNumber | cst.SimpleString | cst.ConcatenatedString | cst.Name | cst.UnaryOperation):
        return UNKNOWN
    try:
        value: object = ast.literal_eval(cst.Module([]).code_for_node(node).strip().strip("()"))
    except (ValueError, SyntaxError):
        return UNKNOWN
    return value if value is None or isinstance(value, str | int | float | bool) else UNKNOWN


def entries(node: cst.BaseExpression) -> dict[str, cst.BaseExpression] | None:
    """The entries of a dictionary display or ``dict(...)`` call whose keys are all plain strings."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "dict":
        return keywords(node.args)
    if not isinstance(node, cst.Dict):
        return None
    found: dict[str, cst.BaseExpression] = {}
    for element in node.elements:
        if not isinstance(element, cst.DictElement) or not isinstance(element.key, cst.SimpleString):
            return None
        found[str(element.key.evaluated_value)] = element.value
    return found


def keywords(args: Sequence[cst.Arg]) -> dict[str, cst.BaseExpression] | None:
    """The values by keyword of a call without positional, ``*`` and ``**`` arguments."""
    if any(arg.keyword is None for arg in args):
        return None
    return {arg.keyword.value: arg.value for arg in args if arg.keyword is not None}


def bound_arguments(call: cst.Call, parameters: Sequence[str]) -> dict[str, cst.Arg] | None:
    """The arguments of a call by the names of its parameters; None with ``*`` or ``**`` or too many of them."""
    found: dict[str, cst.Arg] = {}
    for position, arg in enumerate(call.args):
        if arg.star:
            return None
        if arg.keyword is None and position >= len(parameters):
            return None
        found[arg.keyword.value if arg.keyword else parameters[position]] = arg
    return found


def elements(view: ModuleView, node: cst.BaseExpression) -> list[cst.BaseExpression] | None:
    """The items of a list or tuple display, also through a variable."""
    node = view.value(node)
    if not isinstance(node, cst.List | cst.Tuple):
        return None
    if any(isinstance(each, cst.StarredElement) for each in node.elements):
        return None
    return [each.value for each in node.elements]


def values(arguments: Mapping[str, cst.Arg]) -> dict[str, cst.BaseExpression]:
    """The value expressions of bound arguments."""
    return {name: arg.value for name, arg in arguments.items()}

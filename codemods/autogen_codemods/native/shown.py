"""Agents that are only printed, as objects without a text of their own, drawn by their names, or compared."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.view import ModuleView
from autogen_codemods.tree.walk import dotted

_DRAWING = "autogen.graph_utils.visualize_speaker_transitions_dict"
_IDENTITY = (cst.Is, cst.IsNot, cst.Equal, cst.NotEqual, cst.In, cst.NotIn)
_LOGGING = frozenset({"debug", "info", "warning", "error"})


def is_only_shown(view: ModuleView, node: cst.CSTNode) -> bool:
    """Whether an object is printed, logged, drawn with who may speak after whom, or compared with others."""
    return _is_only_printed(view, node) or _is_drawn(view, node) or _is_compared(view, node)


def _is_only_printed(view: ModuleView, node: cst.CSTNode) -> bool:
    """Whether an object goes into a line that is printed or logged: ``print(agent)``, ``print(f"{agent}")``."""
    if not isinstance(node, cst.Name | cst.Attribute | cst.Subscript | cst.Call):
        return False
    above = view.parent(node)
    if isinstance(above, cst.FormattedStringExpression):
        if above.conversion is not None or above.format_spec is not None:
            return False
        above = view.parent(view.parent(above) or above)
    if not isinstance(above, cst.Arg) or above.keyword is not None or above.star:
        return False
    call = view.parent(above)
    return isinstance(call, cst.Call) and _prints(call) and isinstance(view.parent(call), cst.Expr)


def _is_drawn(view: ModuleView, node: cst.CSTNode) -> bool:
    above = view.parent(node)
    call = view.parent(above) if isinstance(above, cst.Arg) else None
    return isinstance(call, cst.Call) and view.qualified(call.func) == _DRAWING


def _is_compared(view: ModuleView, node: cst.CSTNode) -> bool:
    """Whether it is asked if an object is another, or among others; what lambdas are given may be no agent in v0.4."""
    above = view.parent(node)
    comparison = view.parent(above) if isinstance(above, cst.ComparisonTarget) else above
    if not isinstance(comparison, cst.Comparison) or any(isinstance(a, cst.Lambda) for a in view.ancestors(node)):
        return False
    return all(isinstance(each.operator, _IDENTITY) for each in comparison.comparisons)


def _prints(call: cst.Call) -> bool:
    name = dotted(call.func) or ""
    receiver, _, method = name.rpartition(".")
    return name == "print" or (method in _LOGGING and receiver.lower().endswith(("logging", "logger", "log")))

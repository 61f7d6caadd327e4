"""The names of agents that are computed, which v0.4 needs to be identifiers."""

from __future__ import annotations

import re
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import Assignment

from autogen_codemods.model import values as v
from autogen_codemods.model.flow import Resolver
from autogen_codemods.model.view import ModuleView

_PART = re.compile(r"[0-9a-zA-Z_]*")
_LONGEST = 64
_REPEATING = (cst.For, cst.While, cst.BaseComp, cst.Lambda)


@dataclass(frozen=True)
class ComputedName:
    """An expression for a name; not `is_identifier` where it may give what v0.4 does not accept."""

    node: cst.BaseExpression
    is_identifier: bool
    only: str | None = None
    """The one name that it gives in v0.2, where its function makes one agent."""


def identifier(name: str) -> str:
    """`name`, or the nearest name that v0.4 accepts: an identifier of ASCII characters, 64 at most."""
    plain = re.sub(r"[^0-9a-zA-Z_]", "_", name)[:_LONGEST] or "agent"
    return f"_{plain}"[:_LONGEST] if plain[0].isdigit() else plain


def computed_name(resolver: Resolver, view: ModuleView, node: cst.BaseExpression) -> ComputedName:
    """What can be told of a name that is no constant."""
    is_identifier = _is_identifier(resolver, view, node)
    texts = _texts(resolver, view, node) or []
    once = len(texts) == 1 and _runs_once(resolver, view, node)
    return ComputedName(node, is_identifier, texts[0] if once else None)


def _runs_once(resolver: Resolver, view: ModuleView, node: cst.CSTNode) -> bool:
    """Whether the code around a node runs once: in no loop, and in functions that are called once from such code."""
    if any(isinstance(above, _REPEATING) for above in view.ancestors(node)):
        return False
    function = view.function(node)
    if function is None:
        return True
    callers = resolver.calls.callers(resolver.function(view, function))
    if len(callers) != 1 or not callers[0].certain or callers[0].call is None or function.decorators:
        return False
    other = resolver.files.view(callers[0].place.path)
    return (
        other is not None and other.function(callers[0].call) is None and _runs_once(resolver, other, callers[0].call)
    )


def _is_identifier(resolver: Resolver, view: ModuleView, node: cst.BaseExpression) -> bool:
    written = view.value(node)
    if isinstance(written, cst.FormattedString) and view.function(written) is view.function(node):
        node = written
    if isinstance(node, cst.FormattedString):
        return _starts_well(resolver, view, node) and all(_is_part(resolver, view, part) for part in node.parts)
    found = _texts(resolver, view, node)
    return found is not None and all(identifier(text) == text for text in found)


def _starts_well(resolver: Resolver, view: ModuleView, node: cst.FormattedString) -> bool:
    [first, *_] = node.parts or [cst.FormattedStringText("")]
    if isinstance(first, cst.FormattedStringText):
        return first.value[:1].isidentifier()
    return isinstance(first, cst.FormattedStringExpression) and _is_identifier(resolver, view, first.expression)


def _is_part(resolver: Resolver, view: ModuleView, part: cst.BaseFormattedStringContent) -> bool:
    if isinstance(part, cst.FormattedStringText):
        return _PART.fullmatch(part.value) is not None
    assert isinstance(part, cst.FormattedStringExpression)
    if part.format_spec is not None or part.conversion is not None:
        return False
    if _is_count(view, part.expression):
        return True
    found = _texts(resolver, view, part.expression)
    return found is not None and all(_PART.fullmatch(text) for text in found)


def _texts(resolver: Resolver, view: ModuleView, node: cst.BaseExpression) -> list[str] | None:
    """The texts that an expression may be; None if it may be anything else."""
    found = resolver.values(view, node)
    texts = [each.value for each in found if isinstance(each, v.Constant) and isinstance(each.value, str)]
    return texts if texts and len(texts) == len(found) else None


def _is_count(view: ModuleView, node: cst.BaseExpression) -> bool:
    """Whether an expression is a number that counts up from 0 or more, or a sum with such a one."""
    match node:
        case cst.Integer():
            return True
        case cst.BinaryOperation(left=left, operator=cst.Add(), right=right):
            return _is_count(view, left) and _is_count(view, right)
        case cst.Name():
            found = view.assignments(node)
            return bool(found) and all(isinstance(each, Assignment) and _counts(view, each.node) for each in found)
        case _:
            return False


def _counts(view: ModuleView, target: cst.CSTNode) -> bool:
    """Whether a loop over ``range`` or ``enumerate`` binds a name to numbers."""
    above = view.parent(target)
    if isinstance(above, cst.Element) and isinstance(pattern := view.parent(above), cst.Tuple):
        loop = view.parent(pattern)
        return pattern.elements[0] is above and _is_loop_over(view, loop, "enumerate")
    return _is_loop_over(view, above, "range")


def _is_loop_over(view: ModuleView, loop: cst.CSTNode | None, function: str) -> bool:
    if not isinstance(loop, cst.For | cst.CompFor) or not isinstance(loop.iter, cst.Call):
        return False
    called, given = loop.iter.func, loop.iter.args
    first = given[0].value if len(given) > 1 else None
    counted = function == "enumerate" or first is None or isinstance(first, cst.Integer)
    return isinstance(called, cst.Name) and called.value == function and counted

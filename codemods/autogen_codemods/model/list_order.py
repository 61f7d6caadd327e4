"""What stands at the places of lists that are filled later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.model.view import ModuleView
from autogen_codemods.tree.walk import dotted

if TYPE_CHECKING:
    from autogen_codemods.model.containers import Store
    from autogen_codemods.model.flow import Resolver

_MOVING = frozenset({"clear", "insert", "pop", "remove", "reverse", "sort"})
"""Methods after which an element of a list may stand elsewhere."""
_AROUND = (cst.IndentedBlock, cst.SimpleStatementLine, cst.Expr, cst.Call, cst.Attribute, cst.With)


class ListOrder:
    """Which elements keep their places."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._moved: dict[Path, list[tuple[ModuleView, cst.BaseExpression]]] = {}

    def is_moved(self, container: v.Container) -> bool:
        """Whether elements of a list may be taken out, or put before others, once it is made."""
        files = self._resolver.files
        moved = (pair for path in files.parsed for pair in self._moves(path))
        return any(container in self._resolver.values(view, node) for view, node in moved)

    def _moves(self, path: Path) -> list[tuple[ModuleView, cst.BaseExpression]]:
        if path not in self._moved:
            view = self._resolver.files.view(path)
            self._moved[path] = [(view, each) for each in _moved(view)] if view is not None else []
        return self._moved[path]

    def first(self, container: v.Container, stores: Sequence[Store]) -> Store | None:
        """What puts the first element into a list that is empty when it is made; None where that cannot be told."""
        node = container.node
        home = self._resolver.files.view(container.place.path)
        if home is None or not isinstance(node, cst.List) or node.elements or self.is_moved(container):
            return None
        function = home.function(node)
        if any(each.view is not home or home.function(each.into) is not function for each in stores):
            return None
        found = min(stores, key=lambda each: home.span(each.into).start, default=None)
        return found if found is not None and not found.many and _always_runs(home, node, found.into) else None


def _moved(view: ModuleView) -> Iterator[cst.BaseExpression]:
    """The lists of a module of which elements may change their places."""
    for node in view.nodes:
        match node:
            case cst.Call(func=cst.Attribute(value=holder, attr=cst.Name(value=method))) if method in _MOVING:
                yield holder
            case cst.Call(args=[cst.Arg(value=given), *_]) if (dotted(node.func) or "").endswith("shuffle"):
                yield given
            case cst.Del(target=cst.Subscript(value=holder)) | cst.AssignTarget(target=cst.Subscript(value=holder)):
                yield holder
            case _:
                continue


def _always_runs(view: ModuleView, made: cst.CSTNode, place: cst.CSTNode) -> bool:
    """Whether code runs whenever a list was made, in the first turn of any loop around it."""
    block = view.parent(view.statement(made))
    for above in view.ancestors(place):
        if above is block:
            return True
        if not isinstance(above, _AROUND) and not (isinstance(above, cst.For) and _is_filled(above.iter)):
            return False
    return False


def _is_filled(node: cst.BaseExpression) -> bool:
    """Whether a loop over an expression has a first turn."""
    match node:
        case cst.List() | cst.Tuple() | cst.Set():
            return any(isinstance(each, cst.Element) for each in node.elements)
        case cst.Call(func=cst.Name(value="range"), args=[cst.Arg(value=cst.Integer(value=number))]):
            return number != "0"
        case _:
            return False

"""Traced objects as keys of dictionaries: where such a dictionary comes to, and who reads its keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.model.flow import Resolver
from autogen_codemods.model.view import ModuleView

AS_KEY = -1
"""The depth of a dictionary of which the object is a key."""
HARMLESS = (cst.Expr, cst.If, cst.While, cst.Assert, cst.Not)
"""What does nothing with an object but look whether it is there."""
_KEYS = frozenset({"list", "tuple", "set", "sorted", "reversed", "iter"})
"""Functions that give the keys of a dictionary."""
_NO_KEYS = frozenset({"get", "pop", "setdefault", "values"})


class Walk(Protocol):
    """One object on its way; what follows it yields None where it is used or lost."""

    resolver: Resolver

    def go(self, view: ModuleView, node: cst.BaseExpression, depth: int) -> None:
        """Follow an expression later."""
        ...

    def stored(self, view: ModuleView, target: cst.BaseExpression, depth: int) -> Iterator[None]:
        """The object, or what holds it, is assigned."""
        ...

    def returned(self, view: ModuleView, node: cst.Return, depth: int) -> Iterator[None]:
        """A function gives it back."""
        ...

    def handed_over(self, view: ModuleView, call: cst.Call, arg: cst.Arg, depth: int) -> Iterator[None]:
        """A function is given it."""
        ...


def looked_up(walk: Walk, view: ModuleView, node: cst.BaseExpression) -> Iterator[None]:
    """The object is a key between brackets: of the dictionary that it is looked up in, or stored in."""
    subscript = next(each for each in view.ancestors(node) if isinstance(each, cst.Subscript))
    stores = isinstance(view.parent(subscript), cst.AssignTarget | cst.AugAssign | cst.AnnAssign)
    yield from key_of(walk, view, subscript.value, stores=stores)


def key_of(walk: Walk, view: ModuleView, node: cst.BaseExpression, *, stores: bool) -> Iterator[None]:
    """The object is a key of the dictionary that an expression means, which has it from then on if it `stores` it."""
    found = walk.resolver.values(view, node)
    if not found:
        yield None
    for value in found:
        home = walk.resolver.files.view(value.place.path) if isinstance(value, v.Container) else None
        if not isinstance(value, v.Container) or value.kind != "dict" or home is None:
            yield None
        elif stores:
            walk.go(home, value.node, AS_KEY)


def keys_onward(walk: Walk, view: ModuleView, node: cst.BaseExpression, above: cst.CSTNode | None) -> Iterator[None]:
    """Follow a dictionary of which the object is a key."""
    match above:
        case cst.Assign() | cst.AnnAssign():
            for target in [each.target for each in above.targets] if isinstance(above, cst.Assign) else [above.target]:
                if isinstance(target, cst.Name | cst.Attribute):
                    yield from walk.stored(view, target, AS_KEY)
                else:
                    yield None
        case cst.Return():
            yield from walk.returned(view, above, AS_KEY)
        case cst.BooleanOperation() | cst.IfExp():
            walk.go(view, above, AS_KEY)
        case cst.For() | cst.CompFor():
            yield from walk.stored(view, above.target, 0)
        case cst.Attribute(attr=cst.Name(value=method)) if isinstance(call := view.parent(above), cst.Call):
            yield from _given(walk, view, call, method)
        case cst.Arg() if isinstance(call := view.parent(above), cst.Call):
            if isinstance(call.func, cst.Name) and call.func.value in _KEYS:
                walk.go(view, call, 1)
            else:
                yield from walk.handed_over(view, call, above, AS_KEY)
        case cst.Subscript() if above.value is node:
            return
        case _:
            if not isinstance(above, (*HARMLESS, cst.ComparisonTarget)):
                yield None


def _given(walk: Walk, view: ModuleView, call: cst.Call, method: str) -> Iterator[None]:
    """What a method of the dictionary gives of its keys."""
    loop = view.parent(call)
    if method == "keys":
        walk.go(view, call, 1)
    elif method == "copy":
        walk.go(view, call, AS_KEY)
    elif method == "items" and isinstance(loop, cst.For | cst.CompFor) and isinstance(loop.target, cst.Tuple):
        yield from walk.stored(view, loop.target.elements[0].value, 0)
    elif method not in _NO_KEYS:
        yield None

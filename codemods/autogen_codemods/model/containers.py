"""What lists, tuples and dictionaries hold: what they are written with, and what is put into them later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.model.list_order import ListOrder
from autogen_codemods.model.view import ModuleView

if TYPE_CHECKING:
    from autogen_codemods.model.flow import Resolver

_COPIES = frozenset({"list", "tuple", "set", "sorted", "reversed"})
_ONE = {"append": 0, "add": 0, "insert": 1, "setdefault": 1}
_GIVING = frozenset({"get", "pop", "setdefault"})
_MANY = frozenset({"extend", "update"})

Key = str | int | None
"""The key of an entry, None where it is not written out."""


@dataclass(frozen=True)
class Store:
    """One statement that puts `value`, or with `many` what is in it, into the container `into`."""

    view: ModuleView
    into: cst.BaseExpression
    value: cst.BaseExpression
    key: cst.BaseExpression | None = None
    many: bool = False


class Containers:
    """Questions about the lists and dictionaries of a project."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._stores: dict[Path, tuple[Store, ...]] = {}
        self._open: set[v.Container] = set()
        self._order = ListOrder(resolver)

    def made_by(self, view: ModuleView, node: cst.Call) -> v.Values | None:
        """The value of calls that make, copy or read containers; None for all other calls."""
        func = node.func
        if isinstance(func, cst.Name) and func.value in {*_COPIES, "dict"} and view.definition(func) is None:
            kind = "dict" if func.value == "dict" else "list"
            return frozenset({v.Container(kind, self._resolver.files.place(view, node), node)})
        if not isinstance(func, cst.Attribute) or func.attr.value not in {"get", "pop", "setdefault", "copy", "values"}:
            return None
        bases = [b for b in self._resolver.values(view, func.value) if isinstance(b, v.Container)]
        if not bases:
            return None
        if func.attr.value in {"copy", "values"}:
            kind = bases[0].kind if func.attr.value == "copy" else "list"
            return frozenset({v.Container(kind, self._resolver.files.place(view, node), node)})
        key = self.key(view, node.args[0].value) if node.args else None
        default = self._resolver.values(view, node.args[1].value) if len(node.args) > 1 else frozenset[v.Value]()
        found = frozenset(value for base in bases for value in self.item(base, key)) | default
        return found or self._resolver.unknown(view, node, "no entry of this key is seen")

    def key(self, view: ModuleView, node: cst.BaseExpression) -> Key:
        """The constant that a key is."""
        found = self._resolver.values(view, node)
        values = [each.value for each in found if isinstance(each, v.Constant)]
        return values[0] if len(found) == len(values) == 1 and isinstance(values[0], str | int) else None

    def contents(self, container: v.Container) -> v.Values:
        """Everything that a container may hold."""
        return frozenset(value for _, values in self.entries(container) for value in values)

    def item(self, container: v.Container, key: Key) -> v.Values:
        """What stands under a key, or under any key where that is unknown."""
        found = list(self.entries(container))
        if key == 0 and (first := self._order.first(container, [*self._stores_into(container)])) is not None:
            return self._resolver.values(first.view, first.value)
        unsure = isinstance(key, int) and (
            key < 0 or any(k is None for k, _ in found) or self._order.is_moved(container)
        )
        if key is None or unsure:
            return frozenset(value for _, values in found for value in values)
        return frozenset(value for k, values in found if k is None or k == key for value in values)

    def entries(self, container: v.Container) -> Iterator[tuple[Key, v.Values]]:
        """The entries with their keys or positions."""
        if container in self._open:
            yield None, frozenset({v.Unknown("it holds itself", container.place)})
            return
        view = self._resolver.files.view(container.place.path)
        assert view is not None
        self._open.add(container)
        try:
            yield from [*self._written(view, container.node), *self._put(container)]
        finally:
            self._open.discard(container)

    def _written(self, view: ModuleView, node: cst.BaseExpression) -> Iterator[tuple[Key, v.Values]]:
        values = self._resolver.values
        if isinstance(node, cst.List | cst.Tuple | cst.Set):
            spread = any(isinstance(e, cst.StarredElement) for e in node.elements)
            for position, element in enumerate(node.elements):
                if isinstance(element, cst.StarredElement):
                    yield None, self.iterated(view, element.value)
                else:
                    yield None if spread else position, values(view, element.value)
        elif isinstance(node, cst.Dict):
            for element in node.elements:
                if isinstance(element, cst.DictElement):
                    yield self.key(view, element.key), values(view, element.value)
                else:
                    yield from self._spread(view, element.value)
        elif isinstance(node, cst.ListComp | cst.SetComp | cst.GeneratorExp):
            yield None, values(view, node.elt)
        elif isinstance(node, cst.DictComp):
            yield None, values(view, node.value)
        elif isinstance(node, cst.BinaryOperation):
            yield from ((None, self.iterated(view, part)) for part in (node.left, node.right))
        elif isinstance(node, cst.Call):
            yield from self._constructed(view, node)

    def _constructed(self, view: ModuleView, node: cst.Call) -> Iterator[tuple[Key, v.Values]]:
        if isinstance(node.func, cst.Attribute):
            yield from self._spread(view, node.func.value)
            return
        for arg in node.args:
            if arg.keyword is not None:
                yield arg.keyword.value, self._resolver.values(view, arg.value)
            elif arg.star == "**" or (isinstance(node.func, cst.Name) and node.func.value == "dict"):
                yield from self._spread(view, arg.value)
            else:
                yield None, self.iterated(view, arg.value)

    def _spread(self, view: ModuleView, node: cst.BaseExpression) -> Iterator[tuple[Key, v.Values]]:
        for value in self._resolver.values(view, node):
            if isinstance(value, v.Container):
                yield from self.entries(value)
            elif isinstance(value, v.Unknown):
                yield None, frozenset({value})
            else:
                yield None, self._resolver.unknown(view, node, "its entries are not followed")

    def iterated(self, view: ModuleView, node: cst.BaseExpression) -> v.Values:
        """What a loop over an expression gives."""
        found: set[v.Value] = set()
        for value in self._resolver.values(view, node):
            if isinstance(value, v.Container):
                found |= self.contents(value) if value.kind == "list" else self._keys(value)
            else:
                found |= (
                    {value} if isinstance(value, v.Unknown) else self._resolver.unknown(view, node, "it is iterated")
                )
        return frozenset(found)

    def iterated_pairs(self, view: ModuleView, node: cst.BaseExpression, index: int) -> v.Values | None:
        """What ``for a, b in`` gives to one of its names over enumerate, zip and items; None for other loops."""
        if not isinstance(node, cst.Call):
            return None
        name = node.func.value if isinstance(node.func, cst.Name) else None
        if name == "enumerate" and index == 1 and node.args:
            return self.iterated(view, node.args[0].value)
        if name == "zip" and index < len(node.args):
            return self.iterated(view, node.args[index].value)
        if isinstance(node.func, cst.Attribute) and node.func.attr.value == "items" and index == 0:
            return self._keys_of(view, node.func.value)
        if isinstance(node.func, cst.Attribute) and node.func.attr.value == "items" and index == 1:
            return frozenset(value for _, values in self._spread(view, node.func.value) for value in values)
        return None

    def _keys_of(self, view: ModuleView, node: cst.BaseExpression) -> v.Values | None:
        """The keys of the dictionary that an expression is; None if it may be anything else."""
        found = [each for each in self._resolver.values(view, node) if isinstance(each, v.Container)]
        whole = found and len(found) == len(self._resolver.values(view, node))
        return frozenset(key for each in found for key in self._keys(each)) if whole else None

    def _keys(self, container: v.Container) -> v.Values:
        unknown = v.Unknown("it is a key that is not written out", container.place)
        return frozenset(unknown if key is None else v.Constant(key) for key, _ in self.entries(container))

    def _put(self, container: v.Container) -> Iterator[tuple[Key, v.Values]]:
        """What later statements of the parsed files put in."""
        for store in self._stores_into(container):
            if store.many:
                yield from self._spread(store.view, store.value)
            else:
                key = self.key(store.view, store.key) if store.key is not None else None
                yield key if isinstance(key, str) else None, self._resolver.values(store.view, store.value)

    def _stores_into(self, container: v.Container) -> Iterator[Store]:
        for path in self._resolver.files.parsed:
            for store in self.stores(path):
                if not self._is_in(container, store) and container in self._resolver.values(store.view, store.into):
                    yield store

    def _is_in(self, container: v.Container, store: Store) -> bool:
        """Whether a statement changes something that is in the container, ``container[key].append(...)``."""
        into = store.into
        if isinstance(into, cst.Call) and isinstance(into.func, cst.Attribute) and into.func.attr.value in _GIVING:
            holder = into.func.value
        elif isinstance(into, cst.Subscript):
            holder = into.value
        else:
            return False
        return self._resolver.values(store.view, holder) == frozenset[v.Value]({container})

    def stores(self, path: Path) -> tuple[Store, ...]:
        """The statements of a file that put something into a container."""
        if path not in self._stores:
            view = self._resolver.files.view(path)
            self._stores[path] = tuple(s for n in view.nodes if (s := _store(view, n))) if view else ()
        return self._stores[path]


def _store(view: ModuleView, node: cst.CSTNode) -> Store | None:
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        name, args = node.func.attr.value, node.args
        if name in _ONE and len(args) == _ONE[name] + 1:
            key = args[0].value if name == "setdefault" else None
            return Store(view, node.func.value, args[-1].value, key)
        return Store(view, node.func.value, args[0].value, many=True) if name in _MANY and len(args) == 1 else None
    if isinstance(node, cst.AugAssign) and isinstance(node.operator, cst.AddAssign):
        return Store(view, node.target, node.value, many=True)
    if isinstance(node, cst.Assign) and isinstance(target := node.targets[0].target, cst.Subscript):
        index = target.slice[0].slice
        return Store(view, target.value, node.value, index.value) if isinstance(index, cst.Index) else None
    return None

"""The agents of a group whose list is not written out: put together by loops, comprehensions, sums or calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.model.containers import Store
from autogen_codemods.model.view import ModuleView

if TYPE_CHECKING:
    from autogen_codemods.model.program import Agent, Program

_MAYBE = (cst.If, cst.Try, cst.TryStar, cst.While, cst.For, cst.IfExp, cst.BaseComp)
"""What may run its parts never, or with others than those that are meant."""
_SAME = frozenset({"list", "tuple"})


@dataclass
class Gathered:
    """Who may be in a list, and the containers that it is made of."""

    agents: list[Agent] = field(default_factory=list["Agent"])
    certain: list[Agent] = field(default_factory=list["Agent"])
    """Those that are in it in any case."""
    containers: list[v.Container] = field(default_factory=list[v.Container])


class _Unknown(Exception):
    """Something else than agents may be in the list."""


def gathered(program: Program, view: ModuleView, node: cst.BaseExpression) -> Gathered | None:
    """The agents that the list `node` may hold, each once; None when it may hold anything else."""
    found = _Gathering(program)
    try:
        found.add_all(view, node)
    except _Unknown:
        return None
    return found.result if found.result.agents else None


def holding(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """An expression for a list with the lists that it is put together of."""
    yield node
    match node:
        case cst.BinaryOperation():
            yield from (*holding(node.left), *holding(node.right))
        case cst.List() | cst.Tuple():
            yield from (each.value for each in node.elements)
        case cst.Call():
            yield from (each.value for each in node.args)
        case _:
            return


class _Gathering:
    def __init__(self, program: Program) -> None:
        self._program = program
        self.result = Gathered()

    def add_all(self, view: ModuleView, node: cst.BaseExpression) -> None:
        """Add what is in the list that an expression is; raises _Unknown."""
        match node:
            case cst.List() | cst.Tuple():
                self._add_elements(view, node)
            case cst.BinaryOperation(operator=cst.Add()):
                self.add_all(view, node.left)
                self.add_all(view, node.right)
            case cst.Call(func=cst.Name(value=name), args=[only]) if name in _SAME and not only.star:
                self.add_all(view, only.value)
            case cst.Call(func=cst.Attribute(value=holder, attr=cst.Name(value="values" | "copy")), args=[]):
                self.add_all(view, holder)
            case cst.ListComp() | cst.GeneratorExp():
                self._add_one(view, node.elt)
            case cst.DictComp():
                self._add_one(view, node.value)
            case cst.Dict():
                self._add_entries(view, node)
            case _:
                self._add_held(view, node)

    def _add_held(self, view: ModuleView, node: cst.BaseExpression) -> None:
        """Add what is in the containers that an expression may be, and what is put into them later."""
        resolver = self._program.tracer.resolver
        values = resolver.values(view, node)
        for value in values:
            home = resolver.files.view(value.place.path) if isinstance(value, v.Container) else None
            if not isinstance(value, v.Container) or home is None or value.node is node:
                raise _Unknown
            if value in self.result.containers:
                continue
            self.result.containers.append(value)
            self.add_all(home, value.node)
            for store in self._stores(value):
                add = self.add_all if store.many else self._add_one
                add(store.view, store.value)

    def _stores(self, container: v.Container) -> Iterator[Store]:
        resolver = self._program.tracer.resolver
        for path in resolver.files.parsed:
            for store in resolver.containers.stores(path):
                if container in resolver.values(store.view, store.into):
                    yield store

    def _add_elements(self, view: ModuleView, node: cst.List | cst.Tuple) -> None:
        for element in node.elements:
            add = self.add_all if isinstance(element, cst.StarredElement) else self._add_one
            add(view, element.value)

    def _add_entries(self, view: ModuleView, node: cst.Dict) -> None:
        for element in node.elements:
            add = self.add_all if isinstance(element, cst.StarredDictElement) else self._add_one
            add(view, element.value)

    def _add_one(self, view: ModuleView, node: cst.BaseExpression) -> None:
        objects = self._program.objects(view, node)
        if not objects:
            raise _Unknown
        for each in objects:
            if not self._program.is_agent(each):
                raise _Unknown
            if each not in self.result.agents:
                self.result.agents.append(each)
            if len(objects) == 1 and not any(isinstance(above, _MAYBE) for above in view.ancestors(node)):
                self.result.certain.append(each)

"""Every place to which a value goes: names, attributes, containers, arguments, returns, and what is read of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.model.view import ModuleView
from autogen_codemods.tree.walk import dotted

if TYPE_CHECKING:
    from autogen_codemods.model.flow import Resolver

_Site = tuple[v.FlowKind, str, cst.BaseExpression, cst.BaseExpression | None]
"""Kind, detail, the expression that goes there, and the container that it goes into."""

_FILLING = frozenset({"append", "add", "insert", "extend", "update", "setdefault"})


class FlowIndex:
    """The flows of all values of some files; built once, when the first is asked for."""

    def __init__(self, resolver: Resolver, views: Iterable[ModuleView]) -> None:
        self._resolver = resolver
        self._flows: dict[v.Value, list[tuple[v.Flow, frozenset[v.Container]]]] = {}
        for view in views:
            for node in view.nodes:
                for site in _sites(view, node):
                    self._add(view, site)

    def _add(self, view: ModuleView, site: _Site) -> None:
        kind, detail, node, into = site
        values = [each for each in self._resolver.values(view, node) if isinstance(each, _FLOWING)]
        if not values:
            return
        flow = v.Flow(kind, detail, self._resolver.files.place(view, node))
        held = self._resolver.values(view, into) if into is not None else ()
        containers = frozenset(each for each in held if isinstance(each, v.Container))
        for value in values:
            self._flows.setdefault(value, []).append((flow, containers))

    def of(self, value: v.Value) -> tuple[v.Flow, ...]:
        """Where a value goes, by itself and inside of the containers that hold it."""
        found: set[v.Flow] = set()
        seen: set[v.Value] = set()
        waiting: list[tuple[v.Value, bool]] = [(value, False)]
        while waiting:
            each, held = waiting.pop()
            if each in seen:
                continue
            seen.add(each)
            for flow, containers in self._flows.get(each, ()):
                found.add(v.Flow(flow.kind, flow.detail, flow.place, held))
                waiting += [(container, True) for container in containers]
        return tuple(sorted(found, key=lambda flow: (flow.place, flow.kind, flow.detail, flow.held)))


_FLOWING = (v.Agent, v.Group, v.Result, v.Container)


def _sites(view: ModuleView, node: cst.CSTNode) -> Iterator[_Site]:
    if isinstance(node, cst.Assign):
        for target in node.targets:
            yield _assigned(view, target.target, node.value)
    elif isinstance(node, cst.AnnAssign | cst.NamedExpr) and node.value is not None:
        yield _assigned(view, node.target, node.value)
    elif isinstance(node, cst.Element):
        yield from _element(view, node)
    elif isinstance(node, cst.DictElement):
        holder = view.parent(node)
        yield "dict", view.code(node.key), node.value, holder if isinstance(holder, cst.Dict) else None
    elif isinstance(node, cst.ListComp | cst.SetComp | cst.GeneratorExp):
        yield "list", "", node.elt, node
    elif isinstance(node, cst.Arg):
        yield from _argument(view, node)
    elif isinstance(node, cst.Return) and node.value is not None:
        function = view.function(node)
        yield "returned", function.name.value if function else "", node.value, None
    elif isinstance(node, cst.Attribute):
        yield "read", node.attr.value, node.value, None
    elif isinstance(node, cst.Subscript):
        yield "read", view.code(node)[len(view.code(node.value)) :], node.value, None
    elif isinstance(node, cst.For | cst.CompFor):
        yield "used", "for", node.iter, None


def _assigned(view: ModuleView, target: cst.BaseExpression, value: cst.BaseExpression) -> _Site:
    if isinstance(target, cst.Attribute):
        return "attribute", dotted(target) or target.attr.value, value, None
    if isinstance(target, cst.Subscript):
        return "entry", view.code(target), value, target.value
    return "variable", view.code(target), value, None


def _element(view: ModuleView, node: cst.Element) -> Iterator[_Site]:
    holder = view.parent(node)
    if isinstance(holder, cst.List | cst.Tuple | cst.Set) and not _is_target(view, holder):
        yield "list", "", node.value, holder


def _is_target(view: ModuleView, node: cst.CSTNode) -> bool:
    above = view.parent(node)
    if isinstance(above, cst.For | cst.CompFor):
        return above.target is node
    return isinstance(above, cst.AssignTarget)


def _argument(view: ModuleView, node: cst.Arg) -> Iterator[_Site]:
    call = view.parent(node)
    if not isinstance(call, cst.Call):
        return
    func = call.func
    filled = func.value if isinstance(func, cst.Attribute) and func.attr.value in _FILLING else None
    callee = dotted(func) or (func.attr.value if isinstance(func, cst.Attribute) else "…")
    name = f"{callee}({node.keyword.value}=)" if node.keyword else f"{callee}()"
    yield "argument", name, node.value, filled

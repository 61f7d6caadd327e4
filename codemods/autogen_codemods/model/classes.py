"""The classes of a project: their v0.2 bases, their attributes, and what their construction makes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.model.view import ModuleView

if TYPE_CHECKING:
    from autogen_codemods.model.flow import Resolver

_PROPERTIES = frozenset({"property", "cached_property", "functools.cached_property"})


class Classes:
    """Questions about the classes of a project."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._of_agent: dict[v.Agent, v.Class] = {}
        self._in_file: dict[Path, tuple[v.Class, ...]] = {}

    def of(self, view: ModuleView, node: cst.ClassDef) -> v.Class:
        """The class of a definition."""
        return v.Class(view.path, node.name.value, self._resolver.files.place(view, node), node)

    def owner(self, view: ModuleView, function: cst.FunctionDef) -> cst.ClassDef | None:
        """The class whose body holds a method."""
        above = next((a for a in view.ancestors(function) if isinstance(a, cst.FunctionDef | cst.ClassDef)), None)
        return above if isinstance(above, cst.ClassDef) else None

    def bases(self, of: v.Class) -> v.Values:
        """The values of the expressions in a class's bases."""
        view = self._resolver.files.view(of.path)
        assert view is not None
        return self._resolver.all_of(view, (base.value for base in of.node.bases if not base.star))

    def line(self, of: v.Class) -> list[v.Class]:
        """The class and its bases in the project, nearest first."""
        found: list[v.Class] = []
        waiting = [of]
        while waiting:
            each = waiting.pop(0)
            if each not in found:
                found.append(each)
                waiting += _ordered(base for base in self.bases(each) if isinstance(base, v.Class))
        return found

    def legacy_base(self, of: v.Class) -> str | v.Unknown | None:
        """The class of v0.2 below which a class stands; None when below none."""
        known = [base for each in self.line(of) for base in self.bases(each)]
        names = [base.name for base in known if isinstance(base, v.Legacy)]
        if names:
            return names[0]
        return next((base for base in known if isinstance(base, v.Unknown)), None)

    def constructed(self, of: v.Class, call: cst.Call, place: v.Place) -> v.Values:
        """What a call of a class makes."""
        from autogen_codemods.model.flow import legacy_call

        base = self.legacy_base(of)
        if not isinstance(base, str):
            return frozenset({v.Instance(of)})
        made = legacy_call(base, of.name, call, place)
        if isinstance(made, v.Agent):
            self._of_agent[made] = of
            return frozenset({made})
        return frozenset({made if isinstance(made, v.Group) else v.Instance(of)})

    def super_of(self, view: ModuleView, node: cst.Call) -> v.Values:
        """What ``super()`` means in a method."""
        function = view.function(node)
        owner = self.owner(view, function) if function is not None else None
        bases = self.bases(self.of(view, owner)) if owner is not None else frozenset[v.Value]()
        found = frozenset({v.Instance(base) if isinstance(base, v.Class) else base for base in bases})
        return found or self._resolver.unknown(view, node, "its class has no base")

    def class_of(self, value: v.Instance | v.Class | v.Agent) -> v.Class | None:
        """The project's class of an object."""
        if isinstance(value, v.Instance):
            return value.of
        return self._of_agent.get(value) if isinstance(value, v.Agent) else value

    def attribute(self, view: ModuleView, node: cst.Attribute, base: v.Instance | v.Class | v.Agent) -> v.Values:
        """The values of an attribute of an object or class of the project."""
        name, of = node.attr.value, self.class_of(base)
        found = self._defined(of, name, bound=not isinstance(base, v.Class)) if of is not None else frozenset[v.Value]()
        if found:
            return found
        legacy = base.legacy_class if isinstance(base, v.Agent) else self.legacy_base(of) if of is not None else None
        if isinstance(legacy, str):
            return frozenset({v.Legacy(f"autogen.{legacy.rpartition('.')[2]}.{name}")})
        if isinstance(legacy, v.Unknown):
            return self._resolver.unknown(view, node, f"{name} may come from a base that is unknown: {legacy.reason}")
        return self._resolver.unknown(view, node, f"nothing in the project sets {name}")

    def _defined(self, of: v.Class, name: str, *, bound: bool) -> v.Values:
        line = self.line(of)
        for each in line:
            method = self._method(each, name, bound=bound)
            if method is not None:
                return method
        family = [*line, *(c for c in self.below(of) if c not in line)]
        return frozenset(value for each in family for value in self._stored(each, name))

    def _method(self, of: v.Class, name: str, *, bound: bool) -> v.Values | None:
        view = self._resolver.files.view(of.path)
        assert view is not None
        found = [n for n in of.node.body.body if isinstance(n, cst.FunctionDef) and n.name.value == name]
        if not found:
            return None
        function = self._resolver.function(view, found[-1])
        if any(view.code(d.decorator) in _PROPERTIES for d in found[-1].decorators):
            return self._resolver.returned(function)
        return frozenset({v.Function(function.path, function.name, function.place, function.node, bound)})

    def _stored(self, of: v.Class, name: str) -> Iterator[v.Value]:
        """What the body of a class and its methods assign to an attribute."""
        view = self._resolver.files.view(of.path)
        assert view is not None
        for node in self._resolver.calls.nodes_under(view, of.node):
            if isinstance(node, cst.AssignTarget | cst.AnnAssign) and self._sets(view, of, node.target, name):
                yield from self._resolver.target(view, node.target)

    def _sets(self, view: ModuleView, of: v.Class, target: cst.BaseExpression, name: str) -> bool:
        function = view.function(target)
        if isinstance(target, cst.Attribute):
            return target.attr.value == name and function is not None and _is_self(function, target.value)
        if not isinstance(target, cst.Name) or target.value != name:
            return False
        holder = next((a for a in view.ancestors(target) if isinstance(a, cst.FunctionDef | cst.ClassDef)), None)
        return holder is of.node

    def below(self, of: v.Class) -> list[v.Class]:
        """The classes of the parsed files that stand below a class."""
        return [each for each in self.all() if each != of and of in self.line(each)]

    def all(self) -> Iterator[v.Class]:
        """The classes of the parsed files."""
        for path in self._resolver.files.parsed:
            yield from self._in(path)

    def _in(self, path: Path) -> tuple[v.Class, ...]:
        view = self._resolver.files.view(path)
        if view is not None and path not in self._in_file:
            self._in_file[path] = tuple(self.of(view, node) for node in view.nodes if isinstance(node, cst.ClassDef))
        return self._in_file.get(path, ())


def _is_self(function: cst.FunctionDef, node: cst.BaseExpression) -> bool:
    params = (*function.params.posonly_params, *function.params.params)
    return isinstance(node, cst.Name) and bool(params) and params[0].name.value == node.value


def _ordered(classes: Iterator[v.Class]) -> list[v.Class]:
    return sorted(classes, key=lambda each: each.place)

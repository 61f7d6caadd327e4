"""What the expressions of a project stand for, through names, attributes, containers, calls and files.

The result is every value that an expression may have, wherever in the project the control flow goes;
what cannot be told is among them as :class:`Unknown`.  Lists and dictionaries that are handed to code
outside of the project are taken to come back as they were.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator

import libcst as cst
from libcst.metadata import Assignment, BaseAssignment, BuiltinAssignment, ImportAssignment

from autogen_codemods.model import values as v
from autogen_codemods.model.call_graph import CallGraph, is_receiver, parameter_default
from autogen_codemods.model.classes import Classes
from autogen_codemods.model.containers import Containers
from autogen_codemods.model.executors import is_entered
from autogen_codemods.model.import_targets import Imports
from autogen_codemods.model.named_members import member_named
from autogen_codemods.model.project_files import ProjectFiles
from autogen_codemods.model.view import ModuleView

DEEPEST = 120
"""Steps from an expression to its origin after which it is given up."""

_CHAT_METHODS = frozenset({"initiate_chat", "a_initiate_chat", "initiate_chats", "a_initiate_chats"})
_NO_LIST = (cst.BaseString, cst.BaseNumber, cst.Dict)
_CONSTANT_NAMES = {"True": True, "False": False, "None": None}


class Resolver:
    """The values of expressions; each is worked out once."""

    def __init__(self, files: ProjectFiles) -> None:
        self.files = files
        self.imports = Imports(files, self.member)
        self.containers = Containers(self)
        self.classes = Classes(self)
        self.calls = CallGraph(self)
        self._done: dict[cst.CSTNode, v.Values] = {}
        self._open: set[cst.CSTNode] = set()

    def values(self, view: ModuleView, node: cst.BaseExpression) -> v.Values:
        """Every value that an expression of a file may have."""
        if node in self._done:
            return self._done[node]
        if node in self._open:
            return self.unknown(view, node, "it is defined in terms of itself")
        if len(self._open) > DEEPEST:
            return self.unknown(view, node, "its origin is too far away")
        self._open.add(node)
        try:
            found = self._find(view, node)
        finally:
            self._open.discard(node)
        self._done[node] = found
        return found

    def unknown(self, view: ModuleView, node: cst.CSTNode, reason: str) -> v.Values:
        """The value that nothing is known of."""
        return frozenset({v.Unknown(reason, self.files.place(view, node))})

    def _find(self, view: ModuleView, node: cst.BaseExpression) -> v.Values:
        qualified = view.qualified(node)
        if qualified is not None:
            return frozenset({v.Legacy(qualified)})
        for kinds, find in _FINDERS:
            if isinstance(node, kinds):
                return find(self, view, node)
        return self.unknown(view, node, f"{_english(node)} is not followed")

    def all_of(self, view: ModuleView, nodes: Iterable[cst.BaseExpression]) -> v.Values:
        """The values of any of these expressions."""
        return frozenset(value for node in nodes for value in self.values(view, node))

    def function_of(self, view: ModuleView, node: cst.CSTNode) -> v.Function:
        """The function whose code holds a node; the module's top level is one, too."""
        return self.function(view, view.function(node) or view.module)

    def function(self, view: ModuleView, node: cst.FunctionDef | cst.Lambda | cst.Module) -> v.Function:
        """The function of a definition."""
        if isinstance(node, cst.FunctionDef):
            owner = self.classes.owner(view, node)
            name = f"{owner.name.value}.{node.name.value}" if owner else node.name.value
        else:
            name = "<lambda>" if isinstance(node, cst.Lambda) else "<module>"
        return v.Function(view.path, name, self.files.place(view, node), node)

    def name(self, view: ModuleView, node: cst.BaseExpression) -> v.Values:
        """The values of a name."""
        node = cst.ensure_type(node, cst.Name)
        if node.value in _CONSTANT_NAMES:
            return frozenset({v.Constant(_CONSTANT_NAMES[node.value])})
        found = [each for each in view.assignments(node) if not isinstance(each, BuiltinAssignment)]
        if not found:
            return self.imports.starred(view, node.value) or self.unknown(
                view, node, f"{node.value} is not defined here"
            )
        return self._any_assigned(view, found)

    def member(self, view: ModuleView, name: str) -> v.Values:
        """The values of a module's name; empty when it has no such name."""
        found = [each for each in view.module_scope[name] if not isinstance(each, BuiltinAssignment)]
        return self._any_assigned(view, found) or self.imports.starred(view, name)

    def _any_assigned(self, view: ModuleView, found: Iterable[BaseAssignment]) -> v.Values:
        return frozenset(value for each in found for value in self._assigned(view, each))

    def _assigned(self, view: ModuleView, assignment: BaseAssignment) -> v.Values:
        if isinstance(assignment, ImportAssignment):
            return self.imports.bound(view, assignment)
        node = assignment.node if isinstance(assignment, Assignment) else None
        if isinstance(node, cst.FunctionDef):
            return frozenset({self.function(view, node)})
        if isinstance(node, cst.ClassDef):
            return frozenset({self.classes.of(view, node)})
        if isinstance(node, cst.Param):
            return self._parameter(view, node)
        if node is not None and isinstance(view.parent(node), cst.AugAssign):
            return frozenset()
        return self.target(view, node) if isinstance(node, cst.BaseExpression) else frozenset()

    def target(self, view: ModuleView, node: cst.BaseExpression) -> v.Values:
        """The values that are assigned to a target: a name, an attribute or a part of a tuple."""
        if node in self._open:
            return self.unknown(view, node, "it is defined in terms of itself")
        self._open.add(node)
        try:
            return self._target(view, node)
        finally:
            self._open.discard(node)

    def _target(self, view: ModuleView, node: cst.BaseExpression) -> v.Values:
        above = view.parent(node)
        holder = view.parent(above) if isinstance(above, cst.AssignTarget) else above
        if isinstance(holder, cst.Assign | cst.AnnAssign | cst.NamedExpr):
            return self.values(view, holder.value) if holder.value is not None else frozenset()
        if isinstance(holder, cst.AugAssign):
            return frozenset()
        if isinstance(holder, cst.For | cst.CompFor):
            return self.containers.iterated(view, holder.iter)
        if isinstance(holder, cst.Element) and isinstance(pattern := view.parent(holder), cst.Tuple | cst.List):
            return self._unpacked(view, pattern, pattern.elements.index(holder))
        if isinstance(holder, cst.AsName) and isinstance(item := view.parent(holder), cst.WithItem):
            entered = self.values(view, item.item)
            if all(isinstance(each, v.Made) and is_entered(each.by) for each in entered):
                return entered
        return self.unknown(view, node, "it is bound by a with, except, match or del statement")

    def _unpacked(self, view: ModuleView, pattern: cst.Tuple | cst.List, index: int) -> v.Values:
        above = view.parent(pattern)
        if isinstance(above, cst.For | cst.CompFor):
            direct = self.containers.iterated_pairs(view, above.iter, index)
            if direct is not None:
                return direct
        found: set[v.Value] = set()
        for value in self.target(view, pattern):
            if isinstance(value, v.Container):
                found |= self.containers.item(value, index)
            else:
                found |= {value} if isinstance(value, v.Unknown) else self.unknown(view, pattern, "it is unpacked")
        return frozenset(found)

    def _parameter(self, view: ModuleView, param: cst.Param) -> v.Values:
        function = view.parent(view.parent(param) or param)
        if not isinstance(function, cst.FunctionDef):
            return self.unknown(view, param, f"{param.name.value} is a parameter of a lambda")
        if param.star:
            return self.unknown(view, param, f"{param.name.value} collects arguments")
        owner = self.classes.owner(view, function)
        if owner is not None and is_receiver(function, param):
            return frozenset({v.Instance(self.classes.of(view, owner))})
        return self.calls.given(view, function, param) | self._default(view, param)

    def _default(self, view: ModuleView, param: cst.Param) -> v.Values:
        default = parameter_default(param)
        return self.values(view, default) if default is not None else frozenset()

    def attribute(self, view: ModuleView, node: cst.BaseExpression) -> v.Values:
        """The values of ``base.name``."""
        node = cst.ensure_type(node, cst.Attribute)
        module = self.imports.dotted_module(view, node)
        if module is not None:
            return module
        return frozenset(
            value for base in self.values(view, node.value) for value in self._attribute_of(view, node, base)
        )

    def _attribute_of(self, view: ModuleView, node: cst.Attribute, base: v.Value) -> v.Values:
        name = node.attr.value
        if isinstance(base, v.Legacy):
            return frozenset({v.Legacy(f"{base.name}.{name}")})
        if isinstance(base, v.Module):
            return self.imports.attribute(base, name) or self.unknown(view, node, f"{base.path.stem} has no {name}")
        if isinstance(base, v.Instance | v.Class | v.Agent):
            return self.classes.attribute(view, node, base)
        if isinstance(base, v.Unknown):
            return frozenset({base})
        return self.unknown(view, node, f"the attribute {name} is not followed")

    def call(self, view: ModuleView, node: cst.BaseExpression) -> v.Values:
        """What a call gives back."""
        node = cst.ensure_type(node, cst.Call)
        simple = self.containers.made_by(view, node)
        if simple is not None:
            return simple
        imported = self.imports.by_call(view, node)
        if imported is not None:
            return imported
        if isinstance(node.func, cst.Name) and node.func.value == "super":
            return self.classes.super_of(view, node)
        place = self.files.place(view, node)
        if isinstance(node.func, cst.Attribute) and node.func.attr.value in _CHAT_METHODS:
            return frozenset({v.Result(place, node)})
        member = member_named(self, view, node)
        if member is not None:
            return member
        called = self.values(view, node.func)
        return frozenset(value for each in called for value in self._given_back(view, node, each, place))

    def _given_back(self, view: ModuleView, node: cst.Call, called: v.Value, place: v.Place) -> v.Values:
        if isinstance(called, v.Legacy):
            return frozenset({legacy_call(called.name, called.name.rpartition(".")[2], node, place)})
        if isinstance(called, v.Class):
            return self.classes.constructed(called, node, place)
        if isinstance(called, v.Function):
            return self.returned(called)
        if isinstance(called, v.Unknown):
            return frozenset({called})
        return self.unknown(view, node, f"a call of {_english(node.func)} is not followed")

    def returned(self, function: v.Function) -> v.Values:
        """What a function of the project gives back."""
        view = self.files.view(function.path)
        if view is None or isinstance(function.node, cst.Module):
            return frozenset()
        if isinstance(function.node, cst.Lambda):
            return self.values(view, function.node.body)
        nodes = self.calls.own_nodes(view, function.node)
        if any(isinstance(node, cst.Yield) for node in nodes):
            return self.unknown(view, function.node, f"{function.name} is a generator")
        given = [node.value for node in nodes if isinstance(node, cst.Return) and node.value is not None]
        return self.all_of(view, given) if given else frozenset({v.Constant(None)})

    def subscript(self, view: ModuleView, node: cst.BaseExpression) -> v.Values:
        """The values of ``base[key]``."""
        node = cst.ensure_type(node, cst.Subscript)
        index = node.slice[0].slice if len(node.slice) == 1 else None
        if not isinstance(index, cst.Index):
            return self.values(view, node.value)
        key = self.containers.key(view, index.value)
        found: set[v.Value] = set()
        for base in self.values(view, node.value):
            if isinstance(base, v.Container):
                found |= self.containers.item(base, key) or self.unknown(view, node, "no entry of this key is seen")
            else:
                found |= (
                    {base} if isinstance(base, v.Unknown) else self.unknown(view, node, "the entry is not followed")
                )
        return frozenset(found)

    def choices(self, view: ModuleView, node: cst.BaseExpression) -> v.Values:
        """The values of an expression that is one of its parts."""
        return self.all_of(view, _parts(node))

    def container(self, view: ModuleView, node: cst.BaseExpression) -> v.Values:
        """The list or dictionary that an expression makes."""
        kind = "dict" if isinstance(node, cst.Dict | cst.DictComp) else "list"
        return frozenset({v.Container(kind, self.files.place(view, node), node)})

    def sum(self, view: ModuleView, node: cst.BaseExpression) -> v.Values:
        """The list that two lists added make."""
        node = cst.ensure_type(node, cst.BinaryOperation)
        sides = (node.left, node.right)
        may_be_lists = isinstance(node.operator, cst.Add) and not any(isinstance(each, _NO_LIST) for each in sides)
        parts = self.all_of(view, sides) if may_be_lists else frozenset[v.Value]()
        if parts and all(isinstance(each, v.Container) and each.kind == "list" for each in parts):
            return self.container(view, node)
        return self.unknown(view, node, f"{_english(node)} is not followed")

    def constant(self, view: ModuleView, node: cst.BaseExpression) -> v.Values:
        """The value of a number or string."""
        try:
            value: object = ast.literal_eval(view.code(node).strip())
        except (ValueError, SyntaxError):
            return self.unknown(view, node, "it is computed")
        plain = isinstance(value, str | int | float | bool)
        return frozenset({v.Constant(value)}) if plain else self.unknown(view, node, "it is no plain constant")

    def lambda_(self, view: ModuleView, node: cst.BaseExpression) -> v.Values:
        """The function that a lambda is."""
        return frozenset({self.function(view, cst.ensure_type(node, cst.Lambda))})


def legacy_call(legacy: str, name: str, node: cst.Call, place: v.Place) -> v.Value:
    """What a call of something of v0.2, or of a subclass `name` of it, makes."""
    last = legacy.rpartition(".")[2]
    if is_agent_class(last):
        return v.Agent(last, name, place, node)
    if last == "GroupChat":
        return v.Group(place, node)
    return v.Result(place, node) if last in _CHAT_METHODS else v.Made(legacy, place, node)


def is_agent_class(name: str) -> bool:
    """Whether a name of v0.2 is that of a class of agents."""
    return name[:1].isupper() and (name.endswith("Agent") or name == "GroupChatManager")


def _parts(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    if isinstance(node, cst.IfExp):
        yield from (node.body, node.orelse)
    elif isinstance(node, cst.BooleanOperation):
        yield from (node.left, node.right)
    elif isinstance(node, cst.NamedExpr):
        yield node.value
    elif isinstance(node, cst.Await):
        yield node.expression


def _english(node: cst.CSTNode) -> str:
    return f"a {type(node).__name__}"


_Finder = Callable[[Resolver, ModuleView, cst.BaseExpression], v.Values]
_FINDERS: tuple[tuple[tuple[type[cst.CSTNode], ...], _Finder], ...] = (
    ((cst.Name,), Resolver.name),
    ((cst.Attribute,), Resolver.attribute),
    ((cst.Call,), Resolver.call),
    ((cst.Subscript,), Resolver.subscript),
    ((cst.IfExp, cst.BooleanOperation, cst.NamedExpr, cst.Await), Resolver.choices),
    (
        (cst.List, cst.Tuple, cst.Set, cst.Dict, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp),
        Resolver.container,
    ),
    ((cst.BaseNumber, cst.SimpleString, cst.ConcatenatedString, cst.UnaryOperation), Resolver.constant),
    ((cst.BinaryOperation,), Resolver.sum),
    ((cst.Lambda,), Resolver.lambda_),
)

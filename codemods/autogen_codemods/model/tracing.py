"""Every expression to which one object comes: the way forward from where it is made, over all files.

The resolver tells what an expression may be; this tells where an object may be met.  Whatever takes an object
out of sight is a use like any other, so that nothing is missed: a use that nobody explains counts against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import libcst as cst
from libcst.metadata import Assignment, BaseAssignment, ImportAssignment

from autogen_codemods.model import values as v
from autogen_codemods.model.flow import Resolver
from autogen_codemods.model.named_members import askings
from autogen_codemods.model.trace_calls import argument_of, fills, finds, is_called, parameter_of, result_of_method
from autogen_codemods.model.trace_keys import AS_KEY, HARMLESS, key_of, keys_onward, looked_up
from autogen_codemods.model.view import ModuleView

_COPYING = frozenset({"list", "tuple", "set", "sorted", "reversed", "iter"})
_PAIRING = frozenset({"enumerate", "zip"})
_TRANSPARENT = frozenset({"staticmethod", "classmethod"})


@dataclass(frozen=True, eq=False)
class Use:
    """An expression that may be the object, or with `depth` a container that may hold it.

    With a negative depth it is a dictionary of which the object may be a key.
    """

    view: ModuleView
    node: cst.BaseExpression
    depth: int = 0


@dataclass
class Trace:
    """Where an object comes to: what is done with it, and the expressions that only hand it on."""

    uses: list[Use] = field(default_factory=list[Use])
    passing: list[Use] = field(default_factory=list[Use])


class Tracer:
    """Traces the objects of a project."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self._foreign: frozenset[str] | None = None

    def trace(self, view: ModuleView, call: cst.Call) -> Trace:
        """Where the object that `call` makes comes to."""
        return _Walk(self, call).run(view)

    def imports_of(self, view: ModuleView, name: str) -> Iterator[tuple[ModuleView, cst.BaseExpression]]:
        """The expressions of other files that read a name of a module, also through the names of further files."""
        waiting, seen = [(view, name)], {(view.path, name)}
        while waiting:
            home, wanted = waiting.pop()
            for other in self.resolver.files.mentioning(wanted):
                if other is home:
                    continue
                yield from ((other, node) for node in self._attributes(other, home, wanted))
                for local, nodes in self._imported(other, home, wanted):
                    yield from ((other, node) for node in nodes)
                    if (other.path, local) not in seen:
                        seen.add((other.path, local))
                        waiting.append((other, local))

    def _attributes(self, other: ModuleView, home: ModuleView, name: str) -> Iterator[cst.Attribute]:
        """``module.name`` in another file."""
        for node in other.nodes:
            if not isinstance(node, cst.Attribute) or node.attr.value != name:
                continue
            if v.Module(home.path) in self.resolver.values(other, node.value):
                yield node

    def _imported(
        self, other: ModuleView, home: ModuleView, name: str
    ) -> Iterator[tuple[str, list[cst.BaseExpression]]]:
        """The names by which another file imports a name, with the expressions that read them."""
        for node in other.nodes:
            if not isinstance(node, cst.ImportFrom):
                continue
            path = self.resolver.imports.file_of(other, node)
            if path != home.path and not isinstance(path, v.Unknown):
                continue
            if isinstance(node.names, cst.ImportStar):
                reads = (n for n in other.nodes if isinstance(n, cst.Name) and n.value == name)
                yield name, [each for each in reads if not other.assignments(each)]
                continue
            for alias in node.names:
                if alias.evaluated_name == name:
                    local = alias.evaluated_alias or name
                    yield local, _reads_of_import(other, node, local)

    def attribute_reads(self, name: str) -> Iterator[tuple[ModuleView, cst.Attribute]]:
        """Every read of an attribute of this name in the project."""
        for view in self.resolver.files.mentioning(name):
            for node in view.nodes:
                if isinstance(node, cst.Attribute) and node.attr.value == name and not _is_target(view, node):
                    yield view, node

    def is_named(self, name: str) -> bool:
        """Whether ``getattr`` may read an attribute by this name."""
        return any(
            isinstance(node, cst.Call)
            and _word(node.func) == "getattr"
            and f'"{name}"' in view.code(node).replace("'", '"')
            for view in self.resolver.files.mentioning(name, "getattr")
            for node in view.nodes
        )

    @property
    def foreign_attributes(self) -> frozenset[str]:
        """The attributes that are set from outside of the class whose object they belong to."""
        if self._foreign is None:
            files = self.resolver.files
            views = [view for path in files.parsed if (view := files.view(path))]
            self._foreign = frozenset(name for view in views for name in _foreign_stores(view))
        return self._foreign


class _Walk:
    """One object on its way."""

    def __init__(self, tracer: Tracer, call: cst.Call) -> None:
        self._tracer, self.resolver, self._call = tracer, tracer.resolver, call
        self._trace = Trace()
        self._seen: set[tuple[int, int]] = set()
        self._waiting: list[Use] = []
        self._instances: set[v.Value] = set()
        """What the object is where it is of a class of the project; those do not tell by which call they are made."""

    def run(self, view: ModuleView) -> Trace:
        made = self.resolver.values(view, self._call)
        self._instances = {each for each in made if isinstance(each, v.Instance)}
        self.go(view, self._call, 0)
        while self._waiting:
            use = self._waiting.pop()
            known = use.depth != 0 or use.node is self._call or self._may_be(use.view, use.node)
            if not known:
                continue
            onward = list(self._onward(use))
            (self._trace.uses if None in onward else self._trace.passing).append(use)
        self._trace.uses.sort(key=lambda use: (use.view.path, use.view.span(use.node)))
        return self._trace

    def go(self, view: ModuleView, node: cst.BaseExpression, depth: int) -> None:
        key = (id(node), depth)
        if key not in self._seen and abs(depth) < 4:
            self._seen.add(key)
            self._waiting.append(Use(view, node, depth))

    def _may_be(self, view: ModuleView, node: cst.BaseExpression) -> bool:
        found = self.resolver.values(view, node)
        if not self._instances.isdisjoint(found):
            return True
        return any(isinstance(each, v.Unknown) or getattr(each, "node", None) is self._call for each in found)

    def _onward(self, use: Use) -> Iterator[None]:
        """Follow one expression to those that it is handed on to; yields None where it is used or lost."""
        view, node, depth = use.view, use.node, use.depth
        above = view.parent(node)
        if depth < 0:
            yield from keys_onward(self, view, node, above)
            return
        match above:
            case cst.Assign() | cst.AnnAssign() | cst.NamedExpr():
                targets = [t.target for t in above.targets] if isinstance(above, cst.Assign) else [above.target]
                for target in targets:
                    yield from self.stored(view, target, depth)
                if isinstance(above, cst.NamedExpr):
                    self.go(view, above, depth)
            case cst.Return():
                yield from self.returned(view, above, depth)
            case cst.Await() | cst.BooleanOperation():
                self.go(view, above, depth)
            case cst.IfExp():
                if above.test is not node:
                    self.go(view, above, depth)
            case cst.Element() | cst.StarredElement() | cst.DictElement():
                yield from self._element(view, above, node, depth)
            case cst.DictComp(key=key) if key is node and not depth:
                self.go(view, above, AS_KEY)
            case cst.ListComp() | cst.SetComp() | cst.GeneratorExp() | cst.DictComp():
                self.go(view, above, depth + 1)
            case cst.Index() if not depth:
                yield from looked_up(self, view, node)
            case cst.For() | cst.CompFor():
                if depth:
                    yield from self._unpacked(view, above.target, depth - 1, _skipped(above.iter))
                else:
                    yield None
            case cst.Subscript() if depth and isinstance(view.parent(above), cst.AssignTarget):
                return
            case cst.Subscript():
                self.go(view, above, depth if isinstance(above.slice[0].slice, cst.Slice) else max(depth - 1, 0))
                if not depth:
                    yield None
            case cst.Attribute():
                yield from self._attribute(view, above, depth)
            case cst.Arg():
                yield from self._argument(view, above, depth)
            case cst.AugAssign():
                yield from self._into(view, above.target, depth)
            case cst.Param():
                yield from self._parameter(view, above, depth)
            case cst.Comparison() | cst.ComparisonTarget():
                if not _is_none_test(view, above):
                    yield None
            case cst.BinaryOperation(operator=cst.Add()) if depth:
                self.go(view, above, depth)
            case cst.UnaryOperation():
                if not isinstance(above.operator, cst.Not):
                    yield None
            case cst.WithItem():
                if depth or above.asname is None:
                    yield None
                else:
                    yield from self.stored(view, above.asname.name, depth)
            case _:
                if not isinstance(above, HARMLESS):
                    yield None

    def stored(self, view: ModuleView, target: cst.BaseExpression, depth: int) -> Iterator[None]:
        if isinstance(target, cst.Name):
            self._named(view, view.assignments(target), target, depth)
        elif isinstance(target, cst.Tuple | cst.List) and depth:
            yield from self._unpacked(view, target, depth - 1)
        elif isinstance(target, cst.Attribute):
            yield from self._set(view, target, depth)
        elif isinstance(target, cst.Subscript):
            yield from self._into(view, target.value, depth + 1)
        else:
            yield None

    def _unpacked(
        self, view: ModuleView, target: cst.BaseExpression, depth: int, skipped: int | None = None
    ) -> Iterator[None]:
        if not isinstance(target, cst.Tuple | cst.List):
            yield from self.stored(view, target, depth)
            return
        for index, element in enumerate(target.elements):
            if index != skipped:
                yield from self.stored(view, element.value, max(depth - 1, 0) if skipped is not None else depth)

    def _named(self, view: ModuleView, found: Iterable[BaseAssignment], target: cst.CSTNode, depth: int) -> None:
        for assignment in found:
            for node in view.references(assignment):
                if isinstance(node, cst.BaseExpression) and node is not target:
                    self.go(view, node, depth)
            if assignment.scope is view.module_scope and isinstance(assignment, Assignment):
                for other, node in self._tracer.imports_of(view, assignment.name):
                    self.go(other, node, depth)

    def _set(self, view: ModuleView, target: cst.Attribute, depth: int) -> Iterator[None]:
        if not _is_own(view, target):
            yield None
            return
        holders = self.resolver.values(view, target.value)
        if not all(isinstance(each, v.Instance) for each in holders) or self._tracer.is_named(target.attr.value):
            yield None
        for other, node in self._tracer.attribute_reads(target.attr.value):
            bases = self.resolver.values(other, node.value)
            if any(isinstance(each, v.Instance | v.Unknown | v.Class) for each in bases):
                self.go(other, node, depth)

    def returned(self, view: ModuleView, node: cst.Return, depth: int) -> Iterator[None]:
        function = view.function(node)
        if function is None or {_word(d.decorator) for d in function.decorators} - _TRANSPARENT - {"property"}:
            yield None
            return
        if any(_word(d.decorator) == "property" for d in function.decorators):
            for other, read in self._tracer.attribute_reads(function.name.value):
                self.go(other, read, depth)
            return
        callers = self.resolver.calls.callers(self.resolver.function(view, function))
        if not callers or self._escapes(function):
            yield None
        for caller in callers:
            other = self.resolver.files.view(caller.place.path)
            if other is not None and caller.call is not None:
                self.go(other, caller.call, depth)

    def _escapes(self, function: cst.FunctionDef) -> bool:
        """Whether a function is used otherwise than by calls."""
        name = function.name.value
        views = self.resolver.files.mentioning(name)
        return any(not is_called(view, node) for view in views for node in view.nodes if _names(node, name))

    def _element(self, view: ModuleView, above: cst.CSTNode, node: cst.CSTNode, depth: int) -> Iterator[None]:
        holder = view.parent(above)
        if isinstance(above, cst.DictElement) and above.key is node:
            if depth or not isinstance(holder, cst.Dict):
                yield None
            else:
                self.go(view, holder, AS_KEY)
        elif isinstance(holder, cst.BaseExpression):
            self.go(view, holder, depth if isinstance(above, cst.StarredElement) else depth + 1)

    def _attribute(self, view: ModuleView, above: cst.Attribute, depth: int) -> Iterator[None]:
        call = view.parent(above)
        if not depth or not isinstance(call, cst.Call) or call.func is not above:
            yield None
            return
        given = result_of_method(above.attr.value, depth)
        if given is None:
            yield None
        elif given >= 0:
            self.go(view, call, given)

    def _argument(self, view: ModuleView, arg: cst.Arg, depth: int) -> Iterator[None]:
        call = view.parent(arg)
        if not isinstance(call, cst.Call):
            yield None
            return
        name = call.func.value if isinstance(call.func, cst.Name) else None
        builtin = name is not None and not view.assignments(cst.ensure_type(call.func, cst.Name))
        if isinstance(call.func, cst.Attribute) and not depth and finds(call, arg):
            yield from key_of(self, view, call.func.value, stores=call.func.attr.value == "setdefault")
            return
        if isinstance(call.func, cst.Attribute) and (inner := fills(call.func.attr.value, depth)) is not None:
            bases = self.resolver.values(view, call.func.value)
            if any(isinstance(each, v.Container) for each in bases):
                yield from self._into(view, call.func.value, inner)
                return
        if depth and name in _COPYING | _PAIRING:
            self.go(view, call, depth + (name in _PAIRING))
        elif name in {"len", "id", "bool"}:
            return
        elif builtin and name == "isinstance":
            yield None
        else:
            yield from self.handed_over(view, call, arg, depth)

    def handed_over(self, view: ModuleView, call: cst.Call, arg: cst.Arg, depth: int) -> Iterator[None]:
        for called in self.resolver.values(view, call.func):
            if depth and isinstance(called, v.Legacy) and called.name.endswith(".GroupChat"):
                for other, asking in askings(self.resolver, self._call):
                    self.go(other, asking, 0)
            found = parameter_of(self.resolver, called, call, arg)
            if found is None:
                yield None
            else:
                home, function, param = found
                if {_word(d.decorator) for d in function.decorators} - _TRANSPARENT:
                    yield None
                yield from self._parameter(home, param, depth)

    def _parameter(self, view: ModuleView, param: cst.Param, depth: int) -> Iterator[None]:
        function = view.parent(view.parent(param) or param)
        if not isinstance(function, cst.FunctionDef) or param.star:
            yield None
            return
        for scope in view.scopes:
            for each in scope.assignments:
                if isinstance(each, Assignment) and each.node is param:
                    self._named(view, [each], param, depth)

    def _into(self, view: ModuleView, node: cst.BaseExpression, depth: int) -> Iterator[None]:
        """What is put into the container that an expression means comes to wherever that comes to."""
        if depth < 1:
            yield None
            return
        for value in self.resolver.values(view, node):
            home = self.resolver.files.view(value.place.path) if isinstance(value, v.Container) else None
            if isinstance(value, v.Container) and home is not None:
                self.go(home, value.node, depth)
            else:
                yield None


def _reads_of_import(view: ModuleView, node: cst.ImportFrom, local: str) -> list[cst.BaseExpression]:
    found = [each for scope in view.scopes for each in scope.assignments if each.name == local]
    ours = [each for each in found if isinstance(each, ImportAssignment) and each.node is node]
    return [n for each in ours for n in view.references(each) if isinstance(n, cst.BaseExpression)]


def _skipped(node: cst.BaseExpression) -> int | None:
    """The position of pairs at which a loop over them has no object of ours: keys and numbers."""
    func = argument_of(node)
    if isinstance(func, cst.Name) and func.value == "enumerate":
        return 0
    return 0 if isinstance(func, cst.Attribute) and func.attr.value == "items" else None


def _word(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Call):
        return _word(node.func)
    return node.attr.value if isinstance(node, cst.Attribute) else node.value if isinstance(node, cst.Name) else ""


def _names(node: cst.CSTNode, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name


def _is_none_test(view: ModuleView, above: cst.CSTNode) -> bool:
    comparison = above if isinstance(above, cst.Comparison) else view.parent(above)
    if not isinstance(comparison, cst.Comparison) or len(comparison.comparisons) != 1:
        return False
    [target] = comparison.comparisons
    return isinstance(target.operator, cst.Is | cst.IsNot) and view.code(target.comparator) == "None"


def _is_target(view: ModuleView, node: cst.Attribute) -> bool:
    above = view.parent(node)
    if isinstance(above, cst.AnnAssign | cst.AugAssign):
        return above.target is node
    return isinstance(above, cst.AssignTarget | cst.Del)


def _is_own(view: ModuleView, target: cst.Attribute) -> bool:
    """Whether an attribute is set by a method of the object that it belongs to."""
    function = view.function(target)
    params = [*function.params.posonly_params, *function.params.params] if function is not None else []
    in_class = function is not None and any(isinstance(a, cst.ClassDef) for a in view.ancestors(function))
    return in_class and bool(params) and view.code(target.value) == params[0].name.value


def _foreign_stores(view: ModuleView) -> Iterator[str]:
    for node in view.nodes:
        if isinstance(node, cst.AssignTarget | cst.AnnAssign | cst.AugAssign):
            target = node.target
            if isinstance(target, cst.Attribute) and not _is_own(view, target):
                yield target.attr.value
        elif isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "setattr":
            given = node.args[1].value if len(node.args) > 1 else None
            if isinstance(given, cst.SimpleString):
                yield str(given.evaluated_value)

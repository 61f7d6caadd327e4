"""Who calls whom in a project, and what a call gives to a parameter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.model.view import ModuleView
from autogen_codemods.tree.walk import walk

if TYPE_CHECKING:
    from autogen_codemods.model.flow import Resolver


class CallGraph:
    """The calls of a project; files without v0.2 are parsed when they may hold a caller."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._callers: dict[cst.CSTNode, tuple[v.Caller, ...]] = {}
        self._looking: set[cst.CSTNode] = set()
        self._under: dict[cst.CSTNode, tuple[cst.CSTNode, ...]] = {}

    def callers(self, function: v.Function) -> tuple[v.Caller, ...]:
        """The calls of a function, in the order of files and places."""
        if function.node not in self._callers:
            if function.node in self._looking:
                return ()
            self._looking.add(function.node)
            found = sorted(self._find_callers(function), key=lambda caller: caller.place)
            self._looking.discard(function.node)
            self._callers[function.node] = tuple(found)
        return self._callers[function.node]

    def _find_callers(self, function: v.Function) -> Iterator[v.Caller]:
        if not isinstance(function.node, cst.FunctionDef):
            return
        for view, words in self._candidates(function):
            aliases = self._aliases(view, words)
            for call in view.calls():
                if _last_word(call.func) in words or call.func in aliases:
                    yield from self._caller(function, view, call)

    def _candidates(self, function: v.Function) -> Iterator[tuple[ModuleView, frozenset[str]]]:
        """The files that may call a function, with the words that they call it by."""
        home = self._resolver.files.view(function.path)
        assert home is not None and isinstance(function.node, cst.FunctionDef)
        owner = self._resolver.classes.owner(home, function.node)
        words = self._words(home, function.node, owner)
        module = function.path.parent.name if function.path.stem == "__init__" else function.path.stem
        views = {view.path: view for word in words - {"__init__"} for view in self._resolver.files.mentioning(word)}
        for path, view in views.items():
            near = path == function.path or module in self._resolver.files.words(path)
            if near or owner is not None or _is_reexported(self._resolver, function, words):
                yield view, words

    def _words(self, home: ModuleView, function: cst.FunctionDef, owner: cst.ClassDef | None) -> frozenset[str]:
        name = function.name.value
        if owner is None or name != "__init__":
            return frozenset({name})
        of = self._resolver.classes.of(home, owner)
        return frozenset({name, of.name, *(each.name for each in self._resolver.classes.below(of))})

    def _aliases(self, view: ModuleView, words: frozenset[str]) -> frozenset[cst.BaseExpression]:
        """The callees of a file that mean one of `words` by another name: ``from m import word as other``."""
        names = {
            alias.evaluated_alias
            for node in view.nodes
            if isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar)
            for alias in node.names
            if alias.evaluated_name in words and alias.evaluated_alias
        }
        return frozenset(call.func for call in view.calls() if names and _last_word(call.func) in names)

    def _caller(self, function: v.Function, view: ModuleView, call: cst.Call) -> Iterator[v.Caller]:
        called = self._resolver.values(view, call.func)
        place = self._resolver.files.place(view, call)
        here = self._resolver.function_of(view, call)
        if any(self._means(each, function) for each in called):
            yield v.Caller(here, place, True, call)
        elif _last_word(call.func) != "__init__" and _may_be_a_method(call, called):
            yield v.Caller(here, place, False, call)

    def _means(self, called: v.Value, function: v.Function) -> bool:
        if isinstance(called, v.Function):
            return called.node is function.node
        if not isinstance(called, v.Class) or not function.name.endswith(".__init__"):
            return False
        return any(function.node in each.node.body.body for each in self._resolver.classes.line(called))

    def given(self, view: ModuleView, function: cst.FunctionDef, param: cst.Param) -> v.Values:
        """The values that the project's calls give to a parameter."""
        named = self._resolver.function(view, function)
        if function in self._looking:
            return self._resolver.unknown(view, param, f"{param.name.value} is a parameter of a recursive search")
        found: set[v.Value] = set(self._escape(view, function, param))
        callers = self.callers(named)
        if not callers:
            found |= self._resolver.unknown(view, param, f"no call in the project gives {param.name.value}")
        for caller in callers:
            found |= self._given_by(view, function, param, caller)
        return frozenset(found)

    def _escape(self, view: ModuleView, function: cst.FunctionDef, param: cst.Param) -> Iterator[v.Value]:
        """Unknown when a function may also be called from where its calls are not seen."""
        if function.decorators:
            yield from self._resolver.unknown(view, param, f"{function.name.value} is decorated")
            return
        for node in view.nodes:
            if isinstance(node, cst.Name | cst.Attribute) and _last_word(node) == function.name.value:
                above = view.parent(node)
                if isinstance(above, cst.Arg | cst.Element | cst.DictElement | cst.Assign | cst.Return):
                    reason = f"{function.name.value} is also used as a value"
                    yield from self._resolver.unknown(view, node, reason)
                    return

    def _given_by(self, view: ModuleView, function: cst.FunctionDef, param: cst.Param, caller: v.Caller) -> v.Values:
        theirs = self._resolver.files.view(caller.place.path)
        if theirs is None or caller.call is None or not caller.certain:
            return self._resolver.unknown(view, param, f"the call at {caller.place} may be of something else")
        argument = self._argument(view, function, param, caller.call)
        if isinstance(argument, v.Unknown):
            return frozenset({argument})
        if argument is None or (isinstance(argument, cst.Name) and self._is(theirs, argument, param)):
            return frozenset()
        return self._resolver.values(theirs, argument)

    def _is(self, view: ModuleView, name: cst.Name, param: cst.Param) -> bool:
        """Whether a recursive call hands the parameter on as it is."""
        return [getattr(each, "node", None) for each in view.assignments(name)] == [param]

    def _argument(
        self, view: ModuleView, function: cst.FunctionDef, param: cst.Param, call: cst.Call
    ) -> cst.BaseExpression | v.Unknown | None:
        name = param.name.value
        keyword = next((arg for arg in call.args if arg.keyword and arg.keyword.value == name), None)
        if keyword is not None:
            return keyword.value
        if any(arg.star for arg in call.args):
            return v.Unknown(f"{name} is given by * or **", self._resolver.files.place(view, param))
        positional = [*function.params.posonly_params, *function.params.params]
        if param not in positional:
            return None
        position = positional.index(param) - self._shift(view, function, call)
        given = [arg.value for arg in call.args if arg.keyword is None]
        return given[position] if 0 <= position < len(given) else None

    def _shift(self, view: ModuleView, function: cst.FunctionDef, call: cst.Call) -> int:
        """The number of parameters that a call fills by itself: the receiver of a method."""
        if self._resolver.classes.owner(view, function) is None or "staticmethod" in _decorators(function):
            return 0
        through_class = isinstance(call.func, cst.Attribute) and _last_word(call.func.value)[:1].isupper()
        return 0 if through_class and "classmethod" not in _decorators(function) else 1

    def nodes_under(self, view: ModuleView, node: cst.CSTNode) -> tuple[cst.CSTNode, ...]:
        """The nodes below one, in source order."""
        if node not in self._under:
            self._under[node] = tuple(walk(node))[1:]
        return self._under[node]

    def own_nodes(self, view: ModuleView, function: cst.FunctionDef) -> list[cst.CSTNode]:
        """The returns and yields of a function itself, not of functions in it."""
        kinds = (cst.Return, cst.Yield)
        under = self.nodes_under(view, function)
        return [n for n in under if isinstance(n, kinds) and view.function(n) is function]

    def reaching(self, starts: Iterator[v.Function]) -> list[v.Reach]:
        """The functions that come to one of `starts` by calls, these first."""
        found: dict[v.Function, v.Reach] = {each: v.Reach(each, 0, True) for each in starts}
        waiting = list(found.values())
        while waiting:
            reach = waiting.pop(0)
            for caller in self.callers(reach.function):
                certain = reach.certain and caller.certain
                known = found.get(caller.function)
                if known is None or (certain and not known.certain):
                    found[caller.function] = v.Reach(caller.function, reach.steps + 1, certain)
                    waiting.append(found[caller.function])
        return list(found.values())


def _may_be_a_method(call: cst.Call, called: v.Values) -> bool:
    return isinstance(call.func, cst.Attribute) and any(isinstance(each, v.Unknown) for each in called)


def _is_reexported(resolver: Resolver, function: v.Function, words: frozenset[str]) -> bool:
    """Whether the package of a function hands out its name."""
    packages = [path for path in resolver.files.sources if path.stem == "__init__" and path != function.path]
    return any(words & resolver.files.words(path) or "*" in resolver.files.sources[path].text for path in packages)


def _last_word(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else ""


def _decorators(function: cst.FunctionDef) -> frozenset[str]:
    return frozenset(_last_word(each.decorator) for each in function.decorators)


def is_receiver(function: cst.FunctionDef, param: cst.Param) -> bool:
    """Whether a method's parameter is its ``self``."""
    positional = (*function.params.posonly_params, *function.params.params)
    return bool(positional) and positional[0] is param and not _decorators(function) & {"staticmethod", "classmethod"}


def parameter_default(param: cst.Param) -> cst.BaseExpression | None:
    """The default of a parameter."""
    return param.default

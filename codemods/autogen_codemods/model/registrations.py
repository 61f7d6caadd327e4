"""Tools and reply functions that are registered with agents.

v0.2: autogen/agentchat/conversable_agent.py register_function, register_for_llm, register_for_execution and
register_reply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Literal

import libcst as cst

from autogen_codemods.model import signatures
from autogen_codemods.model import values as v
from autogen_codemods.model.literals import bound_arguments
from autogen_codemods.model.view import ModuleView

if TYPE_CHECKING:
    from autogen_codemods.model.flow import Resolver

AgentsOf = Callable[[Iterable[v.Value], v.Place], tuple[v.Agent | v.Unknown, ...]]
Role = Literal["model", "execution", "both"]

_MARKERS: dict[str, Role] = {"register_for_llm": "model", "register_for_execution": "execution"}
_REPLY_PARAMETERS = ("trigger", "reply_func", "position")


def registrations(resolver: Resolver, view: ModuleView, agents: AgentsOf) -> Iterator[v.Tool | v.Reply]:
    """The registrations of a file; `agents` tells which agents some values are."""
    found = _Registrations(resolver, view, agents)
    for call in view.calls():
        yield from found.of(call)


class _Registrations:
    def __init__(self, resolver: Resolver, view: ModuleView, agents: AgentsOf) -> None:
        self._resolver = resolver
        self._view = view
        self._agents = agents

    def of(self, call: cst.Call) -> Iterator[v.Tool | v.Reply]:
        method = call.func.attr.value if isinstance(call.func, cst.Attribute) else None
        if method in _MARKERS:
            yield from self._marked(call, _MARKERS[method])
        elif method == "register_reply":
            yield from self._reply(call)
        elif self._view.legacy_name(call.func) == "register_function":
            yield from self._both(call)
        elif method == "register_function":
            yield from self._mapped(call)

    def _marked(self, call: cst.Call, role: Role) -> Iterator[v.Tool]:
        """``@agent.register_for_llm(…)`` and ``agent.register_for_llm(…)(function)``."""
        above = self._view.parent(call)
        place = self._resolver.files.place(self._view, call)
        if isinstance(above, cst.Decorator):
            decorated = self._view.parent(above)
            assert isinstance(decorated, cst.FunctionDef)
            function = (self._resolver.function(self._view, decorated),)
        elif isinstance(above, cst.Call) and above.func is call and above.args:
            function = self._functions(above.args[0].value)
        else:
            function = (v.Unknown("what is registered is not seen here", place),)
        yield v.Tool(role, function, self._receiver(call), place)

    def _both(self, call: cst.Call) -> Iterator[v.Tool]:
        """``autogen.register_function(f, caller=…, executor=…)``."""
        given = bound_arguments(call, signatures.REGISTER_FUNCTION_PARAMETERS)
        place = self._resolver.files.place(self._view, call)
        if given is None or not {"f", "caller", "executor"} <= given.keys():
            unknown = (v.Unknown("its arguments are not written out", place),)
            yield v.Tool("both", unknown, unknown, place)
            return
        function = self._functions(given["f"].value)
        parties: tuple[tuple[Role, str], ...] = (("model", "caller"), ("execution", "executor"))
        for role, name in parties:
            yield v.Tool(role, function, self._party(given[name].value, place), place)

    def _mapped(self, call: cst.Call) -> Iterator[v.Tool]:
        """``agent.register_function(function_map={…})``."""
        given = bound_arguments(call, ("function_map",))
        place = self._resolver.files.place(self._view, call)
        agents = self._receiver(call)
        if given is None or "function_map" not in given or not any(isinstance(each, v.Agent) for each in agents):
            return
        for value in self._resolver.values(self._view, given["function_map"].value):
            if not isinstance(value, v.Container):
                yield v.Tool("execution", (v.Unknown("its functions are not written out", place),), agents, place)
                continue
            for _, functions in self._resolver.containers.entries(value):
                yield v.Tool("execution", _functions(functions, place), agents, place)

    def _reply(self, call: cst.Call) -> Iterator[v.Reply]:
        given = bound_arguments(call, _REPLY_PARAMETERS)
        place = self._resolver.files.place(self._view, call)
        written = given is not None and "reply_func" in given
        function = self._functions(given["reply_func"].value) if given and written else None
        yield v.Reply(function or (v.Unknown("it is not written out", place),), self._receiver(call), place)

    def _receiver(self, call: cst.Call) -> tuple[v.Agent | v.Unknown, ...]:
        assert isinstance(call.func, cst.Attribute)
        return self._party(call.func.value, self._resolver.files.place(self._view, call))

    def _party(self, node: cst.BaseExpression, place: v.Place) -> tuple[v.Agent | v.Unknown, ...]:
        return self._agents(self._resolver.values(self._view, node), place)

    def _functions(self, node: cst.BaseExpression) -> tuple[v.Function | v.Unknown, ...]:
        return _functions(self._resolver.values(self._view, node), self._resolver.files.place(self._view, node))


def _functions(values: Iterable[v.Value], place: v.Place) -> tuple[v.Function | v.Unknown, ...]:
    other = v.Unknown("it is no function", place)
    found = {each if isinstance(each, v.Function | v.Unknown) else other for each in values}
    return tuple(sorted(found, key=repr))

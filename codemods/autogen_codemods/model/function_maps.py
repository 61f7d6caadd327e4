"""Functions that an agent runs by name: v0.2's ``function_map``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model.literals import bound_arguments, constant

if TYPE_CHECKING:
    from autogen_codemods.model.program import Agent, Program
    from autogen_codemods.model.view import ModuleView


@dataclass(eq=False)
class FunctionMap:
    """A dictionary of functions that `agent` runs; `line` gives it to the agent, if not its constructor does."""

    view: ModuleView
    agent: Agent
    node: cst.BaseExpression
    line: cst.SimpleStatementLine | None

    @property
    def statement(self) -> cst.SimpleStatementLine:
        """Where the dictionary is read."""
        return self.line or self.agent.statement


def collect_function_map(program: Program, view: ModuleView, call: cst.Call) -> None:
    """Note ``agent.register_function(function_map={...})``, a statement of its own."""
    method = call.func
    if not isinstance(method, cst.Attribute) or method.attr.value != "register_function":
        return
    given = bound_arguments(call, ("function_map",))
    expression = view.parent(call)
    line = view.parent(expression) if isinstance(expression, cst.Expr) else None
    agent = program.agent(view, method.value)
    if agent is None or given is None or set(given) != {"function_map"}:
        return
    if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1:
        program.claim(method.value)
        program.function_maps.append(FunctionMap(view, agent, given["function_map"].value, line))


def maps_of(program: Program, agent: Agent) -> Iterator[FunctionMap]:
    """The functions that an agent is given, in the order in which later ones win."""
    argument = (agent.arguments or {}).get("function_map")
    if argument is not None and constant(agent.view, argument.value) is not None:
        yield FunctionMap(agent.view, agent, argument.value, None)
    yield from (each for each in program.function_maps if each.agent is agent)

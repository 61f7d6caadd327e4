"""The executors that a program makes: which agents are given them, and what it does with them itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.model.executors import ATTRIBUTES, BASE
from autogen_codemods.model.tracing import Use
from autogen_codemods.model.view import ModuleView

if TYPE_CHECKING:
    from autogen_codemods.model.program import Agent, Program


@dataclass(eq=False)
class Executor:
    """One construction of an executor of code."""

    view: ModuleView
    call: cst.Call
    legacy_class: str = ""
    """v0.2's class; "" for one of the program's own."""
    definition: cst.ClassDef | None = None
    """The class of the program that it is made of, which stands in `home`."""
    home: ModuleView | None = None
    agents: tuple[Agent, ...] = ()
    """Those whose settings give it to them."""
    uses: tuple[Use, ...] = ()
    """What else is done with it."""
    linked: tuple[Executor, ...] = ()
    """Those that come to the same uses, itself included: they change together."""

    @property
    def name(self) -> str:
        """What it is called in the source, for the user."""
        return self.view.code(self.call.func)


def collect_executors(program: Program) -> None:
    """Find the executors of a program, after its agents."""
    own = list(own_classes(program))
    for view in program.views:
        for call in view.calls():
            made = _made(program, own, view, call)
            if made is not None:
                _find_uses(program, made)
                program.executors.append(made)
    _link(program.executors)


def own_classes(program: Program) -> Iterator[tuple[ModuleView, cst.ClassDef]]:
    """The classes of the program that are executors of code themselves."""
    for view in program.views:
        for node in view.nodes:
            bases = node.bases if isinstance(node, cst.ClassDef) else ()
            if isinstance(node, cst.ClassDef) and [view.legacy_name(each.value) for each in bases] == [BASE]:
                yield view, node


def executors_of(program: Program, view: ModuleView, node: cst.BaseExpression) -> list[Executor] | None:
    """The executors that an expression may be; None if it may be anything else."""
    found: list[Executor] = []
    for value in program.tracer.resolver.values(view, node):
        if isinstance(value, v.Constant) and value.value is None:
            continue
        if isinstance(value, v.Made):
            own = [each for each in program.executors if each.call is value.node]
        elif isinstance(value, v.Instance):
            own = [each for each in program.executors if each.definition is value.of.node]
        else:
            return None
        if not own:
            return None
        found += own
    return found or None


def _made(
    program: Program, own: Iterable[tuple[ModuleView, cst.ClassDef]], view: ModuleView, call: cst.Call
) -> Executor | None:
    name = view.legacy_name(call.func)
    if name in ATTRIBUTES:
        return Executor(view, call, legacy_class=name)
    if name is not None or not isinstance(call.func, cst.Name | cst.Attribute):
        return None
    word = call.func.value if isinstance(call.func, cst.Name) else call.func.attr.value
    for home, definition in own:
        if definition.name.value == word:
            found = program.tracer.resolver.values(view, call.func)
            if any(isinstance(each, v.Class) and each.node is definition for each in found):
                return Executor(view, call, definition=definition, home=home)
    return None


def _find_uses(program: Program, made: Executor) -> None:
    settings = {
        id(given.value): agent
        for agent in program.agents
        if (given := (agent.arguments or {}).get("code_execution_config")) is not None
    }
    agents: list[Agent] = []
    uses: list[Use] = []
    for use in program.tracer.trace(made.view, made.call).uses:
        agent = settings.get(id(use.node))
        if agent is not None and use.depth == 1:
            agents.append(agent)
        else:
            uses.append(use)
    made.agents, made.uses = tuple({id(each): each for each in agents}.values()), tuple(uses)


def _link(executors: list[Executor]) -> None:
    """Executors that share a use or an agent, or are of one class of the program, belong together."""
    groups: list[tuple[set[int], list[Executor]]] = []
    for made in executors:
        keys = {id(use.node) for use in made.uses} | {id(agent) for agent in made.agents} | {id(made)}
        keys |= {id(made.definition)} if made.definition is not None else set()
        together = [made]
        for group in [each for each in groups if each[0] & keys]:
            groups.remove(group)
            keys |= group[0]
            together = [*group[1], *together]
        groups.append((keys, together))
    for _, together in groups:
        for made in together:
            made.linked = tuple(together)

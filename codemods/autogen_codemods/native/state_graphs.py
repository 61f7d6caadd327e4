"""The graph that a selection function draws between the members of a group."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import libcst as cst

from autogen_codemods.model.program import Agent, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.conditions import TEXT, as_bool, as_code
from autogen_codemods.native.draft import WIDTH
from autogen_codemods.native.graphs import Edge, Graph
from autogen_codemods.native.groups import GroupFacts
from autogen_codemods.native.homes import is_not_alone
from autogen_codemods.native.state_functions import NotAGraph, Outcome, StateFunction


def state_graph(program: Program, facts: GroupFacts, starter: Agent, exported: frozenset[str]) -> Graph | None:
    """The graph of a group after `starter`; None where the function is none, or where v0.4 takes no such graph.

    A starter who speaks again would be asked twice: v0.4 follows its edges from the task on.
    """
    function, view = facts.group.chooser, facts.group.view
    given = (facts.group.arguments or {}).get("speaker_selection_method")
    if function is None or given is None or len({id(each.agent) for each in facts.members}) < len(facts.members):
        return None
    if isinstance(function, cst.FunctionDef) and not _is_own(program, view, function, given.value, exported):
        return None
    read = StateFunction(view, function, lambda node: program.agent(view, node))
    try:
        graph = _Reading(facts, read).from_starter(starter)
    except NotAGraph:
        return None
    return graph if graph.is_valid and facts.position(starter) not in graph.nodes else None


class _Reading:
    """Follows a function from speaker to speaker; raises NotAGraph."""

    def __init__(self, facts: GroupFacts, function: StateFunction) -> None:
        self._facts, self._function = facts, function
        self._nodes: list[int] = []
        self._edges: list[Edge] = []

    def from_starter(self, starter: Agent) -> Graph:
        if (place := self._facts.position(starter)) is None:
            raise NotAGraph
        [first, *others] = self._function.after(starter, self._facts.members[place].legacy_name)
        if others or first.agent is None:
            raise NotAGraph
        self._visit(self._place(first.agent))
        return Graph(tuple(self._nodes), tuple(self._edges), first.comments)

    def _visit(self, place: int) -> None:
        if place in self._nodes:
            return
        self._nodes.append(place)
        profile = self._facts.members[place]
        outcomes = self._function.after(profile.agent, profile.legacy_name)
        targets = list(dict.fromkeys(each.agent for each in outcomes))
        said: set[str] = set()
        for agent in (each for each in targets if each is not None):
            ways = [each for each in outcomes if each.agent is agent]
            condition = None if len(targets) == 1 else _code(_any([_all(each) for each in ways]))
            told = [comment for each in ways for comment in each.comments if comment not in said]
            said.update(told)
            self._edges.append(Edge(place, self._place(agent), condition, tuple(dict.fromkeys(told))))
        for agent in (each for each in targets if each is not None):
            self._visit(self._place(agent))

    def _place(self, agent: Agent) -> int:
        place = self._facts.position(agent)
        if place is None:
            raise NotAGraph
        return place


def _code(condition: ast.expr) -> str:
    """The text of a condition; raises NotAGraph where it is longer than a line, which a function tells better."""
    exact = as_bool(condition)
    code = as_code(exact)
    code = code[1:-1] if isinstance(exact, ast.BoolOp) else code
    if len(code.replace(TEXT, "message.to_text()")) > WIDTH:
        raise NotAGraph
    return code


def _all(outcome: Outcome) -> ast.expr:
    [first, *others] = outcome.conditions
    return ast.BoolOp(ast.And(), [first, *others]) if others else first


def _any(conditions: Sequence[ast.expr]) -> ast.expr:
    [first, *others] = conditions
    return ast.BoolOp(ast.Or(), [first, *others]) if others else first


def _is_own(
    program: Program, view: ModuleView, function: cst.FunctionDef, given: cst.BaseExpression, exported: frozenset[str]
) -> bool:
    """Whether a function only selects the speakers of this group, and may go with it."""
    if function.decorators or not is_not_alone(view, function):
        return False
    name = function.name.value
    if isinstance(given, cst.Attribute):
        return [read for _, read in program.tracer.attribute_reads(name)] == [given]
    if not isinstance(given, cst.Name) or ({name, "*"} & exported and view.function(function) is None):
        return False
    reads = [read for each in view.assignments(given) for read in view.references(each)]
    return len(view.assignments(given)) == 1 and reads == [given]

"""Where agents are handed to functions of the project that read nothing of them but names and messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.model.program import Agent, Group, Manager, Party, Program
from autogen_codemods.model.tracing import Use
from autogen_codemods.model.view import ModuleView

_HISTORIES = frozenset({"chat_messages", "_oai_messages"})
_WHOLE = frozenset({"items", "values", "keys"})


@dataclass(frozen=True)
class Handover:
    """An argument that is an agent or a list of some; `nodes` are the expressions for them there."""

    view: ModuleView
    call: cst.Call
    value: cst.BaseExpression
    nodes: tuple[cst.BaseExpression, ...]
    parties: tuple[Party, ...]


def handovers(program: Program, parties: Sequence[Agent | Manager]) -> list[Handover]:
    """The calls of functions of the project that get some of these agents and only read their messages."""
    found: list[Handover] = []
    for party in parties:
        passing = program.trace(party).passing
        for use in passing:
            arg = use.view.parent(use.node)
            call = use.view.parent(arg) if isinstance(arg, cst.Arg) else None
            if not isinstance(call, cst.Call) or any(each.value is use.node for each in found):
                continue
            nodes = _listed(use.node)
            listed = tuple(each for node in nodes if (each := program.party(use.view, node)) is not None)
            reads = [each for function in _functions(program, use.view, call) for each in _reads_in(program, function)]
            if reads and len(listed) == len(nodes):
                found.append(Handover(use.view, call, use.node, nodes, listed))
    return found


def handed_over(program: Program, party: Agent | Group | Manager) -> Iterator[cst.CSTNode]:
    """The reads of an agent within functions that get it handed over."""
    read = (use.view.parent(use.node) for use in program.trace(party).uses)
    if isinstance(party, Group) or not any(isinstance(a, cst.Attribute) and a.attr.value in _HISTORIES for a in read):
        return
    inside = [
        function for each in handovers(program, [party]) for function in _functions(program, each.view, each.call)
    ]
    for use in program.trace(party).uses:
        outer = (use.node, *use.view.ancestors(use.node))
        if _reads_record(use) and any(function.node in outer for function in inside):
            yield use.node


def goes_otherwise(program: Program, party: Party, found: Sequence[Handover]) -> bool:
    """Whether an agent comes to one of the functions by an expression that is not rewritten."""
    ours = {id(node) for each in found for node in (each.value, *each.nodes)}
    inside = {id(f.node) for each in found for f in _functions(program, each.view, each.call)}
    for use in program.trace(party).passing:
        arg = use.view.parent(use.node)
        call = use.view.parent(arg) if isinstance(arg, cst.Arg) else None
        if not isinstance(call, cst.Call) or id(use.node) in ours:
            continue
        within = any(id(outer) in inside for outer in use.view.ancestors(call))
        if not within and any(id(f.node) in inside for f in _functions(program, use.view, call)):
            return True
    return False


def _listed(node: cst.BaseExpression) -> tuple[cst.BaseExpression, ...]:
    if isinstance(node, cst.List | cst.Tuple):
        return tuple(each.value for each in node.elements)
    return (node,)


def _functions(program: Program, view: ModuleView, call: cst.Call) -> list[v.Function]:
    """The functions of the project that a call may be one of."""
    found = program.tracer.resolver.values(view, call.func)
    return [each for each in found if isinstance(each, v.Function) and isinstance(each.node, cst.FunctionDef)]


def _reads_in(program: Program, function: v.Function) -> list[cst.Attribute]:
    """The reads of messages in a function."""
    view = program.tracer.resolver.files.view(function.path)
    nodes = view.nodes if view is not None else ()
    named = (each for each in nodes if isinstance(each, cst.Attribute) and each.attr.value in _HISTORIES)
    return [each for each in named if view is not None and function.node in list(view.ancestors(each))]


def _reads_record(use: Use) -> bool:
    """Whether a use reads what a record has: a name, or all messages by partner."""
    read = use.view.parent(use.node)
    if not isinstance(read, cst.Attribute) or read.value is not use.node:
        return False
    if read.attr.value == "name":
        return True
    method = use.view.parent(read)
    called = use.view.parent(method) if method is not None else None
    whole = isinstance(method, cst.Attribute) and method.value is read and method.attr.value in _WHOLE
    return read.attr.value in _HISTORIES and whole and isinstance(called, cst.Call)

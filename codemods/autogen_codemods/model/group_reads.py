"""What the arguments of a GroupChat say about agents: who takes part, who may follow whom, who selects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model.literals import elements
from autogen_codemods.tree.walk import walk

if TYPE_CHECKING:
    from autogen_codemods.model.program import Agent, Program

Chooser = cst.FunctionDef | cst.Lambda
"""A function of the module, or one written in place, that selects the speakers."""

_ABOUT_AGENTS = ("allowed_or_disallowed_speaker_transitions", "allow_repeat_speaker")
_PASSED_ON = (
    cst.Return,
    cst.Comparison,
    cst.ComparisonTarget,
    cst.IfExp,
    cst.Element,
    cst.DictElement,
    cst.Lambda,
)


def members(program: Program, node: cst.BaseExpression) -> tuple[Agent, ...] | None:
    """The agents of a list that is written out; None if they cannot be told."""
    items = elements(program.view, node)
    if items is None or any(program.agent(item) is None for item in items):
        return None
    if isinstance(node, cst.Name):
        variable = program.view.variable(node)
        if variable is None or len(variable.reads) != 1:
            return None
    program.claim(*items)
    return tuple(agent for item in items if (agent := program.agent(item)))


def chooser(program: Program, arguments: Mapping[str, cst.Arg]) -> Chooser | None:
    """The selection function of a group, in which agents are compared and returned."""
    given = arguments.get("speaker_selection_method")
    if given is None:
        return None
    value = program.view.value(given.value)
    function = value if isinstance(value, cst.Lambda) else program.view.definition(value)
    for node in walk(function.body) if function is not None else ():
        if program.agent(node) is not None and _is_passed_on(program, node):
            program.claim(node)
    return function


def _is_passed_on(program: Program, node: cst.CSTNode) -> bool:
    """Whether an agent is only compared, collected or returned, also by a name that the function gives it."""
    above = program.view.parent(node)
    if isinstance(above, cst.Assign) and above.value is node and len(above.targets) == 1:
        variable = program.view.variable(above.targets[0].target)
        return variable is not None and all(_is_passed_on(program, read) for read in variable.reads)
    return isinstance(above, _PASSED_ON)


def claim_rules(program: Program, arguments: Mapping[str, cst.Arg]) -> None:
    """Claim the agents in dictionaries and lists that tell who may speak after whom."""
    for name in _ABOUT_AGENTS:
        if name in arguments:
            program.claim(*_collected(program, arguments[name].value))


def _collected(program: Program, node: cst.BaseExpression) -> Iterator[cst.CSTNode]:
    variable = program.view.variable(node)
    if variable is not None and len(variable.reads) != 1:
        return
    value = program.view.value(node)
    if isinstance(value, cst.Dict | cst.List):
        yield from (each for each in walk(value) if program.agent(each) is not None)

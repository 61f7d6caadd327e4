"""What the arguments of a GroupChat say about agents: who takes part, who may follow whom, who selects."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.tree.walk import walk

if TYPE_CHECKING:
    from autogen_codemods.model.program import Program
    from autogen_codemods.model.view import ModuleView, Variable

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
_RUN_IN_ORDER = (cst.SimpleStatementLine, cst.For, cst.If, cst.Else, cst.IndentedBlock)
_CARRYING = (
    *(cst.IfExp, cst.BooleanOperation, cst.Subscript),
    *(cst.Element, cst.DictElement, cst.List, cst.Tuple, cst.Dict),
)


def chooser(
    program: Program, view: ModuleView, arguments: Mapping[str, cst.Arg], own: cst.FunctionDef | None
) -> Chooser | None:
    """The selection function of a group, in which agents are compared and returned.

    `own`: the method of its class that takes that one's place.
    """
    given = arguments.get("speaker_selection_method")
    function: Chooser | None = own
    if own is None and given is not None:
        value = view.value(given.value)
        function = value if isinstance(value, cst.Lambda) else view.definition(value) or _method(program, view, value)
    for node in walk(function.body) if function is not None else ():
        if isinstance(node, cst.Name | cst.Attribute) and program.agent(view, node) is not None:
            _claim_passed_on(program, view, node)
    return function


def _method(program: Program, view: ModuleView, node: cst.BaseExpression) -> cst.FunctionDef | None:
    """The one method of a class of this module that an expression such as ``self.choose`` means."""
    if not isinstance(node, cst.Attribute):
        return None
    found = program.tracer.resolver.values(view, node)
    functions = [each.node for each in found if isinstance(each, v.Function) and each.bound]
    function = functions[0] if len(found) == len(functions) == 1 else None
    return function if isinstance(function, cst.FunctionDef) and function in view else None


def parameters(function: Chooser, view: ModuleView) -> list[str]:
    """The names of what a selection function is given; a method's own object aside."""
    names = [parameter.name.value for parameter in function.params.params]
    above = view.parent(view.parent(function) or function)
    is_method = isinstance(function, cst.FunctionDef) and isinstance(above, cst.ClassDef)
    return names[1:] if is_method and not (isinstance(function, cst.FunctionDef) and function.decorators) else names


def _claim_passed_on(program: Program, view: ModuleView, node: cst.BaseExpression) -> None:
    """Claim an agent that is only compared, collected or returned, with the expressions around it."""
    if not _is_passed_on(view, node):
        return
    around = list(itertools.takewhile(lambda each: isinstance(each, _CARRYING), view.ancestors(node)))
    program.claim(node, *around)
    above = view.parent(around[-1] if around else node)
    if isinstance(above, cst.Assign) and len(above.targets) == 1:
        variable = view.variable(above.targets[0].target)
        for read in variable.reads if variable is not None else ():
            _claim_passed_on(program, view, read)


def _is_passed_on(view: ModuleView, node: cst.CSTNode) -> bool:
    """Whether an agent is only compared, collected or returned, also by a name that the function gives it."""
    above = view.parent(node)
    if isinstance(above, cst.Assign) and above.value is node and len(above.targets) == 1:
        variable = view.variable(above.targets[0].target)
        return variable is not None and all(_is_passed_on(view, read) for read in variable.reads)
    return isinstance(above, _PASSED_ON)


def claim_rules(program: Program, view: ModuleView, arguments: Mapping[str, cst.Arg]) -> None:
    """Claim the agents in dictionaries and lists that tell who may speak after whom."""
    for name in _ABOUT_AGENTS:
        if name in arguments:
            program.claim(arguments[name].value)
            program.claim(*_collected(program, view, arguments[name].value))


def _collected(program: Program, view: ModuleView, node: cst.BaseExpression) -> Iterator[cst.CSTNode]:
    variable = view.variable(node)
    if variable is not None and len(variable.reads) != 1:
        return
    value = view.value(node)
    if isinstance(value, cst.Dict | cst.List | cst.DictComp | cst.ListComp):
        yield node
        yield from (each for each in walk(value) if isinstance(each, cst.BaseExpression))


@dataclass(frozen=True)
class Entry:
    """``target = …`` with a dictionary's entry as target."""

    target: cst.Subscript
    is_certain: bool
    """Whether it is put there in any case."""

    @property
    def key(self) -> cst.BaseExpression | None:
        """The key of the entry."""
        index = self.target.slice[0].slice if len(self.target.slice) == 1 else None
        return index.value if isinstance(index, cst.Index) else None


def stores_before(view: ModuleView, node: cst.BaseExpression) -> list[Entry] | None:
    """What is put into the dictionary that `node` reads; None where it may be used or changed in another way."""
    variable = view.variable(node)
    if variable is None:
        return []
    others = [read for read in variable.reads if read is not node]
    found = [_entry(view, variable, node, read) for read in others]
    known = [each for each in found if each is not None]
    return known if len(known) == len(others) else None


def _entry(view: ModuleView, variable: Variable, node: cst.BaseExpression, read: cst.Name) -> Entry | None:
    """The entry that a read of a dictionary is assigned to, in its block and before `node`."""
    target = view.parent(read)
    above = view.parent(target) if isinstance(target, cst.Subscript) and target.value is read else None
    assign = view.parent(above) if isinstance(above, cst.AssignTarget) else None
    if not isinstance(assign, cst.Assign) or len(assign.targets) != 1 or not isinstance(target, cst.Subscript):
        return None
    line, block = view.statement(assign), view.parent(variable.statement)
    around = [line, *itertools.takewhile(lambda each: each is not block, view.ancestors(line))]
    plain = all(isinstance(each, _RUN_IN_ORDER) for each in around) and view.parent(around[-1]) is block
    if not plain or view.function(node) is not view.function(read) or view.span(line).start > view.span(node).start:
        return None
    return Entry(target, len(around) == 1)

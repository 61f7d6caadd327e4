"""Where tools come to an agent: with its constructor, or from where they are registered on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile, takewhile

import libcst as cst
from libcst.metadata import ImportAssignment

from autogen_codemods.model.customs import MOVED
from autogen_codemods.model.literals import UNKNOWN, constant
from autogen_codemods.model.program import Agent, Chat, Manager, Program, ToolForExecution, ToolForModel, same_function
from autogen_codemods.model.settings import is_part
from autogen_codemods.model.tool_keys import registered_function
from autogen_codemods.model.view import ModuleView, Statement
from autogen_codemods.native.group_moves import moves_along
from autogen_codemods.native.proof import NotProven
from autogen_codemods.tree.walk import walk

CODE = "AM501"


def tools_of(program: Program, agent: Agent) -> list[ToolForModel]:
    """The tools that an agent's model is told of, in the order of their registration."""
    own = [tool for tool in program.model_tools if tool.agent is agent]
    return sorted(own, key=lambda tool: tool.view.span(tool.marker).start)


def definition_of(tool: ToolForModel | ToolForExecution) -> cst.FunctionDef | None:
    """The function of a tool, where it is defined in the module."""
    if isinstance(tool.function, cst.FunctionDef):
        return tool.function
    return tool.view.definition(registered_function(tool.view, tool.function))


def own_name(tool: ToolForModel) -> str | None:
    """The name that the function of a tool has by itself, where it is seen."""
    function = definition_of(tool)
    if function is not None:
        return function.name.value
    node = function_of(tool)
    return tool.view.code(node) if isinstance(node, cst.Name) and tool.view.is_imported(node) else None


def function_of(tool: ToolForModel | ToolForExecution) -> cst.BaseExpression:
    """The expression for the function of a tool that is not decorated."""
    assert not isinstance(tool.function, cst.FunctionDef)
    return registered_function(tool.view, tool.function)


def early_tools(program: Program, agent: Agent) -> list[ToolForModel]:
    """The tools that an agent is made with: those registered before it is used, where it is made.

    Others are added where they are registered, as are all behind one of them: their order is the model's.
    """
    found = list(takewhile(lambda tool: not is_late(program, tool), tools_of(program, agent)))
    names = [_told_name(tool) for tool in found]
    return [tool for index, tool in enumerate(found) if names[index] is None or names[index] not in names[index + 1 :]]


def late_tools(program: Program, agent: Agent) -> list[ToolForModel]:
    """The tools that an agent is given when it has been made."""
    return list(dropwhile(lambda tool: not is_late(program, tool), tools_of(program, agent)))


def is_late(program: Program, tool: ToolForModel | ToolForExecution) -> bool:
    """Whether an agent is used before a tool is registered with it, be it in a chat, or that is in another block."""
    if _is_elsewhere(tool) or _comes_after_a_chat(program, tool):
        return True
    place = place_of(tool)
    return place is not None and read_before(program, tool.agent, tool.view.span(place).end) is not None


def _told_name(tool: ToolForModel) -> object:
    """The name that a model is told, where it is known; of two tools of one name v0.2 kept the last."""
    name = constant(tool.view, tool.name) if tool.name is not None else own_name(tool)
    return None if name is UNKNOWN else name


def _is_elsewhere(tool: ToolForModel | ToolForExecution) -> bool:
    return tool.view.parent(_registering(tool)) is not tool.agent.view.parent(tool.agent.statement)


def _registering(tool: ToolForModel | ToolForExecution) -> Statement:
    """The statement that registers a tool once with each of its agents: its line, or the loop over them."""
    view, line = tool.view, tool.view.statement(tool.marker)
    block = view.parent(line)
    loop = view.parent(block) if isinstance(block, cst.IndentedBlock) and len(block.body) == 1 else None
    if not isinstance(loop, cst.For) or loop.orelse is not None or not isinstance(loop.iter, cst.List | cst.Tuple):
        return line
    over = isinstance(tool.receiver, cst.Name) and view.code(loop.target) == tool.receiver.value
    function = () if isinstance(tool.function, cst.FunctionDef) else walk(tool.function)
    same = all(not isinstance(each, cst.Name) or each.value != view.code(loop.target) for each in function)
    return loop if over and same else line


def _comes_after_a_chat(program: Program, tool: ToolForModel | ToolForExecution) -> bool:
    view, agent = tool.view, tool.agent
    start, function = view.span(tool.marker).start, view.function(tool.marker)
    before = (c for c in program.chats if c.view is view and view.span(c.call).start < start)
    return any(view.function(chat.call) is function and _takes_part(agent, chat) for chat in before)


def _takes_part(agent: Agent, chat: Chat) -> bool:
    group = chat.recipient.group if isinstance(chat.recipient, Manager) else None
    return agent in (chat.sender, chat.recipient, *((group.members if group is not None else None) or ()))


def place_of(tool: ToolForModel | ToolForExecution) -> Statement | None:
    """The statement behind the agent's that has to come first: it defines the function of a tool, or names it."""
    view, agent = tool.view, tool.agent
    if view is not agent.view:
        return None
    made = view.span(agent.statement).end
    function = definition_of(tool)
    if function is not None:
        return function if view.span(function).start > made else None
    if is_known(view, function_of(tool), made):
        return None
    return _registering(tool)


def last_place(program: Program, agent: Agent, *, runs: bool = False) -> Statement | None:
    """The last such statement of the tools that an agent is made with; with `runs` also of those that it runs."""
    own: list[ToolForModel | ToolForExecution] = [*early_tools(program, agent)]
    own += [tool for tool in program.executed_tools if runs and tool.agent is agent and not is_late(program, tool)]
    places = [place for tool in own if (place := place_of(tool)) is not None]
    return max(places, key=lambda each: agent.view.span(each).end) if places else None


def is_known(view: ModuleView, node: cst.BaseExpression, offset: int) -> bool:
    """Whether an expression has its value, the only one, at a place."""
    if not isinstance(node, cst.Name | cst.Attribute):
        return False
    name = next((each for each in walk(node) if isinstance(each, cst.Name) and not is_part(view, each)), None)
    if name is None:
        return False
    found = view.assignments(name)
    if found and all(isinstance(each, ImportAssignment) for each in found):
        return len(found) == 1
    variable = view.variable(name)
    return isinstance(node, cst.Name) and variable is not None and view.span(variable.statement).end <= offset


def read_before(program: Program, agent: Agent, offset: int) -> cst.CSTNode | None:
    """Where an agent is used before a place, other than to register tools or functions."""
    view = agent.view
    markers = [tool.marker for tool in (*program.model_tools, *program.executed_tools)]
    markers += [each.line for each in program.function_maps if each.line is not None]
    markers += [each.line for each in program.customs if each.method in MOVED]
    for use in program.trace(agent).uses:
        registers = any(marker in (use.node, *use.view.ancestors(use.node)) for marker in markers)
        before = use.view is view and view.span(use.node).start < offset
        if before and not registers and not moves_along(program, agent, use.node, offset):
            return use.node
    return None


def check_told_together(program: Program, told: ToolForModel, executor: Agent) -> None:
    """No chat may come between the registrations with the two agents, nor only one of them happen; raises NotProven."""
    runs = [run for run in program.executed_tools if run.agent is executor and same_function(run, told)]
    if any(_come_together(program, told, run) for run in runs):
        return
    reason = f"a chat may come between the registrations of a tool with {told.agent.name} and {executor.name}"
    raise NotProven(CODE, told.marker, reason)


def _come_together(program: Program, told: ToolForModel, run: ToolForExecution) -> bool:
    if told.marker is run.marker:
        return True
    if told.view is not run.view:
        return False
    view = told.view
    one, other = _registering(told), _registering(run)
    if [view.code(each) for each in _headers(view, one)] != [view.code(each) for each in _headers(view, other)]:
        return False
    start, end = sorted((view.span(told.marker).start, view.span(run.marker).start))
    return not any(chat.view is view and start < view.span(chat.call).start < end for chat in program.chats)


def _headers(view: ModuleView, statement: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """What decides how often a statement runs, up to its function."""
    for above in view.ancestors(statement):
        match above:
            case cst.FunctionDef() | cst.ClassDef():
                yield above.name
                return
            case cst.For():
                yield above.iter
            case cst.If() | cst.While():
                yield above.test
            case cst.Try() | cst.TryStar() | cst.Match() | cst.Else() | cst.ExceptHandler():
                yield above
            case _:
                pass

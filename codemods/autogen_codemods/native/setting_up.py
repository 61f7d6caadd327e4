"""What a program does to an agent after it made it, moved to where it makes it."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst
from libcst.metadata import Assignment, BuiltinAssignment

from autogen_codemods.model.program import Agent, Answer, Chat
from autogen_codemods.model.view import ModuleView, Statement
from autogen_codemods.native.proof import NotProven
from autogen_codemods.tree.walk import walk


def check_before_chats(
    code: str, home: ModuleView, line: Statement, agent: Agent, chats: Iterable[Chat | Answer], what: str
) -> None:
    """A change must stand in the block where the agent is made, before every chat; raises NotProven.

    `line`: the statement of the module `home` that makes the change.
    """
    view, made = agent.view, agent.statement
    if home is not view or view.parent(line) is not view.parent(made):
        raise NotProven(code, line, f"{what} is set in another block of code")
    between = (view.span(made).end, view.span(line).start)
    for chat in chats:
        function = view.function(chat.call) if chat.view is view else None
        if chat.view is not view or (function is not None and _is_named(view, function, between)):
            raise NotProven(code, line, f"{what} may be set after a chat")
        if function is view.function(made) and view.span(chat.call).start < between[1]:
            raise NotProven(code, line, f"{what} is set after a chat")


def check_known(code: str, node: cst.CSTNode, agent: Agent) -> None:
    """Every name of an expression must have its only value where the agent is made; raises NotProven."""
    for each in walk(node):
        if isinstance(each, cst.Name) and not _is_known(agent.view, each, agent):
            raise NotProven(code, each, f"{each.value} may not be known yet where {agent.name} is made")


def _is_named(view: ModuleView, function: cst.FunctionDef, between: tuple[int, int]) -> bool:
    """Whether a function is named between two places."""
    names = (node for node in view.nodes if isinstance(node, cst.Name) and node.value == function.name.value)
    return any(between[0] <= view.span(node).start < between[1] for node in names)


def _is_known(view: ModuleView, node: cst.Name, agent: Agent) -> bool:
    above = view.parent(node)
    if isinstance(above, cst.Attribute) and above.attr is node:
        return True
    if isinstance(above, cst.Arg) and above.keyword is node:
        return True
    variable = view.variable(node)
    if agent.is_held_by(view, node):
        return isinstance(above, cst.Attribute) and above.attr.value == "system_message"
    if variable is not None:
        return view.span(variable.statement).end <= view.span(agent.statement).start
    found = view.assignments(node)
    if len(found) == 1 and isinstance(found[0], Assignment) and isinstance(found[0].node, cst.Param):
        return True
    return view.is_imported(node) or all(isinstance(each, BuiltinAssignment) for each in found)

"""Tools that an agent is given while the program runs: a statement for each registration, in its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import libcst as cst

from autogen_codemods.model.program import Agent, Program, ToolForExecution, ToolForModel
from autogen_codemods.native.am501_tools import tool_expression
from autogen_codemods.native.draft import Draft, Drafts, call
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.tool_places import CODE, are_added, definition_of
from autogen_codemods.tree.walk import walk


def settle_registrations(drafts: Drafts, program: Program, agents: Sequence[Agent]) -> None:
    """Take the registrations of these agents away, or put in their place what adds the tools; raises NotProven."""
    added = {id(agent) for agent in agents if are_added(program, agent)}
    told = [tool for tool in program.model_tools if id(tool.agent) in added]
    kept: set[int] = set()
    """Statements that another one has taken the place of."""
    for tool in told:
        draft = drafts[tool.view]
        if tool.marker in draft.removed:
            continue
        if any(id(other.agent) not in added for other in program.model_tools if other.marker is tool.marker):
            raise NotProven(CODE, tool.marker, "one registration is for agents that are made in different places")
        _add(draft, tool)
        kept.add(id(tool.marker))
    for tool in (*program.model_tools, *program.executed_tools):
        draft = drafts[tool.view]
        if tool.agent in agents and tool.marker not in draft.removed:
            _remove(draft, tool, kept)


def _add(draft: Draft, tool: ToolForModel) -> None:
    line = call(f"{draft.code(tool.receiver)}.add_tool", [tool_expression(draft, tool)])
    if isinstance(tool.marker, cst.Decorator):
        function = definition_of(tool)
        assert function is not None
        gap = [""] if draft.indent_of(function) else ["", ""]
        draft.remove(tool.marker)
        draft.insert_after(function, [*gap, line])
        return
    draft.replace(tool.marker.body[0], line)
    draft.removed.append(tool.marker)


def _remove(draft: Draft, tool: ToolForModel | ToolForExecution, kept: Collection[int]) -> None:
    """Remove a registration, with the loop that does nothing else; raises NotProven."""
    node: cst.SimpleStatementLine | cst.BaseCompoundStatement | cst.Decorator = tool.marker
    draft.removed.append(tool.marker)
    while isinstance(block := draft.view.parent(node), cst.IndentedBlock) and not isinstance(node, cst.Decorator):
        if any(each not in draft.removed or id(each) in kept for each in block.body):
            break
        above = draft.view.parent(block)
        if not isinstance(above, cst.For) or above.orelse is not None or _has_calls(above.iter):
            raise NotProven(CODE, tool.marker, "nothing is left of the block in which a tool is registered")
        draft.removed.append(above)
        node = above
    draft.remove(node)


def _has_calls(node: cst.BaseExpression) -> bool:
    return any(isinstance(each, cst.Call | cst.Await) for each in walk(node))

"""Tools that an agent is given while the program runs: a statement for each registration, in its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import libcst as cst

from autogen_codemods.model.program import Agent, Program, ToolForExecution, ToolForModel, same_function
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am501_tools import tool_expression
from autogen_codemods.native.draft import Draft, Drafts, call
from autogen_codemods.native.group_tools import GroupTools
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.tool_places import CODE, definition_of, early_tools, is_late, late_tools
from autogen_codemods.tree.walk import walk

_Tool = ToolForModel | ToolForExecution


def settle_registrations(drafts: Drafts, program: Program, agents: Sequence[Agent], turns: GroupTools) -> None:
    """Take the registrations of these agents away, or put in their place what adds the tools; raises NotProven."""
    late = {id(tool) for agent in agents for tool in late_tools(program, agent)}
    own = [tool for tool in (*program.model_tools, *program.executed_tools) if tool.agent in agents]
    markers = list({id(tool.marker): tool.marker for tool in own}.values())
    kept: set[int] = set()
    """Statements that others have taken the place of."""
    for marker in markers:
        here = [tool for tool in own if tool.marker is marker]
        told = [tool for tool in here if isinstance(tool, ToolForModel)]
        if len({id(tool) in late for tool in told}) > 1:
            raise NotProven(CODE, marker, "one registration is for agents that are made in different places")
        draft = drafts[here[0].view]
        lines = [_added(draft, tool, turns) for tool in told if id(tool) in late]
        lines += [
            _run(tool, turns) for tool in here if isinstance(tool, ToolForExecution) and _grows(tool, turns, program)
        ]
        if lines:
            _put(draft, here[0], list(dict.fromkeys(lines)))
            kept.add(id(marker))
    for tool in own:
        draft = drafts[tool.view]
        if tool.marker not in draft.removed:
            _remove(draft, tool, kept)


def take_registrations(draft: Draft, program: Program, agent: Agent) -> list[str]:
    """Take away the statements that register an agent's first tools and have comments, which are given."""
    early = early_tools(program, agent)
    runs = [run for run in program.executed_tools if any(same_function(run, tool) for tool in early)]
    own = [tool for tool in (*early, *runs) if tool.view is draft.view and not is_late(program, tool)]
    lines = {id(tool.marker): tool.marker for tool in own if isinstance(tool.marker, cst.SimpleStatementLine)}
    others = {id(tool.marker) for tool in (*program.model_tools, *program.executed_tools) if tool not in own}
    found: list[str] = []
    for line in lines.values():
        alone = id(line) not in others and line not in draft.removed
        if alone and draft.comments_above(line) and _ends_paragraph(draft.view, line, lines):
            found += draft.take(line)
    return found


def _ends_paragraph(view: ModuleView, line: cst.SimpleStatementLine, registrations: Collection[int]) -> bool:
    """Whether nothing but registrations stands below a statement, up to an empty line."""
    block = view.parent(line)
    body = list(block.body) if isinstance(block, cst.Module | cst.IndentedBlock) else [line]
    for each in body[body.index(line) + 1 :]:
        above = each.leading_lines if isinstance(each, cst.SimpleStatementLine | cst.BaseCompoundStatement) else ()
        if any(empty.comment is None for empty in above):
            return True
        if id(each) not in registrations:
            return False
    return True


def _added(draft: Draft, tool: ToolForModel, turns: GroupTools) -> str:
    if not turns.has(tool.agent):
        return call(f"{draft.code(tool.receiver)}.add_tool", [tool_expression(draft, tool)])
    return f"{draft.use('autogen_compat.native', 'put_tool')}({turns.grown(tool, 'tools')}, {turns.name(tool)})"


def _grows(run: ToolForExecution, turns: GroupTools, program: Program) -> bool:
    return turns.has(run.agent) and is_late(program, run) and turns.told(run) is not None


def _run(run: ToolForExecution, turns: GroupTools) -> str:
    told = turns.told(run)
    assert told is not None
    return f"put_tool({turns.grown(run, 'functions')}, {turns.name(told)})"


def _put(draft: Draft, tool: _Tool, lines: Sequence[str]) -> None:
    if any(line.startswith("put_tool") for line in lines):
        draft.use("autogen_compat.native", "put_tool")
    if not isinstance(tool.marker, cst.Decorator):
        loop = _loop_over_agents(draft, tool.marker, lines)
        if loop is not None:
            draft.insert_before(loop, lines)
            draft.remove(loop)
            draft.removed.append(tool.marker)
            return
        draft.replace(tool.marker.body[0], "\n".join(lines))
        draft.removed.append(tool.marker)
        return
    function = definition_of(tool)
    assert function is not None
    draft.remove(tool.marker)
    draft.insert_below(function, lines)


def _loop_over_agents(draft: Draft, marker: cst.SimpleStatementLine, lines: Sequence[str]) -> cst.For | None:
    """The loop that registers a tool with several agents and does nothing else, where `lines` name each of them."""
    block = draft.view.parent(marker)
    loop = draft.view.parent(block) if isinstance(block, cst.IndentedBlock) and len(block.body) == 1 else None
    if not isinstance(loop, cst.For) or loop.orelse is not None or not isinstance(loop.target, cst.Name):
        return None
    named = re.search(rf"\b{loop.target.value}\b", "\n".join(lines))
    return None if named or not isinstance(loop.iter, cst.List | cst.Tuple) or _has_calls(loop.iter) else loop


def _remove(draft: Draft, tool: _Tool, kept: Collection[int]) -> None:
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

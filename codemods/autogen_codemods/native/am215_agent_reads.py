"""AM215: what a program reads of an agent's tools and functions is read where v0.4 has it.

v0.2: autogen/agentchat/conversable_agent.py update_tool_signature, register_for_execution, function_map.
"""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.literals import Constant, constant
from autogen_codemods.model.program import Agent, Program, Read, ToolForExecution, ToolForModel, same_function
from autogen_codemods.native.agent_reads import index, reads_function, reads_tools
from autogen_codemods.native.am501_tools import has_same_name
from autogen_codemods.native.component import Component
from autogen_codemods.native.done import Log
from autogen_codemods.native.draft import Draft, Drafts, shared
from autogen_codemods.native.group_tools import GroupTools
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.tool_places import definition_of, early_tools, tools_of
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM215",
    title="an agent's tools and functions are read where v0.4 has them",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's agents have no llm_config and no function_map: tools are objects that know how a model is told of "
    "them, and functions stay what they are.",
    before='print(assistant.llm_config["tools"])',
    after="print(tool_schemas(assistant.tools))",
)

CODE = RULE.code


def rewrite_reads(component: Component, drafts: Drafts, log: Log, turns: GroupTools) -> None:
    """Rewrite what is read of the tools of a component's agents; raises NotProven. `turns`: those that are turns."""
    for read in component.program.reads:
        if not isinstance(read.party, Agent) or not component.holds(read.party):
            continue
        draft, above = drafts[read.view], read.view.parent(read.attribute)
        if reads_tools(read) and isinstance(above, cst.Subscript):
            tools = _tools(component, draft, read, read.party, turns)
            draft.replace(above, f"{draft.use('autogen_compat.native', 'tool_schemas')}({tools})")
        elif reads_function(read) and isinstance(above, cst.Subscript):
            _put_function(draft, read, _function(component, read, read.party, above))
        else:
            continue
        log.did(CODE, read.attribute, f"the {read.attribute.attr.value} of {read.party.name} is read of its tools")


def _tools(component: Component, draft: Draft, read: Read, agent: Agent, turns: GroupTools) -> str:
    """The tools of an agent that has some, all of them by then; raises NotProven."""
    profile, told = component.profiles[id(agent)], early_tools(component.program, agent)
    plain = profile.is_plain_assistant and not profile.customs and not component.managers_of(agent)
    if not tools_of(component.program, agent) or not (plain or turns.has(agent)):
        raise NotProven(CODE, read.attribute, f"the tools of {agent.name} are not those of one v0.4 agent")
    _check_order(read, told)
    return shared(turns.called_by(agent)) if turns.has(agent) else f"{draft.code(read.attribute.value)}.tools"


def _check_order(read: Read, tools: list[ToolForModel] | list[ToolForExecution]) -> None:
    view = read.view
    for tool in tools:
        here = tool.view is view and view.function(view.statement(tool.marker)) is view.function(read.attribute)
        if not here or view.span(tool.marker).start > view.span(read.attribute).start:
            raise NotProven(CODE, read.attribute, "tools are registered elsewhere than before they are read")


def _function(component: Component, read: Read, agent: Agent, entry: cst.Subscript) -> str:
    """The function that an agent runs under a name; raises NotProven."""
    own = [tool for tool in component.program.executed_tools if tool.agent is agent]
    _check_order(read, own)
    name = constant(read.view, index(entry))
    for tool in reversed(own):
        if name == _name_of(component.program, tool):
            return _code_of(tool)
    raise NotProven(CODE, read.attribute, f"{agent.name} runs no function of this name that is seen")


def _name_of(program: Program, run: ToolForExecution) -> Constant:
    """The name under which a function is run: the given one, or that under which a model was told of it before."""
    if run.name is not None:
        return constant(run.view, run.name)
    for told in program.model_tools:
        if told.name is not None and same_function(told, run) and has_same_name(told, run):
            return constant(told.view, told.name)
    return _code_of(run)


def _code_of(tool: ToolForExecution) -> str:
    definition = definition_of(tool)
    return definition.name.value if definition is not None else tool.view.code(tool.function)


def _put_function(draft: Draft, read: Read, function: str) -> None:
    """Read the function itself; that it is itself needs no assertion."""
    view = draft.view
    origin = view.parent(view.parent(read.attribute) or read.attribute)
    assert isinstance(origin, cst.Attribute)
    comparison = view.parent(origin)
    line = view.statement(origin)
    if isinstance(comparison, cst.Comparison) and isinstance(view.parent(comparison), cst.Assert):
        [target, *others] = comparison.comparisons
        same = isinstance(target.operator, cst.Equal | cst.Is) and view.code(target.comparator) == function
        if same and not others and isinstance(view.parent(line), cst.Module):
            draft.remove(line)
            return
    draft.replace(origin, function)

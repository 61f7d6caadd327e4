"""Tools in turns: the calls of one agent are turns, and so are the results that another one gives.

So it is in groups, and in chats of two where a human or a limit that is no constant may come between.

v0.2: autogen/agentchat/groupchat.py (a message with ``tool_calls`` goes to the member that runs them).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model.function_maps import maps_of
from autogen_codemods.model.program import Agent, Manager, Program, ToolForExecution, ToolForModel, same_function
from autogen_codemods.native import am320_reply_functions
from autogen_codemods.native.am501_tools import has_same_name, tool_expression
from autogen_codemods.native.am502_functions import arguments, listed
from autogen_codemods.native.client_imports import seen_beside
from autogen_codemods.native.draft import Drafts, items
from autogen_codemods.native.group_functions import check_group_functions, run_by_name, told_by_name
from autogen_codemods.native.groups import GroupFacts
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.tool_places import (
    definition_of,
    early_tools,
    function_of,
    is_known,
    is_late,
    late_tools,
    place_of,
    tools_of,
)
from autogen_codemods.native.unrun_calls import fails_at_calls

if TYPE_CHECKING:
    from autogen_codemods.native.component import Component

CODE = "AM501"
_NATIVE = "autogen_compat.native"


def _is_hidden(tool: ToolForModel, function: cst.FunctionDef | None) -> bool:
    """Whether a tool cannot be made before the agent that calls it."""
    view = tool.view
    if function is None or view is not tool.agent.view:
        return True
    return view.function(function) is not view.function(tool.agent.statement)


def check_group_tools(component: Component, facts: GroupFacts) -> None:
    """What a member calls must be run by a member, and what is run must be called; raises NotProven."""
    program = component.program
    check_group_functions(component, facts)
    if not facts.runs_tools:
        return
    members = facts.group.members or ()
    for profile in facts.members:
        if (tools_of(program, profile.agent) or _runs(program, profile.agent)) and _is_special(profile):
            raise NotProven(CODE, profile.agent.call, f"{profile.agent.name} has tools and reply functions or hooks")
    fails = fails_at_calls(component, facts)
    for told in (tool for tool in program.model_tools if tool.agent in members):
        runs = [run for run in program.executed_tools if run.agent in members and same_function(run, told)]
        if not any(has_same_name(told, run) for run in runs) and not fails:
            reason = f"{told.agent.name} calls a tool that no member of its group runs under this name"
            raise NotProven(CODE, told.marker, reason)
    for run in (tool for tool in program.executed_tools if tool.agent in members):
        if not any(same_function(run, told) for told in program.model_tools):
            raise NotProven(CODE, run.marker, f"{run.agent.name} runs a tool that no model is told of")
    asked = () if fails else facts.members
    reads = any(stop.reads_message for stop in (facts.stop, *(profile.stop for profile in asked)))
    if reads or any(reads_calls(party) for party in (facts.manager, *(profile.agent for profile in asked))):
        raise NotProven(CODE, facts.group.call, "an is_termination_msg may read more of tool calls than text")


def _is_special(profile: Profile) -> bool:
    return bool(am320_reply_functions.chained(profile))


def _runs(program: Program, agent: Agent) -> list[ToolForExecution]:
    return [tool for tool in program.executed_tools if tool.agent is agent]


def check_turns(profiles: Sequence[Profile]) -> None:
    """Conditions must mean the same for messages that call tools; raises NotProven.

    `profiles`: an agent that calls tools in a chat of two, and the one that runs them.
    """
    for profile in profiles:
        if _is_special(profile) and not am320_reply_functions.has_only_chats(profile):
            raise NotProven(CODE, profile.agent.call, f"{profile.agent.name} has tools and reply functions or hooks")
        if not profile.stop.reads_calls and (profile.stop.reads_message or reads_calls(profile.agent)):
            raise NotProven(CODE, profile.agent.call, "an is_termination_msg may read more of tool calls than text")
    caller, executor = profiles
    if caller.agent.line is None or executor.agent.line is None:
        raise NotProven(CODE, executor.agent.call, f"{executor.agent.name} is made within others, and runs tools")
    if caller.agent.view is not executor.agent.view or _block(caller.agent) is not _block(executor.agent):
        reason = f"{executor.agent.name}, which runs tools of {caller.agent.name}, is made in another block of code"
        raise NotProven(CODE, executor.agent.call, reason)


_BEYOND_TEXT = re.compile(r"tool_|function_call|\bis None\b(?! *else)|== *None")


def reads_calls(party: Agent | Manager) -> bool:
    """Whether an is_termination_msg asks for the calls of a message, or for a content of None, which calls have."""
    argument = (party.arguments or {}).get("is_termination_msg")
    if argument is None:
        return False
    value = party.view.value(argument.value)
    return _BEYOND_TEXT.search(party.view.code(party.view.definition(value) or value)) is not None


def _block(agent: Agent) -> cst.CSTNode | None:
    return agent.view.parent(agent.statement)


class GroupTools:
    """Makes a variable for each tool, which the agent that calls it and the one that runs it share.

    `pairs`: the agents that call tools in chats of two, and who runs them there; `first`: by the ids of agents, what
    is made before them.
    """

    def __init__(
        self,
        program: Program,
        drafts: Drafts,
        groups: Sequence[GroupFacts],
        pairs: Sequence[tuple[Agent, Agent]] = (),
        first: dict[int, list[str]] | None = None,
    ) -> None:
        self._program, self._drafts = program, drafts
        self._first = {} if first is None else first
        self._lists: dict[tuple[int, str], str] = {}
        self._members = [profile.agent for group in groups if group.runs_tools for profile in group.members]
        self._grouped = list(self._members)
        self._members += [agent for pair in pairs for agent in pair]
        self._names: dict[tuple[int, int, str], str] = {}
        self._written = {id(caller): self._functions(*pair) for pair in pairs if listed(caller := pair[0])}
        self._executors = [(caller, executor) for caller, executor in pairs if id(caller) in self._written]

    def has(self, agent: Agent) -> bool:
        """Whether the tools of an agent are turns."""
        return agent in self._members

    def called_by(self, agent: Agent) -> list[str]:
        """The tools that the model of a member is told of."""
        if agent not in self._members:
            return []
        written = [f"*{self._written[id(agent)]}"] if id(agent) in self._written else []
        written += told_by_name(self._drafts[agent.view], agent) if agent in self._grouped else []
        found = [*written, *(self.name(tool) for tool in early_tools(self._program, agent))]
        return self._grown(agent, "tools", found) if late_tools(self._program, agent) else found

    def run_by(self, agent: Agent) -> list[str]:
        """The tools that a member runs."""
        if agent not in self._members:
            return []
        runs = _runs(self._program, agent)
        told = [self.told(run) for run in runs if not is_late(self._program, run)]
        written = [f"*{self._written[id(caller)]}" for caller, executor in self._executors if executor is agent]
        if agent in self._grouped:
            written += run_by_name(self._drafts[agent.view], self._program, agent)
        found = list(dict.fromkeys([*written, *(self.name(tool) for tool in told if tool is not None)]))
        grows = any(is_late(self._program, run) and self.told(run) is not None for run in runs)
        return self._grown(agent, "functions", found) if grows else found

    def told(self, run: ToolForExecution) -> ToolForModel | None:
        """What the models of the members are told about a tool that one of them runs, at about the same time."""
        late = is_late(self._program, run)
        found = [tool for tool in self._program.model_tools if tool.agent in self._members]
        found = [tool for tool in found if same_function(run, tool) and has_same_name(tool, run)]
        return next((tool for tool in found if is_late(self._program, tool) is late), found[-1] if found else None)

    def grown(self, tool: ToolForModel | ToolForExecution, kind: str) -> str:
        """The variable of a list of tools that grows, where a tool is registered; raises NotProven."""
        name = self._lists[id(tool.agent), kind]
        return seen_beside(self._program, self._drafts[tool.view], tool.agent, tool.receiver, name)

    def _grown(self, agent: Agent, kind: str, found: Sequence[str]) -> list[str]:
        """Put tools in a list of their own, to which later ones are added."""
        key = (id(agent), kind)
        if key not in self._lists:
            if agent.variable is None:
                reason = f"tools of {agent.name} are turns, and registered after it is used or in another block"
                raise NotProven(CODE, agent.call, reason)
            draft = self._drafts[agent.view]
            self._lists[key] = draft.fresh(f"{agent.name}_{kind}")
            typed = "" if found else f": list[{draft.use(_NATIVE, 'SequentialFunctionTool')}]"
            self._first.setdefault(id(agent), []).append(f"{self._lists[key]}{typed} = {items(found)}")
        return [f"*{self._lists[key]}"]

    def _functions(self, caller: Agent, executor: Agent) -> str:
        """The variable of the functions that a model is told of in its configuration."""
        draft, view = self._drafts[caller.view], caller.view
        name = draft.fresh("tools")
        line = f"{name} = {arguments(draft, self._program, caller, executor)}"
        given = [each.statement for each in maps_of(self._program, executor) if each.line is not None]
        first = min(caller.statement, executor.statement, key=lambda each: view.span(each).start)
        anchor = max(given, key=lambda each: view.span(each).end) if given else None
        if anchor is not None and view.span(anchor).start > view.span(first).start:
            draft.insert_after(anchor, [line])
        else:
            draft.insert_before(executor.statement if executor.arguments and given == [] else first, [line])
        return name

    def name(self, tool: ToolForModel) -> str:
        """The variable of a tool; raises NotProven."""
        draft, function = self._drafts[tool.view], definition_of(tool)
        key = (id(tool.view), id(function), tool_expression(draft, tool))
        is_made_there = is_late(self._program, tool) and _is_hidden(tool, function)
        if is_made_there:
            key = (id(self._block_of(tool, function)), *key[1:])
        if key not in self._names:
            if function is None and not is_known(tool.view, function_of(tool), 0):
                self._check_told_first(tool)
            if is_made_there:
                self._names[key] = self._made_there(tool, function, key[2])
                return self._names[key]
            name = function.name.value if function is not None else draft.view.code(function_of(tool))
            self._names[key] = draft.fresh(f"{name}_tool")
            self._put(tool, function, f"{self._names[key]} = {key[2]}")
        return self._names[key]

    def _made_there(self, tool: ToolForModel, function: cst.FunctionDef | None, made: str) -> str:
        """Make a tool where it is registered; raises NotProven where the one that runs it is given it elsewhere."""
        draft, view = self._drafts[tool.view], tool.view
        block = self._block_of(tool, function)
        runs = [run for run in self._program.executed_tools if same_function(run, tool)]
        decorates = isinstance(tool.marker, cst.Decorator)
        below = function is not None and block is view.parent(function) and not decorates
        elsewhere = any(run.view is not view or not self._is_in(block, run, inside=below) for run in runs)
        if elsewhere or (decorates and any(not isinstance(run.marker, cst.Decorator) for run in runs)):
            raise NotProven(CODE, tool.marker, f"a tool of {tool.agent.name} is registered late, and made elsewhere")
        name = function.name.value if function is not None else draft.view.code(function_of(tool))
        variable = draft.fresh(f"{name.rpartition('.')[2]}_tool" if name.isidentifier() else "tool")
        if below or isinstance(tool.marker, cst.Decorator):
            assert function is not None
            draft.insert_below(function, [f"{variable} = {made}"])
        else:
            draft.insert_before(tool.marker, [f"{variable} = {made}"])
        return variable

    def _block_of(self, tool: ToolForModel, function: cst.FunctionDef | None) -> cst.CSTNode | None:
        """The block of code in which a tool is made: that of its function, where it is registered within it."""
        view = tool.view
        home = view.parent(function) if function is not None else None
        within = home is not None and home in list(view.ancestors(tool.marker))
        return home if within and view.function(tool.marker) is not None else view.parent(view.statement(tool.marker))

    @staticmethod
    def _is_in(block: cst.CSTNode | None, run: ToolForExecution, *, inside: bool) -> bool:
        """Whether a tool is run by who is given it in a block, or `inside` of it too."""
        view = run.view
        around = view.ancestors(run.marker) if inside else [view.parent(view.statement(run.marker))]
        return any(each is block for each in around)

    def _check_told_first(self, tool: ToolForModel) -> None:
        """A tool whose function is computed is made where the model is told of it; raises NotProven."""
        view, told = tool.view, tool.view.span(tool.marker).start
        for run in self._program.executed_tools:
            if same_function(run, tool) and (run.view is not view or view.span(run.marker).start < told):
                reason = "a tool in turns is not a function defined or imported in this file"
                raise NotProven(CODE, tool.marker, reason)

    def _put(self, tool: ToolForModel, function: cst.FunctionDef | None, line: str) -> None:
        draft, view = self._drafts[tool.view], tool.view
        if function is not None and view.parent(function) is view.parent(tool.agent.statement):
            gap = [""] if view.function(function) is not None else ["", ""]
            draft.insert_after(function, [*gap, line])
            return
        if function is None and (place := place_of(tool)) is not None:
            draft.insert_before(place, [line])
            return
        users = [tool.agent, *(run.agent for run in self._program.executed_tools if same_function(run, tool))]
        first = min((user.statement for user in users if user.view is view), key=lambda each: view.span(each).start)
        draft.insert_before(first, [line])

"""Chats within a reply whose place others have taken before a tool is known.

v0.2: autogen/agentchat/conversable_agent.py register_nested_chats, which puts each registration before earlier ones;
chats within a reply always give the answer.
"""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.literals import constant
from autogen_codemods.model.nested import NestedChats
from autogen_codemods.model.program import Agent, Program, ToolForModel
from autogen_codemods.native.am330_nested_chats import NestedFacts
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.component import Component
from autogen_codemods.native.tool_places import tools_of

_PLAIN = frozenset({"chat_queue", "trigger"})


def tools_in(component: Component, facts: ChatFacts, agent: Agent) -> list[ToolForModel]:
    """The tools that an agent's model may be told of when a chat runs."""
    told = tools_of(component.program, agent)
    nested = next((n for n in component.nested if any(each.facts is facts for each in _facts(component, n))), None)
    return told if nested is None else [tool for tool in told if not _is_over(component, nested, tool)]


def _facts(component: Component, nested: NestedChats) -> list[NestedFacts]:
    return component.nested_facts.get(id(nested), [])


def _is_over(component: Component, nested: NestedChats, tool: ToolForModel) -> bool:
    """Whether the chats of a registration never run once a tool is registered: all runs until the next are before."""
    view, line = nested.custom.view, nested.custom.line
    marker = view.statement(tool.marker) if tool.view is view else None
    if marker is None or not all(isinstance(view.parent(each), cst.Module) for each in (line, marker)):
        return False
    known = view.span(marker).start
    successors = [each for each in component.nested if _takes_place(component.program, nested, each)]
    next_at = min((view.span(s.custom.line).start for s in successors), default=None)
    places = [*((chat.view, chat.call) for chat in component.chats), *((a.view, a.call) for a in component.answers)]
    if next_at is None or any(each is not view or view.function(call) is not None for each, call in places):
        return False
    return not any(known < view.span(call).start < next_at for _, call in places)


def _takes_place(program: Program, nested: NestedChats, other: NestedChats) -> bool:
    """Whether a later registration of the same agent answers all messages that an earlier one answers."""
    view = nested.custom.view
    if other.owner is not nested.owner or other.custom.view is not view or set(other.custom.arguments) - _PLAIN:
        return False
    if set(nested.custom.arguments) - _PLAIN or not isinstance(view.parent(other.custom.line), cst.Module):
        return False
    ours, theirs = nested.custom.value("trigger"), other.custom.value("trigger")
    agent, text = program.agent(view, ours), constant(view, ours)
    same = agent is not None and program.agent(view, theirs) is agent
    same = same or (isinstance(text, str) and constant(view, theirs) == text)
    return same and view.span(other.custom.line).start > view.span(nested.custom.line).start

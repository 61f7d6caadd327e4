"""Chats of groups that go on with a stored conversation: which they are, and what is known of who starts them."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from autogen_codemods.model.program import Agent, Chat, Manager, Program, Read
from autogen_codemods.model.resumptions import Resumption
from autogen_codemods.native.chats import ChatFacts, may_repeat, shares_agents
from autogen_codemods.tree.walk import dotted, walk

_HARMLESS = frozenset({"print", "len", "str"})
_JSON = {"messages_to_string": "dumps", "messages_from_string": "loads"}
"""The methods of managers that write and read messages as texts, and the functions of json that do so."""


def begun(program: Program, facts: ChatFacts) -> ChatFacts:
    """The facts of a chat; one that begins with a stored conversation goes on with nothing else."""
    found = _resumption_of(program, facts) if facts.keeps_history else None
    return facts if found is None else replace(facts, keeps_history=False, resumption=found)


def may_be_resumed(program: Program, facts: ChatFacts) -> bool:
    """Whether the group of a chat may have been given a stored conversation when the chat starts."""
    view, line = facts.chat.view, facts.line
    own = [each for each in program.resumptions if each.manager is facts.chat.recipient]
    later = [each for each in own if each.view is view and view.function(each.line) is view.function(line)]
    later = [each for each in later if view.span(each.line).start > view.span(line).start and not may_repeat(facts)]
    return len(own) > len(later)


def is_member_of_resumed(program: Program, agent: Agent) -> bool:
    """Whether an agent may find messages of its own in a stored conversation."""
    groups = [each.manager.group for each in program.resumptions]
    return any(group is not None and agent in (group.members or ()) for group in groups)


def comes_between(program: Program, manager: Manager | None, line: cst.CSTNode, node: cst.CSTNode) -> bool:
    """Whether a stored conversation takes the place of a group's messages between a statement and a read of them."""
    for each in program.resumptions:
        if each.manager is manager and node in each.view and line in each.view:
            span = each.view.span
            inside = each.line in list(each.view.ancestors(node))
            if not inside and span(line).start < span(each.line).start < span(node).start:
                return True
    return False


def json_function(read: Read) -> str | None:
    """The function of json that does what a manager is asked for, if it only writes or reads messages as a text."""
    above = read.view.parent(read.attribute)
    called = isinstance(above, cst.Call) and above.func is read.attribute and len(above.args) == 1
    return _JSON.get(read.attribute.attr.value) if called and isinstance(read.party, Manager) else None


def _resumption_of(program: Program, facts: ChatFacts) -> Resumption | None:
    """The last one of the group before the chat in its block, where nothing else happens to its agents in between."""
    view, line = facts.chat.view, facts.line
    before = [
        each
        for each in program.resumptions
        if each.manager is facts.chat.recipient
        and each.view is view
        and view.parent(each.line) is view.parent(line)
        and view.span(each.line).end <= view.span(line).start
    ]
    if not before:
        return None
    last = max(before, key=lambda each: view.span(each.line).start)
    others = [each for each in program.chats if each is not facts.chat and shares_agents(each, facts.chat)]
    return None if any(_may_run_between(last, each, facts) for each in others) else last


def _may_run_between(resumption: Resumption, other: Chat, facts: ChatFacts) -> bool:
    view = facts.chat.view
    start, end = view.span(resumption.line).end, view.span(facts.line).start
    if other.view is view and view.function(other.call) is view.function(facts.line):
        return start <= view.span(other.call).start < end
    block = view.parent(facts.line)
    statements = [each for each in getattr(block, "body", ()) if start <= view.span(each).start < end]
    calls = (node for each in statements for node in walk(each) if isinstance(node, cst.Call))
    return any(dotted(each.func) not in _HARMLESS for each in calls)

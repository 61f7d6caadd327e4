"""Members of groups that are asked for by their names: ``manager.groupchat.agent_by_name("editor")``.

v0.2: autogen/agentchat/groupchat.py agent_by_name, which gives the first member of that name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model import signatures
from autogen_codemods.model import values as v
from autogen_codemods.model.literals import bound_arguments, constant

if TYPE_CHECKING:
    from autogen_codemods.model.flow import Resolver
    from autogen_codemods.model.view import ModuleView

METHOD = "agent_by_name"
_GROUP, _MANAGER = "groupchat", "GroupChatManager"


def member_named(resolver: Resolver, view: ModuleView, call: cst.Call) -> v.Values | None:
    """The member that a call asks for by a constant name; None where it is no such call or cannot be told."""
    if not is_asked_for(call) or not isinstance(call.func, cst.Attribute):
        return None
    name = constant(view, call.args[0].value)
    groups = _groups(resolver, view, call.func.value)
    if not isinstance(name, str) or groups is None:
        return None
    found: set[v.Value] = set()
    for group in groups:
        members = _members(resolver, group)
        named = [each for each in members or () if _name(resolver, each) == name]
        if len(named) != 1:
            return None
        found |= set(named)
    return frozenset(found)


def is_asked_for(call: cst.Call) -> bool:
    """Whether a call asks a group for the member of a name."""
    one = len(call.args) == 1 and call.args[0].keyword is None and not call.args[0].star
    return one and isinstance(call.func, cst.Attribute) and call.func.attr.value == METHOD


def askings(resolver: Resolver, made: cst.Call) -> Iterator[tuple[ModuleView, cst.Call]]:
    """The calls of the project that ask a group for the agent that `made` makes."""
    for view in resolver.files.mentioning(METHOD):
        for call in view.calls():
            found = resolver.values(view, call) if is_asked_for(call) else ()
            if any(isinstance(each, v.Agent) and each.node is made for each in found):
                yield view, call


def _groups(resolver: Resolver, view: ModuleView, node: cst.BaseExpression) -> list[v.Group] | None:
    """The groups that an expression may be, through their managers too."""
    found: list[v.Group] = []
    of_manager = isinstance(node, cst.Attribute) and node.attr.value == _GROUP
    for each in resolver.values(view, node.value if of_manager and isinstance(node, cst.Attribute) else node):
        if isinstance(each, v.Group):
            found.append(each)
        elif of_manager and isinstance(each, v.Agent) and each.class_name == _MANAGER:
            given = _given(resolver, each, _GROUP, signatures.MANAGER_PARAMETERS)
            groups = [one for one in given if isinstance(one, v.Group)]
            if len(groups) != len(given) or not groups:
                return None
            found += groups
        else:
            return None
    return found or None


def _members(resolver: Resolver, group: v.Group) -> list[v.Agent] | None:
    given = _given(resolver, group, "agents", signatures.GROUP_CHAT_PARAMETERS)
    lists = [each for each in given if isinstance(each, v.Container)]
    items = [value for each in lists for value in resolver.containers.contents(each)]
    members = [each for each in items if isinstance(each, v.Agent)]
    return members if len(lists) == len(given) == 1 and len(members) == len(items) else None


def _given(resolver: Resolver, made: v.Agent | v.Group, name: str, parameters: tuple[str, ...]) -> v.Values:
    view = resolver.files.view(made.place.path)
    arguments = bound_arguments(made.node, parameters) or {}
    return resolver.values(view, arguments[name].value) if view is not None and name in arguments else frozenset()


def _name(resolver: Resolver, agent: v.Agent) -> object:
    parameters = signatures.AGENT_PARAMETERS.get(agent.class_name, ())
    found = _given(resolver, agent, "name", tuple(parameters))
    names = [each.value for each in found if isinstance(each, v.Constant)]
    return names[0] if len(found) == len(names) == 1 else None

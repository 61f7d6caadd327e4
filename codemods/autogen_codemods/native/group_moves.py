"""Uses of agents by groups that may move below the tools of their agents."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.program import Agent, Group, Manager, Program


def moves_along(program: Program, agent: Agent, node: cst.CSTNode, offset: int) -> bool:
    """Whether a use of an agent is the group's that moves below `offset`, too, as nothing uses it before."""
    for manager in program.managers:
        group = manager.group
        if group is None or agent not in (group.members or ()) or group.items is None:
            continue
        if manager.view is agent.view and group.call in agent.view.ancestors(node):
            return _is_movable(agent, group, manager) and not is_used_before(program, group, manager, offset)
    return False


def _is_movable(agent: Agent, group: Group, manager: Manager) -> bool:
    """Whether agent, group and manager are made by statements of one block."""
    view = agent.view
    if None in (agent.line, group.line, manager.line, manager.variable) or group.view is not view:
        return False
    return len({view.parent(made.statement) for made in (agent, group, manager)}) == 1


def is_used_before(program: Program, group: Group, manager: Manager, offset: int) -> bool:
    """Whether a group or its manager is used before a place, other than to make the manager."""
    view = manager.view
    handed = (manager.arguments or {})["groupchat"].value
    uses = [*program.trace(group).uses, *program.trace(manager).uses]
    return any(use.node is not handed and (use.view is not view or view.span(use.node).start < offset) for use in uses)

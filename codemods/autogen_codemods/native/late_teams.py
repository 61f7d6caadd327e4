"""Teams of groups that are made before the tools of their agents are defined: they move below them, like the agents."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.program import Agent, Program
from autogen_codemods.model.view import ModuleView, Statement
from autogen_codemods.native.group_moves import is_used_before
from autogen_codemods.native.groups import GroupFacts
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.tool_places import last_place

CODE = "AM501"


def late_place(program: Program, facts: GroupFacts) -> Statement | None:
    """The last statement that the agents of a team need, where it stands behind the manager; raises NotProven."""
    view, manager = facts.manager.view, facts.manager
    agents = [profile.agent for profile in facts.members]
    found = [place for agent in agents if (place := last_place(program, agent, runs=True)) is not None]
    made = view.span(manager.statement).end
    behind = [place for place in found if view.span(place).start > made] if _are_here(agents, view) else []
    if not behind:
        return None
    last = max(behind, key=lambda each: view.span(each).end)
    if any(isinstance(item, cst.Call) for item in facts.group.items or ()) or facts.group.gathered is not None:
        raise NotProven(CODE, manager.call, "the agents of the group are made before their tools are defined")
    if is_used_before(program, facts.group, manager, view.span(last).end):
        raise NotProven(CODE, manager.call, "the group is used before the tools of its agents are defined")
    return last


def _are_here(agents: list[Agent], view: ModuleView) -> bool:
    return all(agent.view is view for agent in agents)

"""Agents that take part in nothing the project shows: whether anybody else may use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model.program import Agent, Program
from autogen_codemods.model.tracing import Use
from autogen_codemods.native.am241_prompts import only_prompts
from autogen_codemods.native.am514_code_runs import is_run_use, only_runs
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.shown import is_only_shown

if TYPE_CHECKING:
    from autogen_codemods.native.component import Component
    from autogen_codemods.native.draft import Drafts


def is_idle(component: Component) -> bool:
    """Whether nothing is ever asked of some agents."""
    return not component.chats and not component.answers and not component.tells


def is_unused(component: Component, agent: Agent, drafts: Drafts) -> bool:
    """Whether an agent is printed or made to forget at most, here or in files that are not seen.

    What is not seen may import packages, not scripts.
    """
    program, hidden = component.program, not drafts[agent.view].is_packaged or _is_hidden(agent)
    uses = program.trace(agent).uses
    if _only_helps(program, agent):
        return True
    return hidden and all(
        is_only_shown(use.view, use.node) or is_run_use(program, use) or _forgets(program, use) or _is_name_read(use)
        for use in uses
    )


def _is_name_read(use: Use) -> bool:
    above = use.view.parent(use.node)
    return not use.depth and isinstance(above, cst.Attribute) and above.attr.value == "name"


def _forgets(program: Program, use: Use) -> bool:
    lines = {id(reset.line) for reset in program.resets}
    return any(id(each) in lines for each in use.view.ancestors(use.node))


def _only_helps(program: Program, agent: Agent) -> bool:
    """Whether an agent only runs code or makes prompts, without a chat."""
    return only_runs(program, agent) or only_prompts(program, agent)


def may_be_used_elsewhere(component: Component) -> bool:
    """Whether nothing shows what the agents of a script are for; they are v0.4's if all of the project is."""
    open_to_others = (each for each in component.agents if not _only_helps(component.program, each))
    return is_idle(component) and not all(map(_is_hidden, open_to_others))


def reason(component: Component) -> NotProven:
    """Why such agents stay."""
    [first, *_] = component.agents
    return NotProven("AM301", first.call, f"{first.name} takes part in no chat of the project")


def _is_hidden(agent: Agent) -> bool:
    """Whether no other file may use an agent."""
    return agent.view.celled or agent.view.function(agent.call) is not None

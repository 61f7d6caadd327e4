"""AM242: a human_input_mode that changes while the program runs is when a HumanProxyAgent asks.

v0.2: autogen/agentchat/conversable_agent.py human_input_mode.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model.literals import constant
from autogen_codemods.model.program import Agent, Program
from autogen_codemods.model.signatures import HUMAN_INPUT_MODES
from autogen_codemods.model.tracing import Use
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.profiles import COMPUTED, Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

if TYPE_CHECKING:
    from autogen_codemods.native.component import Component
    from autogen_codemods.native.done import Log
    from autogen_codemods.native.draft import Drafts

RULE = Rule(
    code="AM242",
    title="a human_input_mode that is set is when the agent asks",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="An agent whose human_input_mode changes between two chats may ask a human in some of them, so it becomes a "
    "HumanProxyAgent, or a RetrievalProxyAgent, whose `asks` may be set.",
    before='user.human_input_mode = "ALWAYS"',
    after='user.asks = "always"',
)

CODE = RULE.code
_SET = "human_input_mode"
_ASKS = {"ALWAYS": "always", "TERMINATE": "at the end", "NEVER": "never"}


def explained(program: Program) -> set[int]:
    """The uses of agents that set their modes."""
    return {id(use.node) for agent in program.agents for use in _settings(program, agent)}


def with_mode(program: Program, profile: Profile) -> Profile:
    """The profile of an agent whose mode is set somewhere: it is not known before the program runs."""
    if not any(_settings(program, profile.agent)):
        return profile
    given = (profile.agent.arguments or {}).get(_SET)
    return replace(profile, mode=COMPUTED, computed_mode=given.value if given is not None else None)


def check(component: Component) -> None:
    """The agent itself, not one around it, must be what asks; raises NotProven."""
    for profile in component.profiles.values():
        for use in _settings(component.program, profile.agent):
            found = [each for each in component.dialogues().values() if profile in each.speakers]
            groups = [group for group in component.group_facts if profile in group.members]
            if profile.customs or not (found or groups):
                raise NotProven(CODE, use.node, f"it is not {profile.agent.name} alone that asks a human")
            if any(facts.chat.is_async for facts in component.all_facts if profile.agent in facts.chat.parties):
                raise NotProven(CODE, use.node, f"{profile.agent.name} is in asynchronous chats, which ask twice")


def asks(draft: Draft, profile: Profile, default: str) -> list[str]:
    """The argument that says when an agent asks, where it is not `default`."""
    node = profile.computed_mode
    if profile.mode != COMPUTED:
        mode = profile.mode
    elif node is None:
        mode = HUMAN_INPUT_MODES[profile.agent.base]
    else:
        mode = str(constant(draft.view, node))
    if mode in _ASKS:
        return [] if _ASKS[mode] == default else [f'asks="{_ASKS[mode]}"']
    assert node is not None
    return [f"asks={_computed(draft, node)}"]


def rewrite(component: Component, drafts: Drafts, log: Log) -> None:
    """Set what the agents of a component ask; raises NotProven."""
    for agent in component.agents:
        for use in _settings(component.program, agent):
            draft, target = drafts[use.view], use.view.parent(use.node)
            line = _line(use.view, target)
            assert line is not None and isinstance(target, cst.Attribute)
            mode = str(constant(use.view, line.value))
            asked = f'"{_ASKS[mode]}"' if mode in _ASKS else _computed(draft, line.value)
            draft.replace(line, f"{draft.code(use.node)}.asks = {asked}")
            log.did(CODE, line, f"when {agent.name} asks a human changes")


def _computed(draft: Draft, node: cst.BaseExpression) -> str:
    return f"{draft.use('autogen_compat.native', 'asks_in')}({draft.code(node).strip()})"


def _settings(program: Program, agent: Agent) -> Iterator[Use]:
    """Where the mode of an agent is set."""
    for use in program.trace(agent).uses:
        target = use.view.parent(use.node)
        is_mode = isinstance(target, cst.Attribute) and target.attr.value == _SET and not use.depth
        if is_mode and _line(use.view, target) is not None:
            yield use


def _line(view: ModuleView, target: cst.CSTNode | None) -> cst.Assign | None:
    """The assignment that sets an attribute alone."""
    above = view.parent(target) if target is not None else None
    line = view.parent(above) if isinstance(above, cst.AssignTarget) else None
    return line if isinstance(line, cst.Assign) and len(line.targets) == 1 else None

"""The tools that a model is told of when it sums up a chat: those of its agent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model.program import Agent
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.draft import Draft, shared
from autogen_codemods.native.proof import NotProven

if TYPE_CHECKING:
    from autogen_codemods.native.component import Component


def told_tools(component: Component, draft: Draft, facts: ChatFacts, named: Callable[[Agent], list[str]]) -> str:
    """The expression for the tools of the agent whose model sums up a chat, if any; raises NotProven.

    `named`: the variables of the tools that an agent calls in turns.
    """
    owner = component.summing_up(facts) if facts.summary.kind == "model" else None
    if not isinstance(owner, Agent) or not component.calls_tools(owner):
        return ""
    if variables := named(owner) if not component.groups else []:
        return shared(variables)
    chat = facts.chat
    node = chat.recipient_node if owner is chat.recipient else chat.sender_node
    if not isinstance(node, cst.Name) or not has_plain_tools(component, owner) or component.groups:
        raise NotProven("AM306", chat.call, f"the model of {owner.name} sums up the chat and has tools")
    return f"{draft.code(node)}.tools"


def has_plain_tools(component: Component, agent: Agent) -> bool:
    """Whether an agent is an assistant of v0.4 that can be asked for its tools."""
    profile = component.profiles[id(agent)]
    runs = any(tool.agent is agent for tool in component.program.executed_tools)
    return profile.is_plain_assistant and not profile.customs and not profile.watches and not runs

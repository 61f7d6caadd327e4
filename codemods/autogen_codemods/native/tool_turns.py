"""Where the calls of tools and their results must be turns of a chat of two, for all to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autogen_codemods.model.program import Agent
from autogen_codemods.native.am301_two_agents import dialogue_of

if TYPE_CHECKING:
    from autogen_codemods.native.component import Component


def need_turns(component: Component) -> bool:
    """Whether a human, the model of the partner, or an end that is no constant may come between calls and results."""
    for agent in filter(component.calls_tools, component.agents):
        own = component.chats_of_two(agent)
        met = [component.profiles.get(id(party)) for f in own for party in (f.chat.sender, f.chat.recipient)]
        goes_on = any(facts.keeps_history or facts.chat.resumes for facts in own)
        if goes_on or any(profile is not None and (profile.is_human or profile.watches) for profile in met):
            return True
        if own and not (len(turns := component.turns_of(agent)) == 1 and isinstance(next(iter(turns)), int)):
            return True
        if _is_read(component, agent):
            return True
    return False


def _is_read(component: Component, caller: Agent) -> bool:
    """Whether a partner's model is asked after calls: v0.2 kept them, and their results, in its history."""
    for facts in component.chats_of_two(caller):
        sender, recipient = component.sender_of(facts), component.profiles[id(facts.chat.recipient)]
        answers_again = sender.is_model_agent and dialogue_of(facts, sender, recipient).turns != 1
        if recipient.is_model_agent if caller is sender.agent else answers_again:
            return True
    return False

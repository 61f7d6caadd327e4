"""Where the calls of tools and their results must be turns of a chat of two, for all to see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from autogen_codemods.model.program import Agent
from autogen_codemods.native.am301_two_agents import dialogue_of
from autogen_codemods.native.group_tools import reads_calls
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.reflections import has_plain_tools

if TYPE_CHECKING:
    from autogen_codemods.native.component import Component


def need_turns(component: Component) -> bool:
    """Whether a human, the model of the partner, or an end that is no constant may come between calls and results."""
    for agent in filter(component.calls_tools, component.agents):
        own = component.chats_of_two(agent)
        met = [component.profiles.get(id(party)) for f in own for party in (f.chat.sender, f.chat.recipient)]
        goes_on = any(facts.keeps_history or facts.chat.resumes for facts in own)
        if goes_on or any(profile is not None and _needs_turns(profile) for profile in met):
            return True
        if own and not (len(turns := component.turns_of(agent)) == 1 and isinstance(next(iter(turns)), int)):
            return True
        in_group = own and any(agent in (group.members or ()) for group in component.groups)
        if in_group or _is_read(component, agent) or _sums_up(component, agent):
            return True
    return False


def _needs_turns(profile: Profile) -> bool:
    return profile.is_human or profile.watches or _asks_beyond_text(profile)


def _asks_beyond_text(profile: Profile) -> bool:
    return profile.stop.reads_calls or profile.stop.beyond_text or reads_calls(profile.agent)


def with_exact_stops(component: Component) -> dict[int, Profile]:
    """The profiles; where calls of tools are turns, conditions that ask for more than text get v0.2's dictionary."""
    found = dict(component.profiles)
    for agent in filter(component.calls_tools, component.agents if need_turns(component) else ()):
        for profile in (found[id(each)] for each in (agent, *component.tool_partners(agent))):
            if _asks_beyond_text(profile) and profile.stop.exact:
                found[id(profile.agent)] = replace(profile, stop=profile.stop.exactly())
    return found


def _sums_up(component: Component, agent: Agent) -> bool:
    """Whether the agent's model, which is told of its tools, sums up a chat, and is within another agent."""
    asking = [facts for facts in component.chats_of_two(agent) if facts.summary.kind == "model"]
    return not has_plain_tools(component, agent) and any(component.summing_up(facts) is agent for facts in asking)


def _is_read(component: Component, caller: Agent) -> bool:
    """Whether a partner's model is asked after calls: v0.2 kept them, and their results, in its history."""
    for facts in component.chats_of_two(caller):
        sender, recipient = component.sender_of(facts), component.profiles[id(facts.chat.recipient)]
        answers_again = sender.is_model_agent and dialogue_of(facts, sender, recipient).turns != 1
        if recipient.is_model_agent if caller is sender.agent else answers_again:
            return True
    return False

"""Agents in whose histories hooks change what they heard: v0.2 keeps the last message as the hook left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autogen_codemods.model.customs import Custom
from autogen_codemods.model.literals import constant
from autogen_codemods.native import am238_teachability, am304_histories
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven

if TYPE_CHECKING:
    from autogen_codemods.native.component import Component


def check_unchanged(component: Component) -> None:
    """Nobody may read such a history, as v0.4's results have the messages as they were said; raises NotProven."""
    for profile in component.profiles.values():
        for custom in filter(changes_history, profile.customs):
            for read in component.program.reads:
                if read.party is profile.agent and am304_histories.history_of(read) is not None:
                    raise NotProven(_code(custom), read.attribute, _reason(profile))
            if any(_is_read(component, facts, profile) for facts in component.all_facts):
                raise NotProven(_code(custom), custom.call, _reason(profile))


def changes_history(custom: Custom) -> bool:
    """Whether an agent goes on reading what this makes of its messages."""
    if am238_teachability.is_teachability(custom):
        return True
    hooked = custom.method == "register_hook"
    return hooked and constant(custom.view, custom.value("hookable_method")) == "process_last_received_message"


def _is_read(component: Component, facts: ChatFacts, profile: Profile) -> bool:
    """Whether the result of a chat, or its summary, is made of the history of an agent."""
    chat, use = facts.chat, component.use(facts)
    if chat.sender is profile.agent:
        return use.reads_history
    if chat.recipient is not profile.agent:
        return False
    wanted = use.whole or use.reads_summary or chat.sequence is not None
    return facts.summary.is_asked_for or (wanted and facts.summary.kind == "last" and profile.ends_itself)


def _code(custom: Custom) -> str:
    return "AM321" if custom.method == "register_hook" else am238_teachability.CODE


def _reason(profile: Profile) -> str:
    return f"the history of {profile.agent.name} is read, which has its messages as they were changed"

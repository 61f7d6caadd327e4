"""``max_turns`` of a chat with a group: whoever starts it answers when the group has ended, and the group goes on.

v0.2: autogen/agentchat/conversable_agent.py initiate_chat, whose loop sends each answer of the starter to the manager.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.groups import GroupFacts, is_outside
from autogen_codemods.native.proof import NotProven


def repeated(facts: GroupFacts, chats: Sequence[ChatFacts], nested: Sequence[ChatFacts]) -> GroupFacts:
    """The group, with how often these chats have it talk; raises NotProven."""
    turns = {1 if chat.max_turns is None else chat.max_turns for chat in chats}
    if turns <= {1}:
        return facts
    place = next(chat for chat in chats if chat.max_turns not in (None, 1)).chat.call
    starters = {id(chat.chat.sender): chat.chat.sender for chat in chats}
    [times, *others] = turns
    reasons = {
        "the number of max_turns, after each of which the group runs again, is not known": not isinstance(times, int),
        "the group runs again after max_turns, but not in all of its chats alike": bool(others) or len(starters) > 1,
        "a group within a reply runs again after max_turns": any(chat in nested for chat in chats),
        "a group that goes on with a history runs again after max_turns": any(each.keeps_history for each in chats),
        "a group with a stored conversation runs again": any(each.resumption or each.chat.speaks_for for each in chats),
        "a group whose manager asks a member runs again": any(each.chat.asks for each in chats),
        "the members are introduced each time that max_turns runs the group again": facts.introduces,
        "histories may be cleared in a group that max_turns runs again": facts.clears,
        "who starts the group is not in it, and answers itself": any(is_outside(facts, chat) for chat in chats),
    }
    for reason, holds in reasons.items():
        if holds:
            raise NotProven(facts.code, place, reason)
    [starter] = starters.values()
    if not isinstance(times, int) or facts.is_somewhere(starter):
        raise NotProven(facts.code, place, "whether who starts the group is in it is not certain")
    return replace(facts, times=times, starter=starter)

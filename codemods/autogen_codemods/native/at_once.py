"""Chats of a list that v0.2 may have run at once: which of them may, and which do so in v0.4.

v0.2: autogen/agentchat/chat.py a_initiate_chats.  v0.4's agents have one history, for one chat at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from autogen_codemods.model.program import Agent, Manager, Sequence
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.component import Component
from autogen_codemods.native.proof import NotProven

CODE = "AM305"


def check(component: Component) -> None:
    """Chats that ran at once must be such that they might as well have run one after the other; raises NotProven."""
    for sequence in component.program.sequences:
        facts = component.listed(sequence)
        for one, other in _pairs(sequence, facts):
            if _partners(one) & ({id(other.chat.sender)} | _partners(other)) or id(one.chat.sender) in _partners(other):
                reason = "agents have two chats at once, whose messages v0.2 mixes"
                raise NotProven(CODE, other.chat.call, reason)
            if one.chat.sender is other.chat.sender:
                _check_sender(component, one, other)


def batches(component: Component, sequence: Sequence) -> list[list[int]]:
    """The places of the chats of a list, those together that run at once in v0.4, too."""
    facts, waiting = component.listed(sequence), sequence.waiting
    found: list[list[int]] = []
    for place, each in enumerate(facts):
        together = found[-1] if found and waiting is not None else []
        free = all(
            waiting is not None
            and not waiting.is_ordered(place, other)
            and not _speakers(component, each) & _speakers(component, facts[other])
            and "asked" not in (each.task.kind, facts[other].task.kind)
            for other in together
        )
        if together and free:
            together.append(place)
        else:
            found.append([place])
    return found


def _pairs(sequence: Sequence, facts: list[ChatFacts]) -> Iterator[tuple[ChatFacts, ChatFacts]]:
    """The chats of a list that may run at once."""
    waiting = sequence.waiting
    for one, other in combinations(range(len(facts)), 2) if waiting is not None else ():
        if waiting is not None and not waiting.is_ordered(one, other):
            yield facts[one], facts[other]


def _partners(facts: ChatFacts) -> set[int]:
    """The recipient of a chat, with the members of its group."""
    recipient = facts.chat.recipient
    members = recipient.group.members if isinstance(recipient, Manager) and recipient.group is not None else None
    return {id(recipient), *map(id, members or ())}


def _check_sender(component: Component, one: ChatFacts, other: ChatFacts) -> None:
    """What v0.2 keeps for all chats of an agent must not be read of two at once; raises NotProven."""
    profile = component.sender_of(one)
    uses = [component.use(each) for each in (one, other)]
    if profile.is_human and any(use.human_input for use in uses):
        raise NotProven(CODE, other.chat.call, "what a human typed is read of two chats at once")
    if profile.is_model_agent and any(use.cost for use in uses):
        raise NotProven(CODE, other.chat.call, f"the cost of {profile.agent.name} is read of two chats at once")
    if profile.customs:
        raise NotProven(CODE, other.chat.call, f"functions of {profile.agent.name} see two chats at once")


def _speakers(component: Component, facts: ChatFacts) -> set[int]:
    """The agents that answer in a chat."""
    if isinstance(facts.chat.recipient, Agent):
        return {id(profile.agent) for profile in component.dialogue(facts).speakers}
    return set(map(id, component.present(facts.chat)))

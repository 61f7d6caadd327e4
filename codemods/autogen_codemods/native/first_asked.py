"""Groups whose manager asks a member, whose answer begins the conversation.

v0.2: autogen/agentchat/groupchat.py GroupChatManager, ``manager.initiate_chat(member, message=…)``.
"""

from __future__ import annotations

from autogen_codemods.native.am237_watching import watches
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.component import Component
from autogen_codemods.native.groups import GroupFacts
from autogen_codemods.native.proof import NotProven

CODE = "AM402"


def check(component: Component) -> None:
    """Nobody but the member may know what it is asked; raises NotProven."""
    for chat in component.facts:
        if chat.chat.asks:
            group = next(each for each in component.group_facts if each.manager is chat.chat.recipient)
            _check(component, group, chat)


def _check(component: Component, group: GroupFacts, chat: ChatFacts) -> None:
    member, text = component.sender_of(chat), chat.task_text
    reasons = {
        "what the manager itself has of a chat is read": component.use(chat).is_read or chat.summary.is_asked_for,
        "the members are introduced behind the first answer": group.introduces,
        "what the manager asks is printed, or seen": component.program.is_streamed
        or any(watches(profile.agent) for profile in group.members),
        f"{member.agent.name} may not answer what the manager asks": not member.stop.never
        and (text is None or member.stop.holds_for(text) is not False),
    }
    for reason, holds in reasons.items():
        if holds:
            raise NotProven(CODE, chat.chat.call, reason)

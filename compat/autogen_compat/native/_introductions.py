"""What the members of a group are told before their conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autogen_agentchat.base import ChatAgent
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, TextMessage

INTRODUCER = "chat_manager"
"""Who introduces the members to each other."""
_MARK, _BEFORE = "introduction", "before"


def introduction(agents: Sequence[ChatAgent], names: Mapping[str, str] | None = None) -> TextMessage:
    """A message that tells every agent of a team who takes part; it goes before the task.

    Selectors of :mod:`autogen_compat.native` leave it out; who gave the task reads it behind the task.

    v0.2: autogen/agentchat/groupchat.py GroupChat.introductions_msg.

    Args:
        agents: the participants; their descriptions tell what they do.
        names: what agents are called whose names differ.
    """
    called = names or {}
    roles = "\n".join(f"{called.get(agent.name, agent.name)}: {agent.description}".strip() for agent in agents)
    text = f"Welcome to this conversation. These are the ones who take part in it:\n\n{roles}"
    return TextMessage(content=text, source=INTRODUCER, metadata={_MARK: "yes"})


def as_background(message: BaseChatMessage) -> TextMessage:
    """A message of another conversation, which members read and which is not one of their own."""
    return TextMessage(content=message.to_text(), source=message.source, metadata={_BEFORE: "yes"})


def is_introduction(message: BaseAgentEvent | BaseChatMessage) -> bool:
    """Whether a message is an :func:`introduction`, or in the background."""
    return _MARK in message.metadata or _BEFORE in message.metadata


def as_heard(messages: Sequence[BaseChatMessage], name: str) -> list[BaseChatMessage]:
    """The messages as the agent of this name has them: an introduction comes behind the task that it gave itself."""
    heard = list(messages)
    for place, message in enumerate(heard[:-1]):
        if is_introduction(message) and heard[place + 1].source == name:
            heard[place : place + 2] = [heard[place + 1], message]
            break
    return heard

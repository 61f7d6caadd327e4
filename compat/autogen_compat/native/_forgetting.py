"""Agents that forget what was said in a conversation that goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar, runtime_checkable

from autogen_agentchat.base import ChatAgent
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, TextMessage
from autogen_core import CancellationToken

M = TypeVar("M", bound=BaseAgentEvent | BaseChatMessage)
_ANEW: Mapping[str, str] = {"begins": "anew"}


@runtime_checkable
class Forgetting(Protocol):
    """An agent that may forget what was said, but goes on counting its answers."""

    async def forget(self, cancellation_token: CancellationToken) -> None:
        """Forget what was said."""
        ...


async def forget(agent: ChatAgent, cancellation_token: CancellationToken) -> None:
    """Have an agent forget what was said, but not how often it answered.

    v0.2: autogen/agentchat/conversable_agent.py clear_history.
    """
    if isinstance(agent, Forgetting):
        await agent.forget(cancellation_token)
    else:
        await agent.on_reset(cancellation_token)


def anew(text: str, source: str) -> TextMessage:
    """A message before which both agents of a chat have forgotten what was said."""
    return TextMessage(content=text, source=source, metadata=dict(_ANEW))


def since_anew(messages: Sequence[M]) -> list[M]:
    """The messages that the agents of a chat have not forgotten."""
    begins = [index for index, each in enumerate(messages) if _is_anew(each)]
    return list(messages[begins[-1] :] if begins else messages)


def _is_anew(message: BaseAgentEvent | BaseChatMessage) -> bool:
    return all(message.metadata.get(key) == value for key, value in _ANEW.items())

"""How an agent of a team says that it has nothing more to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autogen_agentchat.base import Response
from autogen_agentchat.messages import BaseChatMessage, StopMessage

StopWhen = Callable[[BaseChatMessage], bool]
"""Whether an incoming message ends the conversation for the agent that receives it."""


def says_terminate(message: BaseChatMessage) -> bool:
    """v0.2's default for ``is_termination_msg``."""
    return message.to_text() == "TERMINATE"


def stops(stop_when: StopWhen | None, messages: Sequence[BaseChatMessage]) -> bool:
    """Whether the last of these messages ends the conversation."""
    return bool(stop_when and messages and stop_when(messages[-1]))


def said(messages: Sequence[BaseChatMessage]) -> list[BaseChatMessage]:
    """These messages without those of agents that had nothing to say, which v0.2 never sent."""
    return [message for message in messages if type(message) is not StopMessage]


def stop_response(source: str) -> Response:
    """An empty :class:`StopMessage`, which `StopMessageTermination` ends the team on.

    v0.2: a reply of None (autogen/agentchat/conversable_agent.py check_termination_and_human_reply).
    """
    return Response(chat_message=StopMessage(content="", source=source))

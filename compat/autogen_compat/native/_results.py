"""What v0.2 code reads of a finished chat, from a v0.4 result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autogen_agentchat.base import Response, TaskResult
from autogen_agentchat.messages import (
    BaseAgentEvent,
    BaseChatMessage,
    StopMessage,
    ToolCallExecutionEvent,
    ToolCallRequestEvent,
)
from autogen_converters.messages import to_v02

_KEYS = frozenset({"content", "role", "name", "tool_calls", "tool_responses"})
_SPOKEN = (BaseChatMessage, ToolCallRequestEvent, ToolCallExecutionEvent)
"""What v0.2 had messages for; other events, as questions to a human, left none there."""


def summary_of(result: TaskResult | Response) -> str:
    """The text of the last message without the word TERMINATE.

    v0.2: autogen/agentchat/conversable_agent.py, summary method ``last_msg``.
    """
    messages = _spoken(result)
    if not messages:
        return ""
    last = messages[-1]
    text = last.to_text() if isinstance(last, BaseChatMessage) else str(to_v02(last).get("content") or "")
    return text.replace("TERMINATE", "")


def chat_history(result: TaskResult | Response, owner: str) -> list[dict[str, Any]]:
    """The conversation as v0.2's message dictionaries, from the viewpoint of the agent named `owner`.

    v0.2: autogen/agentchat/chat.py ChatResult.chat_history.
    """
    return [_dictionary(message, owner) for message in _spoken(result)]


def group_messages(messages: Sequence[BaseAgentEvent | BaseChatMessage]) -> list[dict[str, Any]]:
    """The messages of a group as v0.2 kept them: each with the name of its speaker.

    v0.2: autogen/agentchat/groupchat.py GroupChat.append.
    """
    spoken = (each for each in messages if isinstance(each, BaseChatMessage) and type(each) is not StopMessage)
    return [{"content": each.to_text(), "role": "user", "name": each.source} for each in spoken]


def _spoken(result: TaskResult | Response) -> list[BaseAgentEvent | BaseChatMessage]:
    if isinstance(result, Response):
        return [*(result.inner_messages or ()), result.chat_message]
    return [message for message in result.messages if isinstance(message, _SPOKEN) and type(message) is not StopMessage]


def _dictionary(message: BaseAgentEvent | BaseChatMessage, owner: str) -> dict[str, Any]:
    found: dict[str, Any] = {key: value for key, value in to_v02(message).items() if key in _KEYS}
    if "tool_calls" in found:
        del found["name"]
    elif "tool_responses" not in found:
        found["role"] = "assistant" if message.source == owner else "user"
    return found

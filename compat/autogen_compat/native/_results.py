"""What v0.2 code reads of a finished chat, from a v0.4 result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from autogen_agentchat.base import Response, TaskResult
from autogen_agentchat.messages import (
    BaseAgentEvent,
    BaseChatMessage,
    HandoffMessage,
    StopMessage,
    TextMessage,
    ThoughtEvent,
    ToolCallExecutionEvent,
    ToolCallRequestEvent,
)
from autogen_converters.messages import to_v02
from autogen_core.models import ChatCompletionClient

from ._forgetting import since_anew
from ._introductions import is_introduction
from ._stored import as_remembered, as_stored
from ._tool_turns import ToolCallMessage, ToolResultMessage, function_dictionary, interrupted, tool_dictionary

_KEYS = frozenset({"content", "role", "name", "tool_calls", "tool_responses"})
_SPOKEN = (BaseChatMessage, ToolCallRequestEvent, ToolCallExecutionEvent)
"""What v0.2 had messages for; other events, as questions to a human, left none there."""


def summary_of(result: TaskResult | Response) -> str:
    """The text of the last message without the word TERMINATE.

    v0.2: autogen/agentchat/conversable_agent.py, summary method ``last_msg``.
    """
    messages = spoken(result)
    if not messages:
        return ""
    last = messages[-1]
    text = last.to_text() if isinstance(last, BaseChatMessage) else str(to_v02(last).get("content") or "")
    text = thoughts_of(result).get(last.id, text)
    return text.replace("TERMINATE", "")


def chat_history(
    result: TaskResult | Response, owner: str, *, names: Mapping[str, str] | None = None, of_group: bool = False
) -> list[dict[str, Any]]:
    """The conversation as v0.2's message dictionaries, from the viewpoint of the agent named `owner`.

    v0.2: autogen/agentchat/chat.py ChatResult.chat_history.

    Args:
        result: the chat.
        owner: the v0.4 name of the agent.
        names: what to call agents in the messages, by their names in v0.4, which accepts identifiers only.
        of_group: whether it was the chat of a group, where others' calls of tools had a name, and a text if an empty
            one.
    """
    said = spoken(result)
    thoughts = thoughts_of(result)
    history = [_dictionary(message, owner) for message in said]
    for message, dictionary in zip(said, history, strict=True):
        if isinstance(message, ToolCallRequestEvent):
            dictionary["content"] = thoughts.get(message.id)
        elif isinstance(message, ToolCallExecutionEvent):
            dictionary["name"] = _partner(said, message.source, owner)
        elif isinstance(message, ToolCallMessage) and of_group and message.source != owner:
            dictionary.update(content=message.thought, name=message.source)
    return [_called(dictionary, names) for dictionary in history]


def _called(dictionary: dict[str, Any], names: Mapping[str, str] | None) -> dict[str, Any]:
    name = str(dictionary.get("name"))
    return {**dictionary, "name": names[name]} if names and name in names else dictionary


def thoughts_of(result: TaskResult | Response) -> dict[str, str]:
    """The texts beside tool calls, by the ids of the calls; a v0.4 agent tells them right before."""
    events = [*(result.inner_messages or ())] if isinstance(result, Response) else result.messages
    return {call.id: text.content for text, call in pairwise(events) if isinstance(text, ThoughtEvent)}


def _partner(said: Sequence[BaseAgentEvent | BaseChatMessage], caller: str, owner: str) -> str:
    """The other of two agents, which ran the tools in v0.2."""
    if caller != owner:
        return owner
    return next((message.source for message in said if message.source != caller), caller)


def seen_from_outside(result: TaskResult) -> TaskResult:
    """The result of a team as v0.2 gave it to a starter who was not in the group: the task alone.

    v0.2: autogen/agentchat/groupchat.py GroupChatManager.run_chat sends messages to members only.
    """
    task = next((each for each in result.messages if isinstance(each, TextMessage) and not is_introduction(each)), None)
    return TaskResult(messages=[] if task is None else [task], stop_reason=result.stop_reason)


def as_received(message: BaseAgentEvent | BaseChatMessage) -> dict[str, Any]:
    """A message as v0.2's dictionary, as it came to another agent: the calls and results of tools are in it.

    v0.2: autogen/agentchat/conversable_agent.py _append_oai_message.
    """
    return _dictionary(message, "")


def group_messages(
    messages: Sequence[BaseAgentEvent | BaseChatMessage], *, names: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """The messages of a group as v0.2 kept them: each with the name of its speaker.

    `names`: as for :func:`chat_history`.

    v0.2: autogen/agentchat/groupchat.py GroupChat.append.
    """
    said = [each for each in messages if isinstance(each, BaseChatMessage) and _is_said(each)]
    return [_called(_group_dictionary(each), names) for each in said]


def _group_dictionary(message: BaseChatMessage) -> dict[str, Any]:
    if (stored := as_stored(message)) is not None:
        return stored
    if isinstance(message, ToolCallMessage | ToolResultMessage):
        return function_dictionary(message) or {**tool_dictionary(message), "name": message.source}
    told: dict[str, Any] = {"content": message.to_text(), "role": "user", "name": message.source}
    if isinstance(message, HandoffMessage) and message.context:
        told["tool_responses"] = interrupted(message)
    return told


def _is_said(message: BaseAgentEvent | BaseChatMessage) -> bool:
    return type(message) is not StopMessage and not is_introduction(message)


@dataclass
class ChatResult:
    """A finished chat as v0.2 told it, for code that keeps results or passes them on.

    v0.2: autogen/agentchat/chat.py ChatResult.
    """

    chat_id: int | None = None
    chat_history: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    summary: str = ""
    cost: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    human_input: list[str] = field(default_factory=list[str])

    @classmethod
    def of(
        cls,
        result: TaskResult | Response,
        owner: str,
        *,
        summary: str | None = None,
        cost: Mapping[str, dict[str, Any]] | None = None,
        human_input: Sequence[str] = (),
        names: Mapping[str, str] | None = None,
        of_group: bool = False,
        chat_id: int | None = None,
    ) -> ChatResult:
        """What v0.2 told the agent named `owner`, who started the chat; `summary` is by default :func:`summary_of`.

        `names`, `of_group`: as for :func:`chat_history`.
        """
        return cls(
            chat_id=chat_id,
            chat_history=chat_history(result, owner, names=names, of_group=of_group),
            summary=summary_of(result) if summary is None else summary,
            cost=dict(cost_of() if cost is None else cost),
            human_input=list(human_input),
        )


def cost_of(*clients: ChatCompletionClient) -> dict[str, dict[str, Any]]:
    """What the answers of these clients have cost so far, with and without those from a cache.

    Clients made by ``model_client_from`` know what their answers cost; others count nothing.

    v0.2: autogen/agentchat/utils.py gather_usage_summary.
    """
    return {
        "usage_including_cached_inference": _summed(clients, "total_usage_summary"),
        "usage_excluding_cached_inference": _summed(clients, "actual_usage_summary"),
    }


def _summed(clients: Sequence[ChatCompletionClient], kind: str) -> dict[str, Any]:
    total: dict[str, Any] = {"total_cost": 0}
    for client in clients:
        used: Mapping[str, Any] = getattr(client, kind, None) or {}
        total["total_cost"] += used.get("total_cost", 0)
        for model, counted in used.items():
            if model != "total_cost":
                before = total.setdefault(model, dict.fromkeys(counted, 0))
                total[model] = {key: before.get(key, 0) + value for key, value in counted.items()}
    return total


def spoken(result: TaskResult | Response) -> list[BaseAgentEvent | BaseChatMessage]:
    """The messages of a result that v0.2 had too."""
    if isinstance(result, Response):
        return [*(result.inner_messages or ()), result.chat_message]
    said = (each for each in result.messages if isinstance(each, _SPOKEN) and type(each) is not StopMessage)
    spoken: list[BaseAgentEvent | BaseChatMessage] = list(said)
    first = next((place for place, each in enumerate(spoken[:-1]) if is_introduction(each)), None)
    if first is not None:
        spoken[first : first + 2] = [spoken[first + 1], spoken[first]]
    return since_anew(spoken)


def _dictionary(message: BaseAgentEvent | BaseChatMessage, owner: str) -> dict[str, Any]:
    if (remembered := as_remembered(message, owner)) is not None:
        return remembered
    if isinstance(message, ToolCallMessage):
        return {**tool_dictionary(message), "content": message.thought or None}
    if isinstance(message, ToolResultMessage):
        return {**tool_dictionary(message), "name": message.source}
    found: dict[str, Any] = {key: value for key, value in to_v02(message).items() if key in _KEYS}
    if isinstance(message, HandoffMessage) and message.context:
        found["tool_responses"] = interrupted(message)
        found["role"] = "assistant" if message.source == owner else "user"
        return found
    if "tool_calls" in found:
        del found["name"]
    elif "tool_responses" not in found:
        found["role"] = "assistant" if message.source == owner else "user"
    return found

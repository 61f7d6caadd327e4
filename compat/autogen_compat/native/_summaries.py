"""Summaries of a chat that a model or a function makes."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from autogen_agentchat.base import Response, TaskResult
from autogen_agentchat.messages import BaseChatMessage, ToolCallExecutionEvent, ToolCallRequestEvent
from autogen_core.models import (
    AssistantMessage,
    ChatCompletionClient,
    FunctionExecutionResultMessage,
    LLMMessage,
    SystemMessage,
    UserMessage,
)
from autogen_core.tools import BaseTool

from autogen_compat.engine.asking import asked_by

from ._introductions import is_introduction
from ._results import chat_history, spoken, thoughts_of

DEFAULT_SUMMARY_PROMPT = (
    "Sum up what this conversation has brought to light. Start with the substance, not with an opening."
)


async def reflection_on(
    result: TaskResult | Response,
    model_client: ChatCompletionClient,
    reader: str,
    *,
    prompt: str | None = None,
    role: Literal["system", "user"] | None = None,
    tools: Sequence[BaseTool[Any, Any]] = (),
) -> str:
    """What a model says a chat was about, asked at its end.

    v0.2: autogen/agentchat/conversable_agent.py, summary method ``reflection_with_llm``.

    Args:
        result: the chat.
        model_client: the model.
        reader: the name of the agent whose own words the model's are in this conversation.
        prompt: what to ask the model; default: DEFAULT_SUMMARY_PROMPT.
        role: who asks it; default: the system.
        tools: what the model is told of besides, those of the agent whose model it is.  It should not call them:
            of such an answer the text beside the calls is the summary, where v0.2 gave a dictionary with it.
    """
    question = prompt or DEFAULT_SUMMARY_PROMPT
    heard = (message for message in spoken(result) if not is_introduction(message))
    thoughts = thoughts_of(result)
    said = [said for message in heard if (said := _as_read(message, reader, thoughts)) is not None]
    asked = UserMessage(content=question, source="user") if role == "user" else SystemMessage(content=question)
    try:
        with asked_by(_partner(result, reader)):
            answer = await model_client.create([*said, asked], tools=tools)
    except _refusals() as error:
        warnings.warn(f"The model refused to sum up the chat ({error}): the summary is empty.", stacklevel=2)
        return ""
    if isinstance(answer.content, str):
        return answer.content
    warnings.warn("The model called tools where it should sum up the chat: the summary is what it said.", stacklevel=2)
    return answer.thought or ""


def _partner(result: TaskResult | Response, reader: str) -> str:
    """The name of the agent that started the chat, in which v0.2 asked for its summary."""
    return next((each.source for each in spoken(result) if each.source != reader), reader)


def _refusals() -> tuple[type[Exception], ...]:
    try:
        from openai import BadRequestError
    except ImportError:
        return ()
    return (BadRequestError,)


def _as_read(message: Any, reader: str, thoughts: Mapping[str, str]) -> LLMMessage | None:
    if isinstance(message, ToolCallRequestEvent):
        return AssistantMessage(content=message.content, thought=thoughts.get(message.id), source=message.source)
    if isinstance(message, ToolCallExecutionEvent):
        return FunctionExecutionResultMessage(content=message.content)
    if not isinstance(message, BaseChatMessage):
        return None
    read = message.to_model_message()
    if message.source == reader and isinstance(read, UserMessage):
        return AssistantMessage(content=message.to_model_text(), source=reader)
    return read


@dataclass(frozen=True)
class ChatSide:
    """One of the two agents of a chat, as v0.2's functions for summaries and first messages see it.

    v0.2: autogen/agentchat/conversable_agent.py last_message, chat_messages.
    """

    name: str
    messages: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """The conversation from this agent's viewpoint."""

    @classmethod
    def of(
        cls,
        result: TaskResult | Response,
        name: str,
        *,
        names: Mapping[str, str] | None = None,
        of_group: bool = False,
    ) -> ChatSide:
        """The side of the agent called `name` after a chat; `names`, `of_group`: as for :func:`chat_history`."""
        return cls((names or {}).get(name, name), chat_history(result, name, names=names, of_group=of_group))

    @property
    def chat_messages(self) -> Mapping[Any, list[dict[str, Any]]]:
        """The conversation by partner; there is one."""
        return _Same(self.messages)

    def last_message(self, agent: Any = None) -> dict[str, Any] | None:
        """The last message, of whichever partner is asked for; None before there is one."""
        return self.messages[-1] if self.messages else None

    def chat_messages_for_summary(self, agent: Any) -> list[dict[str, Any]]:
        """The conversation."""
        return self.messages


class _Same(Mapping[Any, list[dict[str, Any]]]):
    def __init__(self, messages: list[dict[str, Any]]) -> None:
        self._messages = messages

    def __getitem__(self, key: Any) -> list[dict[str, Any]]:
        return self._messages

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 1

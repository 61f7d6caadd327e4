"""Histories that a human, or the result of a tool, tells a group to forget.

v0.2: autogen/agentchat/groupchat.py GroupChatManager.clear_agents_history (``enable_clear_history``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from autogen_agentchat.messages import HandoffMessage, TextMessage
from autogen_core import Component
from autogen_core.model_context import ChatCompletionContext
from autogen_core.models import (
    AssistantMessage,
    FunctionExecutionResultMessage,
    LLMMessage,
    UserMessage,
)
from pydantic import BaseModel

from ._own_words import own_words

_PHRASE = "CLEAR HISTORY"


@dataclass(frozen=True)
class Command:
    """What is to be forgotten: the history of one agent or of all, but for the last messages."""

    text: str
    """What is left of the text without the command."""
    agent: str | None = None
    keep: int | None = None


def command_in(text: str, names: Sequence[str]) -> Command | None:
    """The command in ``clear history [agent] [number of messages to keep]``, if a text has one."""
    words = text.split()
    at = next((index for index in reversed(range(len(words))) if words[index].upper() == "CLEAR"), None)
    if at is None or _PHRASE not in text.upper():
        return None
    agent: str | None = None
    keep: int | None = None
    for word in words[at + 2 : at + 4]:
        number = word if word.isdigit() else word[:-1]
        if number.isdigit():
            keep = int(number)
        else:
            agent = next((name for name in names if name in (word, word[:-1])), agent)
    rest = at + 2 + (agent is not None) + (keep is not None)
    return Command(" ".join(words[:at] + words[rest:]), agent, keep)


class ClearHistoryMessage(TextMessage):
    """What a human said along with a command; every :class:`ClearableContext` that reads it follows the command."""

    command: str
    """The text with the command."""
    type: Literal["ClearHistoryMessage"] = "ClearHistoryMessage"  # pyright: ignore[reportIncompatibleVariableOverride]

    def to_model_message(self) -> UserMessage:
        return _Ordered(content=self.content, source=self.source, command=self.command)


class ClearHistoryInterruption(HandoffMessage):
    """What a human said along with a command instead of having tools run."""

    command: str
    type: Literal["ClearHistoryInterruption"] = "ClearHistoryInterruption"  # pyright: ignore[reportIncompatibleVariableOverride]

    def to_model_message(self) -> UserMessage:
        return _Ordered(content=self.content, source=self.source, command=self.command)


class _Ordered(UserMessage):
    """A message on its way into a context."""

    command: str


def with_command(message: TextMessage | HandoffMessage, names: Sequence[str]) -> TextMessage | HandoffMessage:
    """What a human typed in a group of agents of these names, with the command that it has, if any."""
    command = command_in(message.content, names) if names else None
    if command is None:
        return message
    given = {**message.model_dump(exclude={"type", "content", "context"}), "command": message.content}
    if isinstance(message, HandoffMessage):
        return ClearHistoryInterruption(content=command.text, context=message.context, **given)
    return ClearHistoryMessage(content=command.text, **given)


class ClearableContextConfig(BaseModel):
    """What a stored ClearableContext is made of."""

    name: str
    names: list[str]


class ClearableContext(ChatCompletionContext, Component[ClearableContextConfig]):
    """A model context that forgets when a human, or the result of a tool, says "clear history".

    A number keeps that many messages, a name means one agent: "clear history Engineer 2".  After a tool call its
    answer is kept with it.  Like :class:`OwnWordsContext`, a task given in the agent's name is its own message.

    Args:
        name: the name of the agent.
        names: those of all agents of the group.
    """

    component_config_schema = ClearableContextConfig
    component_provider_override = "autogen_compat.native.ClearableContext"

    def __init__(self, name: str, names: Sequence[str]) -> None:
        super().__init__()
        self._name = name
        self._names = list(names)

    async def add_message(self, message: LLMMessage) -> None:
        command = command_in(_commanding(message), self._names)
        if command is not None and command.agent in (None, self._name):
            interrupted = self._interruption()
            answers = isinstance(message, FunctionExecutionResultMessage) or bool(interrupted)
            self._keep(command.keep or (1 if answers else 0))
            self._messages.extend(interrupted)
        if isinstance(message, _Ordered):
            message = UserMessage(content=message.content, source=message.source)
        await super().add_message(message)

    async def get_messages(self) -> list[LLMMessage]:
        return own_words(self._messages, self._name)

    def _interruption(self) -> list[LLMMessage]:
        """What a human's text in place of tools is preceded by, which belongs to it, taken out of the history."""
        interrupted = bool(self._messages) and _is_interruption(self._messages[-1])
        return [self._messages.pop()] if interrupted else []

    def _keep(self, count: int) -> None:
        units = list(_units(self._messages))
        kept = units[-count:] if count else []
        if kept and isinstance(kept[0][0], FunctionExecutionResultMessage):
            kept = units[-count - 1 :]
        self._messages[:] = [message for unit in kept for message in unit]

    def _to_config(self) -> ClearableContextConfig:
        return ClearableContextConfig(name=self._name, names=self._names)

    @classmethod
    def _from_config(cls, config: ClearableContextConfig) -> ClearableContext:
        return cls(config.name, config.names)


def _units(messages: Sequence[LLMMessage]) -> Iterator[list[LLMMessage]]:
    """The messages as v0.2 counts them: what a human says instead of tools is one with the answers to their calls."""
    waiting: list[LLMMessage] = []
    for message in messages:
        waiting.append(message)
        if not _is_interruption(message):
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _is_interruption(message: LLMMessage) -> bool:
    if not isinstance(message, FunctionExecutionResultMessage):
        return False
    return all(result.content == "USER INTERRUPTED" for result in message.content)


def _commanding(message: LLMMessage) -> str:
    """The text of a message in which a command may be: v0.2 looks for none in what a model answers."""
    if isinstance(message, _Ordered):
        return message.command
    if isinstance(message, FunctionExecutionResultMessage):
        return "\n\n".join(result.content for result in message.content)
    if isinstance(message, AssistantMessage) and not isinstance(message.content, str):
        return message.thought or ""
    return ""

"""The history of an agent that started the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from autogen_core import Component
from autogen_core.model_context import ChatCompletionContext
from autogen_core.models import AssistantMessage, LLMMessage, UserMessage
from pydantic import BaseModel

from ._introductions import INTRODUCER


class OwnWordsConfig(BaseModel):
    """What a stored OwnWordsContext is made of."""

    name: str


class OwnWordsContext(ChatCompletionContext, Component[OwnWordsConfig]):
    """A model context in which a task given in the agent's name is the agent's own message.

    An AssistantAgent with the default context reads it as a message to answer.

    v0.2: autogen/agentchat/conversable_agent.py send (the message is stored with the role "assistant").

    Args:
        name: the name of the agent.
    """

    component_config_schema = OwnWordsConfig
    component_provider_override = "autogen_compat.native.OwnWordsContext"

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    async def get_messages(self) -> list[LLMMessage]:
        return own_words(self._messages, self._name)

    def _to_config(self) -> OwnWordsConfig:
        return OwnWordsConfig(name=self._name)

    @classmethod
    def _from_config(cls, config: OwnWordsConfig) -> OwnWordsContext:
        return cls(config.name)


def own_words(messages: Sequence[LLMMessage], name: str) -> list[LLMMessage]:
    """The messages as the agent of this name remembers them: those in its name are its own.

    An introduction of the team goes behind the agent's own task, which was there before.
    """
    found = list(messages)
    for index, (first, second) in enumerate(pairwise(messages)):
        if isinstance(first, UserMessage) and first.source == INTRODUCER and _is_of(second, name):
            found[index : index + 2] = [second, first]
    return [_as_said(message, name) for message in found]


def _is_of(message: LLMMessage, name: str) -> bool:
    return isinstance(message, UserMessage) and message.source == name


def _as_said(message: LLMMessage, name: str) -> LLMMessage:
    if _is_of(message, name) and isinstance(message.content, str):
        return AssistantMessage(content=message.content, source=name)
    return message

"""The history of an agent that started the conversation."""

from __future__ import annotations

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
        return [self._as_said(message) for message in self._in_order()]

    def _in_order(self) -> list[LLMMessage]:
        """The messages, with an introduction of the team behind the agent's own task, which was there before."""
        found = list(self._messages)
        for index, (first, second) in enumerate(pairwise(self._messages)):
            if isinstance(first, UserMessage) and first.source == INTRODUCER and self._is_own(second):
                found[index : index + 2] = [second, first]
        return found

    def _is_own(self, message: LLMMessage) -> bool:
        return isinstance(message, UserMessage) and message.source == self._name

    def _as_said(self, message: LLMMessage) -> LLMMessage:
        if self._is_own(message) and isinstance(message.content, str):
            return AssistantMessage(content=message.content, source=self._name)
        return message

    def _to_config(self) -> OwnWordsConfig:
        return OwnWordsConfig(name=self._name)

    @classmethod
    def _from_config(cls, config: OwnWordsConfig) -> OwnWordsContext:
        return cls(config.name)

"""A history that is cut for the model as v0.2's message limiters did."""

from __future__ import annotations

from collections.abc import Sequence

from autogen_core import Component
from autogen_core.model_context import ChatCompletionContext
from autogen_core.models import AssistantMessage, LLMMessage, SystemMessage, UserMessage
from pydantic import BaseModel

from ..token_count_utils import count_token, get_max_token_limit, truncate
from ._own_words import own_words

_TEXTS = UserMessage | AssistantMessage | SystemMessage


class LimitedContextConfig(BaseModel):
    """What a stored LimitedContext is made of."""

    name: str
    max_messages: int | None = None
    keep_first_message: bool = False
    max_tokens: int | None = None
    max_tokens_per_message: int | None = None
    min_tokens: int = 0
    model: str = "gpt-3.5-turbo-0613"


class LimitedContext(ChatCompletionContext, Component[LimitedContextConfig]):
    """A model context that shows the newest messages only, and long ones cut.

    v0.4's BufferedChatCompletionContext does the first; its TokenLimitedChatCompletionContext takes messages out
    of the middle and cuts none.  Like :class:`OwnWordsContext`, a task given in the agent's name is its own message.

    v0.2: autogen/agentchat/contrib/capabilities/transforms.py MessageHistoryLimiter, then MessageTokenLimiter.

    Args:
        name: the name of the agent.
        max_messages: how many messages are shown, at least 1.
        keep_first_message: whether the first message is always one of them.
        max_tokens: where the history is cut, counted from its end; the message that does not fit any more is cut,
            and the older ones are left out.
        max_tokens_per_message: where each message is cut.
        min_tokens: shorter histories are not cut.
        model: whose tokens are meant; no limit exceeds its context.
    """

    component_config_schema = LimitedContextConfig
    component_provider_override = "autogen_compat.native.LimitedContext"

    def __init__(
        self,
        name: str,
        *,
        max_messages: int | None = None,
        keep_first_message: bool = False,
        max_tokens: int | None = None,
        max_tokens_per_message: int | None = None,
        min_tokens: int = 0,
        model: str = "gpt-3.5-turbo-0613",
    ) -> None:
        super().__init__()
        self._settings = LimitedContextConfig(
            name=name,
            max_messages=max_messages,
            keep_first_message=keep_first_message,
            max_tokens=max_tokens,
            max_tokens_per_message=max_tokens_per_message,
            min_tokens=min_tokens,
            model=model,
        )

    async def get_messages(self) -> list[LLMMessage]:
        return self._cut(self._newest(own_words(self._messages, self._settings.name)))

    def _newest(self, messages: list[LLMMessage]) -> list[LLMMessage]:
        limit = self._settings.max_messages
        if limit is None or len(messages) <= limit:
            return messages
        head = messages[:1] if self._settings.keep_first_message else []
        room = limit - len(head)
        return [*head, *(messages[-room:] if room else [])]

    def _cut(self, messages: list[LLMMessage]) -> list[LLMMessage]:
        settings = self._settings
        if settings.max_tokens is None and settings.max_tokens_per_message is None:
            return messages
        if settings.min_tokens and sum(map(_tokens, messages)) < settings.min_tokens:
            return messages
        return _newest_within(
            messages, self._allowed(settings.max_tokens), self._allowed(settings.max_tokens_per_message), settings.model
        )

    def _allowed(self, wanted: int | None) -> int | None:
        """A limit, which is at most the model's own."""
        if wanted is None:
            return None
        try:
            return min(wanted, get_max_token_limit(self._settings.model))
        except KeyError:
            return wanted

    def _to_config(self) -> LimitedContextConfig:
        return self._settings

    @classmethod
    def _from_config(cls, config: LimitedContextConfig) -> LimitedContext:
        return cls(**config.model_dump())


def _newest_within(messages: Sequence[LLMMessage], total: int | None, each: int | None, model: str) -> list[LLMMessage]:
    """The newest messages, each cut, up to and with the first that may not fit any more, cut to what is left."""
    kept: list[LLMMessage] = []
    used = 0
    for message in reversed(messages):
        room = None if total is None else total - used
        if room is not None and (each is None or room < each):
            return [_shortened(message, room, model), *kept]
        kept.insert(0, _shortened(message, each, model))
        used += _tokens(kept[0])
    return kept


def _shortened(message: LLMMessage, tokens: int | None, model: str) -> LLMMessage:
    if tokens is None or not isinstance(message, _TEXTS) or not isinstance(message.content, str):
        return message
    return message.model_copy(update={"content": truncate(message.content, tokens, model)})


def _tokens(message: LLMMessage) -> int:
    return count_token(message.content) if isinstance(message.content, str) else 0

"""Images that a text names by ``<img …>`` tags."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import Any, cast

from autogen_core import Component, Image
from autogen_core.model_context import ChatCompletionContext
from autogen_core.models import ChatCompletionClient, CreateResult, LLMMessage, ModelInfo, RequestUsage, UserMessage

from ._own_words import OwnWordsConfig, own_words


def image_parts(text: str) -> list[str | Image]:
    """The texts and images of a prompt, in order: the content of a ``MultiModalMessage``.

    An image is a file, a web address, a data URI or base64 text in a tag ``<img …>``; what cannot be loaded stays in
    the text, with a warning on the output.

    v0.2: autogen/agentchat/contrib/img_utils.py gpt4v_formatter.

    Raises:
        ImportError: an image is named, and Pillow, or for web addresses requests, is not installed.
    """
    from ..agentchat.contrib.img_utils import gpt4v_formatter

    return [_part(cast("dict[str, object]", each)) for each in gpt4v_formatter(text, img_format="pil")]


def _part(part: dict[str, object]) -> str | Image:
    if part["type"] == "text":
        return str(part["text"])
    return Image.from_pil(cast("dict[str, Image]", part["image_url"])["url"])  # pyright: ignore[reportArgumentType]


class ImageTagsContext(ChatCompletionContext, Component[OwnWordsConfig]):
    """A model context in which ``<img …>`` tags of texts are images; other agents go on reading the tags.

    Like with :class:`OwnWordsContext`, a task given in the agent's name is the agent's own message.  The model client
    must have a ``model_info`` with vision.

    v0.2: autogen/agentchat/contrib/multimodal_conversable_agent.py.

    Args:
        name: the name of the agent.
    """

    component_config_schema = OwnWordsConfig
    component_provider_override = "autogen_compat.native.ImageTagsContext"

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    async def add_message(self, message: LLMMessage) -> None:
        await super().add_message(message if self._is_own(message) else _seen(message))

    async def get_messages(self) -> list[LLMMessage]:
        return own_words(self._messages, self._name)

    def _is_own(self, message: LLMMessage) -> bool:
        return isinstance(message, UserMessage) and message.source == self._name

    def _to_config(self) -> OwnWordsConfig:
        return OwnWordsConfig(name=self._name)

    @classmethod
    def _from_config(cls, config: OwnWordsConfig) -> ImageTagsContext:
        return cls(config.name)


def _seen(message: LLMMessage) -> LLMMessage:
    if not isinstance(message, UserMessage) or not isinstance(message.content, str):
        return message
    if "<img " not in message.content:
        return message
    return UserMessage(content=image_parts(message.content), source=message.source)


def with_vision(client: ChatCompletionClient) -> ChatCompletionClient:
    """`client` for a model that sees images, whatever its name suggests; v0.2 sent them to every model.

    An AssistantAgent leaves images out where its client's ``model_info`` has no vision.
    """
    return client if client.model_info["vision"] else _SeeingClient(client)


class _SeeingClient(ChatCompletionClient):
    component_provider_override = "autogen_compat.native._images._SeeingClient"

    def __init__(self, client: ChatCompletionClient) -> None:
        self._client = client

    @property
    def model_info(self) -> ModelInfo:  # pyright: ignore[reportIncompatibleVariableOverride]
        return {**self._client.model_info, "vision": True}

    @property
    def capabilities(self) -> Any:
        return self.model_info

    @property
    def wrapper(self) -> Any:
        """What counts usage, where the client was made of v0.2's configuration."""
        return getattr(self._client, "wrapper", None)

    @property
    def actual_usage_summary(self) -> dict[str, Any] | None:
        """Tokens and costs per model without cached answers, where the client knows them."""
        return getattr(self._client, "actual_usage_summary", None)

    @property
    def total_usage_summary(self) -> dict[str, Any] | None:
        """Tokens and costs per model with cached answers, where the client knows them."""
        return getattr(self._client, "total_usage_summary", None)

    async def create(self, messages: Sequence[LLMMessage], **options: Any) -> CreateResult:
        return await self._client.create(messages, **options)

    def create_stream(self, messages: Sequence[LLMMessage], **options: Any) -> AsyncGenerator[str | CreateResult, None]:
        return self._client.create_stream(messages, **options)

    async def close(self) -> None:
        await self._client.close()

    def actual_usage(self) -> RequestUsage:
        return self._client.actual_usage()

    def total_usage(self) -> RequestUsage:
        return self._client.total_usage()

    def count_tokens(self, messages: Sequence[LLMMessage], **options: Any) -> int:
        return self._client.count_tokens(messages, **options)

    def remaining_tokens(self, messages: Sequence[LLMMessage], **options: Any) -> int:
        return self._client.remaining_tokens(messages, **options)

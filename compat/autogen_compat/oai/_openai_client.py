"""The client for OpenAI, Azure OpenAI and every endpoint that speaks their protocol (v0.2: OpenAIClient)."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakKeyDictionary

from openai import AsyncAzureOpenAI, AsyncOpenAI, AzureOpenAI, OpenAI
from openai.types.chat import ChatCompletion
from openai.types.chat.chat_completion_message import ChatCompletionMessage
from openai.types.completion import Completion
from pydantic import BaseModel
from typing_extensions import Self

from autogen_compat.engine import bridge
from autogen_compat.oai._prices import LATER_PRICES, OAI_PRICE1K
from autogen_compat.oai._stream import StreamedAnswer, screen
from autogen_compat.oai._usage import cost_at

__all__ = ["OpenAIClient"]

logger = logging.getLogger("autogen.oai.client")


class OpenAIClient:
    """A `ModelClient` on the openai package.

    `a_create` uses an asynchronous twin of the client on the engine's loop: connections cannot change loops.
    Where the user brought an ``http_client``, which is synchronous, it runs in a thread instead.
    """

    def __init__(self, client: OpenAI | AzureOpenAI) -> None:
        """Wrap `client`."""
        self._oai_client = client
        self._openai_config: dict[str, Any] | None = None
        self._twins: WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncOpenAI] = WeakKeyDictionary()

    @classmethod
    def made_with(cls, kind: type[OpenAI | AzureOpenAI], arguments: dict[str, Any]) -> Self:
        """A client of `kind`, and twins, made with `arguments`."""
        result = cls(kind(**arguments))
        result._openai_config = arguments
        return result

    def create(self, params: dict[str, Any]) -> ChatCompletion | Completion:
        """The answer to a request; with ``stream``, its text is shown on the IOStream as it comes."""
        endpoint = _endpoint(self._oai_client, params)
        if not _streams(params):
            return endpoint.create(**_request(params, stream=False))
        view = _View(params)
        for chunk in endpoint.create(**_request(params, stream=True)):
            view.add(chunk)
        return view.finish()

    async def a_create(self, params: dict[str, Any]) -> ChatCompletion | Completion:
        """As `create`, without blocking the event loop.

        It runs on the engine's one loop, whatever loop awaits it, so that connections outlive `asyncio.run`.
        """
        if self._openai_config is None or self._openai_config.get("http_client") is not None:
            return await asyncio.to_thread(self.create, params)
        return await bridge.arun(self._create_on_engine, params)

    async def _create_on_engine(self, params: dict[str, Any]) -> ChatCompletion | Completion:
        twin = self._twin()
        endpoint = _endpoint(twin, params)
        if not _streams(params):
            return await endpoint.create(**_request(params, stream=False))
        view = _View(params)
        async for chunk in await endpoint.create(**_request(params, stream=True)):
            await bridge.call(view.add, chunk)
        return await bridge.call(view.finish)

    def _twin(self) -> AsyncOpenAI:
        loop = asyncio.get_running_loop()
        if loop not in self._twins:
            self._twins[loop] = _async_client(self._oai_client, self._openai_config or {})
        return self._twins[loop]

    async def a_close(self) -> None:
        """Close the connections of `a_create`; a later call opens new ones."""
        await bridge.arun(self._close_on_engine)

    async def _close_on_engine(self) -> None:
        twin = self._twins.pop(asyncio.get_running_loop(), None)
        if twin is not None:
            await twin.close()

    def message_retrieval(self, response: ChatCompletion | Completion) -> list[str] | list[ChatCompletionMessage]:
        """The texts of an answer, or its message objects where they call functions or tools."""
        if isinstance(response, Completion):
            return [choice.text for choice in response.choices]
        return [_text_or_message(choice.message) for choice in response.choices]

    def cost(self, response: ChatCompletion | Completion) -> float:
        """What the answer costs, in US dollars; 0 with a warning for a model that has no price."""
        price = OAI_PRICE1K.get(response.model, LATER_PRICES.get(response.model))
        if price is None:
            logger.warning(
                "Model %s is not found. The cost will be 0. In your config_list, add field "
                '{"price" : [prompt_price_per_1k, completion_token_price_per_1k]} for customized pricing.',
                response.model,
            )
            return 0
        return cost_at(response, price if isinstance(price, tuple) else (price, price))

    @staticmethod
    def get_usage(response: ChatCompletion | Completion) -> dict[str, Any]:
        """What the answer used."""
        usage = response.usage
        counts = ("prompt_tokens", "completion_tokens", "total_tokens")
        return {
            **{count: 0 if usage is None else getattr(usage, count) for count in counts},
            "cost": getattr(response, "cost", 0),
            "model": response.model,
        }


def _text_or_message(message: ChatCompletionMessage) -> Any:
    calls = message.function_call is not None or message.tool_calls is not None
    return message if calls else message.content


def _streams(params: dict[str, Any]) -> bool:
    return bool(params.get("stream")) and "messages" in params


def _endpoint(client: Any, params: dict[str, Any]) -> Any:
    return client.chat.completions if "messages" in params else client.completions


def _request(params: dict[str, Any], *, stream: bool) -> dict[str, Any]:
    wanted = params.get("response_format")
    if not (isinstance(wanted, type) and issubclass(wanted, BaseModel)):
        return {**params, "stream": stream}
    from openai.lib._parsing._completions import type_to_response_format_param

    return {**params, "stream": stream, "response_format": type_to_response_format_param(wanted)}


class _View:
    """A streamed answer on its screen."""

    def __init__(self, params: dict[str, Any]) -> None:
        self._messages = params["messages"]
        self._answer = StreamedAnswer(params.get("n", 1))
        self._screen = screen.get()()
        self._screen.begin()

    def add(self, chunk: Any) -> None:
        for text in self._answer.add(chunk):
            self._screen.show(text)

    def finish(self) -> ChatCompletion:
        self._screen.end()
        return self._answer.finish(self._messages)


def _async_client(client: OpenAI | AzureOpenAI, config: dict[str, Any]) -> AsyncOpenAI:
    kind = AsyncAzureOpenAI if isinstance(client, AzureOpenAI) else AsyncOpenAI
    key = config.get("api_key")
    if callable(key) and not inspect.iscoroutinefunction(key):
        config = {**config, "api_key": _awaitable(key)}
    return kind(**config)


def _awaitable(function: Callable[[], Any]) -> Callable[[], Awaitable[Any]]:
    async def call() -> Any:
        return await asyncio.to_thread(function)

    return call

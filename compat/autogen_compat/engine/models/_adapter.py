"""A v0.4 model client as a v0.2 `ModelClient`: how legacy agents reach providers that the engine has clients for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from autogen_core.models import ChatCompletionClient
from openai.types.chat import ChatCompletion
from openai.types.chat.chat_completion_message import ChatCompletionMessage

from autogen_compat.engine import bridge
from autogen_compat.engine.models._from_v02 import chat_completion, llm_messages, tool_schemas
from autogen_compat.oai._compatible import cost_of_tokens, hides_tools

__all__ = ["EngineModelClient"]


class EngineModelClient:
    """A `ModelClient` on a v0.4 client, which is made once for each event loop and each set of settings.

    Attributes:
        emits_events: True: v0.4 clients tell the engine of their calls themselves.
    """

    emits_events = True

    def __init__(
        self,
        make: Callable[[dict[str, Any]], ChatCompletionClient],
        prices: Mapping[str, tuple[float, float]],
        settings_of: Callable[[dict[str, Any]], dict[str, Any]],
    ) -> None:
        """Describe a client.

        Args:
            make: makes a v0.4 client of settings.
            prices: US dollars per 1,000 prompt and completion tokens.
            settings_of: the settings in a request: the model, and what the provider takes.
        """
        self._make = make
        self._prices = prices
        self._settings_of = settings_of
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, ChatCompletionClient]] = (
            WeakKeyDictionary()
        )

    @classmethod
    def given(cls, client: ChatCompletionClient) -> EngineModelClient:
        """A `ModelClient` on a v0.4 client that the user brought.

        Raises:
            TypeError: it is something else.
        """
        if not isinstance(client, ChatCompletionClient):
            raise TypeError(f"'model_client' must be a v0.4 ChatCompletionClient, but is a {type(client).__name__}.")
        return cls(lambda _: client, {}, lambda _: {})

    def create(self, params: dict[str, Any]) -> ChatCompletion:
        """The answer to a request in OpenAI's terms."""
        return bridge.run(self._ask, params)

    async def a_create(self, params: dict[str, Any]) -> ChatCompletion:
        """As `create`, without blocking the event loop; the engine's loop keeps the connections."""
        return await bridge.arun(self._ask, params)

    async def _ask(self, params: dict[str, Any]) -> ChatCompletion:
        client = self._client(self._settings_of(params))
        tools = [] if hides_tools({"tools": params.get("functions"), **params}) else tool_schemas(params)
        result = await client.create(llm_messages(params["messages"]), tools=tools)
        return chat_completion(result, params["model"])

    def _client(self, settings: dict[str, Any]) -> ChatCompletionClient:
        clients = self._clients.setdefault(asyncio.get_running_loop(), {})
        key = repr(sorted(settings.items()))
        if key not in clients:
            clients[key] = self._make(settings)
        return clients[key]

    def message_retrieval(self, response: Any) -> list[ChatCompletionMessage]:
        """The message objects of an answer."""
        return [choice.message for choice in response.choices]

    def cost(self, response: Any) -> float:
        """What the answer costs, in US dollars; 0 with a UserWarning for a model that has no price."""
        usage = response.usage
        return cost_of_tokens(self._prices, usage.prompt_tokens, usage.completion_tokens, response.model)

    @staticmethod
    def get_usage(response: Any) -> dict[str, Any]:
        """What the answer used."""
        return {
            "prompt_tokens": response.usage.prompt_tokens,
            "completion_tokens": response.usage.completion_tokens,
            "total_tokens": response.usage.total_tokens,
            "cost": getattr(response, "cost", 0),
            "model": response.model,
        }

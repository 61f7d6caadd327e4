"""`LegacyChatCompletionClient`: v0.2's OpenAIWrapper as a v0.4 model client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from autogen_core import CancellationToken, Component
from autogen_core.models import ChatCompletionClient, CreateResult, LLMMessage, ModelInfo, RequestUsage
from autogen_core.tools import Tool, ToolSchema
from pydantic import BaseModel
from typing_extensions import Self

from autogen_compat.engine.models._config import LegacyModelConfig, from_component, to_component
from autogen_compat.engine.models._info import model_info_of, token_limit_of
from autogen_compat.engine.models._messages import (
    ToolChoice,
    create_result,
    request_messages,
    request_tool_choice,
    request_tools,
)
from autogen_compat.engine.models._screen import Quiet, Tap
from autogen_compat.oai._call import ASYNC
from autogen_compat.oai._stream import screen
from autogen_compat.oai.client import OpenAIWrapper
from autogen_compat.token_count_utils import count_token

__all__ = ["LegacyChatCompletionClient", "LegacyModelConfig", "model_client_from"]

T = TypeVar("T")
_TOOL_KEYS = ("tools", "functions")
_COUNTED_AS = "gpt-4-0613"


def model_client_from(llm_config: Any, *, recorded_as: str | None = None) -> ChatCompletionClient:
    """A v0.4 model client for what v0.2 takes as ``llm_config``.

    Args:
        llm_config: an ``llm_config``, a ``config_list``, an OpenAIWrapper; a v0.4 client is returned as it is.
        recorded_as: who asks, in records of what models are asked (runtime_logging); by default the agent whose turn
            it is.

    Raises:
        ValueError: there is no model in it, as in ``llm_config=False``.
    """
    if isinstance(llm_config, ChatCompletionClient):
        return llm_config
    if isinstance(llm_config, OpenAIWrapper):
        return LegacyChatCompletionClient({}, wrapper=llm_config, recorded_as=recorded_as)
    if isinstance(llm_config, list) and llm_config:
        return LegacyChatCompletionClient({"config_list": llm_config}, recorded_as=recorded_as)
    if isinstance(llm_config, Mapping) and llm_config:
        return LegacyChatCompletionClient(llm_config, recorded_as=recorded_as)
    raise ValueError(f"llm_config={llm_config!r} names no model; give a dict with a config_list")


class LegacyChatCompletionClient(ChatCompletionClient, Component[LegacyModelConfig]):
    """Asks the models of an ``llm_config`` as `OpenAIWrapper` does: in order, with its cache, filter, price, limits.

    Attributes:
        wrapper: the OpenAIWrapper; its usage summaries count this client's answers.
    """

    component_type = "model"
    component_config_schema = LegacyModelConfig
    component_provider_override = "autogen_compat.engine.models.LegacyChatCompletionClient"

    def __init__(
        self,
        llm_config: Mapping[str, Any],
        *,
        wrapper: OpenAIWrapper | None = None,
        model_info: ModelInfo | None = None,
        recorded_as: str | None = None,
    ) -> None:
        """Make a client.

        Args:
            llm_config: v0.2's ``llm_config``; its tools and functions are offered along with the agent's.
            wrapper: the wrapper to use, in place of a new one.
            model_info: what the model can do; inferred from the first model's name if None.
            recorded_as: who asks, in records of what models are asked; the agent whose turn it is if None.

        Raises:
            ImportError: the package of a config's provider is missing; the message says what to install.
            openai.OpenAIError: a config's arguments do not suffice for a client, as where there is no key.
        """
        self._llm_config = dict(llm_config)
        self._recorded_as = recorded_as
        own = {key: value for key, value in llm_config.items() if key not in (*_TOOL_KEYS, "model_info")}
        self.wrapper = OpenAIWrapper(**own) if wrapper is None else wrapper
        self._model_info = model_info or self._llm_config.get("model_info") or model_info_of(self.model)

    @property
    def model(self) -> str:
        """The name of the first model."""
        configs = self.wrapper._config_list
        return next((config["model"] for config in configs if config.get("model")), "")

    async def create(
        self,
        messages: Sequence[LLMMessage],
        *,
        tools: Sequence[Tool | ToolSchema] = [],
        tool_choice: ToolChoice = "auto",
        json_output: bool | type[BaseModel] | None = None,
        extra_create_args: Mapping[str, Any] = {},
        cancellation_token: CancellationToken | None = None,
    ) -> CreateResult:
        """The model's answer; errors are those of `OpenAIWrapper.create`."""
        request = self._request(messages, tools, tool_choice, json_output, extra_create_args)
        with _screen(Quiet):
            return await _cancellable(self._ask(request), cancellation_token)

    async def create_stream(
        self,
        messages: Sequence[LLMMessage],
        *,
        tools: Sequence[Tool | ToolSchema] = [],
        tool_choice: ToolChoice = "auto",
        json_output: bool | type[BaseModel] | None = None,
        extra_create_args: Mapping[str, Any] = {},
        cancellation_token: CancellationToken | None = None,
    ) -> AsyncGenerator[str | CreateResult, None]:
        """The texts of the answer as they come, then the answer; one that was not streamed comes in one text."""
        request = self._request(messages, tools, tool_choice, json_output, extra_create_args)
        tap = Tap()
        with _screen(lambda: tap):
            task = asyncio.ensure_future(_cancellable(self._ask({**request, "stream": True}), cancellation_token))
        try:
            async for text in tap.texts_until(task):
                yield text
            result = await task
        finally:
            task.cancel()
            await asyncio.wait([task])
        if not tap.has_shown and isinstance(result.content, str) and result.content:
            yield result.content
        yield result

    async def _ask(self, request: dict[str, Any]) -> CreateResult:
        creation = self.wrapper._creation(ASYNC)
        response = await creation.run(self.wrapper._calls(request))
        extracted = self.wrapper.extract_text_or_completion_object(response)
        return create_result(response, extracted, cached=creation.was_cached)

    def _request(
        self,
        messages: Sequence[LLMMessage],
        tools: Sequence[Tool | ToolSchema],
        tool_choice: ToolChoice,
        json_output: bool | type[BaseModel] | None,
        extra: Mapping[str, Any],
    ) -> dict[str, Any]:
        given = {key: self._llm_config[key] for key in _TOOL_KEYS if self._llm_config.get(key)}
        offered = [*given.get("tools", []), *request_tools(tools)] if tool_choice != "none" else []
        choice = request_tool_choice(tool_choice)
        optional = {
            "functions": given.get("functions"),
            "tools": offered or None,
            "tool_choice": choice if offered else None,
            "response_format": _response_format(json_output),
            "agent": self._recorded_as,
        }
        return {
            "messages": request_messages(messages),
            **{key: value for key, value in optional.items() if value is not None},
            **extra,
        }

    async def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        for client in self.wrapper._clients:
            if hasattr(client, "a_close"):
                await client.a_close()

    def actual_usage(self) -> RequestUsage:
        """The tokens of all answers that did not come from the cache."""
        return _tokens(self.wrapper.actual_usage_summary)

    def total_usage(self) -> RequestUsage:
        """The tokens of all answers."""
        return _tokens(self.wrapper.total_usage_summary)

    @property
    def actual_usage_summary(self) -> dict[str, Any] | None:
        """Tokens and costs per model without cached answers, as v0.2's agents have them."""
        return self.wrapper.actual_usage_summary

    @property
    def total_usage_summary(self) -> dict[str, Any] | None:
        """Tokens and costs per model with cached answers, as v0.2's agents have them."""
        return self.wrapper.total_usage_summary

    def count_tokens(self, messages: Sequence[LLMMessage], *, tools: Sequence[Tool | ToolSchema] = []) -> int:
        """The tokens of a request; counted as gpt-4's where it is not known how the model counts."""
        request: list[dict[str, Any]] = [*request_messages(messages), *request_tools(tools)]
        try:
            return count_token(request, self.model)
        except NotImplementedError:
            return count_token(request, _COUNTED_AS)

    def remaining_tokens(self, messages: Sequence[LLMMessage], *, tools: Sequence[Tool | ToolSchema] = []) -> int:
        """The tokens that the model's context has left after a request."""
        return token_limit_of(self.model) - self.count_tokens(messages, tools=tools)

    @property
    def capabilities(self) -> ModelInfo:  # pyright: ignore[reportIncompatibleMethodOverride]
        """v0.4's older name of `model_info`."""
        return self._model_info

    @property
    def model_info(self) -> ModelInfo:
        """What the model can do."""
        return self._model_info

    def _to_config(self) -> LegacyModelConfig:
        return LegacyModelConfig(llm_config=to_component(self._llm_config), recorded_as=self._recorded_as)

    @classmethod
    def _from_config(cls, config: LegacyModelConfig) -> Self:
        return cls(from_component(config.llm_config), recorded_as=config.recorded_as)


def _response_format(json_output: bool | type[BaseModel] | None) -> Any:
    if isinstance(json_output, type):
        return json_output
    return {"type": "json_object"} if json_output else None


def _tokens(summary: dict[str, Any] | None) -> RequestUsage:
    models = [counts for name, counts in (summary or {}).items() if name != "total_cost"]
    return RequestUsage(
        prompt_tokens=sum(counts["prompt_tokens"] for counts in models),
        completion_tokens=sum(counts["completion_tokens"] for counts in models),
    )


@contextmanager
def _screen(make: Any) -> Any:
    token = screen.set(make)
    try:
        yield
    finally:
        screen.reset(token)


async def _cancellable(work: Coroutine[Any, Any, T], token: CancellationToken | None) -> T:
    task = asyncio.ensure_future(work)
    if token is not None:
        token.link_future(task)
    return await task

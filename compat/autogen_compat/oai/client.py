"""`OpenAIWrapper`: the model client of every legacy agent (v0.2: autogen/oai/client.py)."""

from __future__ import annotations

import inspect
import logging
import sys
import uuid
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from openai import AzureOpenAI, OpenAI

from autogen_compat._warnings import BehaviourChangedWarning, warn
from autogen_compat.cache import AbstractCache, Cache
from autogen_compat.engine import bridge
from autogen_compat.io.base import IOStream
from autogen_compat.oai import _stream, _usage
from autogen_compat.oai._call import ASYNC, SYNC, Call
from autogen_compat.oai._create import Creation
from autogen_compat.oai._legacy_keys import modernised
from autogen_compat.oai._openai_client import OpenAIClient
from autogen_compat.oai._providers import client_for
from autogen_compat.oai.client_utils import logger_formatter
from autogen_compat.oai.rate_limiters import RateLimiter, TimeRateLimiter
from autogen_compat.runtime_logging import log_new_client, log_new_wrapper, logging_enabled

__all__ = [
    "LEGACY_CACHE_DIR",
    "LEGACY_DEFAULT_CACHE_SEED",
    "OPEN_API_BASE_URL_PREFIX",
    "TOOL_ENABLED",
    "ModelClient",
    "OpenAIClient",
    "OpenAIWrapper",
    "PlaceHolderClient",
]

LEGACY_DEFAULT_CACHE_SEED = 41
LEGACY_CACHE_DIR = ".cache"
OPEN_API_BASE_URL_PREFIX = "https://api.openai.com"
TOOL_ENABLED = True

# v0.2's name, because programs quieten it by that name.
logger = logging.getLogger("autogen.oai.client")
if not logger.handlers:
    _handler = logging.StreamHandler(stream=sys.stdout)
    _handler.setFormatter(logger_formatter)
    logger.addHandler(_handler)


class ModelClient(Protocol):
    """What a user's own model client must be able to do.

    `get_usage` returns a dict with `RESPONSE_USAGE_KEYS`; without one of them the answer is not counted.
    """

    RESPONSE_USAGE_KEYS = _usage.RESPONSE_USAGE_KEYS

    class ModelClientResponseProtocol(Protocol):
        """An answer: choices with messages, and the model's name."""

        class Choice(Protocol):
            """One of the answers to a request."""

            class Message(Protocol):
                """The message of a choice."""

                content: str | None

            message: Message

        choices: list[Choice]
        model: str

    def create(self, params: dict[str, Any]) -> ModelClientResponseProtocol:
        """The answer to a request."""
        ...

    def message_retrieval(self, response: Any) -> list[Any]:
        """The texts of an answer, or its message objects where they call functions or tools."""
        ...

    def cost(self, response: Any) -> float:
        """What the answer costs, in US dollars."""
        ...

    @staticmethod
    def get_usage(response: Any) -> dict[str, Any]:
        """What the answer used."""
        ...


class PlaceHolderClient:
    """Holds the place of a client that `register_model_client` has yet to bring."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config


def _arguments_of(client: type) -> set[str]:
    return set(inspect.getfullargspec(client.__init__).kwonlyargs)


class OpenAIWrapper:
    """Asks the models of a config list in order, until one answers.

    Attributes:
        total_usage_summary: tokens and costs per model, cached answers included; None before the first.
        actual_usage_summary: the same without cached answers.
    """

    extra_kwargs = {
        "agent",
        "cache",
        "cache_seed",
        "filter_func",
        "allow_format_str_template",
        "context",
        "api_version",
        "api_type",
        "tags",
        "price",
        "model_client",
    }
    aopenai_kwargs = _arguments_of(AzureOpenAI)
    openai_kwargs = _arguments_of(OpenAI) | aopenai_kwargs

    total_usage_summary: dict[str, Any] | None = None
    actual_usage_summary: dict[str, Any] | None = None

    def __init__(self, *, config_list: list[dict[str, Any]] | None = None, **base_config: Any) -> None:
        """Make a client for each config.

        Args:
            config_list: configs, each with arguments of the client and of the request; they override `base_config`.
            base_config: what holds for all configs, or the only config.

        Raises:
            ImportError: the package of a config's provider is missing; the message says what to install.
            ValueError: a config's ``api_rate_limit`` is not a positive number.
            openai.OpenAIError: a config's arguments do not suffice for a client, as where there is no key.
        """
        if logging_enabled():
            log_new_wrapper(self, {"config_list": config_list, "base_config": base_config})
        base = modernised(base_config, beside=config_list or [])
        client_config, request_config = self._separate_openai_config(base)
        self._clients: list[Any] = []
        self._config_list: list[dict[str, Any]] = []
        self._rate_limiters: list[RateLimiter | None] = []
        for config in config_list or [request_config]:
            self._add(modernised(config), client_config, request_config)
        self.wrapper_id = id(self)

    def _add(self, config: dict[str, Any], client_config: dict[str, Any], request_config: dict[str, Any]) -> None:
        rate = config.pop("api_rate_limit", None)
        self._rate_limiters.append(None if rate is None else TimeRateLimiter(rate))
        self._register_default_client(config, client_config)
        merged = {**request_config, **self._separate_openai_config(config)[1]}
        self._config_list.append({key: value for key, value in merged.items() if key != "api_rate_limit"})

    def _separate_openai_config(self, config: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        return _split(config, self.openai_kwargs)

    def _separate_create_config(self, config: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        options, request = _split(config, self.extra_kwargs)
        return request, options

    def _register_default_client(self, config: dict[str, Any], openai_config: dict[str, Any]) -> None:
        """Append the client of `config`, whose arguments override `openai_config`."""
        custom = config.get("model_client_cls")
        if custom is not None:
            self._clients.append(PlaceHolderClient(config))
            logger.info("The model client %s of a config awaits register_model_client.", custom)
            return
        if config.get("model_client") is not None:
            from autogen_compat.engine.models import EngineModelClient

            self._clients.append(EngineModelClient.given(config["model_client"]))
            return
        arguments = {**openai_config, **self._separate_openai_config(config)[0]}
        client = client_for(config, arguments)
        self._clients.append(client)
        if logging_enabled():
            log_new_client(getattr(client, "_oai_client", client), self, arguments)

    def register_model_client(self, model_client_cls: Callable[..., Any], **kwargs: Any) -> None:
        """Make the client of the first config that names `model_client_cls` and has none yet.

        Args:
            model_client_cls: a class with the methods of `ModelClient`; it is made with the config and `kwargs`.

        Raises:
            ValueError: no config names the class.
        """
        name = getattr(model_client_cls, "__name__", str(model_client_cls))
        for index, client in enumerate(self._clients):
            if isinstance(client, PlaceHolderClient) and client.config.get("model_client_cls") == name:
                self._clients[index] = model_client_cls(client.config, **kwargs)
                return
        if not any(type(client).__name__ == name for client in self._clients):
            raise ValueError(
                f'Model client "{name}" is being registered but was not found in the config_list. '
                f'Please make sure to include an entry in the config_list with "model_client_cls": "{name}"'
            )
        logger.warning(
            "Model client %s is already registered. Add more entries in the config_list to use multiple model clients.",
            name,
        )

    @classmethod
    def instantiate(
        cls,
        template: str | Callable[[dict[str, Any]], str] | None,
        context: dict[str, Any] | None = None,
        allow_format_str_template: bool | None = False,
    ) -> str | None:
        """The template filled in: a function by calling it, a string by ``str.format`` where that is allowed."""
        if not context or template is None:
            return template  # pyright: ignore[reportReturnType]
        if isinstance(template, str):
            return template.format(**context) if allow_format_str_template else template
        return template(context)

    def _construct_create_params(self, create_config: dict[str, Any], extra_kwargs: dict[str, Any]) -> dict[str, Any]:
        """The request, with its templates filled in.

        Raises:
            ValueError: there is neither a prompt nor messages, or there are both.
        """
        prompt, messages = create_config.get("prompt"), create_config.get("messages")
        if (prompt is None) == (messages is None):
            raise ValueError("Either prompt or messages should be in create config but not both.")
        context = extra_kwargs.get("context")
        if not context:
            return create_config
        by_format = extra_kwargs.get("allow_format_str_template", False)
        if messages is None:
            return {**create_config, "prompt": self.instantiate(prompt, context, by_format)}
        filled = [
            {**message, "content": self.instantiate(message["content"], context, by_format)}
            if message.get("content")
            else message
            for message in messages
        ]
        return {**create_config, "messages": filled}

    def create(self, **config: Any) -> Any:
        """Ask the models in order; the first answer that passes the filter, or the last one, is returned.

        Args:
            config: the request as of OpenAI's API (``messages`` or ``prompt``, ``model``, ``tools``...) and
                ``context`` (dict for templates and filter), ``cache`` (a Cache), ``cache_seed`` (default 41: answers
                are kept in ``.cache/41``; None: no cache), ``agent`` (who asks), ``filter_func`` (called with
                ``context`` and ``response``), ``allow_format_str_template``, ``price``. What a config of the list
                says overrides this.

        Returns:
            The client's answer, with ``cost``, ``config_id``, ``pass_filter`` and ``message_retrieval_function``.

        Raises:
            RuntimeError: a config's own client has not been registered.
            TimeoutError: the last config timed out.
            openai.APIError: the last config failed, or any was stopped by the content filter.
        """
        return bridge.drive(self._creation(SYNC).run(self._calls(config)))

    async def a_create(self, **config: Any) -> Any:
        """As `create`, without blocking the event loop. A client that is only synchronous runs in a thread."""
        return await self._creation(ASYNC).run(self._calls(config))

    def _creation(self, caller: Any) -> Creation:
        waiting = [
            client.config["model_client_cls"] for client in self._clients if isinstance(client, PlaceHolderClient)
        ]
        if waiting:
            raise RuntimeError(
                f"Model client(s) {waiting} are not activated. Please register the custom model clients using "
                "`register_model_client` or filter them out form the config list."
            )
        return Creation(self, str(uuid.uuid4()), caller)

    def _calls(self, config: dict[str, Any]) -> Iterator[Call]:
        config = modernised(config)
        for index, client in enumerate(self._clients):
            request, options = self._separate_create_config({**config, **self._config_list[index]})
            if (options.get("api_type") or "").startswith("azure") and "model" in request:
                request["model"] = request["model"].replace(".", "")
            yield Call(
                index=index,
                is_last=index == len(self._clients) - 1,
                client=client,
                limiter=self._rate_limiters[index] if index < len(self._rate_limiters) else None,
                params=self._construct_create_params(request, options),
                options=options,
                cache=_cache_of(options),
            )

    def _update_usage(self, actual_usage: dict[str, Any] | None, total_usage: dict[str, Any] | None) -> None:
        self.total_usage_summary = _usage.added(self.total_usage_summary, total_usage)
        self.actual_usage_summary = _usage.added(self.actual_usage_summary, actual_usage)

    def print_usage_summary(self, mode: str | list[str] = ["actual", "total"]) -> None:  # noqa: B006
        """Print tokens and costs: ``"actual"`` without cached answers, ``"total"`` with them, or both.

        Raises:
            ValueError: `mode` is none of these.
        """
        show = IOStream.get_default().print
        _usage.print_usage(self.actual_usage_summary, self.total_usage_summary, mode, show)

    def clear_usage_summary(self) -> None:
        """Start counting anew."""
        self.total_usage_summary = None
        self.actual_usage_summary = None

    @classmethod
    def extract_text_or_completion_object(cls, response: Any) -> list[Any]:
        """The texts of an answer, or its message objects where they call functions or tools."""
        return response.message_retrieval_function(response)

    _cost_with_customized_price = staticmethod(_usage.cost_at)
    _update_dict_from_chunk = staticmethod(_stream.add_field)

    @staticmethod
    def _update_function_call_from_chunk(
        function_call_chunk: Any, full_function_call: dict[str, Any] | None, completion_tokens: int
    ) -> tuple[dict[str, Any], int]:
        return _stream.add_function_call(function_call_chunk, full_function_call, completion_tokens)

    @staticmethod
    def _update_tool_calls_from_chunk(
        tool_calls_chunk: Any, full_tool_call: dict[str, Any] | None, completion_tokens: int
    ) -> tuple[dict[str, Any], int]:
        return _stream.add_tool_call(tool_calls_chunk, full_tool_call, completion_tokens)


def _split(config: dict[str, Any], keys: set[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of `config` is in `keys`, and the rest."""
    inside = {key: value for key, value in config.items() if key in keys}
    return inside, {key: value for key, value in config.items() if key not in keys}


def _cache_of(options: dict[str, Any]) -> AbstractCache | None:
    """The given cache, else the folder of the seed."""
    if (cache := options.get("cache")) is not None:
        return cache
    seed = options.get("cache_seed", LEGACY_DEFAULT_CACHE_SEED)
    if seed is None:
        return None
    try:
        return Cache.disk(seed, LEGACY_CACHE_DIR)
    except ImportError as missing:
        warn("AM105", f"answers are not cached: {missing}", category=BehaviourChangedWarning)
        return None

"""Anthropic's models (v0.2: autogen/oai/anthropic.py), by autogen_ext's client."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from autogen_core.models import ChatCompletionClient

try:
    from autogen_ext.models.anthropic import AnthropicBedrockChatCompletionClient, AnthropicChatCompletionClient
except ImportError as missing:
    raise ImportError(
        'Anthropic\'s models need the anthropic package: pip install "autogen-migrate[anthropic]"'
    ) from missing

from autogen_compat._warnings import warn_plainly
from autogen_compat.engine.models._adapter import EngineModelClient
from autogen_compat.engine.models._info import model_info_of
from autogen_compat.oai._compatible import CONTINUE, cost_of_tokens, without_names
from autogen_compat.oai.client_utils import validate_parameter

__all__ = ["TOOL_ENABLED", "ANTHROPIC_PRICING_1k", "AnthropicClient", "oai_messages_to_anthropic_messages"]

TOOL_ENABLED = True
ANTHROPIC_PRICING_1k = {
    "claude-3-5-sonnet-20240620": (0.003, 0.015),
    "claude-3-sonnet-20240229": (0.003, 0.015),
    "claude-3-opus-20240229": (0.015, 0.075),
    "claude-3-haiku-20240307": (0.00025, 0.00125),
    "claude-2.1": (0.008, 0.024),
    "claude-2.0": (0.008, 0.024),
    "claude-instant-1.2": (0.008, 0.024),
}
_AWS = {
    "aws_access_key": "AWS_ACCESS_KEY_ID",
    "aws_secret_key": "AWS_SECRET_ACCESS_KEY",
    "aws_session_token": None,
    "aws_region": "AWS_DEFAULT_REGION",
}
_PASSED_ON = ("base_url", "timeout", "max_retries", "default_headers")


class AnthropicClient(EngineModelClient):
    """A `ModelClient` for Anthropic's API, or for its models on Amazon Bedrock where there are AWS credentials only."""

    def __init__(self, **kwargs: Any) -> None:
        """Make a client.

        Args:
            kwargs: ``api_key`` (or ANTHROPIC_API_KEY), else ``aws_access_key``, ``aws_secret_key``,
                ``aws_session_token`` and ``aws_region`` (or the AWS variables); ``base_url``, ``timeout``...

        Raises:
            ValueError: there is neither a key nor credentials.
        """
        self._api_key = kwargs.get("api_key") or os.getenv("ANTHROPIC_API_KEY")
        self._aws = {name: kwargs.get(name) or (variable and os.getenv(variable)) for name, variable in _AWS.items()}
        if not (self.api_key or (self.aws_access_key and self.aws_secret_key and self.aws_region)):
            raise ValueError("API key or AWS credentials are required to use the Anthropic API.")
        self._arguments = {key: kwargs[key] for key in _PASSED_ON if kwargs.get(key) is not None}
        super().__init__(self._make_client, ANTHROPIC_PRICING_1k, self._settings)

    @property
    def api_key(self) -> str | None:
        """The key of Anthropic's API."""
        return self._api_key

    @property
    def aws_access_key(self) -> str | None:
        """The access key of AWS."""
        return self._aws["aws_access_key"]

    @property
    def aws_secret_key(self) -> str | None:
        """The secret key of AWS."""
        return self._aws["aws_secret_key"]

    @property
    def aws_session_token(self) -> str | None:
        """The session token of AWS."""
        return self._aws["aws_session_token"]

    @property
    def aws_region(self) -> str | None:
        """The region of AWS."""
        return self._aws["aws_region"]

    def _make_client(self, settings: dict[str, Any]) -> ChatCompletionClient:
        settings = {**settings, "model_info": model_info_of(settings["model"])}
        if self.api_key:
            return AnthropicChatCompletionClient(api_key=self.api_key, **self._arguments, **settings)
        return AnthropicBedrockChatCompletionClient(bedrock_info=self._aws, **settings)  # pyright: ignore[reportArgumentType]

    def _settings(self, params: dict[str, Any]) -> dict[str, Any]:
        loaded = self.load_config(params)
        return {key: value for key, value in loaded.items() if value is not None and key != "stream"}

    def load_config(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """The model and the parameters that Anthropic takes, each valid or its default.

        Raises:
            AssertionError: there is no model.
        """
        if not params.get("model"):
            raise AssertionError("Please provide a `model` in the config_list to use the Anthropic API.")
        given = dict(params)
        if validate_parameter(given, "stream", bool, False, False, None, None):
            warn_plainly("Streaming is not currently supported, streaming will be disabled.")
        return {
            "model": params["model"],
            "temperature": validate_parameter(given, "temperature", (float, int), False, 1.0, (0.0, 1.0), None),
            "max_tokens": validate_parameter(given, "max_tokens", int, False, 4096, (1, None), None),
            "top_k": validate_parameter(given, "top_k", int, True, None, (1, None), None),
            "top_p": validate_parameter(given, "top_p", (float, int), True, None, (0.0, 1.0), None),
            "stop_sequences": validate_parameter(given, "stop_sequences", list, True, None, None, None),
            "stream": False,
        }

    @staticmethod
    def openai_func_to_anthropic(openai_func: dict[str, Any]) -> dict[str, Any]:
        """A function's description as Anthropic takes it."""
        rest = {key: value for key, value in openai_func.items() if key != "parameters"}
        return {**rest, "input_schema": openai_func["parameters"]}

    @staticmethod
    def convert_tools_to_functions(tools: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The functions among tools."""
        return [tool["function"] for tool in tools if tool.get("type") == "function" and "function" in tool]


def oai_messages_to_anthropic_messages(params: dict[str, Any]) -> list[dict[str, Any]]:
    """The messages of a request as Anthropic takes them: user and assistant in turn, tools as content blocks.

    System messages go to ``params["system"]``.
    """
    import json

    result: list[dict[str, Any]] = []
    system = [message["content"] for message in params["messages"] if message["role"] == "system"]
    if system:
        params["system"] = " ".join([*([params["system"]] if "system" in params else []), *system])
    for message in without_names(params["messages"]):
        if message["role"] == "system":
            continue
        if message.get("tool_calls"):
            calls = [(call["id"], call["function"]) for call in message["tool_calls"]]
            blocks: Any = [
                {"type": "tool_use", "id": id_, "name": f["name"], "input": json.loads(f["arguments"])}
                for id_, f in calls
            ]
            _append(result, "assistant", blocks)
        elif "tool_call_id" in message:
            block = {"type": "tool_result", "tool_use_id": message["tool_call_id"], "content": message["content"]}
            _append(result, "user", [block])
        elif message["content"] != "":
            _append(result, message["role"], message["content"])
    if not result or result[-1]["role"] != "user":
        result.append({"role": "user", "content": CONTINUE})
    return result


def _append(result: list[dict[str, Any]], role: str, content: Any) -> None:
    """Add a message in its turn; results of one round of calls are one message."""
    expected = "user" if len(result) % 2 == 0 else "assistant"
    is_list = isinstance(content, list)
    if role != expected and role == "user" and is_list and isinstance(result[-1]["content"], list):
        result[-1]["content"].extend(content)
        return
    if role != expected:
        result.append({"role": expected, "content": CONTINUE})
    result.append({"role": role, "content": content})


def _calculate_cost(input_tokens: int, output_tokens: int, model: str) -> float:
    return cost_of_tokens(ANTHROPIC_PRICING_1k, input_tokens, output_tokens, model)

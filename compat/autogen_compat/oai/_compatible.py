"""The base of v0.2's clients for providers that now have an OpenAI-compatible endpoint."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, ClassVar

from openai import OpenAI
from openai.types.chat import ChatCompletion
from openai.types.chat.chat_completion_message import ChatCompletionMessage

from autogen_compat._warnings import warn_plainly
from autogen_compat.oai._endpoints import Endpoint
from autogen_compat.oai._openai_client import OpenAIClient
from autogen_compat.oai._usage import cost_at
from autogen_compat.oai.client_utils import should_hide_tools, validate_parameter

__all__ = ["CompatibleClient", "cost_of_tokens", "hides_tools", "without_names"]

CONTINUE = "Please continue."
_MAX_RETRIES = 5
_HIDE_TOOLS = ["if_all_run", "if_any_run", "never"]
_PASSED_ON = ("response_format", "tool_choice", "extra_body", "extra_headers")


def without_names(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy of the messages without ``name``, which these providers refuse."""
    return [{key: value for key, value in message.items() if key != "name"} for message in messages]


def cost_of_tokens(prices: Mapping[str, tuple[float, float]], prompt: int, completion: int, model: str) -> float:
    """What tokens cost, in US dollars; 0 with a UserWarning for a model that has no price."""
    if model not in prices:
        warn_plainly(f"Cost calculation not available for model {model}")
        return 0.0
    return (prompt * prices[model][0] + completion * prices[model][1]) / 1000


def hides_tools(params: Mapping[str, Any]) -> bool:
    """Whether a request goes without its tools: there are none, or ``hide_tools`` says so."""
    if not params.get("tools"):
        return True
    when = validate_parameter(dict(params), "hide_tools", str, False, "never", None, _HIDE_TOOLS)
    return should_hide_tools(params["messages"], params["tools"], when)


class CompatibleClient(OpenAIClient):
    """A `ModelClient` on a provider's OpenAI-compatible endpoint.

    As in v0.2 answers are not streamed, and what the provider does not take is left out of the request.

    Attributes:
        endpoint: the provider.
        api_key: the key in use.
    """

    endpoint: ClassVar[Endpoint]

    def __init__(self, **kwargs: Any) -> None:
        """Make a client.

        Args:
            kwargs: ``api_key`` (default: the provider's environment variable) and other arguments of openai.OpenAI.

        Raises:
            AssertionError: there is no key.
        """
        self.api_key = self._find_key(kwargs)
        arguments = {"max_retries": _MAX_RETRIES, "base_url": self.endpoint.base_url, **kwargs, "api_key": self.api_key}
        super().__init__(OpenAI(**arguments))
        self._openai_config = arguments

    def _find_key(self, arguments: Mapping[str, Any]) -> Any:
        key = arguments.get("api_key") or os.getenv(self.endpoint.key_variable)
        if not key:
            raise AssertionError(
                f"Please include the api_key in your config list entry for {self.endpoint.title} "
                f"or set the {self.endpoint.key_variable} env variable."
            )
        return key

    def create(self, params: dict[str, Any]) -> ChatCompletion:
        """The answer to a request in OpenAI's terms."""
        return self._settled(super().create(self._request(params)), params)

    async def a_create(self, params: dict[str, Any]) -> ChatCompletion:
        """As `create`, without blocking the event loop."""
        return self._settled(await super().a_create(self._request(params)), params)

    def parse_params(self, params: dict[str, Any]) -> dict[str, Any]:
        """The model and the parameters that the provider takes, each valid or its default.

        Raises:
            AssertionError: there is no model.
        """
        if not params.get("model"):
            raise AssertionError(
                f"Please specify the 'model' in your config list entry to nominate the {self.endpoint.title} "
                "model to use."
            )
        checked = {
            rule.name: validate_parameter(
                params, rule.name, rule.types, rule.may_be_none, rule.default, rule.bounds, None
            )
            for rule in self.endpoint.parameters
        }
        return {"model": params["model"], **checked}

    def _messages(self, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The messages as the provider takes them."""
        result = without_names(messages)
        if self.endpoint.begins_with_system:
            result = _system_first(result)
        if self.endpoint.ends_with_user and (not result or result[-1]["role"] not in ("user", "tool")):
            result.append({"role": "user", "content": CONTINUE})
        return result

    def _request(self, params: dict[str, Any]) -> dict[str, Any]:
        own = {rule.name for rule in self.endpoint.parameters if rule.is_own}
        given = {
            key: value for key, value in self.parse_params(params).items() if value is not None and key != "stream"
        }
        renames = self.endpoint.renames
        request = {renames.get(key, key): value for key, value in given.items() if key not in own}
        request |= {key: params[key] for key in _PASSED_ON if params.get(key) is not None}
        extra = {key: value for key, value in given.items() if key in own}
        if extra:
            request["extra_body"] = {**extra, **request.get("extra_body", {})}
        if not hides_tools(params):
            request["tools"] = params["tools"]
        return {**request, "messages": self._messages(params.get("messages", []))}

    def _settled(self, response: Any, params: dict[str, Any]) -> ChatCompletion:
        # v0.2 says the model that was asked for, whatever the provider calls it.
        response.model = params["model"]
        return response

    def message_retrieval(self, response: Any) -> list[ChatCompletionMessage]:
        """The message objects of an answer."""
        return [choice.message for choice in response.choices]

    def cost(self, response: Any) -> float:
        """What the answer costs, in US dollars; 0 with a UserWarning for a model that has no price."""
        if response.usage is None or response.model not in self.endpoint.prices:
            return cost_of_tokens(self.endpoint.prices, 0, 0, response.model)
        return cost_at(response, self.endpoint.prices[response.model])


def _system_first(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Later system messages as a user's: where v0.2 puts its instructions last, these providers refuse them."""
    result: list[dict[str, Any]] = []
    for message in messages:
        is_late = message.get("role") == "system" and any(before["role"] != "system" for before in result)
        result.append({**message, "role": "user"} if is_late else message)
    return result

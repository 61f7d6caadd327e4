"""Models on Amazon Bedrock, by its Converse API (v0.2: autogen/oai/bedrock.py)."""

from __future__ import annotations

import base64
import json
import os
import re
import time
from typing import Any, Literal
from uuid import uuid4

try:
    import boto3
    from botocore.config import Config
except ImportError as missing:
    raise ImportError('Amazon Bedrock needs the boto3 package: pip install "autogen-migrate[bedrock]"') from missing

from openai.types.chat import ChatCompletion
from openai.types.chat.chat_completion_message import ChatCompletionMessage
from openai.types.chat.chat_completion_message_tool_call import ChatCompletionMessageToolCall

from autogen_compat._warnings import warn_plainly
from autogen_compat.oai._compatible import CONTINUE
from autogen_compat.oai._openai_client import OpenAIClient
from autogen_compat.oai.client_utils import validate_parameter

__all__ = [
    "PRICES_PER_K_TOKENS",
    "BedrockClient",
    "calculate_cost",
    "convert_stop_reason_to_finish_reason",
    "extract_system_messages",
    "format_tool_calls",
    "format_tools",
    "oai_messages_to_bedrock_messages",
    "parse_content_parts",
    "parse_image",
]

PRICES_PER_K_TOKENS = {
    "meta.llama3-8b-instruct-v1:0": (0.0003, 0.0006),
    "meta.llama3-70b-instruct-v1:0": (0.00265, 0.0035),
    "mistral.mistral-7b-instruct-v0:2": (0.00015, 0.0002),
    "mistral.mixtral-8x7b-instruct-v0:1": (0.00045, 0.0007),
    "mistral.mistral-large-2402-v1:0": (0.004, 0.012),
    "mistral.mistral-small-2402-v1:0": (0.001, 0.003),
}
FinishReason = Literal["stop", "length", "tool_calls", "content_filter"]
_FINISH_REASONS: dict[str, FinishReason] = {
    "tool_use": "tool_calls",
    "finished": "stop",
    "end_turn": "stop",
    "stop_sequence": "stop",
    "complete": "stop",
    "max_tokens": "length",
    "content_filtered": "content_filter",
}
_NUMBER = (float, int)
_BASE = {"temperature": _NUMBER, "topP": _NUMBER, "maxTokens": int}
_ADDITIONAL = {"top_p": _NUMBER, "top_k": int, "k": int, "seed": int}
_SESSION = {
    "aws_access_key": ("aws_access_key_id", "AWS_ACCESS_KEY_ID"),
    "aws_secret_key": ("aws_secret_access_key", "AWS_SECRET_ACCESS_KEY"),
    "aws_session_token": ("aws_session_token", "AWS_SESSION_TOKEN"),
    "aws_profile_name": ("profile_name", None),
}


class BedrockClient:
    """A `ModelClient` for Amazon Bedrock.

    Attributes:
        bedrock_runtime: the boto3 client.
    """

    _retries = 5

    def __init__(self, **kwargs: Any) -> None:
        """Make a client.

        Args:
            kwargs: ``aws_region``, ``aws_access_key``, ``aws_secret_key``, ``aws_session_token`` (or the AWS
                variables), ``aws_profile_name``; ``base_url`` for another address.

        Raises:
            ValueError: there is no region.
        """
        region = kwargs.get("aws_region") or os.getenv("AWS_DEFAULT_REGION")
        if region is None:
            raise ValueError("Region is required to use the Amazon Bedrock API.")
        session = {
            argument: kwargs.get(name) or (variable and os.getenv(variable))
            for name, (argument, variable) in _SESSION.items()
        }
        retries: Any = {"max_attempts": self._retries, "mode": "standard"}
        config = Config(region_name=region, signature_version="v4", retries=retries)
        self.bedrock_runtime = boto3.Session(**session).client(
            service_name="bedrock-runtime", config=config, endpoint_url=kwargs.get("base_url")
        )
        self._supports_system_prompts = True

    def parse_custom_params(self, params: dict[str, Any]) -> None:
        """Take note of ``supports_system_prompts`` (default True)."""
        self._supports_system_prompts = params.get("supports_system_prompts", True)

    def parse_params(self, params: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The parameters of every model, and those of some models, that the config has.

        Raises:
            AssertionError: there is no model.
        """
        if not params.get("model"):
            raise AssertionError("Please provide the 'model` in the config_list to use Amazon Bedrock")
        if params.get("stream"):
            warn_plainly("Streaming is not currently supported, streaming will be disabled.")
        base, additional = (
            {
                key: validate_parameter(params, key, types, False, None, None, None)
                for key, types in table.items()
                if key in params
            }
            for table in (_BASE, _ADDITIONAL)
        )
        return base, additional

    def create(self, params: dict[str, Any]) -> ChatCompletion:
        """The answer to a request in OpenAI's terms.

        Raises:
            RuntimeError: Bedrock refused or failed; its error is the cause.
        """
        self.parse_custom_params(params)
        request = self._request(params)
        try:
            response = self.bedrock_runtime.converse(**request)
        except Exception as error:
            raise RuntimeError(f"Failed to get response from Bedrock: {error}") from error
        return _chat_completion(response, params["model"])

    def _request(self, params: dict[str, Any]) -> dict[str, Any]:
        base, additional = self.parse_params(params)
        tools = params.get("tools") or []
        knows_system = self._supports_system_prompts
        optional = {
            "inferenceConfig": base,
            "additionalModelRequestFields": additional,
            "system": extract_system_messages(params["messages"]) if knows_system else [],
            "toolConfig": format_tools(tools) if tools else {},
        }
        messages = oai_messages_to_bedrock_messages(params["messages"], bool(tools), knows_system)
        filled = {key: value for key, value in optional.items() if value}
        return {"messages": messages, "modelId": params["model"], **filled}

    def message_retrieval(self, response: Any) -> list[ChatCompletionMessage]:
        """The message objects of an answer."""
        return [choice.message for choice in response.choices]

    def cost(self, response: Any) -> float:
        """What the answer costs, in US dollars; 0 with a UserWarning for a model that has no price."""
        return calculate_cost(response.usage.prompt_tokens, response.usage.completion_tokens, response.model)

    get_usage = staticmethod(OpenAIClient.get_usage)


def _chat_completion(response: dict[str, Any], model: str) -> ChatCompletion:
    content = response["output"]["message"]["content"]
    reason = convert_stop_reason_to_finish_reason(response["stopReason"])
    texts = [part["text"] for part in content if "text" in part]
    message = {
        "role": "assistant",
        "content": texts[-1] if texts else "",
        "tool_calls": [call.model_dump() for call in format_tool_calls(content)] if reason == "tool_calls" else None,
    }
    usage = response["usage"]
    return ChatCompletion.model_validate(
        {
            "id": response["ResponseMetadata"].get("RequestId") or f"bedrock-{uuid4().hex}",
            "model": model,
            "created": int(time.time()),
            "object": "chat.completion",
            "choices": [{"index": 0, "finish_reason": reason or "stop", "message": message, "logprobs": None}],
            "usage": {
                "prompt_tokens": usage["inputTokens"],
                "completion_tokens": usage["outputTokens"],
                "total_tokens": usage["totalTokens"],
            },
        }
    )


def extract_system_messages(messages: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The first system message as Bedrock takes it."""
    for message in messages:
        if message.get("role") == "system":
            content = message["content"]
            return [{"text": content if isinstance(content, str) else content[0]["text"]}]
    return []


def oai_messages_to_bedrock_messages(
    messages: list[dict[str, Any]], has_tools: bool, supports_system_prompts: bool
) -> list[dict[str, Any]]:
    """The messages as Bedrock takes them: user and assistant in turn, starting and ending with a user.

    Args:
        messages: the messages of a request.
        has_tools: whether it offers tools; without them calls and results become text.
        supports_system_prompts: whether system messages are apart; otherwise they become a user's.
    """
    turns: list[dict[str, Any]] = []
    for message in _answered_only(messages) if has_tools else messages:
        role, parts = _turn(message, has_tools)
        if role == "system" and supports_system_prompts:
            continue
        if parts:
            _append(turns, "user" if role == "system" else role, parts)
    if not turns or turns[-1]["role"] != "user":
        turns.append(_continue("user"))
    return turns


def _answered_only(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages without calls that have no result, which Bedrock refuses."""
    answered = {message.get("tool_call_id") for message in messages}

    def kept(message: dict[str, Any]) -> dict[str, Any]:
        calls = [call for call in message.get("tool_calls") or [] if call["id"] in answered]
        if not message.get("tool_calls") or calls:
            return {**message, **({"tool_calls": calls} if calls else {})}
        return {"role": "assistant", "content": CONTINUE}

    return [kept(message) for message in messages]


def _turn(message: dict[str, Any], has_tools: bool) -> tuple[str, list[dict[str, Any]]]:
    """Whose turn a message is, and its content."""
    if message.get("tool_calls"):
        calls = [(call["id"], call["function"]) for call in message["tool_calls"]]
        if not has_tools:
            names = ", ".join(function["name"] for _, function in calls)
            return "assistant", [{"text": f"Some internal function(s) that could be used: [{names}]"}]
        return "assistant", [
            {"toolUse": {"toolUseId": call_id, "name": f["name"], "input": json.loads(f["arguments"] or "{}")}}
            for call_id, f in calls
        ]
    if "tool_call_id" in message:
        if not has_tools:
            return "user", [{"text": f"Running the function returned: {message['content']}"}]
        content = [{"text": message["content"]}]
        return "user", [{"toolResult": {"toolUseId": message["tool_call_id"], "content": content}}]
    return message["role"], parse_content_parts(message) if message.get("content") else []


def _append(turns: list[dict[str, Any]], role: str, parts: list[dict[str, Any]]) -> None:
    expected = "user" if len(turns) % 2 == 0 else "assistant"
    if role == expected:
        turns.append({"role": role, "content": parts})
    elif "toolResult" in parts[0] and turns and "toolResult" in turns[-1]["content"][0]:
        turns[-1]["content"].extend(parts)
    else:
        turns += [_continue(expected), {"role": role, "content": parts}]


def _continue(role: str) -> dict[str, Any]:
    return {"role": role, "content": [{"text": CONTINUE}]}


def parse_content_parts(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The texts and images of a message as Bedrock takes them."""
    content = message.get("content")
    if isinstance(content, str):
        return [{"text": content}]
    return [parsed for part in content or [] if (parsed := _content_part(part))]


def _content_part(part: dict[str, Any]) -> dict[str, Any] | None:
    if "text" in part:
        return {"text": part["text"]}
    if "image_url" not in part:
        return None
    data, kind = parse_image(part["image_url"]["url"])
    return {"image": {"format": kind.removeprefix("image/"), "source": {"bytes": data}}}


def parse_image(image_url: str) -> tuple[bytes, str]:
    """The bytes and the content type of an image in a data URI or at a URL.

    Raises:
        RuntimeError: the URL cannot be read.
    """
    data_uri = re.match(r"data:(image/[a-z]*);base64,\s*", image_url)
    if data_uri:
        return base64.b64decode(image_url[data_uri.end() :]), data_uri.group(1)
    from urllib.request import urlopen

    try:
        with urlopen(image_url, timeout=60) as response:
            kind = response.headers.get_content_type()
            return response.read(), kind if kind.startswith("image") else "image/jpeg"
    except OSError as error:
        raise RuntimeError(f"Unable to access the image url: {error}") from error


def format_tools(tools: list[dict[str, Any]]) -> dict[Literal["tools"], list[dict[str, Any]]]:
    """The tools as Bedrock takes them."""
    return {"tools": [{"toolSpec": _tool_spec(tool["function"])} for tool in tools if tool["type"] == "function"]}


def _tool_spec(function: dict[str, Any]) -> dict[str, Any]:
    parameters = function["parameters"]
    properties = {
        name: {
            "type": details.get("type", "string"),
            "description": details.get("description", ""),
            **{key: details[key] for key in ("enum", "default", "items", "properties") if key in details},
        }
        for name, details in parameters["properties"].items()
    }
    schema = {"type": "object", "properties": properties, "required": parameters.get("required", [])}
    return {"name": function["name"], "description": function["description"], "inputSchema": {"json": schema}}


def format_tool_calls(content: list[dict[str, Any]]) -> list[ChatCompletionMessageToolCall]:
    """The calls in an answer's content, in OpenAI's terms."""
    uses = [part["toolUse"] for part in content if "toolUse" in part]
    return [
        ChatCompletionMessageToolCall.model_validate(
            {
                "id": use["toolUseId"],
                "type": "function",
                "function": {"name": use["name"], "arguments": json.dumps(use["input"])},
            }
        )
        for use in uses
    ]


def convert_stop_reason_to_finish_reason(stop_reason: str) -> FinishReason | None:
    """Why an answer ended, in OpenAI's terms; None with a UserWarning where Bedrock does not say."""
    if not stop_reason:
        warn_plainly(f"Unsupported stop reason: {stop_reason}")
        return None
    return _FINISH_REASONS.get(stop_reason.lower(), "stop")


def calculate_cost(input_tokens: int, output_tokens: int, model_id: str) -> float:
    """What tokens cost, in US dollars; 0 with a UserWarning for a model that has no price."""
    if model_id not in PRICES_PER_K_TOKENS:
        warn_plainly(
            f"Cannot get the costs for {model_id}. The cost will be 0. In your config_list, add field "
            '{"price" : [prompt_price_per_1k, completion_token_price_per_1k]} for customized pricing.'
        )
        return 0
    prompt, completion = PRICES_PER_K_TOKENS[model_id]
    return (input_tokens * prompt + output_tokens * completion) / 1000

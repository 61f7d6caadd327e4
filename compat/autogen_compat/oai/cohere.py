"""Cohere's models (v0.2: autogen/oai/cohere.py)."""

from __future__ import annotations

import json
import logging
from typing import Any

from autogen_compat.oai._compatible import CONTINUE, CompatibleClient, cost_of_tokens
from autogen_compat.oai._endpoints import ENDPOINTS

__all__ = [
    "COHERE_PRICING_1K",
    "CohereClient",
    "CohereError",
    "CohereRateLimitError",
    "calculate_cohere_cost",
    "extract_to_cohere_tool_results",
    "is_recent_tool_call",
    "oai_messages_to_cohere_messages",
]

logger = logging.getLogger("autogen.oai.cohere")

COHERE_PRICING_1K = ENDPOINTS["cohere"].prices


class CohereError(Exception):
    """The base of Cohere's errors."""


class CohereRateLimitError(CohereError):
    """Too many requests. Since the OpenAI-compatible endpoint is used, openai.RateLimitError is raised instead."""


class CohereClient(CompatibleClient):
    """A `ModelClient` for Cohere; the key may be in COHERE_API_KEY."""

    endpoint = ENDPOINTS["cohere"]


def extract_to_cohere_tool_results(
    tool_call_id: str, content_output: str, all_tool_calls: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The result of a tool call in Cohere's own terms: the call, and its outputs."""
    calls = [call["function"] for call in all_tool_calls if call["id"] == tool_call_id]
    return [
        {
            "call": {"name": call["name"], "parameters": json.loads(call["arguments"] or "{}")},
            "outputs": [{"value": content_output}],
        }
        for call in calls
    ]


def is_recent_tool_call(messages: list[dict[str, Any]], tool_call_index: int) -> bool:
    """Whether a tool's result is the last message, or is not followed by the model's."""
    if tool_call_index == len(messages) - 1:
        return True
    return messages[tool_call_index + 1].get("role", "").lower() != "chatbot"


def calculate_cohere_cost(input_tokens: int, output_tokens: int, model: str) -> float:
    """What tokens cost, in US dollars; 0 with a UserWarning for a model that has no price."""
    return cost_of_tokens(COHERE_PRICING_1K, input_tokens, output_tokens, model)


def oai_messages_to_cohere_messages(
    messages: list[dict[str, Any]], params: dict[str, Any], cohere_params: dict[str, Any]
) -> tuple[list[dict[str, Any]], str, str]:
    """The messages in the terms of Cohere's own API, which the client here does not use.

    Args:
        messages: the messages of a request.
        params: the request, of which the tools are read.
        cohere_params: receives the tools, and the results of the last calls.

    Returns:
        The history, the preamble (all system messages), and the last message of the user.
    """
    history: list[dict[str, Any]] = []
    calls: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    if params.get("tools"):
        cohere_params["tools"] = [_cohere_tool(tool["function"]) for tool in params["tools"]]
    spoken = [message for message in messages if message.get("content")]
    for message in spoken:
        if message.get("tool_calls"):
            calls += message["tool_calls"]
            history.append({**_said(message), "tool_calls": [_cohere_call(call) for call in message["tool_calls"]]})
        elif message["role"] == "tool":
            found = extract_to_cohere_tool_results(message["tool_call_id"], message["content"], calls)
            is_recent = is_recent_tool_call(messages, messages.index(message))
            results += found if is_recent else []
            history += [] if is_recent else [{"role": "TOOL", "tool_results": found}]
        elif message["role"] != "system":
            history.append(_said(message))
    preamble = "\n".join(message["content"] for message in spoken if message["role"] == "system")
    if results:
        cohere_params |= {"tool_results": results, "force_single_step": False}
        if history and history[-1]["role"] == "USER":
            history.append({"role": "CHATBOT", "message": CONTINUE})
        return history, preamble, ""
    if history and history[-1]["role"] == "USER":
        return history[:-1], preamble, history[-1]["message"]
    return history, preamble, CONTINUE


def _said(message: dict[str, Any]) -> dict[str, Any]:
    speaker = f"{message['name']}:" if message.get("name") else ""
    return {"role": "USER" if message["role"] == "user" else "CHATBOT", "message": speaker + message["content"]}


def _cohere_call(call: dict[str, Any]) -> dict[str, Any]:
    return {"name": call["function"]["name"], "parameters": json.loads(call["function"]["arguments"] or "null")}


def _cohere_tool(function: dict[str, Any]) -> dict[str, Any]:
    def definition(schema: dict[str, Any]) -> dict[str, Any]:
        options = ", ".join(str(option) for option in schema.get("enum", []))
        about = f"{schema.get('description', '')}. Possible values are {options}." if options else schema["description"]
        return {"description": about, "type": schema["type"], "required": True}

    properties = function["parameters"]["properties"]
    return {
        "name": function["name"],
        "description": function["description"],
        "parameter_definitions": {name: definition(schema) for name, schema in properties.items()},
    }

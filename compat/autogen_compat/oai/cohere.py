"""Cohere's models (v0.2: autogen/oai/cohere.py)."""

from __future__ import annotations

import json
from typing import Any

from autogen_compat.oai._compatible import CompatibleClient, cost_of_tokens
from autogen_compat.oai._endpoints import ENDPOINTS

__all__ = [
    "COHERE_PRICING_1K",
    "CohereClient",
    "CohereError",
    "CohereRateLimitError",
    "calculate_cohere_cost",
    "extract_to_cohere_tool_results",
    "is_recent_tool_call",
]

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

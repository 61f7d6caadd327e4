"""Mistral's models (v0.2: autogen/oai/mistral.py)."""

from __future__ import annotations

from typing import Any

from autogen_compat.oai._compatible import CompatibleClient, cost_of_tokens
from autogen_compat.oai._endpoints import ENDPOINTS

__all__ = ["MistralAIClient", "calculate_mistral_cost", "tool_def_to_mistral"]


class MistralAIClient(CompatibleClient):
    """A `ModelClient` for Mistral; the key may be in MISTRAL_API_KEY."""

    endpoint = ENDPOINTS["mistral"]


def tool_def_to_mistral(tool_definitions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The tools as Mistral takes them: name, description and parameters only."""
    kept = ("name", "description", "parameters")
    functions = [tool["function"] for tool in tool_definitions]
    return [{"type": "function", "function": {key: function[key] for key in kept}} for function in functions]


def calculate_mistral_cost(input_tokens: int, output_tokens: int, model_name: str) -> float:
    """What tokens cost, in US dollars; 0 with a UserWarning for a model that has no price."""
    return cost_of_tokens(ENDPOINTS["mistral"].prices, input_tokens, output_tokens, model_name)

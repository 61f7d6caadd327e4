"""Groq's models (v0.2: autogen/oai/groq.py)."""

from __future__ import annotations

from typing import Any

from autogen_compat.oai._compatible import CompatibleClient, cost_of_tokens, without_names
from autogen_compat.oai._endpoints import ENDPOINTS

__all__ = ["GROQ_PRICING_1K", "GroqClient", "calculate_groq_cost", "oai_messages_to_groq_messages"]

GROQ_PRICING_1K = ENDPOINTS["groq"].prices


class GroqClient(CompatibleClient):
    """A `ModelClient` for Groq; the key may be in GROQ_API_KEY."""

    endpoint = ENDPOINTS["groq"]


def oai_messages_to_groq_messages(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages as Groq takes them: without names."""
    return without_names(messages)


def calculate_groq_cost(input_tokens: int, output_tokens: int, model: str) -> float:
    """What tokens cost, in US dollars; 0 with a UserWarning for a model that has no price."""
    return cost_of_tokens(GROQ_PRICING_1K, input_tokens, output_tokens, model)

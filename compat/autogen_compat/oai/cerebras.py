"""Cerebras's models (v0.2: autogen/oai/cerebras.py)."""

from __future__ import annotations

from typing import Any

from autogen_compat.oai._compatible import CompatibleClient, cost_of_tokens, without_names
from autogen_compat.oai._endpoints import ENDPOINTS

__all__ = ["CEREBRAS_PRICING_1K", "CerebrasClient", "calculate_cerebras_cost", "oai_messages_to_cerebras_messages"]

CEREBRAS_PRICING_1K = ENDPOINTS["cerebras"].prices


class CerebrasClient(CompatibleClient):
    """A `ModelClient` for Cerebras; the key may be in CEREBRAS_API_KEY."""

    endpoint = ENDPOINTS["cerebras"]

    def __init__(self, api_key: str | None = None, **kwargs: Any) -> None:
        super().__init__(api_key=api_key, **kwargs)


def oai_messages_to_cerebras_messages(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages as Cerebras takes them: without names."""
    return without_names(messages)


def calculate_cerebras_cost(input_tokens: int, output_tokens: int, model: str) -> float:
    """What tokens cost, in US dollars; 0 with a UserWarning for a model that has no price."""
    return cost_of_tokens(CEREBRAS_PRICING_1K, input_tokens, output_tokens, model)

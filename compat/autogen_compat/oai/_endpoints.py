"""The providers that speak OpenAI's protocol: one table of where they are and what they take.

Parameters and defaults are those that v0.2's clients of these providers validated; prices are v0.2.40's, in US
dollars per 1,000 prompt and completion tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

__all__ = ["ENDPOINTS", "Endpoint", "Parameter"]

_NUMBER = (int, float)
Price = tuple[float, float]


class Parameter(NamedTuple):
    """A parameter of a request, as `validate_parameter` checks it.

    Attributes:
        is_own: whether the provider added it to OpenAI's protocol.
    """

    name: str
    types: Any
    default: Any = None
    bounds: tuple[Any, Any] | None = None
    may_be_none: bool = True
    is_own: bool = False


@dataclass(frozen=True)
class Endpoint:
    """A provider.

    Attributes:
        title: its name, for messages.
        base_url: its OpenAI-compatible address.
        key_variable: the environment variable of its key.
        parameters: what a request may have, apart from model, messages and tools.
        prices: what its models cost.
        renames: v0.2's name of a parameter and the name on the wire.
        ends_with_user: whether the last message must be a user's or a tool's.
        begins_with_system: whether system messages may only come first.
    """

    title: str
    base_url: str
    key_variable: str
    parameters: tuple[Parameter, ...]
    prices: Mapping[str, Price] = field(default_factory=dict[str, Price])
    renames: Mapping[str, str] = field(default_factory=dict[str, str])
    ends_with_user: bool = False
    begins_with_system: bool = False


_MAX_TOKENS = Parameter("max_tokens", int, bounds=(0, None))
_SEED = Parameter("seed", int)
_STREAM = Parameter("stream", bool, False)
_TOP_P = Parameter("top_p", _NUMBER)
_PENALTIES = (
    Parameter("frequency_penalty", _NUMBER, bounds=(-2, 2)),
    Parameter("presence_penalty", _NUMBER, bounds=(-2, 2)),
)

ENDPOINTS: dict[str, Endpoint] = {
    "cerebras": Endpoint(
        title="Cerebras",
        base_url="https://api.cerebras.ai/v1",
        key_variable="CEREBRAS_API_KEY",
        parameters=(_MAX_TOKENS, _SEED, _STREAM, Parameter("temperature", _NUMBER, 1, (0, 1.5)), _TOP_P),
        prices={"llama3.1-8b": (0.0001, 0.0001), "llama3.1-70b": (0.0006, 0.0006), "llama-3.3-70b": (0.00085, 0.0012)},
    ),
    "groq": Endpoint(
        title="Groq",
        base_url="https://api.groq.com/openai/v1",
        key_variable="GROQ_API_KEY",
        parameters=(*_PENALTIES, _MAX_TOKENS, _SEED, _STREAM, Parameter("temperature", _NUMBER, 1, (0, 2)), _TOP_P),
        prices={
            "llama3-70b-8192": (0.00059, 0.00079),
            "mixtral-8x7b-32768": (0.00024, 0.00024),
            "llama3-8b-8192": (0.00005, 0.00008),
            "gemma-7b-it": (0.00007, 0.00007),
        },
    ),
    "mistral": Endpoint(
        title="Mistral.AI",
        base_url="https://api.mistral.ai/v1",
        key_variable="MISTRAL_API_KEY",
        parameters=(
            Parameter("temperature", _NUMBER, 0.7),
            _TOP_P,
            _MAX_TOKENS,
            Parameter("safe_prompt", bool, False, may_be_none=False, is_own=True),
            Parameter("random_seed", int, is_own=True),
        ),
        prices={
            "open-mistral-7b": (0.00025, 0.00025),
            "open-mixtral-8x7b": (0.0007, 0.0007),
            "open-mixtral-8x22b": (0.002, 0.006),
            "mistral-small-latest": (0.001, 0.003),
            "mistral-medium-latest": (0.00275, 0.0081),
            "mistral-large-latest": (0.0003, 0.0003),
            "mistral-large-2407": (0.0003, 0.0003),
            "open-mistral-nemo-2407": (0.0003, 0.0003),
            "codestral-2405": (0.001, 0.003),
        },
        ends_with_user=True,
        begins_with_system=True,
    ),
    "together": Endpoint(
        title="Together.AI",
        base_url="https://api.together.xyz/v1",
        key_variable="TOGETHER_API_KEY",
        parameters=(
            Parameter("max_tokens", int, 512, (0, None)),
            Parameter("stream", bool, False, may_be_none=False),
            Parameter("temperature", _NUMBER),
            _TOP_P,
            Parameter("top_k", int, is_own=True),
            Parameter("repetition_penalty", float, is_own=True),
            *_PENALTIES,
            Parameter("min_p", _NUMBER, bounds=(0, 1), is_own=True),
            Parameter("safety_model", str, is_own=True),
        ),
    ),
    "cohere": Endpoint(
        title="Cohere",
        base_url="https://api.cohere.ai/compatibility/v1",
        key_variable="COHERE_API_KEY",
        parameters=(
            Parameter("temperature", _NUMBER, 0.3, (0, None), may_be_none=False),
            _MAX_TOKENS,
            Parameter("k", int, 0, (0, 500), may_be_none=False, is_own=True),
            Parameter("p", _NUMBER, 0.75, (0.01, 0.99), may_be_none=False),
            _SEED,
            Parameter("frequency_penalty", _NUMBER, 0, (0, 1)),
            Parameter("presence_penalty", _NUMBER, 0, (0, 1)),
        ),
        prices={
            "command-r-plus": (0.003, 0.015),
            "command-r": (0.0005, 0.0015),
            "command-nightly": (0.00025, 0.00125),
            "command": (0.015, 0.075),
            "command-light": (0.008, 0.024),
            "command-light-nightly": (0.008, 0.024),
        },
        renames={"p": "top_p"},
        ends_with_user=True,
    ),
    "google": Endpoint(
        title="Google Gemini",
        base_url="https://generativelanguage.googleapis.com/v1beta/openai/",
        key_variable="GOOGLE_GEMINI_API_KEY",
        parameters=(
            Parameter("max_tokens", int),
            Parameter("max_output_tokens", int),
            Parameter("stop_sequences", list),
            Parameter("temperature", _NUMBER),
            _TOP_P,
        ),
        renames={"max_output_tokens": "max_tokens", "stop_sequences": "stop"},
        ends_with_user=True,
        begins_with_system=True,
    ),
}

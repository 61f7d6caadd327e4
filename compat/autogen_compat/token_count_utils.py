"""Token counts of texts, messages and functions (v0.2: autogen/token_count_utils.py).

tiktoken fetches its tables on first use. Where they cannot be had, counts are estimates, and the log says so once.
"""

from __future__ import annotations

import functools
import json
import logging
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

__all__ = ["count_token", "get_max_token_limit", "num_tokens_from_functions", "percentile_used", "token_left"]

logger = logging.getLogger(__name__)

DEFAULT_MODEL = "gpt-3.5-turbo-0613"
_FALLBACK_ENCODING = "cl100k_base"
_REPLY_PRIMING = 3

_TOKEN_LIMITS: dict[int, tuple[str, ...]] = {
    4096: ("gpt-3.5-turbo-0301", "gpt-3.5-turbo-0613", "gpt-3.5-turbo-instruct"),
    8192: ("gpt-4", "gpt-4-0314", "gpt-4-0613"),
    16385: (
        "gpt-3.5-turbo",
        "gpt-3.5-turbo-0125",
        "gpt-3.5-turbo-16k",
        "gpt-3.5-turbo-16k-0613",
        "gpt-3.5-turbo-1106",
    ),
    32768: ("gpt-4-32k", "gpt-4-32k-0314", "gpt-4-32k-0613"),
    128000: (
        "gpt-4-turbo",
        "gpt-4-turbo-2024-04-09",
        "gpt-4-1106-preview",
        "gpt-4-0125-preview",
        "gpt-4-turbo-preview",
        "gpt-4-vision-preview",
        "gpt-4o",
        "gpt-4o-2024-05-13",
        "gpt-4o-2024-08-06",
        "gpt-4o-mini",
        "gpt-4o-mini-2024-07-18",
    ),
}
_LIMIT_OF = {model: limit for limit, models in _TOKEN_LIMITS.items() for model in models}


class _Overhead(NamedTuple):
    """Tokens that a chat model's template adds."""

    per_message: int
    per_name: int


_USUAL = _Overhead(3, 1)
_OVERHEADS: dict[str, _Overhead] = {
    "gpt-3.5-turbo-0613": _USUAL,
    "gpt-3.5-turbo-16k-0613": _USUAL,
    "gpt-4-0314": _USUAL,
    "gpt-4-32k-0314": _USUAL,
    "gpt-4-0613": _USUAL,
    "gpt-4-32k-0613": _USUAL,
    "gpt-3.5-turbo-0301": _Overhead(4, -1),
}
_FAMILIES: tuple[tuple[str, str], ...] = (
    ("gpt-3.5-turbo", "gpt-3.5-turbo-0613"),
    ("gpt-4", "gpt-4-0613"),
    ("gemini", "gpt-4-0613"),
    ("claude", "gpt-4-0613"),
    ("mistral-", "gpt-4-0613"),
    ("mixtral-", "gpt-4-0613"),
)
"""What a part of a model's name makes it count as."""


def get_max_token_limit(model: str = DEFAULT_MODEL) -> int:
    """The size of a model's context, in tokens.

    Raises:
        KeyError: the model is not in the table.
    """
    model = re.sub(r"^gpt-?35", "gpt-3.5", model)
    return _LIMIT_OF[re.sub(r"^gpt4", "gpt-4", model)]


def percentile_used(input: str | list[Any] | dict[str, Any], model: str = DEFAULT_MODEL) -> float:
    """The part of a model's context that `input` takes, from 0 to 1."""
    return count_token(input) / get_max_token_limit(model)


def token_left(input: str | list[Any] | dict[str, Any], model: str = DEFAULT_MODEL) -> int:
    """The tokens that are left in a model's context after `input`."""
    return get_max_token_limit(model) - count_token(input, model=model)


def count_token(input: str | list[Any] | dict[str, Any], model: str = DEFAULT_MODEL) -> int:
    """The tokens of a text, of a message or of a list of messages.

    Raises:
        ValueError: `input` is none of these.
        NotImplementedError: it is not known how the model counts messages.
    """
    if isinstance(input, str):
        return _counter(model)(input)
    if isinstance(input, dict):
        return _count_messages([input], model)
    if isinstance(input, list):
        return _count_messages(input, model)
    raise ValueError(f"input must be str, list or dict, but we got {type(input)}")


def truncate(text: str, tokens: int, model: str = DEFAULT_MODEL) -> str:
    """The first `tokens` tokens of a text; of its estimated tokens where tiktoken's tables cannot be had."""
    encoding = _tables(model)
    if encoding is not None:
        return encoding.decode(encoding.encode(text)[:tokens])
    end, left = 0, tokens
    for piece in _PIECE.finditer(text):
        left -= _estimate(piece.group())
        if left < 0:
            return text[:end]
        end = piece.end()
    return text


def _counter(model: str) -> Callable[[str], int]:
    encoding = _tables(model)
    return _estimate if encoding is None else lambda text: len(encoding.encode(text))


def _tables(model: str) -> Any:
    import tiktoken

    return _encoding(model, tiktoken.encoding_for_model, tiktoken.get_encoding)


@functools.lru_cache(maxsize=64)
def _encoding(model: str, of_model: Callable[[str], Any], of_name: Callable[[str], Any]) -> Any:
    """tiktoken's encoding; None, which is remembered, where its tables cannot be had."""
    try:
        return of_model(model)
    except KeyError:
        logger.warning("Model %s not found. Using %s encoding.", model, _FALLBACK_ENCODING)
    except Exception as error:  # no network, no cache folder, a proxy's page instead of the table...
        return _no_tables(error)
    try:
        return of_name(_FALLBACK_ENCODING)
    except Exception as error:
        return _no_tables(error)


def _no_tables(error: Exception) -> None:
    logger.warning("tiktoken's tables cannot be loaded (%s). Token counts are estimates.", type(error).__name__)


_PIECE = re.compile(r"[A-Za-z]+|\d{1,3}|[^\sA-Za-z\d]")


def _estimate(text: str) -> int:
    """Words in pieces of six letters, numbers in threes, signs and other scripts one by one."""
    return sum(-(-len(piece) // 6) for piece in _PIECE.findall(text))


def _overhead(model: str) -> tuple[str, _Overhead]:
    """The model whose rules apply to `model`, and its overhead."""
    if model in _OVERHEADS:
        return model, _OVERHEADS[model]
    for part, stand_in in _FAMILIES:
        if part in model:
            logger.info("Counting the tokens of %s as %s does.", model, stand_in)
            return stand_in, _OVERHEADS[stand_in]
    raise NotImplementedError(
        f"It is not known how the model {model} turns messages into tokens. "
        "See https://github.com/openai/openai-python/blob/main/chatml.md for the models of OpenAI."
    )


def _count_messages(messages: Sequence[dict[str, Any]], model: str) -> int:
    model, overhead = _overhead(model)
    count = _counter(model)
    total = _REPLY_PRIMING + overhead.per_message * len(messages)
    for message in messages:
        for key, value in message.items():
            text = _as_text(value)
            total += 0 if text is None else count(text)
            total += overhead.per_name if key == "name" and text is not None else 0
    return total


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    try:
        return json.dumps(value)
    except TypeError:
        logger.warning("A %s is not counted: it is neither a string nor JSON.", type(value).__name__)
        return None


def num_tokens_from_functions(functions: list[dict[str, Any]], model: str = DEFAULT_MODEL) -> int:
    """The tokens that function descriptions take in a request."""
    count = _counter(model)
    return 12 + sum(_count_function(function, count) for function in functions)


def _count_function(function: dict[str, Any], count: Callable[[str], int]) -> int:
    total = count(function["name"]) + count(function["description"]) - 2
    properties = function.get("parameters", {}).get("properties")
    if properties is None:
        return total
    total += sum(count(name) + _count_property(schema, count) for name, schema in properties.items())
    return total + (11 if properties else 9)


def _count_property(schema: dict[str, Any], count: Callable[[str], int]) -> int:
    total = 0
    for field, value in schema.items():
        if field in ("type", "description"):
            total += 2 + count(value)
        elif field == "enum":
            total += sum(3 + count(option) for option in value) - 3
        else:
            logger.warning("Not supported field %s", field)
    return total

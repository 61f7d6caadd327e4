"""Helpers of message transforms (v0.2: autogen/agentchat/contrib/capabilities/transforms_util.py)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from .... import token_count_utils
from ....cache.abstract_cache_base import AbstractCache
from ....oai.openai_utils import filter_config
from ....types import MessageContentType

__all__ = [
    "cache_content_get",
    "cache_content_set",
    "cache_key",
    "count_text_tokens",
    "is_content_right_type",
    "is_content_text_empty",
    "is_tool_call_valid",
    "min_tokens_reached",
    "should_transform_message",
]

Message = dict[str, Any]


def cache_key(content: MessageContentType, *args: Hashable) -> str:
    """A cache key of a content and of whatever else its transformation depends on."""
    return "".join(str(part) for part in (content, *args))


def cache_content_get(cache: AbstractCache | None, key: str) -> Any:
    """What the cache holds under `key`; None without a cache or without an entry."""
    return (cache.get(key) or None) if cache else None


def cache_content_set(cache: AbstractCache | None, key: str, content: MessageContentType, *extra_values: Any) -> None:
    """Keep a content, and what belongs to it, where there is a cache."""
    if cache:
        cache.set(key, (content, *extra_values))


def min_tokens_reached(messages: list[Message], min_tokens: int | None) -> bool:
    """Whether the messages have at least `min_tokens` tokens."""
    if not min_tokens:
        return True
    return sum(count_text_tokens(message["content"]) for message in messages if "content" in message) >= min_tokens


def count_text_tokens(content: MessageContentType) -> int:
    """The tokens of the text parts of a content."""
    if isinstance(content, str):
        return token_count_utils.count_token(content)
    return sum(token_count_utils.count_token(text) for text in _texts(content))


def is_content_right_type(content: Any) -> bool:
    """Whether it is a text or a list of parts."""
    return isinstance(content, (str, list))


def is_content_text_empty(content: MessageContentType) -> bool:
    """Whether there is no text in it."""
    return not any(_texts(content))


def should_transform_message(message: Message, filter_dict: dict[str, Any] | None, exclude: bool) -> bool:
    """Whether the filter lets the message be transformed; `exclude` turns the filter round."""
    return not filter_dict or bool(filter_config([message], filter_dict, exclude))


def is_tool_call_valid(messages: list[Message]) -> bool:
    """Whether the list does not begin with a tool's result, whose call would be missing."""
    return messages[0].get("role") != "tool"


def _texts(content: MessageContentType) -> list[str]:
    if isinstance(content, str):
        return [content]
    if not isinstance(content, list):
        return []
    return [part if isinstance(part, str) else part.get("text", "") for part in content]

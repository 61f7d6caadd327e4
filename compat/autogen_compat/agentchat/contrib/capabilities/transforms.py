"""Transforms of the messages that an agent reads (v0.2: autogen/agentchat/contrib/capabilities/transforms.py)."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from itertools import dropwhile
from typing import Any, Protocol

from .... import token_count_utils
from ....cache.abstract_cache_base import AbstractCache
from ....formatting_utils import colored
from ....io.base import IOStream
from ....types import MessageContentType
from . import transforms_util as util
from .text_compressors import LLMLingua, TextCompressor

__all__ = [
    "MessageHistoryLimiter",
    "MessageTokenLimiter",
    "MessageTransform",
    "TextMessageCompressor",
    "TextMessageContentName",
]

Message = dict[str, Any]


class MessageTransform(Protocol):
    """Makes other messages of messages, and says what it did."""

    def apply_transform(self, messages: list[Message]) -> list[Message]:
        """The messages to read in place of `messages`."""
        ...

    def get_logs(
        self, pre_transform_messages: list[Message], post_transform_messages: list[Message]
    ) -> tuple[str, bool]:
        """What was done, in words, and whether anything was."""
        ...


class MessageHistoryLimiter:
    """Keeps the last messages.

    Args:
        max_messages: how many to keep, at least 1; None keeps all.
        keep_first_message: whether the first is among them.

    Raises:
        ValueError: for a number below 1.
    """

    def __init__(self, max_messages: int | None = None, keep_first_message: bool = False) -> None:
        if max_messages is not None and max_messages < 1:
            raise ValueError("max_messages must be None or greater than 1")
        self._max_messages = max_messages
        self._keep_first_message = keep_first_message

    def apply_transform(self, messages: list[Message]) -> list[Message]:
        """The last messages; a tool's result is never the first of them."""
        if self._max_messages is None or len(messages) <= self._max_messages:
            return messages
        head = messages[:1] if self._keep_first_message else []
        room = self._max_messages - len(head)
        return [*head, *_without_orphans(messages[-room:] if room else [])]

    def get_logs(
        self, pre_transform_messages: list[Message], post_transform_messages: list[Message]
    ) -> tuple[str, bool]:
        """How many messages were left out."""
        before, after = len(pre_transform_messages), len(post_transform_messages)
        if after >= before:
            return "No messages were removed.", False
        return f"Removed {before - after} messages. Number of messages reduced from {before} to {after}.", True


class MessageTokenLimiter:
    """Cuts long messages, and leaves out the oldest when all are too long together.

    Args:
        max_tokens_per_message: where each message is cut.
        max_tokens: where the history is cut, counted from its end.
        min_tokens: shorter histories stay as they are.
        model: whose tokens are meant.
        filter_dict: values of message fields; messages that match stay as they are, or, with `exclude_filter` False,
            only they are cut.

    Raises:
        ValueError: for negative limits, or `min_tokens` above `max_tokens`.
    """

    def __init__(
        self,
        max_tokens_per_message: int | None = None,
        max_tokens: int | None = None,
        min_tokens: int | None = None,
        model: str = "gpt-3.5-turbo-0613",
        filter_dict: dict[str, Any] | None = None,
        exclude_filter: bool = True,
    ) -> None:
        self._model = model
        self._max_tokens_per_message = _token_limit(max_tokens_per_message, model)
        self._max_tokens = _token_limit(max_tokens, model)
        self._min_tokens = _least_tokens(min_tokens, max_tokens)
        self._filter_dict = filter_dict
        self._exclude_filter = exclude_filter

    def apply_transform(self, messages: list[Message]) -> list[Message]:
        """The messages within the limits."""
        if not util.min_tokens_reached(messages, self._min_tokens):
            return messages
        return _without_orphans(self._newest_within_limit(copy.deepcopy(messages)))

    def _newest_within_limit(self, messages: list[Message]) -> list[Message]:
        kept: list[Message] = []
        used = 0
        for message in reversed(messages):
            kept.insert(0, message)
            content = message.get("content")
            if not util.is_content_right_type(content):
                continue
            if util.should_transform_message(message, self._filter_dict, self._exclude_filter):
                room = self._max_tokens - used
                if room < self._max_tokens_per_message:
                    message["content"] = self._cut(content, room)
                    break
                message["content"] = self._cut(content, self._max_tokens_per_message)
            used += util.count_text_tokens(message["content"])
        return kept

    def _cut(self, content: Any, tokens: int) -> Any:
        if isinstance(content, str):
            return token_count_utils.truncate(content, tokens, self._model)
        return [
            {"type": "text", "text": token_count_utils.truncate(part["text"], tokens, self._model)}
            if part["type"] == "text"
            else part
            for part in content
        ]

    def get_logs(
        self, pre_transform_messages: list[Message], post_transform_messages: list[Message]
    ) -> tuple[str, bool]:
        """How many tokens were left out."""
        before, after = _tokens(pre_transform_messages), _tokens(post_transform_messages)
        if after >= before:
            return "No tokens were truncated.", False
        return f"Truncated {before - after} tokens. Number of tokens reduced from {before} to {after}", True


def _without_orphans(messages: list[Message]) -> list[Message]:
    """The messages without results at their start whose calls were left out; endpoints refuse those."""
    return list(dropwhile(lambda message: not util.is_tool_call_valid([message]), messages))


def _tokens(messages: list[Message]) -> int:
    return sum(util.count_text_tokens(message["content"]) for message in messages if "content" in message)


def _token_limit(wanted: int | None, model: str) -> int:
    if wanted is None:
        return sys.maxsize
    if wanted < 0:
        raise ValueError("max_tokens and max_tokens_per_message must be None or greater than or equal to 0")
    try:
        allowed = token_count_utils.get_max_token_limit(model)
    except KeyError:
        IOStream.get_default().print(colored(f"Model {model} not found in token_count_utils.", "yellow"))
        return wanted
    if wanted > allowed:
        text = f"Max token was set to {wanted}, but {model} can only accept {allowed} tokens. Capping it to {allowed}."
        IOStream.get_default().print(colored(text, "yellow"))
    return min(wanted, allowed)


def _least_tokens(least: int | None, most: int | None) -> int:
    if least is None:
        return 0
    if least < 0:
        raise ValueError("min_tokens must be None or greater than or equal to 0.")
    if most is not None and least > most:
        raise ValueError("min_tokens must not be more than max_tokens.")
    return least


class TextMessageCompressor:
    """Says the same in fewer tokens.

    Args:
        text_compressor: how; LLMLingua by default.
        min_tokens: shorter histories stay as they are; at least 1.
        compression_params: of the compressor.
        cache: keeps what was compressed.
        filter_dict: values of message fields; messages that match stay as they are, or, with `exclude_filter` False,
            only they are compressed.

    Raises:
        ValueError: for `min_tokens` below 1.
        ImportError: for the default compressor, when llmlingua is not installed.
    """

    def __init__(
        self,
        text_compressor: TextCompressor | None = None,
        min_tokens: int | None = None,
        compression_params: dict[str, Any] = {},  # noqa: B006
        cache: AbstractCache | None = None,
        filter_dict: dict[str, Any] | None = None,
        exclude_filter: bool = True,
    ) -> None:
        if min_tokens is not None and min_tokens <= 0:
            raise ValueError("min_tokens must be greater than 0 or None")
        self._text_compressor = LLMLingua() if text_compressor is None else text_compressor
        self._min_tokens = min_tokens
        self._compression_args = compression_params
        self._filter_dict = filter_dict
        self._exclude_filter = exclude_filter
        self._cache = cache
        self._recent_tokens_savings = 0

    def apply_transform(self, messages: list[Message]) -> list[Message]:
        """The messages with compressed texts."""
        if not messages or not util.min_tokens_reached(messages, self._min_tokens):
            return messages
        processed = messages.copy()
        self._recent_tokens_savings = sum(self._compress_message(message) for message in processed)
        return processed

    def _compress_message(self, message: Message) -> int:
        content = message.get("content")
        if (
            not util.is_content_right_type(content)
            or not util.should_transform_message(message, self._filter_dict, self._exclude_filter)
            or util.is_content_text_empty(content)
        ):
            return 0
        key = util.cache_key(content, self._min_tokens)
        known = util.cache_content_get(self._cache, key)
        message["content"], saved = self._compress(content) if known is None else known
        util.cache_content_set(self._cache, key, message["content"], saved)
        return saved

    def _compress(self, content: MessageContentType) -> tuple[MessageContentType, int]:
        if isinstance(content, str):
            return self._compress_text(content)
        saved = 0
        for part in content or ():
            if isinstance(part, dict) and "text" in part:
                part["text"], tokens = self._compress_text(part["text"])
                saved += tokens
        return content, saved

    def _compress_text(self, text: str) -> tuple[str, int]:
        short = self._text_compressor.compress_text(text, **self._compression_args)
        known = "origin_tokens" in short and "compressed_tokens" in short
        return short["compressed_prompt"], short["origin_tokens"] - short["compressed_tokens"] if known else 0

    def get_logs(
        self, pre_transform_messages: list[Message], post_transform_messages: list[Message]
    ) -> tuple[str, bool]:
        """How many tokens were saved."""
        if self._recent_tokens_savings > 0:
            return f"{self._recent_tokens_savings} tokens saved with text compression.", True
        return "No tokens saved with text compression.", False


class TextMessageContentName:
    """Writes the speaker's name into the text, for models that do not see names.

    Args:
        position: "start" or "end".
        format_string: what is written; `{name}` is filled in.
        deduplicate: whether it is left out where it stands already.
        filter_dict: values of message fields; messages that match stay as they are, or, with `exclude_filter` False,
            only they are changed.

    Raises:
        AssertionError: for another position, or a format without `{name}`.
    """

    def __init__(
        self,
        position: str = "start",
        format_string: str = "{name}:\n",
        deduplicate: bool = True,
        filter_dict: dict[str, Any] | None = None,
        exclude_filter: bool = True,
    ) -> None:
        assert position in _WRITERS, f"position must be 'start' or 'end', not {position!r}."
        assert isinstance(format_string, str) and "{name}" in format_string, "format_string must contain '{name}'."
        assert isinstance(deduplicate, bool), "deduplicate must be True or False."
        self._has, self._write = _WRITERS[position]
        self._format_string = format_string
        self._deduplicate = deduplicate
        self._filter_dict = filter_dict
        self._exclude_filter = exclude_filter
        self._messages_changed = 0

    def apply_transform(self, messages: list[Message]) -> list[Message]:
        """The messages with names in their texts."""
        if not messages:
            return messages
        processed = copy.deepcopy(messages)
        self._messages_changed = sum(self._add_name(message) for message in processed)
        return processed

    def _add_name(self, message: Message) -> bool:
        content, name = message.get("content"), message.get("name")
        if (
            not isinstance(content, str)
            or not content
            or not name
            or not util.should_transform_message(message, self._filter_dict, self._exclude_filter)
        ):
            return False
        written = self._format_string.format(name=name)
        if self._deduplicate and self._has(content, written):
            return False
        message["content"] = self._write(content, written)
        return True

    def get_logs(
        self, pre_transform_messages: list[Message], post_transform_messages: list[Message]
    ) -> tuple[str, bool]:
        """How many messages were changed."""
        if self._messages_changed > 0:
            return f"{self._messages_changed} message(s) changed to incorporate name.", True
        return "No messages changed to incorporate name.", False


_WRITERS: dict[str, tuple[Callable[[str, str], bool], Callable[[str, str], str]]] = {
    "start": (str.startswith, lambda content, name: name + content),
    "end": (str.endswith, lambda content, name: content + name),
}

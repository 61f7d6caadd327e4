"""Puts the pieces of a streamed answer together (v0.2: OpenAIClient.create with ``stream``)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from openai.types.chat import ChatCompletion
from openai.types.chat.chat_completion import Choice
from openai.types.chat.chat_completion_message import ChatCompletionMessage
from openai.types.completion_usage import CompletionUsage

from autogen_compat.io.base import IOStream
from autogen_compat.token_count_utils import count_token

__all__ = ["Screen", "StreamedAnswer", "add_field", "add_function_call", "add_tool_call", "screen"]

logger = logging.getLogger("autogen.oai.client")


class Screen:
    """Shows an answer on the IOStream of the context as it comes, in green, as v0.2 does."""

    def __init__(self) -> None:
        self._print = IOStream.get_default().print

    def begin(self) -> None:
        """Called before the first text."""
        self._print("\033[32m", end="")

    def show(self, text: str) -> None:
        """Called with each text."""
        self._print(text, end="", flush=True)

    def end(self) -> None:
        """Called after the last text."""
        self._print("\033[0m\n")


screen: ContextVar[Callable[[], Screen]] = ContextVar("autogen_compat_screen", default=Screen)
"""What makes the screen of a streamed answer."""


def add_field(chunk: Any, target: dict[str, Any], field: str) -> int:
    """Append ``chunk.field`` to ``target[field]``; returns the tokens that this counts for (0 or 1).

    Raises:
        NotImplementedError: the field is a list or a dict.
    """
    value = getattr(chunk, field, None)
    if value is None:
        return 0
    if isinstance(value, (list, dict)):
        raise NotImplementedError(f"Field {field} is a list or dict; only strings and numbers can be streamed.")
    target[field] = target.get(field, "") + value if isinstance(value, str) else value
    return 1


def add_function_call(chunk: Any, call: dict[str, Any] | None, tokens: int) -> tuple[dict[str, Any], int]:
    """The function call with one more piece, and the tokens so far."""
    call = {} if call is None else call
    tokens += sum(add_field(chunk, call, field) for field in ("name", "arguments"))
    if not call:
        raise RuntimeError("Function call is not found, this should not happen.")
    return call, tokens


def add_tool_call(chunk: Any, call: dict[str, Any] | None, tokens: int) -> tuple[dict[str, Any], int]:
    """The tool call with one more piece, and the tokens so far.

    Raises:
        NotImplementedError: the tool is not a function.
    """
    if chunk.type and chunk.type != "function":
        raise NotImplementedError(f"Tool call type {chunk.type} is not supported; only function calls are.")
    call = {} if call is None else call
    tokens += sum(add_field(chunk, call, field) for field in ("index", "id", "type"))
    if chunk.function:
        call["function"], tokens = add_function_call(chunk.function, call.get("function"), tokens)
    if not call:
        raise RuntimeError("Tool call is not found, this should not happen.")
    return call, tokens


class StreamedAnswer:
    """The answer so far. Its completion tokens are the pieces that came, as v0.2 counts them."""

    def __init__(self, n: int) -> None:
        self._contents = [""] * n
        self._finish_reasons: list[Any] = [None] * n
        self._function_call: dict[str, Any] | None = None
        self._tool_calls: list[dict[str, Any] | None] | None = None
        self._tokens = 0
        self._last: Any = None

    def add(self, chunk: Any) -> list[str]:
        """Take one piece in; returns the texts to show."""
        self._last = chunk
        return [text for choice in chunk.choices or [] if (text := self._add_choice(choice)) is not None]

    def _add_choice(self, choice: Any) -> str | None:
        delta = choice.delta
        self._finish_reasons[choice.index] = choice.finish_reason
        function_call = getattr(delta, "function_call", None)
        if function_call:
            self._function_call, self._tokens = add_function_call(function_call, self._function_call, self._tokens)
        for piece in delta.tool_calls or []:
            self._add_tool_call(piece)
        if delta.content is None or (function_call and not delta.content):
            return None
        self._contents[choice.index] += delta.content
        self._tokens += 1
        return delta.content

    def _add_tool_call(self, piece: Any) -> None:
        calls = self._tool_calls = self._tool_calls or []
        calls.extend([None] * (piece.index + 1 - len(calls)))
        calls[piece.index], self._tokens = add_tool_call(piece, calls[piece.index], self._tokens)

    def finish(self, messages: list[dict[str, Any]]) -> ChatCompletion:
        """The whole answer to `messages`.

        Raises:
            RuntimeError: the stream had no pieces.
        """
        if self._last is None:
            raise RuntimeError("The model's stream ended before its first piece.")
        prompt_tokens = self._prompt_tokens(messages)
        usage = CompletionUsage(
            prompt_tokens=prompt_tokens,
            completion_tokens=self._tokens,
            total_tokens=prompt_tokens + self._tokens,
        )
        return ChatCompletion(
            id=self._last.id,
            model=self._last.model,
            created=self._last.created,
            object="chat.completion",
            choices=[self._choice(index) for index in range(len(self._contents))],
            usage=usage,
        )

    def _prompt_tokens(self, messages: list[dict[str, Any]]) -> int:
        try:
            return count_token(messages, self._last.model.replace("gpt-35", "gpt-3.5"))
        except NotImplementedError as unknown:
            logger.warning("%s", unknown)
            return 0

    def _choice(self, index: int) -> Choice:
        message = {
            "role": "assistant",
            "content": self._contents[index],
            "function_call": self._function_call,
            "tool_calls": None if self._tool_calls is None else [call for call in self._tool_calls if call],
        }
        return Choice(
            index=index,
            # Endpoints that only resemble OpenAI's do not always say why they stop.
            finish_reason=self._finish_reasons[index] or "stop",
            message=ChatCompletionMessage.model_validate(message),
            logprobs=None,
        )

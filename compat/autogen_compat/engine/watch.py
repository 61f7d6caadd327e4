"""Watching and cancelling the runs that a legacy chat starts.

A chat may start many runs, one inside the other; whoever watches it sees the v0.4 messages of all.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from autogen_agentchat.base import TaskResult
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, ModelClientStreamingChunkEvent
from autogen_core import CancellationToken

__all__ = ("Returned", "is_watched", "relay", "show", "stream", "token", "watched")

Message = BaseAgentEvent | BaseChatMessage


@dataclass
class _Watch:
    show: Callable[[Message], None] | None
    token: CancellationToken | None


_watch: contextvars.ContextVar[_Watch | None] = contextvars.ContextVar("autogen_compat_watch", default=None)


@contextmanager
def watched(show: Callable[[Message], None] | None, token: CancellationToken | None = None) -> Iterator[None]:
    """Every run that starts here shows its messages to ``show`` and ends with ``token``."""
    reset = _watch.set(_Watch(show, token))
    try:
        yield
    finally:
        _watch.reset(reset)


def show(messages: Iterable[Message] | None) -> None:
    """Called by runs, on the engine's loop, for each message as it appears."""
    watch = _watch.get()
    if watch is None or watch.show is None:
        return
    for message in messages or ():
        watch.show(message)


def is_watched() -> bool:
    """Whether somebody sees the messages of the current chat, so that it need not print them."""
    watch = _watch.get()
    return watch is not None and watch.show is not None


def token() -> CancellationToken | None:
    """The token that cancels the current chat, for the runs that it starts."""
    watch = _watch.get()
    return watch.token if watch is not None else None


@dataclass
class _Stream:
    """Messages on their way from the engine's loop to the consumer's."""

    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[Message | None] = field(default_factory=asyncio.Queue)

    def put(self, message: Message | None) -> None:
        self.loop.call_soon_threadsafe(self.queue.put_nowait, message)


@dataclass
class Returned:
    """The last item of :func:`relay`: what the chat returned."""

    value: Any


async def relay(
    chat: Callable[[], Coroutine[Any, Any, Any]], cancellation_token: CancellationToken | None = None
) -> AsyncGenerator[Message | Returned, None]:
    """The v0.4 messages of the runs that ``chat()`` starts, as they appear, then what it returns.

    :raises BaseException: what the chat raises; ``CancelledError`` if the token was cancelled.
    """
    out = _Stream(asyncio.get_running_loop())
    with watched(out.put, cancellation_token):
        task = asyncio.ensure_future(chat())
    if cancellation_token is not None:
        cancellation_token.link_future(task)
    task.add_done_callback(lambda _: out.put(None))
    try:
        while (message := await out.queue.get()) is not None:
            yield message
        yield Returned(await task)
    finally:
        await _cancelled(task)


async def stream(
    chat: Callable[[], Coroutine[Any, Any, Any]],
    *,
    stop_reason: Callable[[Any], str | None] = lambda _: None,
    cancellation_token: CancellationToken | None = None,
) -> AsyncGenerator[Message | TaskResult, None]:
    """The v0.4 messages of ``chat()`` as they appear, then a ``TaskResult``, as teams stream.

    :raises BaseException: what the chat raises; ``CancelledError`` if the token was cancelled.
    """
    messages: list[Message] = []
    async for item in relay(chat, cancellation_token):
        if isinstance(item, Returned):
            yield TaskResult(messages=messages, stop_reason=stop_reason(item.value))
            return
        if not isinstance(item, ModelClientStreamingChunkEvent):
            messages.append(item)
        yield item


async def _cancelled(task: asyncio.Future[Any]) -> None:
    if not task.done():
        task.cancel()
        await asyncio.wait([task])


async def collect(messages: AsyncGenerator[Message | TaskResult, None]) -> TaskResult:
    """The result at the end of a stream."""
    result: TaskResult | None = None
    async for message in messages:
        if isinstance(message, TaskResult):
            result = message
    assert result is not None
    return result

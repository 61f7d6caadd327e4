"""One implementation of v0.2's logic for its synchronous and its asynchronous methods.

The logic is written once as ``async def`` and reaches other methods of agents through a world:
:data:`SYNC` calls ``receive``, so that the coroutine never suspends and :meth:`World.finish` drives
it without a loop; :data:`ASYNC` awaits ``a_receive``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from types import FunctionType
from typing import Any

from . import bridge

__all__ = ("ASYNC", "SYNC", "World", "is_async")


def is_async(function: Any) -> bool:
    """Whether it is a coroutine function; quick, because every turn asks it of every reply function."""
    if type(function) is FunctionType and function.__code__.co_flags & inspect.CO_COROUTINE:
        return True
    if type(function) is FunctionType and not function.__dict__:
        return False
    return inspect.iscoroutinefunction(function)


class World:
    """How a chat calls methods of agents, users' functions, and the engine."""

    is_async: bool

    async def call(self, agent: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call ``agent.method`` or its ``a_`` twin."""
        raise NotImplementedError

    async def run(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call a sync or async function of the user."""
        raise NotImplementedError

    async def enter(self, fn: Callable[..., Coroutine[Any, Any, Any]], *args: Any) -> Any:
        """Run an engine coroutine; this chat is the home of its callbacks."""
        raise NotImplementedError

    def finish(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """What a callback at home returns for ``coroutine``: its result, or itself to be awaited."""
        raise NotImplementedError


class _Sync(World):
    is_async = False

    async def call(self, agent: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        return getattr(agent, method)(*args, **kwargs)

    async def run(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if is_async(fn):
            return bridge.run_private(lambda: fn(*args, **kwargs))
        return fn(*args, **kwargs)

    async def enter(self, fn: Callable[..., Coroutine[Any, Any, Any]], *args: Any) -> Any:
        return bridge.run(fn, *args)

    def finish(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return bridge.drive(coroutine)


class _Async(World):
    is_async = True

    async def call(self, agent: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        return await getattr(agent, f"a_{method}")(*args, **kwargs)

    async def run(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        result = fn(*args, **kwargs)
        return await result if is_async(fn) else result

    async def enter(self, fn: Callable[..., Coroutine[Any, Any, Any]], *args: Any) -> Any:
        return await bridge.arun(fn, *args)

    def finish(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return coroutine


SYNC = _Sync()
ASYNC = _Async()

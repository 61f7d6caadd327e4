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
        return await self.settled(self.method(agent, method)(*args, **kwargs))

    async def run(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call a sync or async function of the user."""
        return await self.settled(fn(*args, **kwargs))

    def method(self, agent: Any, name: str) -> Callable[..., Any]:
        """``agent.name`` or its ``a_`` twin, to be called and :meth:`settled`.

        The same as :meth:`call` with no frame of ours on the stack while it runs: chats that start
        chats in callbacks would else be the first to meet Python's recursion limit.
        """
        raise NotImplementedError

    async def settled(self, value: Any) -> Any:
        """What a function returned; awaited if it is a coroutine."""
        raise NotImplementedError

    async def enter(self, fn: Callable[..., Coroutine[Any, Any, Any]], *args: Any) -> Any:
        """Run an engine coroutine; this chat is the home of its callbacks."""
        raise NotImplementedError

    def finish(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """What a callback at home returns for ``coroutine``: its result, or itself to be awaited."""
        raise NotImplementedError


class _Sync(World):
    is_async = False
    finish = staticmethod(bridge.drive)  # type: ignore[assignment]  one frame less than a method

    def method(self, agent: Any, name: str) -> Callable[..., Any]:
        return getattr(agent, name)

    async def settled(self, value: Any) -> Any:
        return bridge.run_private(_wait_for, value) if inspect.iscoroutine(value) else value

    async def enter(self, fn: Callable[..., Coroutine[Any, Any, Any]], *args: Any) -> Any:
        return bridge.run(fn, *args)


class _Async(World):
    is_async = True

    def method(self, agent: Any, name: str) -> Callable[..., Any]:
        return getattr(agent, f"a_{name}")

    async def settled(self, value: Any) -> Any:
        return await value if inspect.iscoroutine(value) else value

    async def enter(self, fn: Callable[..., Coroutine[Any, Any, Any]], *args: Any) -> Any:
        return await bridge.arun(fn, *args)

    def finish(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return coroutine


async def _wait_for(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return await coroutine


SYNC = _Sync()
ASYNC = _Async()

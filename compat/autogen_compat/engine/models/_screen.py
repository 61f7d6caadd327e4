"""Where a streamed answer goes when the caller is a v0.4 agent and not a terminal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from autogen_compat.oai._stream import Screen

__all__ = ["Quiet", "Tap"]


class Quiet(Screen):
    """Shows nothing."""

    def __init__(self) -> None:
        pass

    def begin(self) -> None:
        """Nothing."""

    def show(self, text: str) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""


class Tap(Quiet):
    """Hands the texts on. They may come from another thread.

    Attributes:
        has_shown: whether any text came.
    """

    def __init__(self) -> None:
        self.has_shown = False
        self._loop = asyncio.get_running_loop()
        self._texts: asyncio.Queue[str | None] = asyncio.Queue()

    def show(self, text: str) -> None:
        """Hand a text on; empty ones stay behind."""
        if text:
            self.has_shown = True
            self._loop.call_soon_threadsafe(self._texts.put_nowait, text)

    async def texts_until(self, task: asyncio.Future[Any]) -> AsyncGenerator[str, None]:
        """The texts, until `task` is done."""
        # call_soon keeps the order: what was shown before the task ended is in the queue before this.
        task.add_done_callback(lambda _: self._loop.call_soon_threadsafe(self._texts.put_nowait, None))
        while (text := await self._texts.get()) is not None:
            yield text

"""Keeps calls apart in time (v0.2: autogen/oai/rate_limiters.py)."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Protocol

__all__ = ["RateLimiter", "TimeRateLimiter"]


class RateLimiter(Protocol):
    """Makes the caller wait until the next call is allowed."""

    def sleep(self, *args: Any, **kwargs: Any) -> None:
        """Return when the next call is allowed."""
        ...


class TimeRateLimiter:
    """Allows a number of calls per second, evenly spaced."""

    def __init__(self, rate: float) -> None:
        """`rate` is the number of calls per second; 0.2 means one in five seconds.

        Raises:
            ValueError: `rate` is not a positive number.
        """
        if isinstance(rate, bool) or not isinstance(rate, (int, float)) or rate <= 0:
            raise ValueError(f"api_rate_limit must be a positive number of calls per second, got {rate!r}")
        self._time_interval_seconds = 1.0 / rate
        self._last_time_called = 0.0

    def sleep(self, *args: Any, **kwargs: Any) -> None:
        """Block the thread until the next call is allowed."""
        if (wait := self._remaining()) > 0:
            time.sleep(wait)
        self._last_time_called = time.perf_counter()

    async def a_sleep(self) -> None:
        """Let other tasks run until the next call is allowed."""
        if (wait := self._remaining()) > 0:
            await asyncio.sleep(wait)
        self._last_time_called = time.perf_counter()

    def _remaining(self) -> float:
        return self._time_interval_seconds - self._elapsed_time()

    def _elapsed_time(self) -> float:
        return time.perf_counter() - self._last_time_called

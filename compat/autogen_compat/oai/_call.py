"""What a `create` is made of: the turn of each config, and the two ways to wait."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any, Protocol

from autogen_compat.cache import AbstractCache
from autogen_compat.engine import bridge

__all__ = ["ASYNC", "SYNC", "Call", "Caller"]

logger = logging.getLogger("autogen.oai.client")


class Caller(Protocol):
    """The side effects of a call that wait."""

    async def send(self, client: Any, params: dict[str, Any]) -> Any:
        """The client's answer to the request."""
        ...

    async def pause(self, limiter: Any) -> None:
        """Return when the rate limiter allows a call."""
        ...


class _SyncCaller:
    async def send(self, client: Any, params: dict[str, Any]) -> Any:
        return client.create(params)

    async def pause(self, limiter: Any) -> None:
        limiter.sleep()


class _AsyncCaller:
    async def send(self, client: Any, params: dict[str, Any]) -> Any:
        if hasattr(client, "a_create"):
            return await client.a_create(params)
        if bridge.is_sync_home():
            return await bridge.call(client.create, params)
        return await asyncio.to_thread(client.create, params)

    async def pause(self, limiter: Any) -> None:
        if hasattr(limiter, "a_sleep"):
            await limiter.a_sleep()
        else:
            await asyncio.to_thread(limiter.sleep)


SYNC: Caller = _SyncCaller()
ASYNC: Caller = _AsyncCaller()


@dataclass(frozen=True)
class Call:
    """One config's turn in a `create`.

    Attributes:
        index: the place of the config in the list.
        client: its model client.
        limiter: its rate limiter.
        params: the request.
        options: what of the config is not sent: ``cache``, ``price``, ``filter_func``, ``context``, ``agent``...
        cache: where answers are kept, opened by ``with``.
    """

    index: int
    is_last: bool
    client: Any
    limiter: Any | None
    params: dict[str, Any]
    options: dict[str, Any]
    cache: AbstractCache | None

    @property
    def agent(self) -> Any:
        """Who asks."""
        return self.options.get("agent")

    def price(self) -> tuple[float, float] | None:
        """The config's own price for 1,000 prompt and completion tokens."""
        price = self.options.get("price")
        if isinstance(price, (int, float)):
            logger.warning(
                "Input price is a float/int. Using the same price for prompt and completion tokens. "
                "Use a list/tuple if prompt and completion token prices are different."
            )
            return (price, price)
        return None if price is None else tuple(price)

    def passes(self, response: Any) -> bool:
        """Whether this answer is the one to return; leaves the filter's word on it."""
        keep = self.options.get("filter_func")
        passed = keep is None or keep(context=self.options.get("context"), response=response)
        if not (passed or self.is_last):
            return False
        response.config_id = self.index
        response.pass_filter = passed
        return True

"""The configs in order, with cache, rate limit, price, filter and records (v0.2: OpenAIWrapper.create).

Written once, as a coroutine, for `create` and `a_create`: what differs between them is the `Caller`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from openai import APIError, APITimeoutError

from autogen_compat import runtime_logging
from autogen_compat.cache._pickles import admit_types_of
from autogen_compat.engine.asking import asking
from autogen_compat.logger.logger_utils import get_current_ts
from autogen_compat.oai import _events
from autogen_compat.oai._call import Call, Caller
from autogen_compat.oai._usage import cost_at
from autogen_compat.oai.openai_utils import get_key

__all__ = ["Creation", "Ledger"]

logger = logging.getLogger("autogen.oai.client")

_TIMED_OUT = (
    "OpenAI API call timed out: the service is busy, or the timeout is too small. "
    "Set 'timeout' (in seconds) in the llm_config of the agent or in the OpenAIWrapper."
)


# What a cache may hold that no client ever answered.
_NO_ANSWERS = (str, bytes, int, float, list, tuple, dict, set)


class Ledger(Protocol):
    """Where usage is added up: the wrapper."""

    def _update_usage(self, actual_usage: dict[str, Any] | None, total_usage: dict[str, Any] | None) -> None: ...


@dataclass
class Creation:
    """One `create` of a wrapper.

    Attributes:
        ledger: the wrapper.
        invocation_id: its id in the runtime log.
        caller: how to wait.
        was_cached: whether the answer came from the cache.
    """

    ledger: Ledger
    invocation_id: str
    caller: Caller
    was_cached: bool = False

    async def run(self, calls: Iterable[Call]) -> Any:
        """The first answer that comes and passes its filter, or the last config's.

        Raises:
            TimeoutError: the last config timed out.
            openai.APIError: the last config failed, or any was stopped by the content filter.
        """
        for call in calls:
            response = self._recall(call)
            if response is None:
                response = await self._ask(call)
                if response is not None and call.passes(response):
                    return response
            elif call.passes(response):
                self.was_cached = True
                self.ledger._update_usage(actual_usage=None, total_usage=call.client.get_usage(response))
                return response
        raise RuntimeError("Should not reach here.")

    def _recall(self, call: Call) -> Any:
        """The answer that is in the cache."""
        if call.cache is None:
            return None
        since, key = get_current_ts(), get_key(call.params)
        with call.cache as cache:
            response = cache.get(key, None)
            if response is None or isinstance(response, _NO_ANSWERS):
                return None
            if not hasattr(response, "cost"):
                response.cost = call.client.cost(response)
                cache.set(key, response)
        response.message_retrieval_function = call.client.message_retrieval
        self._record(call, response, since, is_cached=1, cost=response.cost)
        return response

    async def _ask(self, call: Call) -> Any:
        """The model's answer, or None where the next config shall try."""
        since = get_current_ts()
        try:
            if call.limiter is not None:
                await self.caller.pause(call.limiter)
            since = get_current_ts()
            response = await self.caller.send(call.client, call.params)
        except APITimeoutError as error:
            logger.debug("config %d timed out", call.index, exc_info=True)
            if call.is_last:
                raise TimeoutError(_TIMED_OUT) from error
            return None
        except APIError as error:
            self._fail(call, error, since)
            return None
        self._settle(call, response, since)
        return response

    def _fail(self, call: Call, error: APIError, since: str) -> None:
        text = f"error_code:{error.code}, config {call.index} failed"
        self._record(call, text, since, is_cached=0, cost=0)
        logger.debug("config %d failed", call.index, exc_info=error)
        if call.is_last or error.code == "content_filter":
            raise error

    def _settle(self, call: Call, response: Any, since: str) -> None:
        """Price, count, store and record a fresh answer."""
        price = call.price()
        response.cost = call.client.cost(response) if price is None else cost_at(response, price)
        usage = call.client.get_usage(response)
        self.ledger._update_usage(actual_usage=usage, total_usage=None if usage is None else {**usage})
        if call.cache is not None:
            admit_types_of(response)
            with call.cache as cache:
                cache.set(get_key(call.params), response)
        if not getattr(call.client, "emits_events", False):
            _events.log_call(call.params, response, call.agent)
        self._record(call, response, since, is_cached=0, cost=response.cost)
        response.message_retrieval_function = call.client.message_retrieval

    def _record(self, call: Call, response: Any, since: str, *, is_cached: int, cost: float) -> None:
        if not runtime_logging.logging_enabled():
            return
        runtime_logging.log_chat_completion(
            invocation_id=self.invocation_id,
            client_id=id(call.client),
            wrapper_id=id(self.ledger),
            agent=call.agent or asking(),
            request=call.params,
            response=response,
            is_cached=is_cached,
            cost=cost,
            start_time=since,
        )

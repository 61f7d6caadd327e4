"""Records of what agents, model clients and tools do (v0.2: autogen/runtime_logging.py)."""

from __future__ import annotations

import logging
import sqlite3
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from autogen_compat.logger.base_logger import BaseLogger, F
from autogen_compat.logger.logger_factory import LoggerFactory

if TYPE_CHECKING:
    from autogen_compat.oai.client import OpenAIWrapper

__all__ = [
    "F",
    "autogen_logger",
    "get_connection",
    "is_logging",
    "log_chat_completion",
    "log_event",
    "log_function_use",
    "log_new_agent",
    "log_new_client",
    "log_new_wrapper",
    "logging_enabled",
    "start",
    "stop",
]

logger = logging.getLogger(__name__)

autogen_logger: BaseLogger | None = None
is_logging = False


def start(
    logger: BaseLogger | None = None,
    logger_type: Literal["sqlite", "file"] = "sqlite",
    config: dict[str, Any] | None = None,
) -> str:
    """Begin to record, to `logger` or to a new one of `logger_type`.

    Returns:
        The id of the session; an empty string where the logger did not start, which is said in the log.

    Raises:
        ValueError: there is no such `logger_type`.
    """
    global autogen_logger, is_logging
    autogen_logger = logger or LoggerFactory.get_logger(logger_type=logger_type, config=config)
    try:
        session_id = autogen_logger.start()
    except Exception as error:
        logging.getLogger(__name__).error("[runtime logging] Failed to start logging: %s", error)
        return ""
    is_logging = True
    return session_id


def stop() -> None:
    """End the recording and close the log."""
    global is_logging
    if autogen_logger:
        autogen_logger.stop()
    is_logging = False


def logging_enabled() -> bool:
    """Whether anything is recorded now."""
    return is_logging


def _current(caller: str) -> BaseLogger | None:
    if autogen_logger is None:
        logger.error("[runtime logging] %s: autogen logger is None", caller)
    return autogen_logger


def get_connection() -> sqlite3.Connection | None:
    """The connection of the SQLite logger."""
    current = _current("get_connection")
    return current.get_connection() if current else None


def log_chat_completion(
    invocation_id: uuid.UUID | str,
    client_id: int,
    wrapper_id: int,
    agent: Any,
    request: dict[str, Any],
    response: Any,
    is_cached: int,
    cost: float,
    start_time: str,
) -> None:
    """Record one model call; `agent` is who asked, or a name."""
    if current := _current("log_chat_completion"):
        current.log_chat_completion(
            invocation_id,
            client_id,
            wrapper_id,
            agent,
            request,
            response,
            is_cached,
            cost,
            start_time,
        )


def log_new_agent(agent: Any, init_args: dict[str, Any]) -> None:
    """Record a new agent."""
    if current := _current("log_new_agent"):
        current.log_new_agent(agent, init_args)


def log_event(source: Any, name: str, **kwargs: Any) -> None:
    """Record the event `name` of `source`."""
    if current := _current("log_event"):
        current.log_event(source, name, **kwargs)


def log_function_use(agent: Any, function: Callable[..., Any], args: dict[str, Any], returns: Any) -> None:
    """Record a call of a tool or function."""
    if current := _current("log_function_use"):
        current.log_function_use(agent, function, args, returns)


def log_new_wrapper(wrapper: OpenAIWrapper, init_args: dict[str, Any]) -> None:
    """Record a new wrapper."""
    if current := _current("log_new_wrapper"):
        current.log_new_wrapper(wrapper, init_args)


def log_new_client(client: Any, wrapper: OpenAIWrapper, init_args: dict[str, Any]) -> None:
    """Record a new model client."""
    if current := _current("log_new_client"):
        current.log_new_client(client, wrapper, init_args)

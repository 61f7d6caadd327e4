"""What a runtime logger must be able to do (v0.2: autogen/logger/base_logger.py)."""

from __future__ import annotations

import sqlite3
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from autogen_compat.oai.client import OpenAIWrapper

__all__ = ["BaseLogger", "ConfigItem", "F", "LLMConfig"]

F = TypeVar("F", bound=Callable[..., Any])
ConfigItem = dict[str, str | list[str]]
LLMConfig = dict[str, float | int | ConfigItem | list[ConfigItem] | None]


class BaseLogger(ABC):
    """Receives what happens between `runtime_logging.start` and `stop`."""

    @abstractmethod
    def start(self) -> str:
        """Open the log; returns the id of the session."""

    @abstractmethod
    def log_chat_completion(
        self,
        invocation_id: uuid.UUID | str,
        client_id: int,
        wrapper_id: int,
        source: Any,
        request: dict[str, Any],
        response: Any,
        is_cached: int,
        cost: float,
        start_time: str,
    ) -> None:
        """Record one model call: who asked (an agent or a name), what, and the answer or the error's text.

        One `OpenAIWrapper.create` is one `invocation_id`, and as many records as it tried configs.
        """

    @abstractmethod
    def log_new_agent(self, agent: Any, init_args: dict[str, Any]) -> None:
        """Record a new agent and what it was made with."""

    @abstractmethod
    def log_event(self, source: Any, name: str, **kwargs: Any) -> None:
        """Record the event `name` of an agent, or of whatever the string `source` names."""

    @abstractmethod
    def log_new_wrapper(self, wrapper: OpenAIWrapper, init_args: dict[str, Any]) -> None:
        """Record a new OpenAIWrapper and what it was made with."""

    @abstractmethod
    def log_new_client(self, client: Any, wrapper: OpenAIWrapper, init_args: dict[str, Any]) -> None:
        """Record a new model client of `wrapper` and what it was made with."""

    @abstractmethod
    def log_function_use(self, source: Any, function: Callable[..., Any], args: dict[str, Any], returns: Any) -> None:
        """Record a call of a tool or function."""

    @abstractmethod
    def stop(self) -> None:
        """Close the log."""

    @abstractmethod
    def get_connection(self) -> sqlite3.Connection | None:
        """The database connection, where there is one."""

"""A runtime log of JSON lines (v0.2: autogen/logger/file_logger.py)."""

from __future__ import annotations

import json
import logging
import os
import threading
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from autogen_compat.logger.base_logger import BaseLogger
from autogen_compat.logger.base_logger import F as F
from autogen_compat.logger.logger_utils import (
    SECRET_KEYS,
    get_current_ts,
    redacted,
    safe_serialize,
    source_name,
    to_dict,
    v02_name,
)

if TYPE_CHECKING:
    from autogen_compat.oai.client import OpenAIWrapper

__all__ = ("FileLogger",)

logger = logging.getLogger(__name__)


def _name(source: Any) -> str:
    return str(source.name) if hasattr(source, "name") else source


class FileLogger(BaseLogger):
    """Writes to ``autogen_logs/<config["filename"]>`` below the working directory, without secrets.

    Attributes:
        log_file: the path of the log.
        session_id: what `start` returns.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.session_id = str(uuid.uuid4())
        self.log_dir = os.path.join(os.getcwd(), "autogen_logs")
        os.makedirs(self.log_dir, exist_ok=True)
        self.log_file = os.path.join(self.log_dir, config.get("filename", "runtime.log"))
        self.logger = logging.getLogger(f"{__name__}.{self.session_id}")
        self.logger.setLevel(logging.INFO)
        try:
            self.logger.addHandler(logging.FileHandler(self.log_file))
        except OSError as error:
            logger.error("[file_logger] Failed to create logging file: %s", error)

    def start(self) -> str:
        """Say in the log that a session begins; returns its id."""
        self.logger.info("Started new session with Session ID: %s", self.session_id)
        return self.session_id

    def _write(self, what: str, record: Callable[[], dict[str, Any]], stamp: str) -> None:
        try:
            line = json.dumps({**record(), stamp: get_current_ts(), "thread_id": threading.get_ident()})
        except Exception as error:  # a log must not end the program that it watches
            self.logger.error("[file_logger] Failed to log %s: %s", what, error)
            return
        self.logger.info("%s", line)

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
        """Record one model call."""

        def record() -> dict[str, Any]:
            return {
                "invocation_id": str(invocation_id),
                "client_id": client_id,
                "wrapper_id": wrapper_id,
                "request": to_dict(request, exclude=SECRET_KEYS),
                "response": str(response),
                "is_cached": is_cached,
                "cost": cost,
                "start_time": start_time,
                "source_name": source_name(source),
            }

        self._write("chat completion", record, "end_time")

    def log_new_agent(self, agent: Any, init_args: dict[str, Any] = {}) -> None:  # noqa: B006
        """Record a new agent."""
        from autogen_compat.agentchat.agent import Agent

        def record() -> dict[str, Any]:
            return {
                "id": id(agent),
                "agent_name": source_name(agent),
                "wrapper_id": getattr(getattr(agent, "client", None), "wrapper_id", ""),
                "session_id": self.session_id,
                "agent_type": type(agent).__name__,
                "args": redacted(init_args, no_recursive=(Agent,)),
            }

        self._write("new agent", record, "current_time")

    def log_event(self, source: Any, name: str, **kwargs: Any) -> None:
        """Record an event of an agent or of a named source."""

        def record() -> dict[str, Any]:
            state = json.dumps(kwargs, default=lambda value: f"<<non-serializable: {type(value).__qualname__}>>")
            fields = {"source_id": id(source), "source_name": _name(source), "event_name": name, "json_state": state}
            if isinstance(source, str):
                return fields
            return {**fields, "agent_module": v02_name(source.__module__), "agent_class": type(source).__name__}

        self._write("event", record, "timestamp")

    def log_new_wrapper(self, wrapper: OpenAIWrapper, init_args: dict[str, Any] = {}) -> None:  # noqa: B006
        """Record a new wrapper."""

        def record() -> dict[str, Any]:
            state = json.dumps(redacted(init_args))
            return {"wrapper_id": id(wrapper), "session_id": self.session_id, "json_state": state}

        self._write("new wrapper", record, "timestamp")

    def log_new_client(self, client: Any, wrapper: OpenAIWrapper, init_args: dict[str, Any]) -> None:
        """Record a new client."""

        def record() -> dict[str, Any]:
            return {
                "client_id": id(client),
                "wrapper_id": id(wrapper),
                "session_id": self.session_id,
                "class": type(client).__name__,
                "json_state": json.dumps(redacted(init_args)),
            }

        self._write("new client", record, "timestamp")

    def log_function_use(self, source: Any, function: Callable[..., Any], args: dict[str, Any], returns: Any) -> None:
        """Record a call of a tool or function."""

        def record() -> dict[str, Any]:
            return {
                "source_id": id(source),
                "source_name": _name(source),
                "agent_module": v02_name(getattr(source, "__module__", "")),
                "agent_class": type(source).__name__,
                "input_args": safe_serialize(args),
                "returns": safe_serialize(returns),
            }

        self._write("function use", record, "timestamp")

    def get_connection(self) -> None:
        """A file has no connection."""

    def stop(self) -> None:
        """Close the file."""
        for handler in [*self.logger.handlers]:
            handler.close()
            self.logger.removeHandler(handler)

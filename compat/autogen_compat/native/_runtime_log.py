"""A record of what models are asked, in v0.2's tables or lines."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, Literal

from autogen_compat import runtime_logging


def start_logging(*, logger_type: Literal["sqlite", "file"] = "sqlite", config: Mapping[str, Any] | None = None) -> str:
    """Record from now on what clients made by ``model_client_from`` are asked and answer.

    Each call is a row of the table ``chat_completions``, or a line: request, answer, cost, whether it came from the
    cache, when it began and ended, and the name of the agent.  Secrets are left out.

    v0.2: autogen/runtime_logging.py start.

    Args:
        logger_type: "sqlite" for a database, "file" for lines of JSON below ``autogen_logs``.
        config: ``dbname``, the path of the database (default ``logs.db``), or ``filename``, of the file.

    Returns:
        The id of the session, which is in every row; an empty string where recording could not start.

    Raises:
        ValueError: there is no such `logger_type`.
    """
    return runtime_logging.start(logger_type=logger_type, config=dict(config or {}))


def stop_logging() -> None:
    """End the recording and close the log."""
    runtime_logging.stop()


def log_connection() -> sqlite3.Connection | None:
    """The connection to the database into which calls are recorded."""
    return runtime_logging.get_connection()

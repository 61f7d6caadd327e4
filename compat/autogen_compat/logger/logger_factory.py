"""Loggers by name (v0.2: autogen/logger/logger_factory.py)."""

from __future__ import annotations

from typing import Any

from autogen_compat.logger.base_logger import BaseLogger
from autogen_compat.logger.file_logger import FileLogger
from autogen_compat.logger.sqlite_logger import SqliteLogger

__all__ = ("LoggerFactory",)

_LOGGERS: dict[str, type[FileLogger] | type[SqliteLogger]] = {"sqlite": SqliteLogger, "file": FileLogger}


class LoggerFactory:
    """Makes the logger that a name means."""

    @staticmethod
    def get_logger(logger_type: str = "sqlite", config: dict[str, Any] | None = None) -> BaseLogger:
        """A logger of the type ``"sqlite"`` or ``"file"``.

        Raises:
            ValueError: there is no such type.
        """
        if logger_type not in _LOGGERS:
            raise ValueError(f"[logger_factory] Unknown logger type: {logger_type}")
        return _LOGGERS[logger_type](config or {})

"""Loggers of `autogen.runtime_logging` (v0.2: autogen/logger)."""

from autogen_compat.logger.file_logger import FileLogger
from autogen_compat.logger.logger_factory import LoggerFactory
from autogen_compat.logger.sqlite_logger import SqliteLogger

__all__ = ("FileLogger", "LoggerFactory", "SqliteLogger")

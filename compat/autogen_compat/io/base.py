"""Input and output streams and which of them is the default (v0.2: autogen/io/base.py)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, runtime_checkable

__all__ = ("IOStream", "InputStream", "OutputStream")

logger = logging.getLogger(__name__)


@runtime_checkable
class OutputStream(Protocol):
    """Anything that prints like the builtin `print`."""

    def print(self, *objects: Any, sep: str = " ", end: str = "\n", flush: bool = False) -> None:
        """Print `objects`, joined by `sep` and followed by `end`."""
        ...


@runtime_checkable
class InputStream(Protocol):
    """Anything that reads a line like the builtin `input`."""

    def input(self, prompt: str = "", *, password: bool = False) -> str:
        """Show `prompt` and read one line, hidden where `password` is set."""
        ...


@runtime_checkable
class IOStream(InputStream, OutputStream, Protocol):
    """A stream for both; agents use the one that `IOStream.get_default()` gives in their context."""

    _default_io_stream: ContextVar[IOStream | None] = ContextVar("default_iostream", default=None)
    _global_default: IOStream | None = None

    @staticmethod
    def set_global_default(stream: IOStream) -> None:
        """Make `stream` the default of every thread and task that has no default of its own."""
        IOStream._global_default = stream

    @staticmethod
    def get_global_default() -> IOStream:
        """The process-wide default.

        Raises:
            RuntimeError: none has been set.
        """
        if IOStream._global_default is None:
            raise RuntimeError("No global default IOStream has been set")
        return IOStream._global_default

    @staticmethod
    def get_default() -> IOStream:
        """The default of the current context, else the process-wide one."""
        stream = IOStream._default_io_stream.get()
        return IOStream.get_global_default() if stream is None else stream

    @staticmethod
    @contextmanager
    def set_default(stream: IOStream | None) -> Iterator[None]:
        """Make `stream` the default of the current thread or task while the context lasts."""
        token = IOStream._default_io_stream.set(stream)
        try:
            yield
        finally:
            IOStream._default_io_stream.reset(token)

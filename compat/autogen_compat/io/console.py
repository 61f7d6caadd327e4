"""The terminal (v0.2: autogen/io/console.py)."""

from __future__ import annotations

import builtins
import getpass
from typing import Any

from .base import IOStream

__all__ = ("IOConsole",)


class IOConsole(IOStream):
    """Prints to standard output and reads from standard input."""

    def print(self, *objects: Any, sep: str = " ", end: str = "\n", flush: bool = False) -> None:
        """Print like the builtin `print`."""
        builtins.print(*objects, sep=sep, end=end, flush=flush)  # noqa: T201

    def input(self, prompt: str = "", *, password: bool = False) -> str:
        """Read a line like the builtin `input`; a password is read without echo."""
        if password:
            return getpass.getpass(prompt or "Password: ")
        return builtins.input(prompt)

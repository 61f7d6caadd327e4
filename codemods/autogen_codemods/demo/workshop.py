"""Runs the demo's commands as a user would, and shows them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from .model_server import ModelServer


class StepFailed(Exception):
    """A command of the demo did not do what it should; the text says which and what it printed."""


class Workshop:
    """A folder to work in, the scripted model, and the screen."""

    def __init__(self, console: Console, folder: Path, server: ModelServer) -> None:
        self.folder = folder
        self.server = server
        self._console = console
        self._number = 0

    def title(self, text: str) -> None:
        """Begin the next step."""
        self._number += 1
        self._console.print(Text(f"\n{self._number}. {text}", style="bold cyan"))

    def show(self, lines: Iterable[str], style: Callable[[str], str] | None = None) -> None:
        """Show some lines of what a command printed."""
        for line in lines:
            self._console.print(Text(f"   {line}", style=style(line) if style else ""))

    def good(self, text: str) -> None:
        """Say what has been proved."""
        self._console.print(Text(f"   ✓ {text}", style="green"))

    def migrate(self, folder: Path, *arguments: str, expect: int = 0) -> str:
        """Run `autogen-migrate` in a folder and return what it prints. Raises StepFailed."""
        self._command("autogen-migrate", *arguments)
        return self._run(folder, ["-m", "autogen_codemods", *arguments], expect)

    def python(self, folder: Path, *arguments: str) -> str:
        """Run Python in a folder and return what it prints. Raises StepFailed."""
        self._command("python", *arguments)
        return self._run(folder, list(arguments), 0)

    def _command(self, *words: str) -> None:
        self._console.print(Text(f"   $ {' '.join(words)}", style="bold"))

    def _run(self, folder: Path, arguments: list[str], expect: int) -> str:
        environment = {
            **os.environ,
            "OPENAI_BASE_URL": self.server.base_url,
            "NO_PROXY": "127.0.0.1",
            "NO_COLOR": "1",
            "PYTHONIOENCODING": "utf-8",
        }
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
        )
        if done.returncode != expect:
            printed = (done.stderr or done.stdout).strip() or "nothing"
            raise StepFailed(f"{' '.join(arguments)} ended with status {done.returncode}; it printed:\n{printed}")
        return done.stdout

"""What the executors that run files have in common: languages, and code blocks as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .base import CodeBlock

_SHELLS = ("bash", "shell", "sh", "pwsh", "powershell", "ps1")
_SAVED_ONLY = ("javascript", "html", "css")

EXECUTION_POLICY = {**dict.fromkeys((*_SHELLS, "python"), True), **dict.fromkeys(_SAVED_ONLY, False)}
LANGUAGE_ALIASES = {"py": "python", "js": "javascript"}


def check_timeout(timeout: float) -> None:
    """Raises ValueError unless a timeout is at least a second."""
    if timeout < 1:
        raise ValueError("Timeout must be greater than or equal to 1.")


def check_blocks(code_blocks: Sequence[CodeBlock]) -> None:
    """Raises ValueError where there is nothing to execute."""
    if not code_blocks:
        raise ValueError("No code blocks to execute.")


def policies(default: Mapping[str, bool], changes: Mapping[str, bool] | None) -> dict[str, bool]:
    """Whether code is executed (True) or only saved, by language."""
    return {**default, **(changes or {})}

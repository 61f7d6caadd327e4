"""Warnings of the compatibility layer: one category tree, one way to raise them, one switch.

``AUTOGEN_COMPAT_WARN`` is ``off`` (silent), ``once`` (default: once per code and place) or ``error`` (raise).
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

__all__ = [
    "AutoGenCompatWarning",
    "BehaviourChangedWarning",
    "MovedWarning",
    "RemovedWarning",
    "warn",
    "warn_plainly",
]

SWITCH = "AUTOGEN_COMPAT_WARN"
_PACKAGE = str(Path(__file__).parent)


class AutoGenCompatWarning(FutureWarning):
    """Something of v0.2 that a v0.4 program says differently.

    Attributes:
        code: the rule code of ``autogen-migrate explain CODE``.
        instead: what to write instead, or an empty string.
    """

    # FutureWarning, not DeprecationWarning: users must see it by default and can still filter it with -W.

    def __init__(self, message: str = "", *, code: str = "", instead: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.instead = instead

    def __str__(self) -> str:
        text = super().__str__()
        return f"[{self.code}] {text}" if self.code else text


class MovedWarning(AutoGenCompatWarning):
    """The same thing has another name or place."""


class RemovedWarning(AutoGenCompatWarning):
    """The thing does not exist any more; nothing or something else happens."""


class BehaviourChangedWarning(AutoGenCompatWarning):
    """The thing works, but not quite as in v0.2."""


def _user_stacklevel() -> int:
    """Frames to climb until the line that is not ours."""
    frame, level = sys._getframe(2), 2
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame, level = frame.f_back, level + 1
    return level


def warn(code: str, message: str, *, instead: str = "", category: type[AutoGenCompatWarning] = MovedWarning) -> None:
    """Warn at the user's own line.

    Raises:
        AutoGenCompatWarning: the warning itself, where ``AUTOGEN_COMPAT_WARN=error``.
    """
    switch = os.environ.get(SWITCH, "once").lower()
    if switch == "off":
        return
    warning = category(message, code=code, instead=instead)
    if switch == "error":
        raise warning
    warnings.warn(warning, stacklevel=_user_stacklevel())


def warn_plainly(message: str) -> None:
    """Warn at the user's own line as v0.2 did, with a bare UserWarning, of what is no matter of migration."""
    warnings.warn(message, UserWarning, stacklevel=_user_stacklevel())

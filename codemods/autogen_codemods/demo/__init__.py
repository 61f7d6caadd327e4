"""The demo: a bundled legacy project, and a scripted model to run it against."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .command import demo

__all__ = ["demo"]


def __getattr__(name: str) -> object:
    # The model server beside it is used where click is not installed.
    if name == "demo":
        from .command import demo

        return demo
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""The completion classes for openai<1, which v0.2.40 kept by name only (v0.2: autogen/oai/completion.py)."""

from __future__ import annotations

import logging
from typing import Any, NoReturn

from autogen_compat._warnings import RemovedWarning, warn

__all__ = ["ChatCompletion", "Completion"]

logger = logging.getLogger(__name__)


_NO_RECORD = "ChatCompletion.start_logging records no model calls; use autogen.runtime_logging.start()"


class _WithoutOpenAI0(type):
    def __getattr__(cls, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        raise AssertionError(
            f"(Deprecated) autogen.{cls.__name__}.{name} requires openai<1, which v0.4 cannot use. "
            "Use autogen.OpenAIWrapper(...).create(...) instead."
        )


class Completion(metaclass=_WithoutOpenAI0):
    """Stands for v0.1's Completion; its calls raise AssertionError with what to use instead.

    Attributes:
        logged_history: always None: no call of these classes can be recorded.
    """

    logged_history: dict[str, Any] | None = None

    @classmethod
    def start_logging(cls, history_dict: Any = None, compact: bool = True, reset_counter: bool = True) -> None:
        """Do nothing, with a warning: it recorded calls of this class only, as it did in v0.2.40."""
        warn("AM601", _NO_RECORD, instead="autogen.runtime_logging.start()", category=RemovedWarning)

    @classmethod
    def stop_logging(cls) -> None:
        """Do nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        type(self).create  # noqa: B018 (raises)


class ChatCompletion(Completion):
    """Stands for v0.1's ChatCompletion; every use raises AssertionError with what to use instead."""

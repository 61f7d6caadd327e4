"""What a cache must be able to do (v0.2: autogen/cache/abstract_cache_base.py)."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Protocol

from typing_extensions import Self

__all__ = ["AbstractCache", "ClosingCache"]


class AbstractCache(Protocol):
    """A store of model answers that is opened by ``with``."""

    def get(self, key: str, default: Any | None = None) -> Any | None:
        """The value stored under `key`, or `default`."""
        ...

    def set(self, key: str, value: Any) -> None:
        """Store `value` under `key`."""
        ...

    def close(self) -> None:
        """Give connections and file handles back; a later call opens them again."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...


class ClosingCache:
    """Mixin: leaving the ``with`` block closes the store."""

    def close(self) -> None:
        """Nothing to give back."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

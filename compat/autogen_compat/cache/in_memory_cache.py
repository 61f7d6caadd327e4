"""A cache that lives as long as the process (v0.2: autogen/cache/in_memory_cache.py)."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from autogen_compat.cache.abstract_cache_base import ClosingCache

__all__ = ["InMemoryCache"]


class InMemoryCache(ClosingCache):
    """Keeps the values themselves, in a dict."""

    def __init__(self, seed: str | int = "") -> None:
        self._seed = str(seed)
        self._cache: dict[str, Any] = {}

    def _prefixed_key(self, key: str) -> str:
        return f"{self._seed}_{key}" if self._seed else key

    def get(self, key: str, default: Any | None = None) -> Any | None:
        """The value stored under `key`, or `default`; a stored None counts as absent."""
        value = self._cache.get(self._prefixed_key(key))
        return default if value is None else value

    def set(self, key: str, value: Any) -> None:
        """Store `value` under `key`."""
        self._cache[self._prefixed_key(key)] = value

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        self.close()

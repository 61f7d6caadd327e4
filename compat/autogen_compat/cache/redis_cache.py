"""Answers in Redis (v0.2: autogen/cache/redis_cache.py)."""

from __future__ import annotations

from types import TracebackType
from typing import Any

try:
    import redis
except ImportError as missing:
    raise ImportError('Caching in Redis needs the redis package: pip install "autogen-migrate[redis]"') from missing

from autogen_compat.cache import _pickles
from autogen_compat.cache.abstract_cache_base import ClosingCache

__all__ = ["RedisCache"]


class RedisCache(ClosingCache):
    """Answers in a Redis database, under keys that start with ``autogen:<seed>:``.

    Attributes:
        seed: the namespace of the keys.
        cache: the redis.Redis client.
    """

    def __init__(self, seed: str | int, redis_url: str) -> None:
        self.seed = seed
        self.cache = redis.Redis.from_url(redis_url)

    def _prefixed_key(self, key: str) -> str:
        return f"autogen:{self.seed}:{key}"

    def get(self, key: str, default: Any | None = None) -> Any | None:
        """The value stored under `key`; an entry that is no model answer counts as absent."""
        data = self.cache.get(self._prefixed_key(key))
        if not isinstance(data, bytes):
            return default
        return _pickles.loads_or(data, default)

    def set(self, key: str, value: Any) -> None:
        """Store `value` under `key`."""
        self.cache.set(self._prefixed_key(key), _pickles.dumps(value))

    def close(self) -> None:
        """Give the connections back; the next call takes new ones."""
        self.cache.close()

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        self.close()

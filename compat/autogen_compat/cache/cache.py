"""`Cache`: one class for every store (v0.2: autogen/cache/cache.py)."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from autogen_compat.cache.abstract_cache_base import AbstractCache
from autogen_compat.cache.cache_factory import CacheFactory

__all__ = ["Cache"]


class Cache(AbstractCache):
    """A cache that is opened by ``with`` and passed as ``cache=`` to chats and clients.

    Attributes:
        config: the configuration it was made from; the seed is always a string.
        cache: the store.
    """

    ALLOWED_CONFIG_KEYS = ["cache_seed", "redis_url", "cache_path_root", "cosmos_db_config"]

    @staticmethod
    def redis(cache_seed: str | int = 42, redis_url: str = "redis://localhost:6379/0") -> Cache:
        """A cache in Redis, below the namespace `cache_seed`."""
        return Cache({"cache_seed": cache_seed, "redis_url": redis_url})

    @staticmethod
    def disk(cache_seed: str | int = 42, cache_path_root: str = ".cache") -> Cache:
        """A cache in the folder ``cache_path_root/cache_seed``."""
        return Cache({"cache_seed": cache_seed, "cache_path_root": cache_path_root})

    @staticmethod
    def cosmos_db(
        connection_string: str | None = None,
        container_id: str | None = None,
        cache_seed: str | int = 42,
        client: Any | None = None,
    ) -> Cache:
        """A cache in the container `container_id` of the Cosmos DB database ``autogen_cache``."""
        where = {
            "connection_string": connection_string,
            "database_id": "autogen_cache",
            "container_id": container_id,
            "client": client,
        }
        return Cache({"cache_seed": str(cache_seed), "cosmos_db_config": where})

    def __init__(self, config: dict[str, Any]) -> None:
        """Open the store that `config` names.

        Raises:
            ValueError: `config` has a key that no store knows.
            ImportError: the package of the store is missing.
        """
        self.config = config
        self.config["cache_seed"] = str(self.config.get("cache_seed", 42))
        for key in self.config:
            if key not in self.ALLOWED_CONFIG_KEYS:
                raise ValueError(f"Invalid config key: {key}")
        self.cache = CacheFactory.cache_factory(
            seed=self.config["cache_seed"],
            redis_url=self.config.get("redis_url"),
            cache_path_root=self.config.get("cache_path_root"),
            cosmosdb_config=self.config.get("cosmos_db_config"),
        )

    def __enter__(self) -> AbstractCache:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The store itself, as in v0.2."""
        return self.cache.__enter__()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return self.cache.__exit__(exc_type, exc_value, traceback)

    def get(self, key: str, default: Any | None = None) -> Any | None:
        """The value stored under `key`, or `default`."""
        return self.cache.get(key, default)

    def set(self, key: str, value: Any) -> None:
        """Store `value` under `key`."""
        self.cache.set(key, value)

    def close(self) -> None:
        """Close the store; a later call opens it again."""
        self.cache.close()

"""Which store a cache configuration means (v0.2: autogen/cache/cache_factory.py)."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any

from autogen_compat.cache.abstract_cache_base import AbstractCache

__all__ = ["CacheFactory"]

logger = logging.getLogger(__name__)


def _redis(seed: str | int, redis_url: str) -> AbstractCache:
    from autogen_compat.cache.redis_cache import RedisCache

    return RedisCache(seed, redis_url)


def _cosmos(seed: str | int, config: Any) -> AbstractCache:
    from autogen_compat.cache.cosmos_db_cache import CosmosDBCache

    return CosmosDBCache.create_cache(seed, config)


def _disk(seed: str | int, root: str | None) -> AbstractCache:
    from autogen_compat.cache.disk_cache import DiskCache

    return DiskCache(os.path.join(".", root or ".cache", str(seed)))


class CacheFactory:
    """Makes the store that a configuration names."""

    @staticmethod
    def cache_factory(
        seed: str | int,
        redis_url: str | None = None,
        cache_path_root: str | None = ".cache",
        cosmosdb_config: dict[str, Any] | None = None,
    ) -> AbstractCache:
        """Redis where there is a URL, else Cosmos DB where it is configured, else a folder.

        A store whose package is missing is passed over with a warning, as in v0.2.

        Raises:
            ImportError: the folder is what is left and diskcache is missing.
        """
        wanted: list[tuple[str, Any, Callable[[str | int, Any], AbstractCache]]] = [
            ("RedisCache", redis_url, _redis),
            ("CosmosDBCache", cosmosdb_config, _cosmos),
        ]
        for name, where, make in wanted:
            if not where:
                continue
            try:
                return make(seed, where)
            except ImportError as missing:
                logger.warning("%s is not available (%s). Falling back to the next store.", name, missing)
        return _disk(seed, cache_path_root)

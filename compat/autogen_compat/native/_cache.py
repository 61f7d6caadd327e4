"""v0.2's caches, on disk and in Redis, in front of a v0.4 model client."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from autogen_core import CacheStore
from autogen_core.models import ChatCompletionClient
from autogen_ext.models.cache import CHAT_CACHE_VALUE_TYPE, ChatCompletionCache


def disk_cached(
    client: ChatCompletionClient, cache_seed: int | str | None, cache_path_root: str = ".cache"
) -> ChatCompletionClient:
    """`client` with its answers kept under ``<cache_path_root>/<cache_seed>``, as v0.2's ``cache_seed`` did.

    Without a seed (None) it is the client itself.  Unlike a bare ChatCompletionCache, another model or other
    parameters on the same store get answers of their own.  v0.2: autogen/oai/client.py OpenAIWrapper.create.

    Raises:
        ImportError: diskcache is not installed.
    """
    if cache_seed is None:
        return client
    try:
        from autogen_ext.cache_store.diskcache import DiskCacheStore
        from diskcache import Cache
    except ImportError as error:
        raise ImportError('the cache on disk needs `pip install "autogen-migrate[diskcache]"`') from error
    folder = Path(cache_path_root, str(cache_seed), "native")
    store = DiskCacheStore[CHAT_CACHE_VALUE_TYPE](Cache(str(folder)))
    return ChatCompletionCache(client, _StoreOfClient(store, _fingerprint(client)))


def redis_cached(
    client: ChatCompletionClient, cache_seed: int | str = 42, redis_url: str = "redis://localhost:6379/0"
) -> ChatCompletionClient:
    """`client` with its answers kept in a Redis server under the seed, as those of v0.2's ``Cache.redis`` were.

    Programs that share the server share the answers.  Unlike a bare ChatCompletionCache, another model or other
    parameters on the same store get answers of their own, and a server that cannot be reached is an error of
    redis (v0.4: every answer is asked for).  v0.2: autogen/cache/redis_cache.py RedisCache.

    Raises:
        ImportError: redis is not installed.
    """
    try:
        from autogen_ext.cache_store.redis import RedisStore
        from redis import Redis
    except ImportError as error:
        raise ImportError('the cache in Redis needs `pip install "autogen-migrate[redis]"`') from error
    server = Redis.from_url(redis_url)
    store = RedisStore[CHAT_CACHE_VALUE_TYPE](server)
    prefix = f"autogen:{cache_seed}:native:{_fingerprint(client)}:"
    return ChatCompletionCache(client, _StoreOfClient(store, prefix, check=server.ping))


class _StoreOfClient(CacheStore[Any]):
    """A part of another store, for the answers of one client; `check` raises where the store is not to be reached."""

    component_provider_override = "autogen_compat.native._cache._StoreOfClient"

    def __init__(self, store: CacheStore[Any], prefix: str, check: Callable[[], object] | None = None) -> None:
        self._store = store
        self._prefix = prefix
        self._check = check

    def get(self, key: str, default: Any = None) -> Any:
        if self._check is not None:
            self._check()
        return self._store.get(self._prefix + key, default)

    def set(self, key: str, value: Any) -> None:
        self._store.set(self._prefix + key, value)


_NOT_ASKED = frozenset(
    {
        "api_key",
        "api_version",
        "base_url",
        "client_host",
        "default_headers",
        "host",
        "max_retries",
        "model_capabilities",
        "model_info",
        "organization",
        "timeout",
    }
)
"""What of a client's settings is not in its requests: where they go and how, and as whom."""


def _fingerprint(client: ChatCompletionClient) -> str:
    described = json.dumps([type(client).__name__, _asked(_settings(client))], sort_keys=True, default=str)
    return sha256(described.encode()).hexdigest()


def _asked(value: Any) -> Any:
    """Settings without those that are in no request."""
    if isinstance(value, Mapping):
        kept = {key for key in value if key not in _NOT_ASKED and not str(key).startswith("azure_")}
        return {key: _asked(value[key]) for key in kept}
    return [_asked(each) for each in value] if isinstance(value, list) else value


def _settings(client: ChatCompletionClient) -> dict[str, Any]:
    try:
        return dict(client.dump_component().config)
    except ImportError:
        # Azure's client does not describe itself without azure-identity, which it needs for nothing else.
        return dict(getattr(client, "_create_args", {}))

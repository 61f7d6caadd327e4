"""v0.2's cache on disk in front of a v0.4 model client."""

from __future__ import annotations

import json
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


class _StoreOfClient(CacheStore[Any]):
    """A part of another store, for the answers of one client."""

    component_provider_override = "autogen_compat.native._cache._StoreOfClient"

    def __init__(self, store: CacheStore[Any], prefix: str) -> None:
        self._store = store
        self._prefix = prefix

    def get(self, key: str, default: Any = None) -> Any:
        return self._store.get(self._prefix + key, default)

    def set(self, key: str, value: Any) -> None:
        self._store.set(self._prefix + key, value)


def _fingerprint(client: ChatCompletionClient) -> str:
    component = client.dump_component()
    settings = {key: value for key, value in component.config.items() if "key" not in key and "token" not in key}
    return sha256(json.dumps([component.provider, settings], sort_keys=True, default=str).encode()).hexdigest()

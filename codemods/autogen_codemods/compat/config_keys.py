"""The configuration keys that v0.1 knew by other names."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

RENAMED = {
    "api_base": "base_url",
    "deployment_id": "azure_deployment",
    "engine": "model",
    "request_timeout": "timeout",
}
"""Old key and new key; the values mean the same."""

DROPPED = {
    "max_retry_period": "max_retries (a number of retries) and timeout (seconds)",
    "retry_wait_time": "max_retries; the waiting time grows by itself",
}
"""Keys without a counterpart of the same meaning, and what to set instead."""

V01_ONLY = frozenset({"request_timeout", "api_base", "use_cache", *DROPPED})
"""Keys that only v0.1 read."""


def v01_seed(keys: AbstractSet[str]) -> bool:
    """Whether `seed` beside these keys is v0.1's seed of the cache, and not the model's of v0.2."""
    return bool(keys & V01_ONLY) and "cache_seed" not in keys


def new_key(key: str, keys: AbstractSet[str]) -> str | None:
    """The new name of a key that stands beside `keys`; None when it keeps its name or the new one is taken."""
    new = "cache_seed" if key == "seed" and v01_seed(keys) else RENAMED.get(key)
    return None if new in keys else new

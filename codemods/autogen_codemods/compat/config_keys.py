"""The configuration keys that v0.1 knew by other names."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

RENAMED = {"request_timeout": "timeout", "api_base": "base_url"}
"""Old key and new key; the values mean the same."""

V01_ONLY = frozenset({"request_timeout", "api_base", "use_cache", "retry_wait_time", "max_retry_period"})
"""Keys that only v0.1 read."""


def v01_seed(keys: AbstractSet[str]) -> bool:
    """Whether `seed` beside these keys is v0.1's seed of the cache, and not the model's of v0.2."""
    return bool(keys & V01_ONLY) and "cache_seed" not in keys

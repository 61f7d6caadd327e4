"""Caches of model answers (v0.2: autogen/cache)."""

from autogen_compat.cache.abstract_cache_base import AbstractCache
from autogen_compat.cache.cache import Cache

__all__ = ["AbstractCache", "Cache"]

"""The default cache: a folder of the diskcache library (v0.2: autogen/cache/disk_cache.py)."""

from __future__ import annotations

import io
from typing import Any

try:
    import diskcache
except ImportError as missing:
    raise ImportError(
        'Caching on disk needs the diskcache package: pip install "autogen-migrate[diskcache]"'
    ) from missing

from autogen_compat.cache import _pickles
from autogen_compat.cache.abstract_cache_base import ClosingCache

__all__ = ["DiskCache"]


class _AnswerDisk(diskcache.Disk):  # pyright: ignore[reportUntypedBaseClass]
    """diskcache's file format, read with the restricted unpickler."""

    def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> Any:
        if mode != diskcache.core.MODE_PICKLE:
            return super().fetch(mode, filename, value, read)
        if value is not None:
            return _pickles.load(io.BytesIO(value))
        with open(f"{self._directory}/{filename}", "rb") as file:
            return _pickles.load(file)


class DiskCache(ClosingCache):
    """Answers in a diskcache folder, which v0.2 can read and write as well.

    Attributes:
        cache: the diskcache.Cache.
    """

    def __init__(self, seed: str | int) -> None:
        """Open the folder `seed`, which is a path."""
        self.cache = diskcache.Cache(seed)
        # After opening: v0.2's folders name no disk class, and must not start to.
        self.cache._disk.__class__ = _AnswerDisk

    def get(self, key: str, default: Any | None = None) -> Any | None:
        """The value stored under `key`; an entry that is no model answer counts as absent."""
        try:
            return self.cache.get(key, default)
        except _pickles.UnsafeCacheEntry as refusal:
            _pickles.logger.warning("%s: %s", self.cache.directory, refusal)
            return default

    def set(self, key: str, value: Any) -> None:
        """Store `value` under `key`."""
        self.cache.set(key, value)

    def close(self) -> None:
        """Close the database; the next call opens it again."""
        self.cache.close()

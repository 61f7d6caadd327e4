"""What v0.2 programs and AutoGen Studio leave behind: databases, logs, caches, pickles; as conversations and tables."""

from __future__ import annotations

from pathlib import Path

from ..errors import FileFormatError
from ..files.sources import Container
from .base import Store


def open_store(path: Path, container: Container) -> Store:
    """The store in a file or folder, recognised by what it holds. Raises FileFormatError where it is none."""
    if container is Container.CACHE:
        from .cache import cache_store

        return cache_store(path)
    if container is Container.PICKLE:
        from .teachability import teachability_store

        return teachability_store(path)
    if container is Container.LOG:
        from .file_log import file_log_store

        return file_log_store(path)
    if container is Container.SQLITE:
        return _database(path)
    raise FileFormatError("is no store")


def _database(path: Path) -> Store:
    from .database import tables
    from .runtime_log import runtime_log_store
    from .studio01 import studio01_store
    from .studio04 import studio04_store

    found = tables(path)
    if "chat_completions" in found:
        return runtime_log_store(path)
    if "run" in found or "component" in found.get("team", ()):
        return studio04_store(path)
    if "meta" in found.get("message", ()) or "workflow" in found:
        return studio01_store(path)
    if "Cache" in found and "Settings" in found:
        from .cache import cache_store

        return cache_store(path.parent)
    names = ", ".join(sorted(found)[:6]) or "none"
    raise FileFormatError(f"is a SQLite database, but none of AutoGen's (its tables: {names})")

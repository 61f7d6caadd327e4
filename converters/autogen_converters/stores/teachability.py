"""Teachability's memos (`uid_text_dict.pkl`, autogen/agentchat/contrib/capabilities/teachability.py) as v0.4 memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .._json import is_list, is_record
from ..errors import FileFormatError
from ..files.reading import MAX_RECORD_BYTES, Rejected
from . import pickles
from .base import Document, Store


def teachability_store(path: Path) -> Store:
    """Every memo as a v0.4 `MemoryContent`, for `Memory.add`."""
    memos = _memos(path)
    return Store("v0.2 Teachability memos", lambda: _read(memos))


def _memos(path: Path) -> dict[Any, Any]:
    if path.stat().st_size > MAX_RECORD_BYTES:
        raise FileFormatError(f"is a pickle longer than {MAX_RECORD_BYTES // 1024} KiB")
    memos = pickles.load(path.read_bytes())
    if not is_record(memos):
        raise FileFormatError("is a pickle, but not of Teachability's memos")
    return memos


def _read(memos: dict[Any, Any]) -> Iterator[Document | Rejected]:
    for uid, memo in memos.items():
        texts = memo if is_list(memo) else []
        if len(texts) != 2 or not all(isinstance(text, str) for text in texts):
            yield Rejected(f"memo {uid}", "should be a pair of texts")
            continue
        metadata = {"uid": str(uid), "input_text": texts[0]}
        yield Document({"content": texts[1], "mime_type": "text/plain", "metadata": metadata}, f"memo {uid}")

"""The file of memos that v0.2 keeps beside their vectors: a pickle of pairs of texts by id."""

from __future__ import annotations

import os
import pickle
import tempfile
from pathlib import Path
from typing import Any

__all__ = ["Memos", "UnsafeMemoFile", "read_memos", "write_memos"]

Memos = dict[str, tuple[str, str]]


class UnsafeMemoFile(pickle.UnpicklingError):
    """The file holds something else than pairs of texts."""


class _Texts(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str, /) -> Any:
        raise UnsafeMemoFile(f"it names {module_name}.{global_name}")

    def persistent_load(self, pid: Any) -> Any:
        raise UnsafeMemoFile("it refers to an outside object")


def read_memos(path: str | os.PathLike[str]) -> Memos:
    """The memos of a file, without running what a poisoned file asks for.

    Raises:
        UnsafeMemoFile: the file is damaged or holds anything but texts.
    """
    try:
        with open(path, "rb") as file:
            memos = _Texts(file).load()
    except OSError:
        raise
    except Exception as damage:  # a damaged pickle can fail in any way at all
        raise UnsafeMemoFile(
            f"{path} cannot be read as memos ({damage}): restore it, or reset the database"
        ) from damage
    if not _are_memos(memos):
        raise UnsafeMemoFile(f"{path} holds no pairs of texts: restore it, or reset the database")
    return {memo_id: (pair[0], pair[1]) for memo_id, pair in memos.items()}


def _are_memos(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(memo_id, str)
        and isinstance(pair, (tuple, list))
        and len(pair) == 2
        and all(isinstance(text, str) for text in pair)
        for memo_id, pair in value.items()
    )


def write_memos(path: str | os.PathLike[str], memos: Memos) -> None:
    """Replace the file; v0.2 can read it too."""
    target = Path(path)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=target.name, delete=False) as file:
        pickle.dump(memos, file)
    os.replace(file.name, target)

"""v0.2 response caches (`.cache/41`, written by diskcache): what was asked and what the model answered.

The key is the request as JSON (autogen/oai/client.py `get_key`), the value a pickled openai `ChatCompletion`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .._json import Record, is_list, is_record
from ..errors import FileFormatError
from ..files.reading import Rejected
from . import pickles
from .base import Document, Store, as_record
from .database import from_json, rows

_PICKLED, _TEXT = 4, 3
_KNOWN = ("openai.types.",)


def cache_store(folder: Path) -> Store:
    """Every cached completion, with the `CreateResult` that v0.4 would have made of it."""
    return Store("v0.2 response cache", lambda: _read(folder))


def _read(folder: Path) -> Iterator[Document | Rejected]:
    for row in rows(folder / "cache.db", "SELECT rowid, key, raw, mode, filename, value FROM Cache ORDER BY rowid"):
        where = f"entry {row['rowid']}"
        try:
            yield Document(_entry(folder, row), where)
        except (FileFormatError, OSError) as error:
            yield Rejected(where, str(error))


def _entry(folder: Path, row: Record) -> Record:
    request = as_record(from_json(_key(row), "key"))
    response = as_record(_value(folder, row))
    return {"cached_completion": {"request": request, "response": response, "result": create_result(response)}}


def _key(row: Record) -> str:
    key = row["key"]
    if row["raw"] and isinstance(key, str):
        return key
    value = pickles.load(bytes(key)) if isinstance(key, bytes) else None
    if not isinstance(value, str):
        raise FileFormatError("key is not a request")
    return value


def _value(folder: Path, row: Record) -> Any:
    data: Any = row["value"]
    if row["filename"]:
        path = (folder / row["filename"]).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise FileFormatError("names a file outside the cache folder")
        data = path.read_bytes()
    if row["mode"] == _PICKLED:
        return pickles.load(bytes(data), _KNOWN)
    if row["mode"] == _TEXT:
        return from_json(data, "value")
    raise FileFormatError("is no completion")


def create_result(response: Record) -> Record | None:
    """A v0.4 `CreateResult` for an OpenAI completion, None where it holds no choice."""
    choices = response.get("choices")
    choice = as_record(choices[0]) if is_list(choices) and choices else {}
    message = as_record(choice.get("message"))
    if not message:
        return None
    calls = message.get("tool_calls")
    usage = as_record(response.get("usage"))
    content = [_call(call) for call in calls if is_record(call)] if is_list(calls) and calls else message.get("content")
    return {
        "finish_reason": _FINISH.get(str(choice.get("finish_reason")), "unknown"),
        "content": content or "",
        "usage": {key: usage.get(key) or 0 for key in ("prompt_tokens", "completion_tokens")},
        "cached": True,
        "logprobs": None,
        "thought": message.get("content") if calls and message.get("content") else None,
    }


_FINISH = {
    "stop": "stop",
    "length": "length",
    "tool_calls": "function_calls",
    "function_call": "function_calls",
    "content_filter": "content_filter",
}


def _call(call: Record) -> Record:
    function = as_record(call.get("function"))
    fields = {"arguments": function.get("arguments"), "name": function.get("name")}
    return {"id": str(call.get("id") or ""), **{key: str(value or "") for key, value in fields.items()}}

"""Values that JSON has no form for, as tagged JSON, and back.

v0.2 message dicts may hold tuples, bytes, dates or PIL images (`context`, `image_url.url`). Where they have to
travel in a string they become `{"$tuple": [...]}` and so on; dicts that could be mistaken for a tag are tagged too.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, cast

from pydantic_core import PydanticSerializationError, to_json

from ._json import Record, is_list, is_record
from .errors import MessageError

PLAIN = frozenset({str, int, bool, type(None)})


def dumps(value: object) -> str:
    """`value` as compact JSON with tags. Raises MessageError for what has no tag."""
    try:
        packed = _pack(value)
        return to_json(packed).decode()
    except PydanticSerializationError:
        return _escaped(value)
    except RecursionError:
        raise MessageError("", "is nested too deeply, or contains itself") from None


def _escaped(value: object) -> str:
    """As `dumps`, for text with half surrogate pairs, which only escapes can hold."""
    return json.dumps(_pack(value), separators=(",", ":"), allow_nan=False)


def loads(text: str) -> Any:
    """What `dumps` was given. Raises ValueError for text that it did not write."""
    try:
        return _unpack(json.loads(text))
    except (RecursionError, KeyError, TypeError, AttributeError, OSError) as error:
        raise ValueError(f"not packed data: {error}") from None


def _pack(value: Any) -> object:
    kind: type[object] = value.__class__
    if kind in PLAIN:
        return value
    if kind is dict:
        return _pack_dict(value)
    if kind is list:
        return [_pack(item) for item in value]
    if kind is float:
        return value if math.isfinite(value) else {"$float": repr(value)}
    return _pack_other(value)


def _pack_dict(value: dict[Any, Any]) -> Record:
    packed: Record = {}
    for key, item in value.items():
        if not isinstance(key, str) or key.startswith("$"):
            return {"$dict": [[_pack(key), _pack(item)] for key, item in value.items()]}
        packed[key] = item if type(item) is str else _pack(item)
    return packed


def _pack_other(value: object) -> object:
    if isinstance(value, dict):
        return _pack_dict(cast("dict[Any, Any]", value))
    if isinstance(value, list):
        return [_pack(item) for item in cast("list[object]", value)]
    if isinstance(value, float):
        return _pack(float(value))
    if isinstance(value, (str, int)):
        return _pack(str(value) if isinstance(value, str) else int(value))
    if isinstance(value, tuple):
        return {"$tuple": [_pack(item) for item in cast("tuple[object, ...]", value)]}
    if isinstance(value, (set, frozenset)):
        items = sorted(cast("set[object]", value), key=repr)
        return {"$set": [_pack(item) for item in items]}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if _is_pil(value):
        return {"$image": _pil_to_uri(value)}
    raise MessageError("", f"holds a {type(value).__name__}, which no file format can carry; remove or convert it")


def _is_pil(value: object) -> bool:
    return any(base.__module__.startswith("PIL.") for base in type(value).__mro__)


def _pil_to_uri(value: Any) -> str:
    from .messages.images import encode_pil

    return encode_pil(value)


def _pil_from_uri(uri: str) -> object:
    from .messages.images import decode_pil

    return decode_pil(uri)


_UNPACK: dict[str, Callable[[Any], object]] = {
    "$tuple": lambda items: tuple(map(_unpack, items)),
    "$set": lambda items: set(map(_unpack, items)),
    "$bytes": base64.b64decode,
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$float": float,
    "$image": _pil_from_uri,
    "$dict": lambda pairs: {_unpack(key): _unpack(item) for key, item in pairs},
}


def _unpack(value: object) -> object:
    if is_list(value):
        return [_unpack(item) for item in value]
    if not is_record(value):
        return value
    if len(value) == 1:
        [(key, inner)] = value.items()
        if key in _UNPACK:
            return _UNPACK[key](inner)
    return {key: _unpack(item) for key, item in value.items()}

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

from ._json import Record, is_list, is_record
from .errors import MessageError

PLAIN = (str, int, bool, type(None))


def dumps(value: object, field: str) -> str:
    """`value` as compact ASCII JSON with tags. Raises MessageError (at `field`) for what has no tag."""
    try:
        return json.dumps(_pack(value, field), separators=(",", ":"), allow_nan=False)
    except RecursionError:
        raise MessageError(field, "is nested too deeply, or contains itself") from None


def loads(text: str) -> Any:
    """What `dumps` was given. Raises ValueError for text that it did not write."""
    try:
        return _unpack(json.loads(text))
    except (RecursionError, KeyError, TypeError, AttributeError, OSError) as error:
        raise ValueError(f"not packed data: {error}") from None


def _pack(value: object, field: str) -> object:
    kind = type(value)
    if kind in PLAIN:
        return value
    if is_record(value):
        return _pack_dict(value, field)
    if kind is list and is_list(value):
        return [_pack(item, field) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else {"$float": repr(value)}
    return _pack_other(value, field)


def _pack_dict(value: dict[Any, Any], field: str) -> Record:
    plain = all(isinstance(key, str) and not key.startswith("$") for key in value)
    if plain:
        return {key: _pack(item, field) for key, item in value.items()}
    return {"$dict": [[_pack(key, field), _pack(item, field)] for key, item in value.items()]}


def _pack_other(value: object, field: str) -> Record:
    if isinstance(value, tuple):
        return {"$tuple": [_pack(item, field) for item in cast("tuple[object, ...]", value)]}
    if isinstance(value, (set, frozenset)):
        items = sorted(cast("set[object]", value), key=repr)
        return {"$set": [_pack(item, field) for item in items]}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if _is_pil(value):
        return {"$image": _pil_to_uri(value)}
    raise MessageError(field, f"holds a {type(value).__name__}, which no file format can carry; remove or convert it")


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

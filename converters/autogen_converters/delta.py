"""The difference of two JSON values, small and appliable.

Both laws of the converters rest on it: a conversion translates what both versions can say, translates that back,
and keeps only the difference to the original.

A delta is `{"set": {key: value}, "drop": [key], "in": {key: delta}}`, each part left out when empty. Inside lists
of equal length the keys are the indexes in decimal.
"""

from __future__ import annotations

from typing import Any

from ._json import Record, is_list, is_record, only_text_keys
from .errors import ConversionError

Delta = dict[str, Any]
PARTS = frozenset({"set", "drop", "in"})


def difference(old: Record, new: Record) -> Delta:
    """The delta that turns `old` into `new`; empty when they are equal. It does not depend on the order of keys."""
    changed: Record = {}
    inner: Record = {}
    for key, value in new.items():
        if key not in old:
            changed[key] = value
        elif not same(old[key], value):
            nested = _nested(old[key], value)
            if nested is None:
                changed[key] = value
            else:
                inner[key] = nested
    return _delta(changed, [key for key in old if key not in new], inner)


def _delta(changed: Record, dropped: list[str], inner: Record) -> Delta:
    delta: Delta = {}
    if changed:
        delta["set"] = _ordered(changed)
    if dropped:
        delta["drop"] = sorted(dropped)
    if inner:
        delta["in"] = _ordered(inner)
    return delta


def _ordered(value: Record) -> Record:
    return dict(sorted(value.items(), key=_by_key)) if len(value) > 1 else value


def _by_key(item: tuple[str, Any]) -> str:
    return item[0]


def same(left: Any, right: Any) -> bool:
    """Equality that tells `1`, `1.0` and `True` apart, and lists from tuples."""
    kind: type[object] = left.__class__
    if left is right:
        return True
    if kind is not type(right) or left != right:
        return False
    if kind is str:
        return True
    if kind is list:
        return all(map(same, left, right))
    return kind is not dict or all(same(value, right[key]) for key, value in left.items())


def _nested(old: object, new: object) -> Delta | None:
    if is_record(old) and is_record(new):
        return difference(old, new) if only_text_keys(new) else None
    if is_list(old) and is_list(new) and len(old) == len(new):
        return difference(_indexed(old), _indexed(new))
    return None


def _indexed(values: list[Any]) -> Record:
    return {str(index): value for index, value in enumerate(values)}


def apply(delta: Delta, old: Record) -> Record:
    """`old` with `delta` applied, as a new dict.

    Raises ConversionError where the delta does not fit (its source was edited or is not ours).
    """
    if not delta.keys() <= PARTS:
        raise ConversionError("our key holds something that is not ours")
    new = dict(old)
    for key, inner in _record(delta.get("in", {})).items():
        if key not in new:
            raise ConversionError(f"our key does not fit: there is nothing at {key!r}")
        new[key] = _apply_nested(_record(inner), new[key])
    for key in delta.get("drop", ()):
        new.pop(key, None)
    new.update(_record(delta.get("set", {})))
    return new


def _apply_nested(delta: Delta, old: object) -> Record | list[Any]:
    if is_record(old):
        return apply(delta, old)
    if is_list(old):
        indexed = apply(delta, _indexed(old))
        if len(indexed) != len(old):
            raise ConversionError("our key does not fit: a list has another length")
        return list(indexed.values())
    raise ConversionError("our key does not fit: there is neither an object nor a list")


def _record(value: object) -> Record:
    if not is_record(value):
        raise ConversionError("our key holds something that is not ours")
    return value


def paths(delta: Delta, prefix: str = "") -> list[str]:
    """The fields that a delta touches, as `content[0].is_error`, for reports of what was lost."""
    here = [*_record(delta.get("set", {})), *delta.get("drop", ())]
    found = [_join(prefix, key) for key in here]
    for key, inner in _record(delta.get("in", {})).items():
        found += paths(inner, _join(prefix, key))
    return found


def _join(prefix: str, key: object) -> str:
    if isinstance(key, str) and key.isdecimal() and prefix:
        return f"{prefix}[{key}]"
    return f"{prefix}.{key}" if prefix else str(key)

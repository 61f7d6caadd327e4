"""Names for v0.4 teams, which take Python identifiers only and each once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..errors import ConversionError

_LONGEST = 64
_ON_THE_WIRE = re.compile(rf"[A-Za-z0-9_-]{{1,{_LONGEST}}}")


def team_names(names: Iterable[str]) -> dict[str, str]:
    """A v0.4 name for every v0.2 name: the same where it can be, else with `_` for what no identifier holds.

    Model APIs take ASCII up to 64 characters, so the names do too.

    >>> team_names(["user-proxy", "Product Manager", "bob"])
    {'user-proxy': 'user_proxy', 'Product Manager': 'Product_Manager', 'bob': 'bob'}
    """
    given = list(dict.fromkeys(names))
    taken = {name for name in given if _fits(name)}
    return {name: name if _fits(name) else _fresh(name, taken) for name in given}


def _fits(name: str) -> bool:
    return name.isidentifier() and name.isascii() and len(name) <= _LONGEST


def _fresh(name: str, taken: set[str]) -> str:
    stem = re.sub(r"[^A-Za-z0-9_]", "_", name)[: _LONGEST - 10] or "agent"
    stem = stem if stem.isidentifier() else f"agent_{stem}"
    candidates = (stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3)))
    chosen = next(candidate for candidate in candidates if candidate not in taken)
    taken.add(chosen)
    return chosen


def with_outsiders(names: Mapping[str, str], sources: Iterable[str]) -> dict[str, str]:
    """`names` and a name for every other speaker, which v0.4's model clients refuse too if it holds a blank."""
    others = list(dict.fromkeys(source for source in sources if source not in names))
    taken = set(names.values())
    fit = {other for other in others if _ON_THE_WIRE.fullmatch(other) and other not in taken}
    taken |= fit
    return {**{other: other if other in fit else _fresh(other, taken) for other in others}, **names}


def parse_participants(text: str) -> dict[str, str]:
    """`--participants "Product Manager=manager,coder"` as v0.4 names by v0.2 names, in order.

    Raises ConversionError for a v0.4 name that no team would take, or one that is given twice.
    """
    pairs = [part.strip().partition("=") for part in text.split(",") if part.strip()]
    explicit = {old.strip(): new.strip() for old, _, new in pairs if new}
    names = {**team_names(old.strip() for old, _, _ in pairs), **explicit}
    for old, new in names.items():
        if not new.isidentifier():
            raise ConversionError(f"participant {old!r}: {new!r} is no Python identifier, which v0.4 asks of names")
    if len(set(names.values())) < len(names):
        raise ConversionError(f"participants: each needs a name of its own, got {', '.join(names.values())}")
    return names

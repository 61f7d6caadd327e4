"""Which AutoGen a requirement can mean, decided from its version range."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Era(str, Enum):
    """What a release of one of the distributions contains."""

    V02 = "v0.2"
    AG2 = "the AG2 fork"
    V04 = "v0.4"
    NOTHING = "nothing (a stub)"


class _Release(NamedTuple):
    first: tuple[int, ...]
    era: Era


RELEASES: dict[str, tuple[_Release, ...]] = {
    "pyautogen": (
        _Release((0, 1), Era.V02),
        _Release((0, 3), Era.AG2),
        _Release((0, 10), Era.NOTHING),
    ),
    "autogen-agentchat": (_Release((0, 2, 36), Era.V02), _Release((0, 4), Era.V04)),
    "ag2": (_Release((0, 3), Era.AG2), _Release((1, 0), Era.NOTHING)),
    "autogen": (_Release((0, 3), Era.AG2), _Release((0, 15), Era.NOTHING)),
}
"""Per distribution: from which version on it contains what."""

_SAMPLES = ("0.1.14", "0.2.0", "0.2.15", "0.2.35", "0.2.36", "0.2.40", "0.3.2", "0.4.0", "0.5.7", "0.7.5", "0.9.9")
_LATEST = ("0.10.0", "0.14.1", "0.15.0", "1.0.0")
_CLAUSE = re.compile(r"(===|==|~=|!=|<=|>=|<|>|\^|~|=)?\s*v?(\d+(?:\.\d+)*)((?:\.\*)|[a-z0-9.+-]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Clause:
    """One comparison of a version range."""

    operator: str
    version: tuple[int, ...]
    wildcard: bool = False

    def admits(self, version: tuple[int, ...]) -> bool:
        """Whether `version` satisfies the comparison."""
        mine = self.version
        same_prefix = version[: len(mine)] == mine
        if self.operator in ("==", "===", "="):
            return same_prefix if self.wildcard or self.operator == "=" else _padded(version) == _padded(mine)
        if self.operator == "!=":
            return not same_prefix if self.wildcard else _padded(version) != _padded(mine)
        if self.operator == "~=":
            return _padded(version) >= _padded(mine) and version[: len(mine) - 1] == mine[:-1]
        if self.operator == "^":
            return _padded(version) >= _padded(mine) and version[: _caret_width(mine)] == mine[: _caret_width(mine)]
        if self.operator == "~":
            return _padded(version) >= _padded(mine) and version[:2] == (*mine, 0)[:2]
        return _ORDER[self.operator](_padded(version), _padded(mine))


_ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def _padded(version: tuple[int, ...]) -> tuple[int, ...]:
    return (*version, 0, 0, 0, 0)[:4]


def _caret_width(version: tuple[int, ...]) -> int:
    return next((i + 1 for i, part in enumerate(version) if part), len(version))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def parse_range(text: str) -> tuple[Clause, ...]:
    """The comparisons of a version range of pip, poetry or conda; ``*`` and the empty text admit all."""
    return tuple(
        Clause(operator or "==", _numbers(number), rest.startswith(".*"))
        for operator, number, rest in _CLAUSE.findall(text)
    )


def eras(distribution: str, version_range: str) -> frozenset[Era]:
    """What the releases of `distribution` in the range contain."""
    clauses = parse_range(version_range)
    exact = tuple(".".join(map(str, c.version)) for c in clauses)
    candidates = [_numbers(text) for text in (*_SAMPLES, *_LATEST, *exact)]
    admitted = [v for v in candidates if all(c.admits(v) for c in clauses)]
    return frozenset(era for version in admitted if (era := _era_of(distribution, version)) is not None)


def _era_of(distribution: str, version: tuple[int, ...]) -> Era | None:
    known = [release.era for release in RELEASES[distribution] if _padded(version) >= _padded(release.first)]
    return known[-1] if known else None

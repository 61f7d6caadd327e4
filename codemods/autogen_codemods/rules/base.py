"""What a rule is, what it finds, and how rules are looked up.

A rule is one module with a module-level ``RULE``.  The registry finds such modules by itself
in :data:`RULE_PACKAGES`, so adding a rule touches no other file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

RULE_PACKAGES = ("autogen_codemods.rules", "autogen_codemods.native")


class Kind(str, Enum):
    """How much of the work a rule can do by itself."""

    DIRECT = "direct"
    """The same thing under another name."""
    REWRITE = "rewrite"
    """Another construct that means the same."""
    DECISION = "decision"
    """Several targets; a person has to choose."""
    UNSUPPORTED = "unsupported"
    """Nothing to rewrite it to; the message says what to do."""


class Tier(str, Enum):
    """The goal of a rewrite."""

    COMPAT = "compat"
    NATIVE = "native"


@dataclass(frozen=True, slots=True)
class Rule:
    """The description of one rule: what ``autogen-migrate explain CODE`` prints."""

    code: str
    title: str
    kind: Kind
    tier: Tier
    why: str
    before: str
    after: str
    see: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in the user's project that a rule has something to say about.

    ``line`` and ``column`` count from 1; ``cell`` is the index of the notebook cell, and then
    ``line`` counts within that cell; ``fixable`` says that the rewrite to the asked tier does it;
    ``source`` is the line of text at that place.
    """

    code: str
    path: Path
    line: int
    column: int
    message: str
    kind: Kind
    end_line: int = 0
    end_column: int = 0
    cell: int | None = None
    fixable: bool = False
    source: str = ""

    @property
    def place(self) -> str:
        """``path:line:column``, with the cell for a notebook."""
        cell = f":cell {self.cell + 1}" if self.cell is not None else ""
        return f"{self.path.as_posix()}{cell}:{self.line}:{self.column}"

    def sort_key(self) -> tuple[str, int, int, int, str]:
        """Order of reports: by file, then by place."""
        cell = -1 if self.cell is None else self.cell
        return (self.path.as_posix(), cell, self.line, self.column, self.code)


class UnknownRule(LookupError):
    """No rule has this code."""


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of the codes."""
    found = {known.code: known for package in RULE_PACKAGES for known in _rules_of(package)}
    return dict(sorted(found.items()))


@cache
def rule(code: str) -> Rule:
    """The rule of this code; raises :class:`UnknownRule`."""
    try:
        return all_rules()[code]
    except KeyError:
        raise UnknownRule(f"no rule has the code {code}; `autogen-migrate explain --all` lists them") from None


def known_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes and beginnings of codes in capitals; raises :class:`UnknownRule` where no rule's code begins so."""
    given = tuple(code.strip().upper() for code in codes)
    for code in given:
        if not any(known.startswith(code) for known in all_rules()):
            rule(code)
    return given


def _rules_of(package_name: str) -> Iterator[Rule]:
    try:
        package = importlib.import_module(package_name)
    except ModuleNotFoundError:
        return
    for info in pkgutil.walk_packages(package.__path__, package_name + "."):
        module = importlib.import_module(info.name)
        own: Rule | tuple[Rule, ...] = getattr(module, "RULE", None) or getattr(module, "RULES", ())
        yield from (own,) if isinstance(own, Rule) else own

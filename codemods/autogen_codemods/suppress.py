"""Which findings the user wants: chosen codes, and comments that silence a line or a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_NOQA = re.compile(r"#.*?\bnoqa\b(?P<codes>\s*:?\s*[A-Z]+\d+(?:[\s,]+[A-Z]+\d+)*)?", re.IGNORECASE)
_FILE = re.compile(r"^\s*#\s*autogen-migrate\s*:\s*noqa(?P<codes>\s*:\s*[A-Z]+\d+(?:[\s,]+[A-Z]+\d+)*)?", re.I | re.M)
_CODE = re.compile(r"[A-Z]+\d+", re.IGNORECASE)


@dataclass(frozen=True)
class CodeFilter:
    """`select` and `ignore` hold codes or their beginnings, as ``AM1``; the longer one wins."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def wants(self, code: str) -> bool:
        """Whether findings of this code are shown and rewritten."""
        chosen = max((len(c) for c in self.select if code.startswith(c)), default=0 if self.select else 1)
        dropped = max((len(c) for c in self.ignore if code.startswith(c)), default=0)
        return chosen > dropped if self.select or dropped else True


@dataclass(frozen=True)
class Suppressions:
    """The ``# noqa`` comments of a text: codes by line, and codes for the whole file.

    An empty set stands for every code; codes may stand without a colon before them, ``# noqa E402``.
    """

    by_line: Mapping[int, frozenset[str]]
    whole_file: frozenset[str] | None = None

    @classmethod
    def of(cls, text: str) -> Suppressions:
        """Read the comments of a text."""
        lowered = text.lower()
        if "noqa" not in lowered:
            return cls({})
        by_line = {
            number: _codes(match["codes"])
            for number, line in enumerate(re.split(r"\r\n?|\n", text), 1)
            if (match := _NOQA.search(line))
        }
        whole = _FILE.search(text)
        return cls(by_line, _codes(whole["codes"]) if whole else None)

    def silence(self, code: str, lines: tuple[int, int]) -> bool:
        """Whether a finding between two lines is silenced by a comment on its first or last line."""
        listed = [self.by_line[line] for line in lines if line in self.by_line]
        if self.whole_file is not None:
            listed.append(self.whole_file)
        return any(not codes or code in codes for codes in listed)


def _codes(text: str | None) -> frozenset[str]:
    return frozenset(code.upper() for code in _CODE.findall(text or ""))

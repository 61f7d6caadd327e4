"""One requirement on an AutoGen distribution: how it is written, and what takes its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from autogen_codemods.dependencies.versions import Era, eras

NAME = r"(?P<name>pyautogen|autogen[-_.](?:agentchat|migrate)|ag2|autogen)(?![\w.-]*\w|/)"
EXTRAS = r"(?P<extras>\s*\[[^\]\n]*\])?"
_CLAUSE = r"(?:===|==|~=|!=|<=|>=|<|>)\s*[\w.*+!-]+"
RANGE = rf"(?P<range>\s*\(?\s*{_CLAUSE}(?:\s*,\s*{_CLAUSE})*\)?)?"
REQUIREMENT = re.compile(rf"(?<![\w.@/\\=:-]){NAME}{EXTRAS}{RANGE}", re.IGNORECASE)
LEGACY_DISTRIBUTION = re.compile(rb"(?i)\b(?:pyautogen|autogen|autogen_compat|ag2)\b")

NEW_NAME = "autogen-migrate"
NEW_RANGE = ">=0.1"

EXTRA_OF = {
    "anthropic": "anthropic",
    "autobuild": "retrievechat",
    "bedrock": "bedrock",
    "cerebras": "",
    "cohere": "",
    "cosmosdb": "cosmosdb",
    "gemini": "",
    "graph": "graph",
    "groq": "",
    "ipython": "jupyter",
    "jupyter-executor": "jupyter",
    "kubernetes": "kubernetes",
    "lmm": "images",
    "local": "",
    "mathchat": "wolfram",
    "mistral": "",
    "ollama": "ollama",
    "redis": "redis",
    "retrievechat": "retrievechat",
    "retrievechat-pgvector": "pgvector",
    "retrievechat-qdrant": "qdrant",
    "teachable": "retrievechat",
    "test": "",
    "together": "",
    "types": "",
    "websockets": "websockets",
    "websurfer": "websurfer",
}
"""v0.2's extras and the extra of autogen-migrate that brings the same ability ("" where none is needed)."""


@dataclass(frozen=True)
class Evidence:
    """What the code of the project says about its dependency on v0.2."""

    legacy_files: int = 0
    fork_names: frozenset[str] = frozenset()
    extras: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Requirement:
    """A requirement as written: normalised name, extras and version range."""

    name: str
    extras: tuple[str, ...] = ()
    version_range: str = ""

    @classmethod
    def of(cls, match: re.Match[str]) -> Requirement:
        """The requirement that REQUIREMENT matched."""
        # In a shell, quotes may stand within the brackets.
        written = ((match["extras"] or "").strip(" []").replace('"', "").replace("'", "")).split(",")
        extras = tuple(e.strip().lower() for e in written if e.strip())
        return cls(normalised(match["name"]), extras, (match["range"] or "").strip())

    def __str__(self) -> str:
        extras = f"[{','.join(self.extras)}]" if self.extras else ""
        return f"{self.name}{extras}{self.version_range}"


def normalised(name: str) -> str:
    """The distribution's name by PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True)
class Verdict:
    """What becomes of a requirement: `replace` it, or leave it and say `reason`."""

    replace: bool
    reason: str = ""


def judge(requirement: Requirement, evidence: Evidence) -> Verdict | None:
    """What to do with a requirement; None when it has nothing to do with v0.2."""
    if requirement.name == NEW_NAME:
        return None
    possible = eras(requirement.name, requirement.version_range)
    if possible == frozenset({Era.V04}):
        return None
    if evidence.fork_names:
        names = ", ".join(sorted(evidence.fork_names)[:3])
        return Verdict(False, f"the code uses names that only the AG2 fork has ({names})")
    if evidence.legacy_files or possible == frozenset({Era.V02}):
        return Verdict(True)
    return Verdict(False, f"it can mean {_listing(possible)}, and no code in the given paths imports autogen")


def _listing(possible: Iterable[Era]) -> str:
    return " or ".join(sorted(era.value for era in possible)) or "no release known here"


def new_extras(requirement: Requirement, evidence: Evidence) -> tuple[str, ...]:
    """The extras that autogen-migrate needs in place of `requirement`."""
    mapped = {EXTRA_OF[e] for e in requirement.extras if EXTRA_OF.get(e)}
    return tuple(sorted(mapped | evidence.extras))


def lost_extras(requirement: Requirement) -> tuple[str, ...]:
    """The extras that have no counterpart."""
    return tuple(e for e in requirement.extras if e not in EXTRA_OF)


def replacement(requirement: Requirement, evidence: Evidence) -> str:
    """The PEP 508 text that takes the place of `requirement`."""
    extras = new_extras(requirement, evidence)
    return f"{NEW_NAME}{'[' + ','.join(extras) + ']' if extras else ''}{NEW_RANGE}"

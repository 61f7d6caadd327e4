"""The planned changes of one file, computed without touching it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from autogen_codemods.compat.module import LegacyModule, parse, place
from autogen_codemods.files.edits import Edit, OverlappingEdits, apply_edits
from autogen_codemods.files.source import PythonSource, UnreadableFile
from autogen_codemods.rules.base import Finding
from autogen_codemods.rules.registry import compat_rules
from autogen_codemods.suppress import CodeFilter, Suppressions


@dataclass(frozen=True)
class Facts:
    """What a file says about the project's dependency on v0.2: the qualified names that it uses."""

    names: frozenset[str] = frozenset()
    legacy: bool = False


@dataclass(frozen=True)
class Problem:
    """Why a file was left alone: one line for the user; `line` is 0 when none is to blame."""

    path: Path
    message: str
    line: int = 0

    def __str__(self) -> str:
        at = f":{self.line}" if self.line else ""
        return f"{self.path.as_posix()}{at}: {self.message}"


@dataclass(frozen=True)
class FilePlan:
    """What was found in a file, and its old and new bytes when they change (otherwise `new` is None)."""

    path: Path
    findings: tuple[Finding, ...] = ()
    old: bytes = b""
    new: bytes | None = None
    problem: Problem | None = None
    facts: Facts = field(default_factory=Facts)


def plan_source(source: PythonSource, old: bytes, codes: CodeFilter) -> FilePlan:
    """The compat tier for one Python source; raises UnreadableFile."""
    module = LegacyModule.parse(source)
    facts = _facts(module)
    suppressed = Suppressions.of(source.text)
    placed = [
        p
        for p in place(module, (p for find in compat_rules() for p in find(module)))
        if codes.wants(p.finding.code) and not suppressed.silence(p.finding.code, p.lines)
    ]
    findings = tuple(sorted((p.finding for p in placed), key=Finding.sort_key))
    new = _rewritten(source, [edit for p in placed for edit in p.edits])
    if new is None or new == old:
        return FilePlan(source.path, findings, facts=facts)
    return FilePlan(source.path, findings, old, new, facts=facts)


def _facts(module: LegacyModule) -> Facts:
    imported = {f"{i.target}.*" if i.local == "*" else i.target for i in module.imports.imports}
    used = {use.qualified for use in module.imports.uses}
    return Facts(frozenset(imported | used), bool(imported))


def _rewritten(source: PythonSource, edits: list[Edit]) -> bytes | None:
    """The file's bytes after the edits, or None without any; what does not parse is not handed out."""
    if not edits:
        return None
    try:
        text = apply_edits(source.text, edits)
    except OverlappingEdits as error:
        raise UnreadableFile(f"left alone, because {error}") from None
    try:
        parse(replace(source, text=text))
    except UnreadableFile as error:
        raise UnreadableFile(f"left alone, because the result {error.message}", error.line) from None
    return source.render(text)

"""The planned changes of one file, computed without touching it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from autogen_codemods.compat.module import LegacyModule, Placed, parse, place
from autogen_codemods.dependencies.extras import extras_of
from autogen_codemods.dependencies.formats import pip_commands
from autogen_codemods.dependencies.plan import plan_sites
from autogen_codemods.dependencies.requirement import Evidence
from autogen_codemods.files.cells import CelledSource
from autogen_codemods.files.discover import FileKind
from autogen_codemods.files.edits import Edit, OverlappingEdits, apply_edits
from autogen_codemods.files.magics import MARK
from autogen_codemods.files.read import read_source
from autogen_codemods.files.source import LEGACY_BYTES, PlainSource, PythonSource, UnreadableFile
from autogen_codemods.rules.base import Finding
from autogen_codemods.rules.registry import compat_rules
from autogen_codemods.suppress import CodeFilter, Suppressions
from autogen_codemods.tree.positions import LineTable


@dataclass(frozen=True)
class Facts:
    """What a file says about the project's dependency on v0.2: the qualified names that it uses."""

    names: frozenset[str] = frozenset()
    legacy: bool = False
    extras: frozenset[str] = frozenset()


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


def failure(path: Path, message: str, line: int = 0) -> FilePlan:
    """The plan of a file that is left alone."""
    return FilePlan(path, problem=Problem(path, message, line))


def plan_file(path: Path, kind: FileKind, codes: CodeFilter) -> FilePlan:
    """Plan one file; whatever goes wrong with it becomes its `problem`."""
    return guarded(path, lambda: plan_bytes(path, kind, path.read_bytes(), codes))


def guarded(path: Path, plan: Callable[[], FilePlan]) -> FilePlan:
    """`plan`, or the plan of a failure: one bad file never stops the others."""
    try:
        return plan()
    except UnreadableFile as error:
        return failure(path, error.message, error.line)
    except RecursionError:
        return failure(path, "nested too deeply to be parsed")
    except MemoryError:
        return failure(path, "too large for the memory of this machine")
    except OSError as error:
        return failure(path, f"cannot be read: {error.strerror}")


def plan_bytes(path: Path, kind: FileKind, data: bytes, codes: CodeFilter) -> FilePlan:
    """The compat tier for the Python in a file; raises UnreadableFile."""
    source = read_source(path, kind, data)
    if source is None:
        return FilePlan(path)
    if isinstance(source, CelledSource):
        return _plan_cells(source, data, codes)
    return plan_source(source, data, codes)


def _plan_cells(source: CelledSource, data: bytes, codes: CodeFilter) -> FilePlan:
    """Plan a notebook; a cell that does not parse is left alone and the others are done."""
    try:
        parse(source)
        return plan_source(source, data, codes)
    except UnreadableFile:
        broken = {number: problem for number, text in source.cells().items() if (problem := _broken(source, text))}
    plan = plan_source(source.without(broken), data, codes)
    return replace(plan, problem=_first_that_matters(source, broken))


def _broken(source: CelledSource, text: str) -> UnreadableFile | None:
    try:
        parse(PlainSource(source.path, text))
    except UnreadableFile as error:
        return error
    return None


def _first_that_matters(source: CelledSource, broken: Mapping[int, UnreadableFile]) -> Problem | None:
    """Cells that do not speak of autogen may hold whatever they like."""
    cells = source.cells()
    for number, error in broken.items():
        if LEGACY_BYTES.search(cells[number].encode()):
            if number in source.shown:
                return Problem(source.path, error.message, source.shown[number] + error.line - 1)
            return Problem(source.path, f"cell {number + 1} {error.message}", error.line)
    return None


def plan_source(source: PythonSource, old: bytes, codes: CodeFilter) -> FilePlan:
    """The compat tier for one Python source; raises UnreadableFile."""
    module = LegacyModule.parse(source)
    facts = _facts(module)
    suppressed = Suppressions.of(source.text)
    placed = [
        p
        for p in (*place(module, (p for find in compat_rules() for p in find(module))), *_installs(source))
        if codes.wants(p.finding.code) and not suppressed.silence(p.finding.code, p.lines)
    ]
    findings = tuple(sorted((p.finding for p in placed), key=Finding.sort_key))
    new = _rewritten(source, [edit for p in placed for edit in p.edits])
    if new is None or new == old:
        return FilePlan(source.path, findings, facts=facts)
    return FilePlan(source.path, findings, old, new, facts=facts)


def _installs(source: PythonSource) -> Iterator[Placed]:
    """``%pip install`` lines of notebooks."""
    if not isinstance(source, CelledSource) or MARK not in source.text:
        return
    table = LineTable.of(source.text)
    found = (s for s in pip_commands(source.text) if MARK in table.line(table.place(s.start)[0]))
    for finding, edit in plan_sites(source.path, source.text, found, Evidence(legacy_files=1)):
        cell, line = source.locate(finding.line)
        shown = finding.source.partition(MARK)[2]
        moved = replace(finding, cell=cell, line=line, end_line=line, source=shown, column=1, end_column=0)
        yield Placed(moved, (edit,) if edit else (), (finding.line, finding.end_line))


def _facts(module: LegacyModule) -> Facts:
    imported = {f"{i.target}.*" if i.local == "*" else i.target for i in module.imports.imports}
    used = {use.qualified for use in module.imports.uses}
    names = frozenset(imported | used)
    return Facts(names, bool(imported), extras_of(names, module.nodes) if imported else frozenset())


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

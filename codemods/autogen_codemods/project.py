"""Plan a whole run: find the files, look into those that speak of v0.2, and plan each by itself."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autogen_codemods import fates
from autogen_codemods.compat.config_files import plan_config_file
from autogen_codemods.compat.foreign_names import fork_name
from autogen_codemods.deep import in_deep_thread
from autogen_codemods.dependencies.plan import Planned, plan_dependencies
from autogen_codemods.dependencies.requirement import LEGACY_DISTRIBUTION, Evidence
from autogen_codemods.files.discover import FileKind, FoundFile, discover
from autogen_codemods.files.edits import OverlappingEdits, apply_edits
from autogen_codemods.files.source import LEGACY_BYTES, UnreadableFile, decode_utf8, encode
from autogen_codemods.plan import FilePlan, Problem, failure, plan_file
from autogen_codemods.rules.am904_local_autogen import RULE as LOCAL
from autogen_codemods.rules.am904_local_autogen import finding, hides_autogen_from, local_modules
from autogen_codemods.rules.base import Finding, Tier
from autogen_codemods.settings import Settings
from autogen_codemods.suppress import CodeFilter, Suppressions

Progress = Callable[[int, int], None]

WORTH_A_POOL = 400_000
"""Bytes of source below which starting processes takes longer than the work."""


@dataclass(frozen=True)
class ProjectPlan:
    """The plans of all files that have something to say, and the number of files seen."""

    files: tuple[FilePlan, ...]
    seen: int
    looked_into: int

    @property
    def problems(self) -> list[Problem]:
        """The files that were left alone, with the reasons."""
        return [plan.problem for plan in self.files if plan.problem]

    @property
    def changed(self) -> list[FilePlan]:
        """The files whose bytes would become others."""
        return [plan for plan in self.files if plan.new is not None]


def plan_project(paths: Iterable[Path], settings: Settings, progress: Progress | None = None) -> ProjectPlan:
    """Plan every file at and below `paths`; nothing is written."""
    given = list(paths)
    found = list(discover(given, settings.files))
    code = [f for f in found if f.kind in (FileKind.PYTHON, FileKind.NOTEBOOK, FileKind.MARKDOWN)]
    local = local_modules(f.path for f in code)
    worth, early = _worth_parsing(f for f in code if not hides_autogen_from(local, f.path))
    early += [FilePlan(module, (finding(module),)) for module in local if settings.codes.wants(LOCAL.code)]
    if settings.tier is Tier.NATIVE:
        from autogen_codemods.native_plan import plan_native  # imported only for the tier that needs it

        plans = early + plan_native([file for file, _ in worth], settings.codes, _others(code, worth))
    else:
        plans = early + list(_plan_all(worth, settings, progress))
    legacy = [plan for plan in plans if plan.facts.legacy]
    for file in found:
        if file.kind is FileKind.DEPENDENCIES:
            plans += _some(plan_dependency_file(file.path, evidence_of(_governed(file.path, legacy)), settings.codes))
        elif file.kind is FileKind.CONFIG_LIST and (legacy or file.path in given):
            plans += _some(plan_config_list(file.path, settings.codes))
    shown = [p for p in plans if p.findings or p.problem or p.facts.legacy or p.new is not None]
    return ProjectPlan(tuple(sorted(shown, key=lambda p: p.path.as_posix())), len(found), len(worth))


def _some(plan: FilePlan | None) -> list[FilePlan]:
    return [] if plan is None else [plan]


def _others(code: Sequence[FoundFile], worth: Sequence[tuple[FoundFile, int]]) -> list[FoundFile]:
    """The files with code that do not speak of autogen."""
    taken = {file.path for file, _ in worth}
    return [file for file in code if file.path not in taken and os.access(file.path, os.R_OK)]


def _worth_parsing(files: Iterable[FoundFile]) -> tuple[list[tuple[FoundFile, int]], list[FilePlan]]:
    """The files whose bytes speak of autogen, with their sizes, and the plans of unreadable ones."""
    worth: list[tuple[FoundFile, int]] = []
    failed: list[FilePlan] = []
    for file in files:
        try:
            data = file.path.read_bytes()
        except OSError as error:
            failed.append(failure(file.path, f"cannot be read: {error.strerror}"))
            continue
        if _speaks_of_autogen(file, data):
            worth.append((file, len(data)))
    return worth, failed


def _speaks_of_autogen(file: FoundFile, data: bytes) -> bool:
    pattern = LEGACY_BYTES if file.kind is FileKind.PYTHON and file.path.name != "setup.py" else LEGACY_DISTRIBUTION
    return pattern.search(data) is not None


def _plan_all(
    files: Sequence[tuple[FoundFile, int]], settings: Settings, progress: Progress | None
) -> Iterator[FilePlan]:
    jobs = min(settings.jobs or os.cpu_count() or 1, len(files))
    if jobs <= 1 or sum(size for _, size in files) < WORTH_A_POOL:
        results = in_deep_thread(lambda: [plan_file(file.path, file.kind, settings.codes) for file, _ in files])
    else:
        results = _in_processes([file for file, _ in files], jobs, settings.codes)
    for done, result in enumerate(results, 1):
        if progress is not None:
            progress(done, len(files))
        yield result


def _plan_chunk(files: Sequence[FoundFile], codes: CodeFilter) -> list[FilePlan]:
    return in_deep_thread(lambda: [plan_file(file.path, file.kind, codes) for file in files])


def _in_processes(files: Sequence[FoundFile], jobs: int, codes: CodeFilter) -> Iterator[FilePlan]:
    """Plan in processes; a file that kills its process is found out and reported, the rest goes on."""
    size = max(1, min(16, len(files) // (jobs * 4)))
    chunks = [files[i : i + size] for i in range(0, len(files), size)]
    done = 0
    try:
        with ProcessPoolExecutor(jobs) as pool:
            for plans in pool.map(partial(_plan_chunk, codes=codes), chunks):
                done += 1
                yield from plans
    except BrokenProcessPool:
        for chunk in chunks[done:]:
            for file in chunk:
                yield _alone(file, codes)


def _alone(file: FoundFile, codes: CodeFilter) -> FilePlan:
    try:
        with ProcessPoolExecutor(1) as pool:
            return pool.submit(_plan_chunk, [file], codes).result()[0]
    except BrokenProcessPool:
        return failure(file.path, "the parser crashed on this file")


def _governed(dependency_file: Path, legacy: Sequence[FilePlan]) -> Sequence[FilePlan]:
    """The legacy files below the folder of a dependency file; all of them when there are none."""
    folder = dependency_file.resolve().parent
    folder = folder.parent if folder.name == "requirements" else folder
    return [plan for plan in legacy if folder in plan.path.resolve().parents] or legacy


def evidence_of(legacy: Iterable[FilePlan]) -> Evidence:
    """What legacy code says about its dependency on v0.2."""
    facts = [plan.facts for plan in legacy]
    names = {name.removesuffix(".*") for fact in facts for name in fact.names}
    fork = frozenset(n for n in names if fates.is_known(n) is False and fork_name(n) is not None)
    return Evidence(len(facts), fork, frozenset(extra for fact in facts for extra in fact.extras))


def plan_dependency_file(path: Path, evidence: Evidence, codes: CodeFilter) -> FilePlan | None:
    """Plan a dependency file; None when it says nothing of AutoGen."""
    return _plan_data(path, LEGACY_DISTRIBUTION, lambda text: plan_dependencies(path, text, evidence), codes)


def plan_config_list(path: Path, codes: CodeFilter) -> FilePlan | None:
    """Plan a configuration list in a file of its own."""
    return _plan_data(path, _ANYTHING, lambda text: plan_config_file(path, text), codes)


_ANYTHING = re.compile(rb"\S")


def _plan_data(
    path: Path, wanted: re.Pattern[bytes], plan: Callable[[str], Iterable[Planned]], codes: CodeFilter
) -> FilePlan | None:
    """Plan a file that is not Python; None when its bytes do not match `wanted`."""
    try:
        data = path.read_bytes()
        if not wanted.search(data):
            return None
        text, encoding = decode_utf8(data)
        suppressed = Suppressions.of(text)
        planned = [
            (found, edit)
            for found, edit in plan(text)
            if codes.wants(found.code) and not suppressed.silence(found.code, (found.line, found.line))
        ]
        new = encode(apply_edits(text, (edit for _, edit in planned if edit)), encoding)
    except OSError as error:
        return failure(path, f"cannot be read: {error.strerror}")
    except (UnreadableFile, OverlappingEdits) as error:
        return failure(path, str(error), getattr(error, "line", 0))
    findings = tuple(sorted((found for found, _ in planned), key=Finding.sort_key))
    return FilePlan(path, findings, data, new) if new != data else FilePlan(path, findings)

"""Plan a whole run: find the files, look into those that speak of v0.2, and plan each by itself."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from autogen_codemods import fates
from autogen_codemods.compat.foreign_names import fork_name
from autogen_codemods.dependencies.plan import plan_dependencies
from autogen_codemods.dependencies.requirement import LEGACY_DISTRIBUTION, Evidence
from autogen_codemods.files.discover import FileKind, FoundFile, discover
from autogen_codemods.files.edits import apply_edits
from autogen_codemods.files.source import LEGACY_BYTES, UnreadableFile, decode_utf8, encode
from autogen_codemods.plan import FilePlan, Problem, plan_bytes
from autogen_codemods.rules.base import Finding
from autogen_codemods.settings import Settings
from autogen_codemods.suppress import CodeFilter, Suppressions

T = TypeVar("T")
Progress = Callable[[int, int], None]

STACK_BYTES = 512 * 1024 * 1024
"""Deeply nested sources need a deep stack; only the pages that are touched cost memory."""
RECURSION_LIMIT = 200_000
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
    found = list(discover(paths, settings.files))
    code = [f for f in found if f.kind in (FileKind.PYTHON, FileKind.NOTEBOOK, FileKind.MARKDOWN)]
    other = [f for f in found if f.kind is FileKind.DEPENDENCIES]
    worth, early = _worth_parsing(code)
    plans = early + list(_plan_all(worth, settings, progress))
    legacy = [plan for plan in plans if plan.facts.legacy]
    for file in other:
        plan = plan_dependency_file(file.path, evidence_of(_governed(file.path, legacy)), settings.codes)
        if plan is not None:
            plans.append(plan)
    shown = [p for p in plans if p.findings or p.problem or p.facts.legacy]
    return ProjectPlan(tuple(sorted(shown, key=lambda p: p.path.as_posix())), len(found), len(worth))


def _worth_parsing(files: Iterable[FoundFile]) -> tuple[list[tuple[FoundFile, int]], list[FilePlan]]:
    """The files whose bytes speak of autogen, with their sizes, and the plans of unreadable ones."""
    worth: list[tuple[FoundFile, int]] = []
    failed: list[FilePlan] = []
    for file in files:
        try:
            data = file.path.read_bytes()
        except OSError as error:
            failed.append(_failure(file.path, f"cannot be read: {error.strerror}"))
            continue
        if _speaks_of_autogen(file, data):
            worth.append((file, len(data)))
    return worth, failed


def _speaks_of_autogen(file: FoundFile, data: bytes) -> bool:
    pattern = LEGACY_BYTES if file.kind is FileKind.PYTHON and file.path.name != "setup.py" else LEGACY_DISTRIBUTION
    return pattern.search(data) is not None


def _failure(path: Path, message: str, line: int = 0) -> FilePlan:
    return FilePlan(path, problem=Problem(path, message, line))


def plan_file(file: FoundFile, codes: CodeFilter) -> FilePlan:
    """Plan one file; whatever goes wrong with it becomes its `problem`."""
    try:
        data = file.path.read_bytes()
        return plan_bytes(file.path, file.kind, data, codes)
    except UnreadableFile as error:
        return _failure(file.path, error.message, error.line)
    except RecursionError:
        return _failure(file.path, "nested too deeply to be parsed")
    except (OSError, MemoryError) as error:
        return _failure(file.path, f"cannot be read: {error}")


def _plan_all(
    files: Sequence[tuple[FoundFile, int]], settings: Settings, progress: Progress | None
) -> Iterator[FilePlan]:
    jobs = min(settings.jobs or os.cpu_count() or 1, len(files))
    if jobs <= 1 or sum(size for _, size in files) < WORTH_A_POOL:
        results = in_deep_thread(lambda: [plan_file(file, settings.codes) for file, _ in files])
    else:
        results = _in_processes([file for file, _ in files], jobs, settings.codes)
    for done, result in enumerate(results, 1):
        if progress is not None:
            progress(done, len(files))
        yield result


def in_deep_thread(work: Callable[[], T]) -> T:
    """Run `work` in a thread whose stack allows deeply nested sources."""
    outcome: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:
            failure.append(error)

    limit, stack = sys.getrecursionlimit(), threading.stack_size(STACK_BYTES)
    sys.setrecursionlimit(RECURSION_LIMIT)
    try:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
        threading.stack_size(stack)
    if failure:
        raise failure[0]
    return outcome[0]


def _plan_chunk(files: Sequence[FoundFile], codes: CodeFilter) -> list[FilePlan]:
    return in_deep_thread(lambda: [plan_file(file, codes) for file in files])


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
        return _failure(file.path, "the parser crashed on this file")


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
    try:
        data = path.read_bytes()
        if not LEGACY_DISTRIBUTION.search(data):
            return None
        text, encoding = decode_utf8(data)
    except OSError as error:
        return _failure(path, f"cannot be read: {error.strerror}")
    except UnreadableFile as error:
        return _failure(path, error.message, error.line)
    suppressed = Suppressions.of(text)
    planned = [
        (finding, edit)
        for finding, edit in plan_dependencies(path, text, evidence)
        if codes.wants(finding.code) and not suppressed.silence(finding.code, (finding.line, finding.line))
    ]
    findings = tuple(sorted((finding for finding, _ in planned), key=Finding.sort_key))
    new = encode(apply_edits(text, (edit for _, edit in planned if edit)), encoding)
    return FilePlan(path, findings, data, new) if new != data else FilePlan(path, findings)

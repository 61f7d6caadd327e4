"""The native tier over a project, with the compat tier on whatever it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from autogen_codemods.deep import in_deep_thread
from autogen_codemods.files.discover import FoundFile
from autogen_codemods.files.read import read_source
from autogen_codemods.files.source import PythonSource, UnreadableFile
from autogen_codemods.native.rewrite import NativeResult, rewrite_project
from autogen_codemods.plan import FilePlan, guarded, plan_file, plan_source
from autogen_codemods.rules.base import Finding
from autogen_codemods.suppress import CodeFilter, Suppressions


def plan_native(files: Sequence[FoundFile], codes: CodeFilter, others: Sequence[FoundFile] = ()) -> list[FilePlan]:
    """Plan all files: findings of both tiers at their places in the files as they are.

    `others`: the project's other files with code, which may import from `files`.
    """
    return in_deep_thread(lambda: _plan(files, codes, others))


def _plan(files: Sequence[FoundFile], codes: CodeFilter, others: Sequence[FoundFile]) -> list[FilePlan]:
    compat = {file.path: plan_file(file.path, file.kind, codes) for file in files}
    sources = _sources(file for file in files if compat[file.path].problem is None)
    unspoken = _sources(others)
    result = rewrite_project(sources, unspoken)
    # A file that never names v0.2 may still start the chats of agents that another one makes.
    sources |= {path: source for path, source in unspoken.items() if path in result.changed}
    compat |= {path: FilePlan(path) for path in sources if path not in compat}
    found: dict[Path, list[Finding]] = {}
    for finding in result.findings:
        found.setdefault(finding.path, []).append(finding)
    wanted = {path: _wanted(sources[path], told, codes) for path, told in found.items() if path in sources}
    refused = _refused(result, found, wanted)
    plans: list[FilePlan] = []
    for path, before in compat.items():
        source, text = sources.get(path), result.changed.get(path)
        own = wanted.get(path, [])
        if source is None or text is None or path in refused:
            own = [f for f in own if not (path in refused and f.fixable)]
            plans.append(replace(before, findings=_merged(before.findings, own)))
        else:
            plans.append(guarded(path, lambda b=before, s=source, t=text, o=own: _both(b, s, t, o, codes)))
    return plans


def _refused(
    result: NativeResult, found: Mapping[Path, list[Finding]], wanted: Mapping[Path, list[Finding]]
) -> frozenset[Path]:
    """The files that keep their v0.2 code at the user's wish.

    The native text is one piece: no part of it can be left out, nor one of the files that need each other.
    """
    own = {path for path, told in found.items() if any(f.fixable for f in told if f not in wanted.get(path, []))}
    return frozenset(own).union(*(each for each in result.together if each & own))


def _sources(files: Iterable[FoundFile]) -> dict[Path, PythonSource]:
    sources: dict[Path, PythonSource] = {}
    for file in files:
        try:
            source = read_source(file.path, file.kind, file.path.read_bytes())
        except (UnreadableFile, OSError):
            continue
        if source is not None:
            sources[file.path] = source
    return sources


def _both(before: FilePlan, source: PythonSource, text: str, own: Sequence[Finding], codes: CodeFilter) -> FilePlan:
    """The file after both tiers; a compat finding counts while the native text still has it."""
    rewritten = replace(source, text=text)
    data = source.path.read_bytes()
    native = source.render(text)
    after = plan_source(rewritten, native, codes)
    remaining = {(f.code, f.message) for f in after.findings}
    kept = [f for f in before.findings if f.fixable or (f.code, f.message) in remaining]
    new = after.new if after.new is not None else native
    return replace(before, findings=_merged(kept, own), old=data, new=new)


def _wanted(source: PythonSource, findings: Iterable[Finding], codes: CodeFilter) -> list[Finding]:
    suppressed = Suppressions.of(source.text)
    return [
        f for f in findings if codes.wants(f.code) and not suppressed.silence(f.code, (f.line, f.end_line or f.line))
    ]


def _merged(*groups: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted((finding for group in groups for finding in group), key=Finding.sort_key))

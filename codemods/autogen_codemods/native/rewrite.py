"""The native tier: plain v0.4 code for what is proven, over the files that belong together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import libcst as cst

from autogen_codemods.files.edits import OverlappingEdits
from autogen_codemods.files.source import PythonSource
from autogen_codemods.model.flow import Resolver
from autogen_codemods.model.program import Program
from autogen_codemods.model.project_files import ProjectFiles
from autogen_codemods.model.project_model import CHAT_METHODS
from autogen_codemods.model.understanding import understand
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native import am235_contrib_agents, am610_watchers, am611_streams
from autogen_codemods.native.am205_wrappers import rewrite_wrappers
from autogen_codemods.native.am213_annotations import is_of_result
from autogen_codemods.native.am511_executor_uses import rewrite_alone
from autogen_codemods.native.done import Done, Outcome
from autogen_codemods.native.draft import Draft, Drafts
from autogen_codemods.native.linking import Cluster, clusters
from autogen_codemods.native.planner import plan
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.settling import prepared_of, settled
from autogen_codemods.native.unsaid import unparsed, unsaid
from autogen_codemods.rules.base import Finding, Kind, rule


@dataclass(frozen=True)
class NativeSource:
    """One file after the native tier: its text, and what was done or why not."""

    text: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class NativeResult:
    """A project after the native tier."""

    changed: Mapping[Path, str] = field(default_factory=dict[Path, str])
    findings: tuple[Finding, ...] = ()
    together: tuple[frozenset[Path], ...] = ()
    """The changed files that need each other as they are now."""


def rewrite_project(
    sources: Mapping[Path, PythonSource], others: Mapping[Path, PythonSource] | None = None
) -> NativeResult:
    """Rewrite every file of a project; files that do not parse are left to whoever reports that.

    `others`: the project's files without v0.2, which may import from those with it.
    """
    changed: dict[Path, str] = {}
    findings: list[Finding] = []
    together: list[frozenset[Path]] = []
    for cluster in clusters({**sources, **(others or {})}):
        result = _rewrite(cluster)
        changed |= result.changed
        findings += result.findings
        together.append(frozenset(result.changed))
    return NativeResult(changed, tuple(findings), tuple(together))


def rewrite_source(source: PythonSource, imported_elsewhere: Collection[str] = ()) -> NativeSource:
    """Rewrite one file.

    `imported_elsewhere`: the names that files which are not seen import from it, or ALL_NAMES.
    """
    names = {source.path: frozenset(imported_elsewhere)}
    result = _rewrite(Cluster({source.path: source}, names), unseen=names)
    return NativeSource(result.changed.get(source.path, source.text), result.findings)


def _rewrite(cluster: Cluster, unseen: Mapping[Path, frozenset[str]] | None = None) -> NativeResult:
    files = ProjectFiles(cluster.sources)
    views = _views(files)
    if files.unparsed:
        unseen = {path: names for path, names in cluster.exported.items() if names}
    program = understand(views, Resolver(files))
    findings = _Findings(cluster, files)
    program.is_streamed = am611_streams.is_streamed(program)
    if stay := am610_watchers.watched(program, (each.text for each in cluster.sources.values())):
        return NativeResult(findings=findings.of(Outcome(reasons=[*stay, *_decisions(program)])))

    def draft_of(view: ModuleView) -> Draft:
        exported = cluster.exported.get(view.path, frozenset())
        draft = Draft(view, exported=exported, unseen=(unseen or {}).get(view.path, frozenset()))
        draft.is_packaged = view.path in cluster.packaged
        return draft

    drafts, outcome = _planned(program, draft_of)
    rewrite_alone(drafts, program, outcome)
    outcome.reasons += _decisions(program)
    for view in views if not program.is_recorded else ():
        rewrite_wrappers(drafts[view], outcome)
    native = bool(outcome.done) and not outcome.reasons
    try:
        prepared = [prepared_of(drafts[view], native) for view in {*views, *(draft.view for draft in drafts)}]
        finished = settled(prepared, drafts, cluster, unseen or {})
    except (cst.ParserSyntaxError, OverlappingEdits):  # a rewrite that met another: the file is worth more than both
        return NativeResult(findings=findings.of(_untouched(program, "its native form would be no valid Python")))
    if lost := next((name for one in finished for name in one.undefined), None):
        reason = f"native code would read {lost} in a module that does not have it"
        return NativeResult(findings=findings.of(_untouched(program, reason)))
    outcome.done += [each for one in finished for each in one.done]
    changed = {one.view.path: one.text for one in finished if one.text is not None}
    outcome.reasons += list(unsaid(program, changed, outcome.reasons))
    return NativeResult(changed, findings.of(outcome))


def _untouched(program: Program, reason: str) -> Outcome:
    """The outcome that every agent stays for the same reason."""
    return Outcome(reasons=[NotProven("AM301", agent.call, reason) for agent in program.agents])


_ASKING = frozenset({"send", "a_send", "register_for_llm", "register_for_execution"})
"""What files that do not name v0.2 may do to agents of others, besides starting chats."""


def _views(files: ProjectFiles) -> list[ModuleView]:
    """The files that may hold agents or their chats; the others are read when an object goes there."""
    found = {view.path: view for view in files.legacy()}
    sending = [path for path in files.importers(found) if files.words(path) & _ASKING]
    found |= {path: view for path in sending if (view := files.view(path)) is not None}
    for word in CHAT_METHODS:
        found |= {view.path: view for view in files.mentioning(word)}
    return [found[path] for path in files.sources if path in found]


def _decisions(program: Program) -> list[NotProven]:
    """What no rewrite can decide, whatever else is in the modules."""
    return [each for view in program.views for each in am235_contrib_agents.decisions(view)]


def _planned(program: Program, draft_of: Callable[[ModuleView], Draft]) -> tuple[Drafts, Outcome]:
    """Plan once more with other names where v0.4's would hide names that v0.2 code still uses."""
    drafts, outcome = plan(Drafts(draft_of), program)
    clashes = {draft.view: names for draft in drafts if (names := _clashes(draft))}
    if not clashes:
        return drafts, outcome

    def with_aliases(view: ModuleView) -> Draft:
        draft = draft_of(view)
        draft.aliases = {name: draft.fresh(f"V04{name}") for name in clashes.get(view, ())}
        return draft

    return plan(Drafts(with_aliases), program)


def _clashes(draft: Draft) -> set[str]:
    """The names of v0.4 that mean something else in a module."""
    view = draft.view
    found = {name for name in _shadowed(draft) if _is_still_used(draft, name)}
    return found | {name for module, name in draft.imports if view.binds_otherwise(name, module)}


def _shadowed(draft: Draft) -> set[str]:
    """The names of v0.2 that the new imports bind as well."""
    legacy = {each.local for each in draft.view.imports.imports}
    return {name for _, name in draft.imports} & legacy


def _is_still_used(draft: Draft, name: str) -> bool:
    view = draft.view
    uses = (use.node for use in view.imports.uses if not is_of_result(view, use))
    return any(view.code(node).partition(".")[0] == name and not draft.is_gone(node) for node in uses)


class _Findings:
    """Findings at their places in the files."""

    def __init__(self, cluster: Cluster, files: ProjectFiles) -> None:
        self._cluster, self._files = cluster, files

    def of(self, outcome: Outcome) -> tuple[Finding, ...]:
        """The findings of an outcome, in their order."""
        found = [self._done(done) for done in outcome.done]
        found += [self._stays(reason) for reason in outcome.reasons]
        found += unparsed(self._files)
        return tuple(sorted(set(found), key=Finding.sort_key))

    def _done(self, done: Done) -> Finding:
        return self._at(done.node, done.code, done.message, fixable=True)

    def _stays(self, reason: NotProven) -> Finding:
        finding = self._at(reason.node, reason.code, f"stays on the compat layer: {reason.reason}", fixable=False)
        return finding if finding.kind is Kind.DECISION else replace(finding, kind=Kind.REWRITE)

    def _at(self, node: cst.CSTNode, code: str, message: str, *, fixable: bool) -> Finding:
        view = next(view for view in self._parsed() if node in view)
        line, column = view.place(node)
        cell, line_in_cell = self._cluster.sources[view.path].locate(line)
        finding = Finding(code, view.path, line_in_cell, column, message, rule(code).kind, fixable=fixable)
        return replace(finding, cell=cell)

    def _parsed(self) -> Iterator[ModuleView]:
        return (view for path in self._files.parsed if (view := self._files.view(path)))

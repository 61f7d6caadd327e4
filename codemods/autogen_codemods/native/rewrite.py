"""The native tier: plain v0.4 code for what is proven, file by file over a project."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import libcst as cst

from autogen_codemods.files.source import PythonSource
from autogen_codemods.model.program import Program, understand
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am203_config_lists import loads, with_loaders
from autogen_codemods.native.am205_wrappers import rewrite_wrappers
from autogen_codemods.native.am310_async import settle
from autogen_codemods.native.done import Outcome
from autogen_codemods.native.draft import Draft, Drafts
from autogen_codemods.native.imports import used_imports, with_imports
from autogen_codemods.native.leftovers import without_caches, without_needless
from autogen_codemods.native.planner import plan
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.watchers import spread, watcher_of
from autogen_codemods.rules.base import Finding, Kind, rule
from autogen_codemods.tree.walk import dotted, walk


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


def rewrite_project(sources: Mapping[Path, PythonSource], others: Iterable[str] = ()) -> NativeResult:
    """Rewrite every file of a project; files that do not parse are left to whoever reports that.

    `others`: the texts of the project's files without v0.2, which may import from those with it.
    """
    others = list(others)
    names = imported_names(sources)
    watched = _watched(sources, others)
    for stem in modules_imported_by(others):
        names[stem] = names.get(stem, frozenset()) | {ALL_NAMES}
    changed: dict[Path, str] = {}
    findings: list[Finding] = []
    for path, source in sources.items():
        result = rewrite_source(source, names.get(module_name(path), frozenset()), watched.get(module_name(path)))
        findings += result.findings
        if result.text != source.text:
            changed[path] = result.text
    return NativeResult(changed, tuple(findings))


def _watched(sources: Mapping[Path, PythonSource], others: Sequence[str]) -> dict[str, str]:
    """By module name, why its agents stay on the compat layer: something here or in a linked file watches them."""
    texts = {module_name(path): source.text for path, source in sources.items()}
    texts |= {f"other {index}": text for index, text in enumerate(others)}
    found = {name: reason for name, text in texts.items() if (reason := watcher_of(text))}
    if not found:
        return {}
    return spread(found, {name: modules_imported_by([text]) & texts.keys() for name, text in texts.items()})


def rewrite_source(
    source: PythonSource, imported_elsewhere: Collection[str] = (), watched: str | None = None
) -> NativeSource:
    """Rewrite one file.

    `imported_elsewhere`: the names that other files of the project import from it, or ALL_NAMES.
    `watched`: why its agents must stay, for a reason that lies in another file.
    """
    try:
        view = ModuleView(source.path, source.text, celled=source.is_celled)
    except cst.ParserSyntaxError:
        return NativeSource(source.text)
    program = understand(view)
    exported = frozenset(imported_elsewhere)
    if not program.agents:
        draft, outcome = Draft(view, exported=exported), Outcome(reasons=list(_alone(view)))
        return _finished(source, program, draft, outcome)
    watched = watched or watcher_of(source.text)
    if watched:
        return NativeSource(source.text, _findings(source, program, _all_stay(program, watched)))
    draft, outcome = _planned(view, program, exported)
    return _finished(source, program, draft, outcome)


def _finished(source: PythonSource, program: Program, draft: Draft, outcome: Outcome) -> NativeSource:
    """The text of a draft with its chats awaited and its imports in order."""
    view, exported = draft.view, draft.exported
    rewritten = view
    rewrite_wrappers(draft, outcome)
    if outcome.done:
        rewritten = ModuleView(source.path, draft.text(), celled=source.is_celled)
        rewritten = without_needless(rewritten, draft.configurations, exported)
        rewritten = without_caches(rewritten, draft.configurations)
    loaders = with_loaders(rewritten, {name for _, name in draft.imports})
    if loaders is not None:
        outcome.done += loads(view)
        rewritten = ModuleView(source.path, loaders.text(), celled=source.is_celled)
    findings = _findings(source, program, outcome)
    if not outcome.done:
        return NativeSource(source.text, findings)
    awaiting = settle(rewritten, exported)
    settled = ModuleView(source.path, awaiting.text, celled=source.is_celled)
    wanted = {*draft.imports, *awaiting.imports, *(loaders.imports if loaders is not None else ())}
    used = used_imports(view) - exported if ALL_NAMES not in exported else set[str]()
    replaced = {name for _, name in wanted} & {each.local for each in view.imports.imports}
    text = with_imports(settled, wanted, used, replaced)
    return NativeSource(cst.parse_module(text).code, findings)


_ALONE = {
    "LocalCommandLineCodeExecutor": ("AM510", "v0.4's executors are asynchronous, and the program calls this one"),
}


def _alone(view: ModuleView) -> Iterator[NotProven]:
    """What has a v0.4 form as a part of an agent, in a module without agents."""
    for call in view.calls():
        if reason := _ALONE.get(view.legacy_name(call.func) or ""):
            yield NotProven(reason[0], call, reason[1])


def _all_stay(program: Program, reason: str) -> Outcome:
    return Outcome(reasons=[NotProven("AM601", agent.call, reason) for agent in program.agents])


def _planned(view: ModuleView, program: Program, exported: frozenset[str]) -> tuple[Draft, Outcome]:
    """Plan once more with other names where v0.4's would hide names that v0.2 code still uses."""
    drafts, outcome = plan(Drafts([Draft(view, exported=exported)]), program)
    draft = drafts[view]
    clashes = {name for name in _shadowed(view, draft) if _is_still_used(view, draft, name)}
    clashes |= {name for module, name in draft.imports if view.binds_otherwise(name, module)}
    if clashes:
        aliases = {name: draft.fresh(f"V04{name}") for name in clashes}
        drafts, outcome = plan(Drafts([Draft(view, exported=exported, aliases=aliases)]), program)
    return drafts[view], outcome


def _shadowed(view: ModuleView, draft: Draft) -> set[str]:
    """The names of v0.2 that the new imports bind as well."""
    legacy = {each.local for each in view.imports.imports}
    return {name for _, name in draft.imports} & legacy


def _is_still_used(view: ModuleView, draft: Draft, name: str) -> bool:
    uses = (use.node for use in view.imports.uses)
    return any(view.code(node).partition(".")[0] == name and not draft.is_gone(node) for node in uses)


ALL_NAMES = "*"
"""Stands for every name of a module, where other files use the module itself."""


def module_name(path: Path) -> str:
    """The last part of the name by which a file is imported."""
    return path.parent.name if path.stem == "__init__" else path.stem


def imported_names(sources: Mapping[Path, PythonSource]) -> dict[str, frozenset[str]]:
    """By module name, the names that any file imports from a module so called, or ALL_NAMES."""
    found: dict[str, set[str]] = {}
    for source in sources.values():
        try:
            module = cst.parse_module(source.text)
        except cst.ParserSyntaxError:
            continue
        for node in walk(module):
            if isinstance(node, cst.Import | cst.ImportFrom):
                for stem, name in _imported(node):
                    found.setdefault(stem, set()).add(name)
    return {stem: frozenset(names) for stem, names in found.items()}


_IMPORT_LINE = re.compile(r"^[ \t]*(?:from|import)[ \t]+[^#\n]*(?:\([^)]*\))?", re.MULTILINE)


def modules_imported_by(texts: Iterable[str]) -> set[str]:
    """Every word of the import statements in these texts: modules, and what may be one."""
    return {word for text in texts for line in _IMPORT_LINE.findall(text) for word in re.findall(r"\w+", line)}


def _imported(node: cst.Import | cst.ImportFrom) -> Iterator[tuple[str, str]]:
    """(last part of a module's name, name taken from it) for each import; what may be a module counts as one."""
    if isinstance(node, cst.Import):
        for alias in node.names:
            yield from ((part, ALL_NAMES) for part in alias.evaluated_name.split("."))
        return
    stem = (dotted(node.module) or "").rpartition(".")[2]
    if isinstance(node.names, cst.ImportStar):
        yield stem, ALL_NAMES
        return
    for alias in node.names:
        yield stem, alias.evaluated_name
        yield alias.evaluated_name, ALL_NAMES


def _findings(source: PythonSource, program: Program, outcome: Outcome) -> tuple[Finding, ...]:
    found = [_finding(source, program, done.code, done.node, done.message, fixable=True) for done in outcome.done]
    for reason in outcome.reasons:
        message = f"stays on the compat layer: {reason.reason}"
        found.append(_finding(source, program, reason.code, reason.node, message, fixable=False))
    return tuple(sorted(set(found), key=Finding.sort_key))


def _finding(
    source: PythonSource, program: Program, code: str, node: cst.CSTNode, message: str, *, fixable: bool
) -> Finding:
    line, column = program.view.place(node)
    cell, line_in_cell = source.locate(line)
    finding = Finding(code, source.path, line_in_cell, column, message, rule(code).kind, fixable=fixable)
    if fixable or finding.kind is Kind.DECISION:
        return replace(finding, cell=cell)
    return replace(finding, cell=cell, kind=Kind.REWRITE)

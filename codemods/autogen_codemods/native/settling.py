"""The last step over all modules: every run is waited for, and imports are those that the new code needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import libcst as cst

from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am214_unused_imports import unused
from autogen_codemods.native.am310_async import Awaiting, bridged, convert
from autogen_codemods.native.asynchrony import Asynchrony, awaits_of
from autogen_codemods.native.done import Done
from autogen_codemods.native.draft import Draft, Drafts
from autogen_codemods.native.guarded_imports import guard_of
from autogen_codemods.native.imports import used_imports, with_imports
from autogen_codemods.native.leftovers import without_caches, without_needless
from autogen_codemods.native.linking import ALL_NAMES, Cluster
from autogen_codemods.native.remains import Remains, replaced
from autogen_codemods.native.undefined import undefined


@dataclass(frozen=True)
class Finished:
    """A module with its chats awaited and its imports in order; `text` is None where nothing changes."""

    view: ModuleView
    text: str | None = None
    done: tuple[Done, ...] = ()
    undefined: frozenset[str] = frozenset()
    """Names that only the new text reads without having them."""


@dataclass(frozen=True)
class Prepared:
    """A module whose v0.2 is rewritten, and whose runs are yet to be waited for."""

    draft: Draft
    rewritten: ModuleView
    remains: Remains | None = None
    needless: tuple[Done, ...] = ()

    @property
    def is_rewritten(self) -> bool:
        """Whether anything is another than it was."""
        return self.rewritten is not self.draft.view or self.remains is not None or bool(self.needless)

    @property
    def waits_for_shared(self) -> bool:
        """Whether it runs chats of agents that other modules have chats with, too."""
        return self.draft.is_bridged and bool(awaits_of(self.rewritten))


def prepared_of(draft: Draft, native: bool) -> Prepared:
    """`native`: whether no agent of the cluster stays on the v0.2 layer."""
    view, exported = draft.view, draft.exported
    rewritten = view
    if draft.is_changed:
        rewritten = without_caches(view.with_text(draft.text()), draft.configurations)
        rewritten = without_needless(rewritten, draft.configurations, exported)
    remains = replaced(rewritten, view, {name for _, name in draft.imports}, types=native)
    if remains is not None:
        rewritten = rewritten.with_text(remains.draft.text())
    return Prepared(draft, rewritten, remains, tuple(unused(view, exported)))


def settled(
    prepared: list[Prepared], drafts: Drafts, cluster: Cluster, unseen: Mapping[Path, frozenset[str]]
) -> list[Finished]:
    """Wait for every run, in functions that become asynchronous wherever all their callers can."""
    by_path = {each.draft.view.path: each for each in prepared}
    rewritten = {path: each.rewritten for path, each in by_path.items() if each.is_rewritten}
    asynchrony = Asynchrony(rewritten, cluster, unseen)
    while True:
        conversions = asynchrony.conversions()
        for path in conversions.keys() - by_path.keys():
            by_path[path] = Prepared(drafts[asynchrony.view(path)], asynchrony.view(path))
        awaiting = {
            path: convert(asynchrony.view(path), conversion, by_path[path].draft.exported)
            for path, conversion in conversions.items()
        }
        failed = {path for path, found in awaiting.items() if found is None}
        if not failed and not _is_one_loop(cluster, awaiting):
            failed = {path for path, each in conversions.items() if each.is_called_elsewhere}
            failed |= {path for path in conversions if by_path[path].draft.is_bridged}
        elif not failed and any(path not in conversions for path, each in by_path.items() if each.waits_for_shared):
            failed = {path for path in conversions if by_path[path].draft.is_bridged}
        if not failed:
            break
        for path in failed:
            asynchrony.refuse(path)
    found: list[Finished] = []
    for path, each in by_path.items():
        waited = awaiting.get(path)
        if waited is None:
            waited = (
                bridged(each.rewritten, each.draft.view) if each.is_rewritten else Awaiting(each.rewritten.text, ())
            )
        found.append(_finished(each, waited))
    return found


def _is_one_loop(cluster: Cluster, awaiting: Mapping[Path, Awaiting | None]) -> bool:
    """Whether one process has at most one event loop: model clients that several modules use belong to one."""
    begun = {path: each for path, each in awaiting.items() if each is not None and each.begins}
    imported = [path for path, each in begun.items() if cluster.exported.get(path) and not each.is_guarded]
    return len(imported) + (len(imported) < len(begun)) <= 1


def _finished(prepared: Prepared, awaiting: Awaiting) -> Finished:
    draft, view, exported = prepared.draft, prepared.draft.view, prepared.draft.exported
    rewritten, remains, needless = prepared.rewritten, prepared.remains, prepared.needless
    if not prepared.is_rewritten and awaiting.text == view.text:
        return Finished(view)
    settled = rewritten.with_text(awaiting.text)
    wanted = {*draft.imports, *awaiting.imports, *(remains.draft.imports if remains is not None else ())}
    wanted = {(module, name) for module, name in wanted if _is_named(name, settled.text)}
    used = used_imports(view) - exported if ALL_NAMES not in exported else set[str]()
    bound = {name for _, name in wanted} & {each.local for each in view.imports.imports}
    if draft.aliases and guard_of(settled, bound) is not None:
        settled = settled.with_text(_unaliased(settled.text, draft.aliases))
        wanted = {(module, name.partition(" as ")[0]) for module, name in wanted}
    renamed = remains.renamed if remains is not None else {}
    text = cst.parse_module(with_imports(settled, wanted, used, bound, renamed)).code
    done = [*(remains.done if remains is not None else ()), *needless]
    if text == view.text:
        return Finished(view)
    coming = {name.rpartition(" ")[2] or module.partition(".")[0] for module, name in wanted}
    return Finished(view, text, tuple(done), frozenset(undefined(settled) - undefined(view) - coming))


def _unaliased(text: str, aliases: Mapping[str, str]) -> str:
    """A text with v0.4's own names, which v0.2's no longer need."""
    for name, alias in aliases.items():
        text = re.sub(rf"\b{alias}\b", name, text)
    return text


def _is_named(imported: str, text: str) -> bool:
    """Whether a text uses a name that is to be imported, ``x`` or ``x as y``; a module itself has none."""
    local = imported.rpartition(" as ")[2]
    return not local or re.search(rf"\b{re.escape(local)}\b", text) is not None

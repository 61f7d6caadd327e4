"""Check that what a rewrite would write exists in the installed packages.

The user's code is not run: a separate Python imports only autogen_compat and v0.4's packages, and
looks each written import and keyword up.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import libcst as cst

from autogen_codemods.deep import in_deep_thread
from autogen_codemods.files.discover import FileKind, Selection, kind_of
from autogen_codemods.files.read import read_source
from autogen_codemods.files.source import UnreadableFile
from autogen_codemods.plan import FilePlan
from autogen_codemods.project import ProjectPlan
from autogen_codemods.rules.am921_not_installed import RULE
from autogen_codemods.rules.base import Finding
from autogen_codemods.tree.walk import dotted, walk

CHECKED_ROOTS = ("autogen_compat", "autogen_agentchat", "autogen_core", "autogen_ext")
TIMEOUT = 120
"""Seconds for importing the packages."""


@dataclass(frozen=True)
class Written:
    """An import of a rewritten file: `name` is None for the module itself; `keywords` are passed to it somewhere."""

    module: str
    name: str | None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Missing:
    """Something written that the installed packages do not have."""

    path: Path
    message: str


class CannotVerify(Exception):
    """The packages themselves cannot be imported here."""


def written_in(text: str) -> frozenset[Written]:
    """The imports from our own and from v0.4's packages in a source that parses, with the keywords of their calls."""
    module = cst.parse_module(text)
    nodes = list(walk(module))
    names = dict(_bound_names(nodes))
    keywords: dict[str, set[str]] = {}
    for node in nodes:
        if isinstance(node, cst.Call) and (called := dotted(node.func)) in names:
            used = (argument.keyword.value for argument in node.args if argument.keyword)
            keywords.setdefault(called, set()).update(used)
    own = (Written(m, n, tuple(sorted(keywords.get(local, ())))) for local, (m, n) in names.items())
    return frozenset((*own, *(Written(m, None) for m in _modules(nodes))))


def _bound_names(nodes: Iterable[cst.CSTNode]) -> Iterator[tuple[str, tuple[str, str]]]:
    for node in nodes:
        if isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
            module = dotted(node.module) or ""
            if not node.relative and module.partition(".")[0] in CHECKED_ROOTS:
                for alias in node.names:
                    yield alias.evaluated_alias or alias.evaluated_name, (module, alias.evaluated_name)


def _modules(nodes: Iterable[cst.CSTNode]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, cst.Import):
            yield from (n for alias in node.names if (n := alias.evaluated_name).partition(".")[0] in CHECKED_ROOTS)


def missing_in(written: dict[Path, frozenset[Written]]) -> list[Missing]:
    """What the installed packages lack; raises CannotVerify when they cannot be asked."""
    asked = sorted({w for found in written.values() for w in found}, key=lambda w: (w.module, w.name or ""))
    if not asked:
        return []
    answers = dict(zip(asked, _ask(asked), strict=True))
    return [
        Missing(path, answers[w])
        for path, found in sorted(written.items())
        for w in sorted(found, key=lambda w: (w.module, w.name or ""))
        if answers[w]
    ]


def verified(plan: ProjectPlan) -> ProjectPlan:
    """The plan with a finding for each import and keyword that would be written in vain; raises CannotVerify."""
    return in_deep_thread(lambda: _verified(plan))


def _verified(plan: ProjectPlan) -> ProjectPlan:
    written = {file.path: found for file in plan.changed if (found := _written_to(file))}
    missing: dict[Path, list[str]] = {}
    for item in missing_in(written):
        missing.setdefault(item.path, []).append(item.message)
    files = [_with_findings(file, missing.get(file.path, [])) for file in plan.files]
    return replace(plan, files=tuple(files))


def _written_to(file: FilePlan) -> frozenset[Written]:
    kind = kind_of(file.path, Selection(markdown=True)) or FileKind.PYTHON
    if file.new is None or kind in (FileKind.DEPENDENCIES, FileKind.CONFIG_LIST):
        return frozenset()
    try:
        source = read_source(file.path, kind, file.new)
        return written_in(source.text) if source is not None else frozenset()
    except (UnreadableFile, cst.ParserSyntaxError):
        return frozenset()


def _with_findings(file: FilePlan, messages: list[str]) -> FilePlan:
    """What a rule has already said about a name is not said again."""
    known = " ".join(f.message for f in file.findings if not f.fixable)
    new = [m for m in messages if m.rpartition(" ")[2].replace("autogen_compat", "autogen", 1) not in known]
    findings = [Finding(RULE.code, file.path, 1, 1, message, RULE.kind) for message in new]
    return replace(file, findings=(*file.findings, *findings)) if findings else file


def _ask(asked: list[Written]) -> list[str]:
    question = json.dumps([[w.module, w.name, list(w.keywords)] for w in asked])
    script = str(Path(__file__).with_name("_verify_child.py"))
    try:
        done = subprocess.run(
            [sys.executable, script], input=question, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
        answer: Any = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise CannotVerify(f"the installed packages cannot be asked: {error}") from None
    return [str(item) for item in answer]

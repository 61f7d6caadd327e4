"""Plan the changes of one dependency file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from autogen_codemods.dependencies.formats import Site, sites
from autogen_codemods.dependencies.requirement import NEW_NAME, Evidence, judge, lost_extras, new_extras
from autogen_codemods.dependencies.versions import Clause, parse_range
from autogen_codemods.files.edits import Edit
from autogen_codemods.rules.am110_dependencies import CONFLICT, DECIDE, LOST_EXTRA, REPLACED
from autogen_codemods.rules.base import Finding, Rule
from autogen_codemods.tree.positions import LineTable

NEEDED = {"openai": (1, 93, 0), "pydantic": (2, 10, 0)}
"""The lowest versions of shared dependencies that autogen-migrate can be installed with."""

_SHARED = re.compile(
    r"(?<![\w.@/\\=-])(?P<name>openai|pydantic)(?![\w.\[-]*\w)[ \t]*"
    r"(?P<range>(?:(?:===|==|~=|<=|<)[ \t]*[\w.*]+(?:[ \t]*,[ \t]*[<>=!~]+[ \t]*[\w.*]+)*))",
    re.IGNORECASE,
)


Planned = tuple[Finding, Edit | None]


def plan_dependencies(path: Path, text: str, evidence: Evidence) -> list[Planned]:
    """What to say about and to change in a dependency file."""
    planned = list(plan_sites(path, text, sites(path, text), evidence))
    if any(edit for _, edit in planned):
        planned += [(finding, None) for finding in _conflicts(path, text)]
    return planned


def plan_sites(path: Path, text: str, found: Iterable[Site], evidence: Evidence) -> Iterator[Planned]:
    """Findings, and the edits that go with them, for requirements at known places of a text."""
    lines = LineTable.of(text)
    places = list(found)
    scopes = {site.scope for site in places if site.requirement.name == NEW_NAME}
    for site in places:
        verdict = judge(site.requirement, evidence)
        if verdict is None:
            continue
        old = text[site.start : site.end]
        obstacle = verdict.reason or site.obstacle or _repeated(site, scopes)
        if site.write is None or obstacle:
            yield _finding(DECIDE, path, lines, site, f"`{old}` is left alone: {obstacle}"), None
            continue
        new = site.write(new_extras(site.requirement, evidence))
        message = f"`{old}` becomes `{new}`"
        yield _finding(REPLACED, path, lines, site, message, fixable=True), Edit(site.start, site.end, new)
        yield from ((finding, None) for finding in _lost(path, lines, site))


def _repeated(site: Site, scopes: set[str]) -> str:
    """Why a second requirement in the same table or list must not be replaced by the same line."""
    if not site.scope:
        return ""
    if site.scope in scopes:
        return "the same list has autogen-migrate already; delete this one"
    scopes.add(site.scope)
    return ""


def _lost(path: Path, lines: LineTable, site: Site) -> Iterator[Finding]:
    lost = lost_extras(site.requirement)
    if lost:
        message = f"no extra takes the place of {', '.join(lost)}; require the packages that your code imports"
        yield _finding(LOST_EXTRA, path, lines, site, message)


def _conflicts(path: Path, text: str) -> Iterator[Finding]:
    lines = LineTable.of(text)
    for match in _SHARED.finditer(text):
        needed = NEEDED[match["name"].lower()]
        if _excludes(parse_range(match["range"]), needed):
            version = ".".join(map(str, needed[:2]))
            line, column = lines.place(match.start())
            yield Finding(
                CONFLICT.code,
                path,
                line,
                column,
                f"`{match[0]}` excludes {match['name']}>={version}, which autogen-migrate needs",
                CONFLICT.kind,
                source=lines.line(line),
            )


def _excludes(clauses: Iterable[Clause], needed: tuple[int, ...]) -> bool:
    """Whether an upper bound or an exact pin lies below `needed`."""
    return any(
        c.version < needed[: len(c.version)] or (c.operator == "<" and c.version <= needed[: len(c.version)])
        for c in clauses
        if c.operator in ("==", "===", "<=", "<", "~=")
        and not (c.operator == "~=" and len(c.version) <= 2 and c.version[:1] >= needed[:1])
    )


def _finding(rule: Rule, path: Path, lines: LineTable, site: Site, message: str, *, fixable: bool = False) -> Finding:
    line, column = lines.place(site.start)
    end_line, end_column = lines.place(site.end)
    return Finding(
        rule.code, path, line, column, message, rule.kind, end_line, end_column, None, fixable, lines.line(line)
    )

"""The report for people at a terminal: findings grouped by file, with the source line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import click

from autogen_codemods import fates
from autogen_codemods.plan import FilePlan
from autogen_codemods.project import ProjectPlan
from autogen_codemods.rules.base import Finding, Kind

COLOURS = {Kind.DIRECT: "green", Kind.REWRITE: "cyan", Kind.DECISION: "yellow", Kind.UNSUPPORTED: "red"}


def render(plan: ProjectPlan) -> str:
    """The whole report, with colours that the caller may strip."""
    blocks = ["\n".join(_file(file)) for file in plan.files if file.findings or file.problem]
    return "\n\n".join((*blocks, summary(plan))) + "\n"


def _file(plan: FilePlan) -> Iterator[str]:
    yield click.style(plan.path.as_posix(), bold=True)
    if plan.problem:
        yield "  " + click.style("error", fg="red", bold=True) + f" {_line(plan.problem.line)}{plan.problem.message}"
    for _, same_line in groupby(plan.findings, key=lambda f: (f.cell, f.line)):
        shown = list(same_line)
        yield from (_finding(f) for f in shown)
        source = shown[0].source.strip()
        if source:
            yield click.style(f"         | {source[:110]}", dim=True)


def _line(line: int) -> str:
    return f"line {line}: " if line else ""


def _finding(finding: Finding) -> str:
    cell = f"cell {finding.cell + 1}:" if finding.cell is not None else ""
    place = f"{cell}{finding.line}:{finding.column}"
    code = click.style(finding.code, fg=COLOURS[finding.kind], bold=True)
    kind = click.style(f"[{finding.kind.value}]", fg=COLOURS[finding.kind])
    return f"  {place:<6} {code} {kind} {finding.message}"


def summary(plan: ProjectPlan) -> str:
    """One or two lines: how much was found, and what to do next."""
    findings = [f for file in plan.files for f in file.findings]
    problems = len(plan.problems)
    trouble = f"; {_count(problems, 'file')} could not be processed" if problems else ""
    if not findings:
        return f"Nothing to do in {_count(plan.seen, 'file')}{trouble}."
    fixable = sum(f.fixable for f in findings)
    files = len({f.path for f in findings})
    kinds = Counter(f.kind for f in findings if not f.fixable)
    rest = [f"{count} {_NEEDS[kind]}" for kind, count in sorted(kinds.items())]
    parts = [f"{fixable} can be rewritten"] if fixable else []
    return f"{_count(len(findings), 'finding')} in {_count(files, 'file')}: {', '.join(parts + rest)}{trouble}."


_NEEDS = {
    Kind.DIRECT: "to be done by hand",
    Kind.REWRITE: "to be done by hand",
    Kind.DECISION: "to be decided",
    Kind.UNSUPPORTED: "without a counterpart",
}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def inventory(plan: ProjectPlan) -> str:
    """Which names of v0.2 the project uses, how often, and what they are in plain v0.4."""
    used = Counter(fates.canonical(name) for file in plan.files for name in file.facts.names)
    rows = [(name, count, fate) for name, count in used.most_common() if (fate := fates.fate_of(name)) is not None]
    shown = [f"  {count:>4}  {name}{_target(fate)}" for name, count, fate in rows if fate.kind != "module"]
    return "\n".join(("Names of v0.2 by the number of files that use them:", *shown)) + "\n"


def _target(fate: fates.Fate) -> str:
    return f"  -> {' or '.join(fate.targets)}" if fate.targets else ""

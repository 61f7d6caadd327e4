"""The report as annotations of GitHub Actions."""

from __future__ import annotations

from collections.abc import Iterator

from autogen_codemods.plan import Problem
from autogen_codemods.project import ProjectPlan
from autogen_codemods.report.text import summary
from autogen_codemods.rules.base import Finding, Kind

_LEVELS = {Kind.DIRECT: "notice", Kind.REWRITE: "notice", Kind.DECISION: "warning", Kind.UNSUPPORTED: "error"}


def render(plan: ProjectPlan) -> str:
    """One workflow command per finding and per failed file, then the summary."""
    return "\n".join((*_commands(plan), summary(plan))) + "\n"


def _commands(plan: ProjectPlan) -> Iterator[str]:
    for file in plan.files:
        if file.problem:
            yield _problem(file.problem)
        yield from (_finding(finding) for finding in file.findings)


def _finding(finding: Finding) -> str:
    cell = f"cell {finding.cell + 1}: " if finding.cell is not None else ""
    place = f"file={_value(finding.path.as_posix())},line={finding.line},col={finding.column}"
    return f"::{_LEVELS[finding.kind]} {place},title={finding.code}::{_text(cell + finding.message)}"


def _problem(problem: Problem) -> str:
    line = f",line={problem.line}" if problem.line else ""
    return f"::error file={_value(problem.path.as_posix())}{line},title=autogen-migrate::{_text(problem.message)}"


def _text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")

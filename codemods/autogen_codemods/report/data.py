"""The report as JSON, for programs."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from autogen_codemods.plan import FilePlan
from autogen_codemods.project import ProjectPlan
from autogen_codemods.rules.base import Finding

VERSION = 1
"""Grows when a field changes its meaning or goes away; new fields do not count."""


def render(plan: ProjectPlan) -> str:
    """The report; findings in the order of files and places."""
    return json.dumps(report(plan), indent=2, ensure_ascii=False) + "\n"


def render_with(plan: ProjectPlan, model: dict[str, object]) -> str:
    """The report with the model of the project as ``model``."""
    return json.dumps({**report(plan), "model": model}, indent=2, ensure_ascii=False) + "\n"


def report(plan: ProjectPlan) -> dict[str, Any]:
    """The report as plain data."""
    shown = [file for file in plan.files if file.findings or file.problem]
    return {"version": VERSION, "summary": _summary(plan), "files": [_file(file) for file in shown]}


def _summary(plan: ProjectPlan) -> dict[str, Any]:
    findings = [f for file in plan.files for f in file.findings]
    return {
        "files_seen": plan.seen,
        "files_looked_into": plan.looked_into,
        "files_with_findings": len({f.path for f in findings}),
        "findings": len(findings),
        "fixable": sum(f.fixable for f in findings),
        "errors": len(plan.problems),
        "by_class": dict(sorted(Counter(f.kind.value for f in findings).items())),
        "by_code": dict(sorted(Counter(f.code for f in findings).items())),
    }


def _file(file: FilePlan) -> dict[str, Any]:
    problem = {"line": file.problem.line, "message": file.problem.message} if file.problem else None
    return {
        "path": file.path.as_posix(),
        "changes": file.new is not None,
        "error": problem,
        "findings": [_finding(f) for f in file.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "class": finding.kind.value,
        "message": finding.message,
        "fixable": finding.fixable,
        "cell": finding.cell,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line or finding.line,
        "end_column": finding.end_column or finding.column,
        "source": finding.source,
    }

"""The report as SARIF 2.1.0, which code hosts and editors show."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from autogen_codemods.plan import Problem
from autogen_codemods.project import ProjectPlan
from autogen_codemods.rules.base import Finding, Kind, Rule, rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Kind.DIRECT: "note", Kind.REWRITE: "note", Kind.DECISION: "warning", Kind.UNSUPPORTED: "error"}


def render(plan: ProjectPlan) -> str:
    """One run with its rules, results, and the files that could not be processed."""
    findings = [finding for file in plan.files for finding in file.findings]
    codes = sorted({finding.code for finding in findings})
    run: dict[str, Any] = {
        "tool": {"driver": _driver([rule(code) for code in codes])},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes.index(finding.code)) for finding in findings],
        "invocations": [
            {
                "executionSuccessful": not plan.problems,
                "toolExecutionNotifications": [_notification(problem) for problem in plan.problems],
            }
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _driver(rules: list[Rule]) -> dict[str, Any]:
    return {"name": "autogen-migrate", "version": version("autogen-migrate"), "rules": [_rule(r) for r in rules]}


def _rule(described: Rule) -> dict[str, Any]:
    return {
        "id": described.code,
        "name": described.title,
        "shortDescription": {"text": described.title},
        "fullDescription": {"text": described.why},
        "help": {"text": f"Before:\n{described.before}\nAfter:\n{described.after}"},
        "defaultConfiguration": {"level": _LEVELS[described.kind]},
        "properties": {"class": described.kind.value, "tier": described.tier.value},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    properties: dict[str, Any] = {"fixable": finding.fixable, "class": finding.kind.value}
    if finding.cell is not None:
        properties["notebookCell"] = finding.cell
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.kind],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": _location(finding)}],
        "properties": properties,
    }


def _location(finding: Finding) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": finding.line, "startColumn": finding.column}
    if finding.end_line > finding.line or (finding.end_line == finding.line and finding.end_column > finding.column):
        region |= {"endLine": finding.end_line, "endColumn": finding.end_column}
    if finding.source:
        region["snippet"] = {"text": finding.source}
    return {"artifactLocation": {"uri": _uri(finding.path.as_posix())}, "region": region}


def _notification(problem: Problem) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(problem.path.as_posix())}}
    if problem.line:
        location["region"] = {"startLine": problem.line}
    return {"level": "error", "message": {"text": problem.message}, "locations": [{"physicalLocation": location}]}


def _uri(path: str) -> str:
    return quote(path)

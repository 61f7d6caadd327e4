"""The report as one self-contained page: no network, no other files."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from autogen_codemods.files.redact import redacted
from autogen_codemods.plan import FilePlan
from autogen_codemods.project import ProjectPlan
from autogen_codemods.report.diff import lines_of
from autogen_codemods.report.text import summary
from autogen_codemods.rules.base import Finding, Kind, rule

CONTEXT = 3
"""Lines of context around a change."""


def render(plan: ProjectPlan) -> str:
    """The page."""
    here = Path(__file__).parent
    style, script = (here / "page.css").read_text("utf-8"), (here / "page.js").read_text("utf-8")
    body = "\n".join(_body(plan))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>AutoGen migration report</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n<script>\n{script}</script>\n</body>\n</html>\n"
    )


def _body(plan: ProjectPlan) -> Iterator[str]:
    findings = [finding for file in plan.files for finding in file.findings]
    yield "<h1>AutoGen migration report</h1>"
    yield f'<p class="faint">{escape(summary(plan))}</p>'
    yield _cards(plan, findings)
    yield _filters(findings)
    decisions = [f for f in findings if not f.fixable]
    if decisions:
        yield f'<h2 id="decisions">Decisions to take <span class="faint">({len(decisions)})</span></h2>'
        yield _decisions(decisions)
    yield "<h2>Files</h2>"
    yield from (_file(file) for file in plan.files if file.findings or file.problem)


def _cards(plan: ProjectPlan, findings: list[Finding]) -> str:
    numbers = {
        "files looked into": plan.looked_into,
        "files that change": len(plan.changed),
        "findings rewritten": sum(f.fixable for f in findings),
        "findings for you": sum(not f.fixable for f in findings),
        "files with errors": len(plan.problems),
    }
    cards = (f'<div class="card"><b>{count}</b>{escape(name)}</div>' for name, count in numbers.items())
    return f'<div class="cards">{"".join(cards)}</div>'


def _filters(findings: list[Finding]) -> str:
    kinds = Counter(f.kind for f in findings)
    boxes = (
        f'<label class="{kind.value}"><input type="checkbox" name="class" value="{kind.value}" checked> '
        f"{kind.value} ({kinds[kind]})</label>"
        for kind in Kind
    )
    codes = sorted({f.code for f in findings})
    options = (f'<option value="{code}">{code} {escape(rule(code).title)}</option>' for code in codes)
    return (
        f'<div class="filters">{"".join(boxes)}<select id="code" aria-label="Code"><option value="">all codes</option>'
        f'{"".join(options)}</select><input id="words" type="search" placeholder="words" aria-label="Words">'
        '<span class="faint"><span id="shown"></span> shown</span></div>'
    )


def _decisions(findings: Iterable[Finding]) -> str:
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    return "".join(_decision(code, found) for code, found in sorted(by_code.items()))


def _decision(code: str, found: list[Finding]) -> str:
    known = rule(code)
    places = "".join(f'<li class="place">{escape(f.place)} {escape(f.message)}</li>' for f in found)
    return (
        f'<details class="card"><summary><span class="code {found[0].kind.value}">{code}</span> '
        f"{escape(known.title)} ({len(found)})</summary><p>{escape(known.why)}</p><ul>{places}</ul></details>"
    )


def _file(file: FilePlan) -> str:
    error = f'<div class="finding error" data-class="unsupported" data-code="">{_problem(file)}</div>'
    findings = "".join(_finding(finding) for finding in file.findings)
    return (
        f'<details class="file" open><summary>{escape(file.path.as_posix())}</summary>'
        f"{error if file.problem else ''}{findings}{_sides(file)}</details>"
    )


def _problem(file: FilePlan) -> str:
    line = f"line {file.problem.line}: " if file.problem and file.problem.line else ""
    return escape(f"not processed: {line}{file.problem.message}") if file.problem else ""


def _finding(finding: Finding) -> str:
    cell = f"cell {finding.cell + 1}, " if finding.cell is not None else ""
    kind = finding.kind.value
    source = f"<pre>{escape(finding.source.strip())}</pre>" if finding.source.strip() else ""
    done = "rewritten" if finding.fixable else kind
    return (
        f'<div class="finding" data-class="{kind}" data-code="{finding.code}">'
        f'<span class="place faint">{cell}{finding.line}:{finding.column}</span> '
        f'<span class="code {kind}" title="{escape(rule(finding.code).title)}">{finding.code}</span> '
        f'<span class="tag {kind}">{done}</span> {escape(finding.message)}{source}</div>'
    )


def _sides(file: FilePlan) -> str:
    """The change, old and new side by side."""
    if file.new is None:
        return ""
    old, new = ([redacted(line.rstrip("\r\n")) for line in lines_of(data)] for data in (file.old, file.new))
    groups = difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT)
    rows = "".join(row for group in groups for row in (*_rows(group, old, new), _GAP))
    return f'<div class="sides"><table>{rows.removesuffix(_GAP)}</table></div>'


_GAP = '<tr class="gap"><td colspan="4">⋯</td></tr>'


def _rows(group: list[tuple[str, int, int, int, int]], old: list[str], new: list[str]) -> Iterator[str]:
    for operation, old_start, old_end, new_start, new_end in group:
        for index in range(max(old_end - old_start, new_end - new_start)):
            left, right = old_start + index, new_start + index
            kind = "same" if operation == "equal" else "changed"
            left_cell = _cell(left, old, old_end, "" if kind == "same" else "del")
            right_cell = _cell(right, new, new_end, "" if kind == "same" else "add")
            yield f'<tr class="{kind}">{left_cell}{right_cell}</tr>'


def _cell(index: int, lines: list[str], end: int, kind: str) -> str:
    if index >= end:
        return '<td class="n"></td><td></td>'
    return f'<td class="n">{index + 1}</td><td class="{kind}">{escape(lines[index]) or " "}</td>'

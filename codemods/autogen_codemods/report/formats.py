"""The formats of a report by name."""

from __future__ import annotations

import importlib

from autogen_codemods.project import ProjectPlan

FORMATS = {
    "text": "autogen_codemods.report.text",
    "json": "autogen_codemods.report.data",
    "sarif": "autogen_codemods.report.sarif",
    "github": "autogen_codemods.report.github",
    "html": "autogen_codemods.report.html",
}


def rendered(plan: ProjectPlan, name: str) -> str:
    """The report in the format of this name."""
    return importlib.import_module(FORMATS[name]).render(plan)

"""Plan a run with a progress bar, and show its report."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace

import click

from autogen_codemods.commands.options import EXIT_CLEAN, EXIT_ERROR, EXIT_FINDINGS, Run
from autogen_codemods.deep import in_deep_thread
from autogen_codemods.files.discover import FileKind
from autogen_codemods.files.write import replace_file
from autogen_codemods.plan import FilePlan, guarded, plan_bytes
from autogen_codemods.project import Progress, ProjectPlan, plan_project
from autogen_codemods.report.data import render_with
from autogen_codemods.report.formats import rendered
from autogen_codemods.report.text import inventory, summary
from autogen_codemods.rules.base import Tier

PATIENCE = 1.0
"""Seconds after which a progress bar appears."""


def planned(run: Run) -> ProjectPlan:
    """The plan of a run."""
    if run.from_stdin:
        return _planned_stdin(run)
    with _progress(run) as progress:
        return plan_project(run.paths, run.settings, progress)


def _planned_stdin(run: Run) -> ProjectPlan:
    if run.settings.tier is Tier.NATIVE:
        raise click.UsageError("the native tier looks at whole projects; give it paths in place of `-`")
    data = sys.stdin.buffer.read()
    path = run.stdin_filename
    kind = FileKind.NOTEBOOK if path.suffix == ".ipynb" else FileKind.PYTHON
    plan: FilePlan = in_deep_thread(lambda: guarded(path, lambda: plan_bytes(path, kind, data, run.settings.codes)))
    return ProjectPlan((replace(plan, old=data),), 1, 1)


@contextmanager
def _progress(run: Run) -> Generator[Progress | None]:
    """A bar on standard error, for runs of some length at a terminal."""
    if run.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("looking into files", visible=False)
        started = time.monotonic()

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=time.monotonic() - started > PATIENCE)

        yield advance


def show(run: Run, plan: ProjectPlan) -> None:
    """The report where and how the user wants it."""
    if run.quiet and run.output_format == "text":
        report = summary(plan) + "\n"
    else:
        model = _model(run) if run.verbose and run.output_format == "json" else None
        report = rendered(plan, run.output_format) if model is None else render_with(plan, model)
        if run.verbose and run.output_format == "text":
            report += "\n" + inventory(plan)
    if run.output_file is None:
        click.echo(report, nl=False, color=run.color)
        return
    try:
        replace_file(run.output_file, click.unstyle(report).encode("utf-8"))
    except OSError as error:
        raise click.ClickException(f"{run.output_file}: {error.strerror}") from None


def _model(run: Run) -> dict[str, object] | None:
    """The model of the project as data; standard input is no project."""
    if run.from_stdin:
        return None
    from autogen_codemods.report.model import model_of  # parses more than a report without it needs

    return in_deep_thread(lambda: model_of(run.paths, run.settings.files))


def status(plan: ProjectPlan) -> int:
    """The exit status by what is left to do."""
    if plan.problems:
        return EXIT_ERROR
    return EXIT_FINDINGS if any(file.findings for file in plan.files) else EXIT_CLEAN

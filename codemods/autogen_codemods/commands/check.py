"""``autogen-migrate check``: what there is to do."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autogen_codemods.commands.options import (
    EXIT_CLEAN,
    EXIT_ERROR,
    EXIT_FINDINGS,
    existing,
    run_options,
    settings_from,
)
from autogen_codemods.project import ProjectPlan, plan_project
from autogen_codemods.report import text


@click.command()
@run_options
def check(
    paths: tuple[Path, ...],
    tier: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
    markdown: bool | None,
    jobs: int | None,
    color: bool | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """List every use of AutoGen v0.2 that has to change, and change nothing.

    Exit status: 0 nothing to do, 1 something to do, 2 a file could not be processed.
    """
    settings = settings_from(tier, select, ignore, exclude, markdown, jobs)
    plan = plan_project(existing(paths), settings)
    click.echo(text.summary(plan) if quiet else text.render(plan), nl=quiet, color=color)
    sys.exit(status(plan))


def status(plan: ProjectPlan) -> int:
    """The exit status of a run that changed nothing."""
    if plan.problems:
        return EXIT_ERROR
    return EXIT_FINDINGS if any(file.findings for file in plan.files) else EXIT_CLEAN

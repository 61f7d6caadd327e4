"""``autogen-migrate rewrite``: do what can be done."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from autogen_codemods.commands.check import status
from autogen_codemods.commands.options import (
    EXIT_CLEAN,
    EXIT_ERROR,
    EXIT_FINDINGS,
    existing,
    run_options,
    settings_from,
)
from autogen_codemods.files.copy import OutputFolder, copy_trees
from autogen_codemods.files.undo import Change, Outcome, write_all
from autogen_codemods.project import ProjectPlan, plan_project
from autogen_codemods.report import text
from autogen_codemods.report.diff import coloured, diff
from autogen_codemods.settings import Settings


@click.command()
@run_options
@click.option("--diff", "show_diff", is_flag=True, help="Print the changes as a diff; write nothing.")
@click.option("--write", is_flag=True, help="Change the files in place (`autogen-migrate undo` takes it back).")
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="Write a rewritten copy to a folder.")
def rewrite(
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
    show_diff: bool,
    write: bool,
    output: Path | None,
) -> None:
    """Rewrite AutoGen v0.2 code to run on v0.4. Without --write or --output nothing is changed.

    Exit status: 0 nothing is left to do, 1 something is, 2 a file could not be processed.
    """
    if sum((show_diff, write, output is not None)) > 1:
        raise click.UsageError("--diff, --write and --output exclude each other")
    settings = settings_from(tier, select, ignore, exclude, markdown, jobs)
    given = existing(paths)
    plan = plan_project(given, settings)
    if show_diff:
        sys.exit(_show_diff(plan, color))
    if write:
        sys.exit(_write(plan, color))
    if output is not None:
        sys.exit(_copy(plan, given, output, settings, color))
    click.echo(text.summary(plan) if quiet else text.render(plan), nl=quiet, color=color)
    if plan.changed and not quiet:
        click.echo("This was a dry run: --diff shows the changes, --write makes them.")
    sys.exit(status(plan))


def _show_diff(plan: ProjectPlan, color: bool | None) -> int:
    for file in plan.changed:
        click.echo("".join(coloured(diff(file))), nl=False, color=color)
    click.echo(text.summary(plan), err=True, color=color)
    return status(plan)


def _write(plan: ProjectPlan, color: bool | None) -> int:
    changes = [Change(file.path, file.old, file.new) for file in plan.changed if file.new is not None]
    try:
        outcomes = write_all(changes)
    except OSError as error:
        raise click.ClickException(f"the undo record cannot be written: {error}; nothing was changed") from None
    return _finish(plan, outcomes, f"Rewrote {len(changes)} file(s); `autogen-migrate undo` takes it back.", color)


def _finish(plan: ProjectPlan, outcomes: Sequence[Outcome], message: str, color: bool | None) -> int:
    failed = [outcome for outcome in outcomes if outcome.problem]
    rest = left_over(plan)
    if any(file.findings or file.problem for file in rest.files):
        click.echo(text.render(rest), nl=False, color=color)
    click.echo(message if outcomes else "Nothing to rewrite.")
    for outcome in failed:
        click.echo(f"{outcome.path.as_posix()}: {outcome.problem}", err=True)
    if failed or plan.problems:
        return EXIT_ERROR
    return EXIT_FINDINGS if any(file.findings for file in rest.files) else EXIT_CLEAN


def left_over(plan: ProjectPlan) -> ProjectPlan:
    """What is still to be done when all changes are written."""
    files = [replace(f, findings=tuple(x for x in f.findings if not x.fixable), new=None) for f in plan.files]
    return replace(plan, files=tuple(files))


def _copy(plan: ProjectPlan, given: list[Path], output: Path, settings: Settings, color: bool | None) -> int:
    changed = {file.path: file.new for file in plan.changed if file.new is not None}
    try:
        count = copy_trees(given, output, changed, settings.files)
    except OutputFolder as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
    outcomes = [Outcome(path) for path in changed] or [Outcome(output)]
    return _finish(plan, outcomes, f"Wrote {count} file(s) to {output}, {len(changed)} of them rewritten.", color)

"""``autogen-migrate rewrite``: do what can be done."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from autogen_codemods.commands.options import EXIT_ERROR, Run, run_options
from autogen_codemods.commands.running import planned, show, status
from autogen_codemods.files.copy import OutputFolder, copy_trees
from autogen_codemods.files.redact import HIDDEN
from autogen_codemods.files.undo import Change, Outcome, write_all
from autogen_codemods.project import ProjectPlan
from autogen_codemods.report.diff import coloured, diff
from autogen_codemods.report.text import summary
from autogen_codemods.verify import CannotVerify, verified


@click.command()
@run_options
@click.option("--diff", "show_diff", is_flag=True, help="Print the changes as a diff; write nothing.")
@click.option("--write", is_flag=True, help="Change the files in place (`autogen-migrate undo` takes it back).")
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="Write a rewritten copy to a folder.")
@click.option("--verify/--no-verify", default=True, help="Look up what is written in the installed packages [yes].")
def rewrite(run: Run, show_diff: bool, write: bool, output: Path | None, verify: bool) -> None:
    """Rewrite AutoGen v0.2 code to run on v0.4.

    Without --write or --output nothing is changed; `-` reads code and prints it rewritten.
    Exit status: 0 nothing is left to do, 1 something is, 2 a file could not be processed.
    """
    if sum((show_diff, write, output is not None)) > 1:
        raise click.UsageError("--diff, --write and --output exclude each other")
    if run.from_stdin and (write or output is not None):
        raise click.UsageError("code from standard input is printed; --write and --output need paths")
    plan = planned(run)
    if show_diff:
        sys.exit(_show_diff(run, plan))
    if run.from_stdin:
        sys.exit(_filter(plan))
    if verify and (write or output is not None):
        plan = _verified(plan)
    if write:
        sys.exit(_write(run, plan))
    if output is not None:
        sys.exit(_copy(run, plan, output))
    show(run, plan)
    if plan.changed and not run.quiet and run.output_format == "text":
        click.echo("This was a dry run: --diff shows the changes, --write makes them.")
    sys.exit(status(plan))


def _verified(plan: ProjectPlan) -> ProjectPlan:
    try:
        return verified(plan)
    except CannotVerify as error:
        click.echo(f"Not verified: {error}", err=True)
        return plan


def _filter(plan: ProjectPlan) -> int:
    """Print the rewritten code; what could not be rewritten is printed as it came."""
    file = plan.files[0]
    sys.stdout.buffer.write(file.old if file.new is None else file.new)
    for problem in plan.problems:
        click.echo(str(problem), err=True)
    return status(left_over(plan))


def _show_diff(run: Run, plan: ProjectPlan) -> int:
    text = "".join(line for file in plan.changed for line in coloured(diff(file)))
    click.echo(text, nl=False, color=run.color)
    for problem in plan.problems:
        click.echo(str(problem), err=True)
    if HIDDEN in text:
        click.echo("Secrets are hidden in this diff, so it does not apply as a patch where they stand.", err=True)
    click.echo(summary(plan), err=True)
    return status(plan)


def _write(run: Run, plan: ProjectPlan) -> int:
    changes = [Change(file.path, file.old, file.new) for file in plan.changed if file.new is not None]
    try:
        outcomes = write_all(changes)
    except OSError as error:
        raise click.ClickException(f"the undo record cannot be written: {error}; nothing was changed") from None
    return _finish(run, plan, outcomes, f"Rewrote {len(changes)} file(s); `autogen-migrate undo` takes it back.")


def _copy(run: Run, plan: ProjectPlan, output: Path) -> int:
    changed = {file.path: file.new for file in plan.changed if file.new is not None}
    try:
        count = copy_trees(run.paths, output, changed, run.settings.files)
    except OutputFolder as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
    outcomes = [Outcome(path) for path in changed] or [Outcome(output)]
    return _finish(run, plan, outcomes, f"Wrote {count} file(s) to {output}, {len(changed)} of them rewritten.")


def _finish(run: Run, plan: ProjectPlan, outcomes: Sequence[Outcome], message: str) -> int:
    failed = [outcome for outcome in outcomes if outcome.problem]
    rest = left_over(plan)
    if run.output_format != "text" or any(file.findings or file.problem for file in rest.files):
        show(run, rest)
    if run.output_format == "text":
        click.echo(message if outcomes else "Nothing to rewrite.")
    for outcome in failed:
        click.echo(f"{outcome.path.as_posix()}: {outcome.problem}", err=True)
    return EXIT_ERROR if failed else status(rest)


def left_over(plan: ProjectPlan) -> ProjectPlan:
    """What is still to be done when all changes are written."""
    files = [replace(f, findings=tuple(x for x in f.findings if not x.fixable), new=None) for f in plan.files]
    return replace(plan, files=tuple(files))

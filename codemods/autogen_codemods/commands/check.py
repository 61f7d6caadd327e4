"""``autogen-migrate check``: what there is to do."""

from __future__ import annotations

import sys

import click

from autogen_codemods.commands.options import Run, run_options
from autogen_codemods.commands.running import planned, show, status


@click.command()
@run_options
def check(run: Run) -> None:
    """List every use of AutoGen v0.2 that has to change, and change nothing.

    PATHS are files and folders (default: the present folder), or `-` for standard input.
    Exit status: 0 nothing to do, 1 something to do, 2 a file could not be processed.
    """
    plan = planned(run)
    show(run, plan)
    sys.exit(status(plan))

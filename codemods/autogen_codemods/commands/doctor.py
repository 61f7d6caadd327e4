"""``autogen-migrate doctor``: is this environment fit for the migrated program?"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from autogen_codemods.commands.options import EXIT_CLEAN, EXIT_FINDINGS, wants_colour
from autogen_codemods.health.checks import Diagnosis, State, examine
from autogen_codemods.health.environment import look_around
from autogen_codemods.project import plan_project
from autogen_codemods.settings import BadSettings, read_settings

_COLOURS = {State.FINE: "green", State.WARNING: "yellow", State.BROKEN: "red"}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=".")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--color/--no-color", default=None, help="Colours [if standard output is a terminal].")
def doctor(folder: Path, as_json: bool, color: bool | None) -> None:
    """Inspect the environment and the code in FOLDER, and say what to do.

    Exit status: 0 when all is well, 1 when something is to be done.
    """
    try:
        plan = plan_project([folder], read_settings(folder))
    except BadSettings as error:
        raise click.UsageError(str(error)) from None
    found = examine(look_around(folder), plan)
    text = json.dumps([asdict(d) for d in found], indent=2) if as_json else "\n".join(map(_line, found))
    click.echo(text, color=wants_colour(color))
    sys.exit(EXIT_FINDINGS if any(d.state is not State.FINE for d in found) else EXIT_CLEAN)


def _line(diagnosis: Diagnosis) -> str:
    state = click.style(f"{diagnosis.state.value:<8}", fg=_COLOURS[diagnosis.state], bold=True)
    advice = f"\n         -> {diagnosis.advice}" if diagnosis.advice else ""
    return f"{state} {diagnosis.what}{advice}"

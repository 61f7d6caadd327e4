"""``autogen-migrate undo``: take the last write back."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from autogen_codemods.files.undo import Record, latest_below, records, take_back


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True), default=".")
@click.option("--list", "show_list", is_flag=True, help="List the writes that can be taken back.")
def undo(folder: Path, show_list: bool) -> None:
    """Take back the last `rewrite --write` that touched FOLDER (default: the present one).

    Files that were changed since then are left alone and named; exit status 2 then.
    """
    if show_list:
        for record in records():
            click.echo(_line(record))
        return
    record = latest_below(folder)
    if record is None:
        raise click.ClickException(f"no write below {folder} is on record")
    outcomes = take_back(record)
    failed = [outcome for outcome in outcomes if outcome.problem]
    click.echo(f"Restored {len(outcomes) - len(failed)} file(s) of the write of {_when(record)}.")
    for outcome in failed:
        click.echo(f"{outcome.path.as_posix()}: {outcome.problem}", err=True)
    sys.exit(2 if failed else 0)


def _line(record: Record) -> str:
    return f"{_when(record)}  {len(record.entries)} file(s), run in {record.where}"


def _when(record: Record) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(record.when))

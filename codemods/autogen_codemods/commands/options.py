"""Options that several commands share."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from autogen_codemods.report.formats import FORMATS
from autogen_codemods.rules.base import Tier, UnknownRule, known_codes
from autogen_codemods.settings import BadSettings, Settings, read_settings

EXIT_CLEAN, EXIT_FINDINGS, EXIT_ERROR = 0, 1, 2
STDIN = Path("-")


@dataclass(frozen=True)
class Run:
    """What the user asked for: where to look, how, and how to tell."""

    paths: tuple[Path, ...]
    settings: Settings
    output_format: str
    output_file: Path | None
    color: bool | None
    quiet: bool
    verbose: bool
    stdin_filename: Path

    @property
    def from_stdin(self) -> bool:
        """Whether the code comes from standard input."""
        return self.paths == (STDIN,)


def _codes(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return known_codes(code for item in value for code in item.split(",") if code.strip())
    except UnknownRule as error:
        raise click.BadParameter(str(error), ctx, param) from None


_FORMAT = click.Choice(list(FORMATS))
_OPTIONS = (
    click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
    click.option("--to", "tier", type=click.Choice(["compat", "native"]), help="The goal of the rewrite [compat]."),
    click.option("--select", multiple=True, callback=_codes, metavar="CODE", help="Only these codes, as AM101 or AM1."),
    click.option("--ignore", multiple=True, callback=_codes, metavar="CODE", help="Leave these codes out."),
    click.option("--exclude", multiple=True, metavar="GLOB", help="Skip paths, written as in .gitignore."),
    click.option("--markdown", is_flag=True, help="Look into code blocks of markdown files, too."),
    click.option("-j", "--jobs", type=click.IntRange(min=0), help="Processes to use [one per processor]."),
    click.option("--output-format", type=_FORMAT, default="text", show_default=True, help="Format of the report."),
    click.option("--output-file", type=click.Path(path_type=Path), metavar="FILE", help="Write the report to a file."),
    click.option("--stdin-filename", type=click.Path(path_type=Path), default="stdin.py", help="Name for `-`."),
    click.option("--color/--no-color", default=None, help="Colours [if standard output is a terminal]."),
    click.option("-q", "--quiet", is_flag=True, help="Only the numbers."),
    click.option("-v", "--verbose", is_flag=True, help="Also what was looked at; in JSON, the project's model."),
)


def run_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a run over paths; `function` gets them as one `run`."""

    @functools.wraps(function)
    def command(
        paths: tuple[Path, ...],
        tier: str | None,
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        exclude: tuple[str, ...],
        markdown: bool,
        jobs: int | None,
        output_format: str,
        output_file: Path | None,
        stdin_filename: Path,
        color: bool | None,
        quiet: bool,
        verbose: bool,
        **others: Any,
    ) -> Any:
        given = _existing(paths)
        settings = _over_files(given[0], tier, select, ignore, exclude, markdown, jobs)
        colour = wants_colour(color) if output_file is None else False
        run = Run(given, settings, output_format, output_file, colour, quiet, verbose, stdin_filename)
        return function(run=run, **others)

    return functools.reduce(lambda f, option: option(f), reversed(_OPTIONS), command)


def _over_files(
    start: Path,
    tier: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
    markdown: bool,
    jobs: int | None,
) -> Settings:
    """The project's settings with those of the command line over them; excludes add up."""
    try:
        own = read_settings(start if start != STDIN else Path("."))
    except BadSettings as error:
        raise click.UsageError(str(error)) from None
    return Settings(
        tier=Tier(tier) if tier else own.tier,
        codes=replace(own.codes, select=select or own.codes.select, ignore=ignore or own.codes.ignore),
        files=replace(own.files, exclude=own.files.exclude + exclude, markdown=markdown or own.files.markdown),
        jobs=own.jobs if jobs is None else jobs,
    )


def _existing(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The given paths, or the present folder; raises a usage error for one that does not exist."""
    if STDIN in paths and paths != (STDIN,):
        raise click.UsageError("`-` for standard input stands alone")
    for path in paths:
        if path != STDIN and not path.exists():
            raise click.UsageError(f"{path}: no such file or folder")
    return paths or (Path("."),)


def wants_colour(color: bool | None) -> bool | None:
    """The choice of ``--color``, then of NO_COLOR and FORCE_COLOR; None leaves it to the terminal."""
    if color is not None:
        return color
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None

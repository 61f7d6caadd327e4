"""Options that several commands share."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from autogen_codemods.files.discover import Selection
from autogen_codemods.rules.base import Tier
from autogen_codemods.settings import Settings
from autogen_codemods.suppress import CodeFilter

F = TypeVar("F", bound=Callable[..., Any])

EXIT_CLEAN, EXIT_FINDINGS, EXIT_ERROR = 0, 1, 2


def _codes(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip().upper() for item in value for code in item.split(",") if code.strip())


_OPTIONS = (
    click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
    click.option("--to", "tier", type=click.Choice(["compat", "native"]), help="The goal of the rewrite [compat]."),
    click.option("--select", multiple=True, callback=_codes, metavar="CODE", help="Only these codes, as AM101 or AM1."),
    click.option("--ignore", multiple=True, callback=_codes, metavar="CODE", help="Leave these codes out."),
    click.option("--exclude", multiple=True, metavar="GLOB", help="Skip paths, written as in .gitignore."),
    click.option("--markdown", is_flag=True, default=None, help="Look into code blocks of markdown files, too."),
    click.option("-j", "--jobs", type=click.IntRange(min=0), help="Processes to use [one per processor]."),
    click.option("--color/--no-color", default=None, help="Colours [if standard output is a terminal]."),
    click.option("-q", "--quiet", is_flag=True, help="Print findings only as numbers."),
    click.option("-v", "--verbose", is_flag=True, help="Say more about what is done."),
)


def run_options(function: F) -> F:
    """Add the options of a run over paths."""
    decorated: Any = functools.reduce(lambda f, option: option(f), reversed(_OPTIONS), function)
    return decorated


def settings_from(
    tier: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
    markdown: bool | None,
    jobs: int | None,
) -> Settings:
    """The settings of a run."""
    return Settings(
        tier=Tier(tier or "compat"),
        codes=CodeFilter(select, ignore),
        files=Selection(exclude, bool(markdown)),
        jobs=jobs or 0,
    )


def existing(paths: tuple[Path, ...]) -> list[Path]:
    """The given paths, or the present folder; raises a usage error for one that does not exist."""
    for path in paths:
        if not path.exists():
            raise click.UsageError(f"{path}: no such file or folder")
    return list(paths) or [Path(".")]


def wants_colour(color: bool | None) -> bool | None:
    """The choice of ``--color``, then of NO_COLOR and FORCE_COLOR; None leaves it to the terminal."""
    if color is not None:
        return color
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None

"""What a run is asked to do: command line over ``[tool.autogen-migrate]`` over defaults."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from autogen_codemods.files.discover import Selection
from autogen_codemods.rules.base import Tier, UnknownRule, known_codes
from autogen_codemods.suppress import CodeFilter

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLE = "autogen-migrate"


class BadSettings(Exception):
    """A setting that cannot be used; the message names file and key."""


@dataclass(frozen=True)
class Settings:
    """The settings of one run; `jobs` is the number of processes, 0 for one per processor."""

    tier: Tier = Tier.COMPAT
    codes: CodeFilter = field(default_factory=CodeFilter)
    files: Selection = field(default_factory=Selection)
    jobs: int = 0


def read_settings(start: Path) -> Settings:
    """The settings of the nearest pyproject.toml at or above `start` that has any; raises BadSettings."""
    folder = start.resolve() if start.is_dir() else start.resolve().parent
    for place in (folder, *folder.parents):
        table = _table(place / "pyproject.toml")
        if table is not None:
            return _settings(place / "pyproject.toml", table)
    return Settings()


def _table(path: Path) -> Mapping[str, Any] | None:
    try:
        parsed: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except OSError:
        return None
    except ValueError as error:
        if "[tool.autogen-migrate]" in path.read_text("utf-8", errors="replace"):
            raise BadSettings(f"{path}: {error}") from None
        return None
    table: Any = parsed.get("tool", {}).get(TABLE)
    if table is not None and not isinstance(table, dict):
        raise BadSettings(f"{path}: [tool.{TABLE}] has to be a table")
    return cast("Mapping[str, Any] | None", table)


def _settings(path: Path, table: Mapping[str, Any]) -> Settings:
    settings = Settings()
    for key, value in table.items():
        if key not in _READERS:
            raise BadSettings(f"{path}: [tool.{TABLE}] has no key {key!r}; it has {', '.join(sorted(_READERS))}")
        settings = _READERS[key](settings, value, f"{path}: {key}")
    return settings


def _tier(settings: Settings, value: Any, where: str) -> Settings:
    if value not in ("compat", "native"):
        raise BadSettings(f"{where} has to be 'compat' or 'native'")
    return replace(settings, tier=Tier(value))


def _strings(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in cast("list[Any]", value)):
        raise BadSettings(f"{where} has to be a list of strings")
    return tuple(cast("list[str]", value))


def _codes(value: Any, where: str) -> tuple[str, ...]:
    try:
        return known_codes(_strings(value, where))
    except UnknownRule as error:
        raise BadSettings(f"{where}: {error}") from None


def _select(settings: Settings, value: Any, where: str) -> Settings:
    return replace(settings, codes=replace(settings.codes, select=_codes(value, where)))


def _ignore(settings: Settings, value: Any, where: str) -> Settings:
    return replace(settings, codes=replace(settings.codes, ignore=_codes(value, where)))


def _exclude(settings: Settings, value: Any, where: str) -> Settings:
    return replace(settings, files=replace(settings.files, exclude=_strings(value, where)))


def _markdown(settings: Settings, value: Any, where: str) -> Settings:
    if not isinstance(value, bool):
        raise BadSettings(f"{where} has to be true or false")
    return replace(settings, files=replace(settings.files, markdown=value))


def _jobs(settings: Settings, value: Any, where: str) -> Settings:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadSettings(f"{where} has to be a number of processes")
    return replace(settings, jobs=value)


_READERS: dict[str, Callable[[Settings, Any, str], Settings]] = {
    "to": _tier,
    "select": _select,
    "ignore": _ignore,
    "exclude": _exclude,
    "markdown": _markdown,
    "jobs": _jobs,
}

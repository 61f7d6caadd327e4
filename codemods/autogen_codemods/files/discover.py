"""Find the files that a run looks at."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from fnmatch import translate
from pathlib import Path

from autogen_codemods.files.ignore import ALWAYS_SKIPPED, IgnoreRules, compile_patterns, rules_above


class FileKind(str, Enum):
    """How a file is read."""

    PYTHON = "python"
    NOTEBOOK = "notebook"
    MARKDOWN = "markdown"
    DEPENDENCIES = "dependencies"
    CONFIG_LIST = "config list"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to look at; `path` is as the user would write it."""

    path: Path
    kind: FileKind


@dataclass(frozen=True)
class Selection:
    """Which files are wanted below the given paths."""

    exclude: tuple[str, ...] = ()
    markdown: bool = False


_DEPENDENCY_NAMES = (
    *("requirements*.txt", "requirements*.in", "constraints*.txt", "*requirements.txt", "*-requirements*.txt"),
    *("pyproject.toml", "setup.cfg", "Pipfile", "environment*.yml", "environment*.yaml", "conda*.yml"),
    *("conda*.yaml", "Dockerfile", "Dockerfile.*", "*.dockerfile", "*.Dockerfile", "Containerfile"),
)
_CONFIG_LIST_NAMES = ("OAI_CONFIG_LIST*", "*oai_config_list*", "*config_list*.json", "*config_list*.y*ml")


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, names)))


_DEPENDENCIES = _any_of(_DEPENDENCY_NAMES)
_CONFIG_LISTS = _any_of(_CONFIG_LIST_NAMES)
_SUFFIXES = {".py": FileKind.PYTHON, ".pyi": FileKind.PYTHON, ".pyw": FileKind.PYTHON, ".ipynb": FileKind.NOTEBOOK}


def kind_of(path: Path, selection: Selection) -> FileKind | None:
    """How a file of this name is read; None when it is none of ours."""
    kind = _SUFFIXES.get(path.suffix)
    if kind is not None:
        return kind
    name = path.name
    if _DEPENDENCIES.match(name) or _in_requirements_folder(path):
        return FileKind.DEPENDENCIES
    if _CONFIG_LISTS.match(name):
        return FileKind.CONFIG_LIST
    if selection.markdown and path.suffix in (".md", ".mdx", ".markdown", ".qmd"):
        return FileKind.MARKDOWN
    return None


def _in_requirements_folder(path: Path) -> bool:
    return path.parent.name == "requirements" and path.suffix in (".txt", ".in")


def discover(paths: Iterable[Path], selection: Selection) -> Iterator[FoundFile]:
    """The files at and below `paths`, each once, in a stable order.

    A path that is named is looked at even when it would be ignored.  Symbolic links to folders
    are not followed, nor links to files that lead out of the tree or to a file that is found anyway.
    """
    seen: set[Path] = set()
    for path in paths:
        found = _below(path, selection) if path.is_dir() else _named(path, selection)
        for file in found:
            real = file.path.resolve()
            if real not in seen:
                seen.add(real)
                yield file


def _named(path: Path, selection: Selection) -> Iterator[FoundFile]:
    kind = kind_of(path, Selection(markdown=True))
    if kind is not None or not path.suffix:
        yield FoundFile(path, kind or FileKind.PYTHON)


def _below(top: Path, selection: Selection) -> Iterator[FoundFile]:
    real_top = top.resolve()
    for path, entry in _files_below(top, selection):
        kind = kind_of(path, selection)
        if kind is not None and _is_own_file(entry, real_top):
            yield FoundFile(path, kind)


def own_files(top: Path, selection: Selection) -> Iterator[Path]:
    """Every regular file below `top` that is not ignored, of whatever kind."""
    return (path for path, entry in _files_below(top, selection) if entry.is_file())


def _files_below(top: Path, selection: Selection) -> Iterator[tuple[Path, os.DirEntry[str]]]:
    """The files below `top` that are not ignored, as they would be written from `top`."""
    real_top = top.resolve()
    excluded = IgnoreRules(((real_top, compile_patterns(selection.exclude)),))
    pending = [(top, real_top, rules_above(real_top))]
    while pending:
        shown, real, rules = pending.pop()
        inside = rules.entering(real)
        folders: list[tuple[Path, Path, IgnoreRules]] = []
        for entry in _entries(real):
            path = real / entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if inside.ignores(path, is_folder) or excluded.ignores(path, is_folder):
                continue
            if not is_folder:
                yield shown / entry.name, entry
            elif not _never_own(entry):
                folders.append((shown / entry.name, path, inside))
        pending.extend(reversed(folders))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _never_own(entry: os.DirEntry[str]) -> bool:
    return entry.name in ALWAYS_SKIPPED or os.path.exists(os.path.join(entry.path, "pyvenv.cfg"))


def _is_own_file(entry: os.DirEntry[str], top: Path) -> bool:
    """Regular files; a link counts when its target lies in the tree and would not be found by itself."""
    if not entry.is_symlink():
        return entry.is_file(follow_symlinks=False)
    target = Path(entry.path).resolve()
    return target.is_file() and top in target.parents and kind_of(target, Selection()) is None

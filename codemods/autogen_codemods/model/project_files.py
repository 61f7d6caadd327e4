"""The files of a project, parsed when they are first needed, and which file an import means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

import libcst as cst

from autogen_codemods.files.source import LEGACY_BYTES, PythonSource
from autogen_codemods.model.values import Place, Unknown
from autogen_codemods.model.view import ModuleView

_FROM = re.compile(r"^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]*(\([^)]*\)|[^#\n]*)", re.MULTILINE)
_IMPORT = re.compile(r"^[ \t]*import[ \t]+([\w., \t]+)", re.MULTILINE)


class ProjectFiles:
    """The sources of a project by path; whatever does not parse is left out and named in `unparsed`."""

    def __init__(self, sources: Mapping[Path, PythonSource], views: Mapping[Path, ModuleView] | None = None) -> None:
        """`views`: the files that are parsed already."""
        self.sources = dict(sources)
        self.unparsed: list[Unknown] = []
        self._views: dict[Path, ModuleView | None] = {**(views or {})}
        self._words: dict[Path, frozenset[str]] = {}
        self._imported: dict[Path, frozenset[Path]] = {}

    @property
    def parsed(self) -> tuple[Path, ...]:
        """The files that have been parsed so far."""
        return tuple(path for path, view in self._views.items() if view is not None)

    def view(self, path: Path) -> ModuleView | None:
        """The parsed file, or None when it cannot be parsed."""
        if path not in self._views:
            self._views[path] = self._parse(path)
        return self._views[path]

    def legacy(self) -> Iterator[ModuleView]:
        """The files that speak of autogen."""
        for path, source in self.sources.items():
            if LEGACY_BYTES.search(source.text.encode("utf-8", "surrogatepass")) and (view := self.view(path)):
                yield view

    def mentioning(self, *words: str) -> Iterator[ModuleView]:
        """The files that hold every one of these words; only those are parsed."""
        for path in self.sources:
            if self.words(path).issuperset(words) and (view := self.view(path)):
                yield view

    def importing(self, paths: Iterable[Path]) -> list[ModuleView]:
        """The files that import from these, directly or through others, and these themselves."""
        return [view for path in sorted(self.importers(paths)) if (view := self.view(path))]

    def importers(self, paths: Iterable[Path]) -> set[Path]:
        """The paths of those files; nothing is parsed."""
        found = set(paths)
        waiting = set(found)
        while waiting:
            waiting = {path for path in self.sources if path not in found and self._imports(path) & waiting}
            found |= waiting
        return found

    def _imports(self, path: Path) -> frozenset[Path]:
        """The files that a file's import statements may mean, without parsing it."""
        if path not in self._imported:
            names = _imported_names(self.sources[path].text)
            found = (self.imported(path, name, level) for level, name in names)
            self._imported[path] = frozenset(each for each in found if isinstance(each, Path))
        return self._imported[path]

    def words(self, path: Path) -> frozenset[str]:
        """The words in the text of a file."""
        if path not in self._words:
            self._words[path] = frozenset(re.findall(r"\w+", self.sources[path].text))
        return self._words[path]

    def place(self, view: ModuleView, node: cst.CSTNode) -> Place:
        """Where a node of a file stands."""
        if isinstance(node, cst.Module):
            return Place(view.path, 1, 1)
        line, column = view.place(node)
        cell, line_in_cell = self.sources[view.path].locate(line)
        return Place(view.path, line_in_cell, column, cell)

    def imported(self, importer: Path, module: str, level: int = 0) -> Path | Unknown | None:
        """The file that a module name means in `importer`; None when it is none of the project's.

        `level`: the number of leading dots of a relative import.
        """
        wanted = tuple(part for part in module.split(".") if part)
        if level:
            base = importer.parent
            for _ in range(level - 1):
                base = base.parent
            return self._by_parts.get((*base.parts, *wanted))
        found = self._ending.get(wanted) or self._below(wanted)
        if len(found) <= 1:
            return found[0] if found else None
        near = [path for path in found if _package_folder(path, len(wanted)) in importer.parents]
        nearest = max((len(_package_folder(path, len(wanted)).parts) for path in near), default=-1)
        best = [path for path in near if len(_package_folder(path, len(wanted)).parts) == nearest]
        return best[0] if len(best) == 1 else Unknown(f"several files of the project are called {module}")

    def candidates(self, importer: Path, module: str, level: int = 0) -> tuple[Path, ...]:
        """The files that a module name may mean: one, none, or several where that cannot be told."""
        found = self.imported(importer, module, level)
        if isinstance(found, Unknown):
            return self._ending.get(tuple(part for part in module.split(".") if part), ())
        return () if found is None else (found,)

    def _parse(self, path: Path) -> ModuleView | None:
        source = self.sources[path]
        try:
            return ModuleView(path, source.text, celled=source.is_celled)
        except cst.ParserSyntaxError as error:
            place = Place(path, error.raw_line, error.raw_column + 1)
            self.unparsed.append(Unknown("the file does not parse", place))
        except RecursionError:
            self.unparsed.append(Unknown("the file is nested too deeply to be parsed", Place(path, 1, 1)))
        return None

    def _below(self, wanted: tuple[str, ...]) -> tuple[Path, ...]:
        """The files that a name means from a folder above those that are seen."""
        ends = (wanted[start:] for start in range(1, len(wanted)))
        return tuple(self._by_parts[end] for end in ends if end in self._by_parts)

    @cached_property
    def _by_parts(self) -> dict[tuple[str, ...], Path]:
        return {_parts(path): path for path in self.sources if path.suffix == ".py"}

    @cached_property
    def _ending(self) -> dict[tuple[str, ...], tuple[Path, ...]]:
        """The files by every dotted name that could mean them."""
        found: dict[tuple[str, ...], tuple[Path, ...]] = {}
        for path in self.sources:
            if path.suffix != ".py":
                continue
            parts = _parts(path)
            for start in range(len(parts)):
                found[parts[start:]] = (*found.get(parts[start:], ()), path)
        return found


def import_statements(text: str) -> Iterator[tuple[int, str, tuple[str, ...] | None]]:
    """Dots, module and names of every import that a text may hold; None for the names where the module is bound."""
    for dots, module, names in _FROM.findall(text):
        found = [re.split(r"\s+as\s+", each.strip(" \t\n\r()\\"))[0] for each in names.split(",")]
        yield len(dots), module, tuple(each for each in found if each)
    for names in _IMPORT.findall(text):
        yield from ((0, each.split()[0], None) for each in names.split(",") if each.strip())


def _imported_names(text: str) -> Iterator[tuple[int, str]]:
    """Dots and name of every module that a text may import."""
    for dots, module, names in _FROM.findall(text):
        yield len(dots), module
        yield from ((len(dots), f"{module}.{name}") for name in re.findall(r"\w+", names))
    for names in _IMPORT.findall(text):
        yield from ((0, each.split()[0]) for each in names.split(",") if each.strip())


def _parts(path: Path) -> tuple[str, ...]:
    """The path as a module's name: a package is its folder."""
    return path.parent.parts if path.stem == "__init__" else (*path.parent.parts, path.stem)


def _package_folder(path: Path, length: int) -> Path:
    """The folder in which a name of `length` parts begins, for a file that the name means."""
    parts = _parts(path)
    return Path(*parts[: len(parts) - length])

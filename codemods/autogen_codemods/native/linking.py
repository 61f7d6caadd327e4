"""Which files of a project belong together, because an object of one may come to another by imports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autogen_codemods.files.source import LEGACY_BYTES, PythonSource
from autogen_codemods.model.project_files import ProjectFiles, import_statements

ALL_NAMES = "*"
"""Stands for every name of a module, where other files use the module itself."""

_RUN = re.compile(r"%run\s+(?:-\w+\s+)*[\"']?([^\s\"']+)")


@dataclass(frozen=True)
class Cluster:
    """Files that are linked by imports, however far, with what they import from each other."""

    sources: Mapping[Path, PythonSource]
    exported: Mapping[Path, frozenset[str]]
    """By file, the names that others import from it, or ALL_NAMES."""
    packaged: frozenset[Path] = frozenset()
    """The files of packages, which what is not seen may import."""


def clusters(sources: Mapping[Path, PythonSource]) -> Iterator[Cluster]:
    """The clusters in which any file speaks of v0.2."""
    files = ProjectFiles(sources)
    linked: dict[Path, set[Path]] = {path: set() for path in sources}
    exported: dict[Path, set[str]] = {path: set() for path in sources}
    for path in sources:
        for target, names in _imports(files, path):
            if target != path:
                linked[path].add(target)
                linked[target].add(path)
                exported[target] |= names
    seen: set[Path] = set()
    for path in sources:
        if path in seen:
            continue
        together = _reached(path, linked)
        seen |= together
        if any(_is_legacy(sources[each]) for each in together):
            ordered = [each for each in sources if each in together]
            names = {each: frozenset(exported[each]) for each in ordered}
            packaged = frozenset(each for each in ordered if each.parent / "__init__.py" in sources)
            yield Cluster({each: sources[each] for each in ordered}, names, packaged)


def _is_legacy(source: PythonSource) -> bool:
    return LEGACY_BYTES.search(source.text.encode("utf-8", "surrogatepass")) is not None


def _reached(start: Path, linked: Mapping[Path, set[Path]]) -> set[Path]:
    found, waiting = {start}, [start]
    while waiting:
        for other in linked[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return found


def _imports(files: ProjectFiles, path: Path) -> Iterator[tuple[Path, set[str]]]:
    """The files that a file imports from, and which names of them."""
    text = files.sources[path].text
    for level, module, names in import_statements(text):
        for target in files.candidates(path, module, level):
            yield target, {ALL_NAMES} if names is None else set(names)
        for name in names or ():
            for target in files.candidates(path, f"{module}.{name}", level):
                yield target, {ALL_NAMES}
    for name in _RUN.findall(text):
        stem = Path(name).stem
        yield from ((other, {ALL_NAMES}) for other in files.sources if other.stem == stem)

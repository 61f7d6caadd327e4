"""What the import statements of a project's files bind: v0.2, another file, or something unknown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import libcst as cst
from libcst.metadata import ImportAssignment

from autogen_codemods import fates
from autogen_codemods.model import values as v
from autogen_codemods.model.imports import legacy_name
from autogen_codemods.model.project_files import ProjectFiles
from autogen_codemods.model.view import ModuleView
from autogen_codemods.tree.walk import dotted

_BY_CALL = frozenset({"importlib.import_module", "import_module", "__import__"})


class Imports:
    """Imports over files; `member` gives the values of a name of a module."""

    def __init__(self, files: ProjectFiles, member: Callable[[ModuleView, str], v.Values]) -> None:
        self._files = files
        self._member = member
        self._open: set[tuple[Path, str]] = set()
        self._of_file: dict[Path, tuple[tuple[cst.ImportFrom, ...], frozenset[str]]] = {}

    def bound(self, view: ModuleView, assignment: ImportAssignment) -> v.Values:
        """The values of a name that an import binds."""
        node = assignment.node
        if isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
            alias = next(a for a in node.names if _local(a) == assignment.name)
            return self._from(view, node, alias.evaluated_name)
        if isinstance(node, cst.Import):
            alias = next((a for a in node.names if assignment.name in (_local(a), a.evaluated_name)), node.names[0])
            name = alias.evaluated_name if alias.asname else assignment.name
            return self._module(view, name)
        return frozenset()

    def file_of(self, view: ModuleView, node: cst.ImportFrom) -> Path | v.Unknown | None:
        """The file of the project from which a statement imports, if any."""
        module, level = dotted(node.module) or "", len(node.relative)
        return self._files.imported(view.path, module, level) if module or level else None

    def _from(self, view: ModuleView, node: cst.ImportFrom, name: str) -> v.Values:
        module, level = dotted(node.module) or "", len(node.relative)
        legacy = legacy_name(module) if not level else None
        if legacy is not None:
            return frozenset({v.Legacy(f"{legacy}.{name}")})
        path = self._files.imported(view.path, module, level) if module or level else None
        if isinstance(path, v.Unknown):
            return frozenset({path})
        found: v.Values = frozenset()
        if path is not None:
            found = self.attribute(v.Module(path), name)
        return found or self._module(view, f"{module}.{name}" if module else name, level)

    def _module(self, view: ModuleView, name: str, level: int = 0) -> v.Values:
        legacy = legacy_name(name) if not level else None
        if legacy is not None:
            return frozenset({v.Legacy(legacy)})
        path = self._files.imported(view.path, name, level)
        if path is None:
            return frozenset({v.Unknown(f"{name} is not in the project's files")})
        return frozenset({path if isinstance(path, v.Unknown) else v.Module(path)})

    def attribute(self, module: v.Module, name: str) -> v.Values:
        """The values of a name of a file; empty when it has none."""
        view = self._files.view(module.path)
        if view is None:
            return frozenset({v.Unknown("the file does not parse", v.Place(module.path, 1, 1))})
        if (module.path, name) in self._open:
            return frozenset({v.Unknown(f"{name} is imported in a circle")})
        self._open.add((module.path, name))
        try:
            return self._member(view, name)
        finally:
            self._open.discard((module.path, name))

    def starred(self, view: ModuleView, name: str) -> v.Values:
        """The values of a name that ``from … import *`` may bind."""
        found: set[v.Value] = set()
        for node in self._stars(view):
            module, level = dotted(node.module) or "", len(node.relative)
            legacy = legacy_name(module) if not level else None
            if legacy is not None:
                found |= {v.Legacy(f"{legacy}.{name}")} if name in fates.exports(legacy) else set()
                continue
            path = self._files.imported(view.path, module, level)
            if isinstance(path, v.Unknown):
                found.add(path)
            elif path is not None:
                found |= self.attribute(v.Module(path), name)
        return frozenset(found)

    def _stars(self, view: ModuleView) -> tuple[cst.ImportFrom, ...]:
        return self._imports_of(view)[0]

    def dotted_module(self, view: ModuleView, node: cst.Attribute) -> v.Values | None:
        """The file that ``a.b`` means after ``import a.b``; None when it means something else."""
        name = dotted(node)
        if name is None or name not in self._imports_of(view)[1]:
            return None
        found = self._files.imported(view.path, name)
        return None if found is None else frozenset({found if isinstance(found, v.Unknown) else v.Module(found)})

    def _imports_of(self, view: ModuleView) -> tuple[tuple[cst.ImportFrom, ...], frozenset[str]]:
        """The star imports of a file, and the modules that it imports by their whole names."""
        if view.path not in self._of_file:
            found = [node for node in view.nodes if isinstance(node, cst.Import | cst.ImportFrom)]
            stars = (n for n in found if isinstance(n, cst.ImportFrom) and isinstance(n.names, cst.ImportStar))
            plain = (a for n in found if isinstance(n, cst.Import) for a in n.names if a.asname is None)
            self._of_file[view.path] = (tuple(stars), frozenset(alias.evaluated_name for alias in plain))
        return self._of_file[view.path]

    def by_call(self, view: ModuleView, node: cst.Call) -> v.Values | None:
        """The module that ``importlib.import_module("…")`` gives; None for other calls."""
        if dotted(node.func) not in _BY_CALL or not node.args:
            return None
        name = node.args[0].value
        if len(node.args) > 1 or not isinstance(name, cst.SimpleString):
            return frozenset({v.Unknown("the imported module is computed", self._files.place(view, node))})
        return self._module(view, str(name.evaluated_value))


def _local(alias: cst.ImportAlias) -> str:
    return alias.evaluated_alias or alias.evaluated_name

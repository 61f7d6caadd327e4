"""Which functions of a project become asynchronous: those that wait for a run, and their callers in all files.

In a module it is all of them or none: where one is called by what is not known, or where nothing can wait, the
functions of the module keep their form, and so do those that they call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import libcst as cst
from libcst.metadata import ImportAssignment

from autogen_codemods.model import values as v
from autogen_codemods.model.flow import Resolver
from autogen_codemods.model.project_files import ProjectFiles
from autogen_codemods.model.tracing import Tracer
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.function_calls import assignment_of, references_of
from autogen_codemods.native.linking import ALL_NAMES, Cluster
from autogen_codemods.tree.walk import walk

_BLOCKING = (cst.Lambda, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp, cst.ClassDef, cst.Decorator)


@dataclass
class Conversion:
    """What changes in a module: functions that become asynchronous, and the calls that wait for such functions."""

    functions: list[cst.FunctionDef] = field(default_factory=list[cst.FunctionDef])
    calls: list[cst.Call] = field(default_factory=list[cst.Call])
    is_called_elsewhere: bool = False
    """Whether other modules wait for its functions."""


class Asynchrony:
    """The functions of a project's modules as they are `rewritten`; the other modules are as they were.

    `unseen`: the names that files which are not seen may use.
    """

    def __init__(
        self, rewritten: Mapping[Path, ModuleView], cluster: Cluster, unseen: Mapping[Path, frozenset[str]]
    ) -> None:
        self._views, self._cluster, self._unseen = rewritten, cluster, unseen
        self._refused: set[Path] = set()
        self._project: Resolver | None = None

    def refuse(self, path: Path) -> None:
        """The functions of a module cannot become asynchronous, for a reason of its own."""
        self._refused.add(path)

    def view(self, path: Path) -> ModuleView:
        """A module of the project, also one that nothing else is rewritten in."""
        found = self._views.get(path) or self._resolver.files.view(path)
        assert found is not None
        return found

    def conversions(self) -> dict[Path, Conversion]:
        """What changes, by module; those that keep the form of their functions are not in it."""
        while True:
            found, refused = self._attempt()
            if not refused:
                return found
            self._refused |= refused

    def _attempt(self) -> tuple[dict[Path, Conversion], set[Path]]:
        found: dict[Path, Conversion] = {}
        refused: set[Path] = set()
        waiting: list[tuple[ModuleView, cst.FunctionDef]] = []
        for path, view in self._views.items():
            awaits = awaits_of(view) if path not in self._refused else []
            if awaits:
                found[path] = Conversion()
                waiting += [(view, each) for node in awaits if (each := view.function(node)) is not None]
        while waiting:
            view, function = waiting.pop()
            conversion = found.setdefault(view.path, Conversion())
            if function in conversion.functions or function.asynchronous is not None:
                continue
            conversion.functions.append(function)
            callers = None if view.path in self._refused else self._callers(view, function)
            if callers is None or any(other.path in self._refused for other, _ in callers):
                refused.add(view.path)
                continue
            for other, call in callers:
                if _is_out_of_reach(other, call):
                    refused.add(view.path)
                found.setdefault(other.path, Conversion()).calls.append(call)
                conversion.is_called_elsewhere |= other is not view
                if (caller := other.function(call)) is not None:
                    waiting.append((other, caller))
        return found, refused - self._refused

    def _callers(self, view: ModuleView, function: cst.FunctionDef) -> list[tuple[ModuleView, cst.Call]] | None:
        """Every call of a function; None where others may call it, or where it cannot become asynchronous."""
        name = function.name.value
        if function.decorators or (name.startswith("__") and name.endswith("__")):
            return None
        if any(isinstance(node, cst.Yield) for node in _own_nodes(function)):
            return None
        if _owner(view, function) is not None:
            return self._callers_of_method(view, function)
        elsewhere = self._reads_elsewhere(view, function)
        if assignment_of(view, function) is None or elsewhere is None:
            return None
        here = [(view, node) for node in references_of(view, function)]
        reads = [(other, node) for other, node in (*here, *elsewhere) if not _is_tool(other, node)]
        known = [(other, call) for other, node in reads if (call := _call_of(other, node)) is not None]
        return known if len(known) == len(reads) and (here or elsewhere) else None

    def _reads_elsewhere(
        self, view: ModuleView, function: cst.FunctionDef
    ) -> list[tuple[ModuleView, cst.BaseExpression]] | None:
        """What other files read of a function that the module hands out by its name; None where that is not seen."""
        name = function.name.value
        exported = self._cluster.exported.get(view.path, frozenset())
        if view.function(function) is not None or not {name, ALL_NAMES} & exported:
            return []
        if self._is_public(view, name) or self._is_read_by_text(name):
            return None
        reads = list(Tracer(self._resolver).imports_of(view, name))
        reading = {other.path for other, _ in reads}
        # A file that imports the name and does not read it may hand it on to others.
        handing = (other for other in self._resolver.files.importing([view.path]) if other.path not in reading)
        return None if any(_imports(other, name) for other in handing if other is not view) else reads

    def _callers_of_method(
        self, view: ModuleView, function: cst.FunctionDef
    ) -> list[tuple[ModuleView, cst.Call]] | None:
        owner, name = _owner(view, function), function.name.value
        if owner is None or self._is_public(view, owner.name.value) or self._is_read_by_text(name):
            return None
        of, views = self._resolver.classes.of(view, owner), list(self._resolver.files.mentioning(name))
        if not self._is_of_the_project(of) or self._is_defined_twice(of, name):
            return None
        found: list[tuple[ModuleView, cst.Call]] = []
        for other in views:
            for node in other.nodes:
                if not isinstance(node, cst.Attribute) or node.attr.value != name:
                    continue
                called = self._meaning(other, node, function)
                call = _call_of(other, node)
                if called is None or (called and call is None):
                    return None
                if called and call is not None:
                    found.append((other, call))
        return found or None

    def _meaning(self, view: ModuleView, node: cst.Attribute, function: cst.FunctionDef) -> bool | None:
        """Whether an attribute is this method; None where it may be."""
        found = self._resolver.values(view, node)
        if all(isinstance(each, v.Function) and each.node is function for each in found):
            return True
        if any(isinstance(each, v.Function) and each.node is function for each in found):
            return None
        if not any(isinstance(each, v.Unknown) for each in found):
            return False
        return False if _is_awaited(view, node) or self._is_foreign(view, node.value) else None

    def _is_foreign(self, view: ModuleView, base: cst.BaseExpression) -> bool:
        """Whether an expression is a part of a module from outside of the project, or a text or number."""
        while isinstance(base, cst.Attribute):
            base = base.value
        if not isinstance(base, cst.Name):
            return isinstance(base, cst.BaseString | cst.BaseNumber)
        found = view.assignments(base)
        return bool(found) and all(isinstance(each, ImportAssignment) and self._leads_out(view, each) for each in found)

    def _leads_out(self, view: ModuleView, assignment: ImportAssignment) -> bool:
        files, node = self._resolver.files, assignment.node
        if isinstance(node, cst.ImportFrom):
            return self._resolver.imports.file_of(view, node) is None
        names = [alias.evaluated_name for alias in node.names] if isinstance(node, cst.Import) else []
        return bool(names) and all(files.imported(view.path, name) is None for name in names)

    def _is_of_the_project(self, of: v.Class) -> bool:
        """Whether all bases of a class are classes of the project, so that nothing else calls its methods."""
        bases = [base for each in self._resolver.classes.line(of) for base in each.node.bases]
        classes = self._resolver.classes.line(of)
        return len(bases) == len(classes) - 1

    def _is_defined_twice(self, of: v.Class, name: str) -> bool:
        """Whether a class below or above has a method of this name, too."""
        classes = self._resolver.classes
        related = [*classes.line(of), *classes.below(of)]
        methods = (node for each in related for node in each.node.body.body if isinstance(node, cst.FunctionDef))
        return sum(node.name.value == name for node in methods) > 1

    def _is_public(self, view: ModuleView, name: str) -> bool:
        """Whether what is not seen may use a name of a module."""
        if {name, ALL_NAMES} & self._unseen.get(view.path, frozenset()):
            return True
        return view.path in self._cluster.packaged and not name.startswith("_")

    def _is_read_by_text(self, name: str) -> bool:
        return Tracer(self._resolver).is_named(name)

    @property
    def _resolver(self) -> Resolver:
        """The project as it is rewritten."""
        if self._project is None:
            sources = {
                path: replace(source, text=self._views[path].text) if path in self._views else source
                for path, source in self._cluster.sources.items()
            }
            self._project = Resolver(ProjectFiles(sources, self._views))
        return self._project


def awaits_of(view: ModuleView) -> list[cst.Await | cst.With]:
    """What stands in synchronous code and is legal in asynchronous code only."""
    awaits = (node for node in view.nodes if isinstance(node, cst.Await | cst.With) and _is_sync(view, node))
    return [node for node in awaits if not isinstance(node, cst.With) or node.asynchronous is not None]


def _is_sync(view: ModuleView, node: cst.CSTNode) -> bool:
    function = view.function(node)
    return function is None or function.asynchronous is None


def _imports(view: ModuleView, name: str) -> bool:
    """Whether a file imports a name, or all names, from another."""
    found = (node for node in view.nodes if isinstance(node, cst.ImportFrom))
    stars = (
        isinstance(node.names, cst.ImportStar) or any(a.evaluated_name == name for a in node.names) for node in found
    )
    return any(stars)


def _call_of(view: ModuleView, node: cst.CSTNode) -> cst.Call | None:
    """The call of what a node means."""
    above = view.parent(node)
    return above if isinstance(above, cst.Call) and above.func is node else None


def _owner(view: ModuleView, function: cst.FunctionDef) -> cst.ClassDef | None:
    above = next((each for each in view.ancestors(function) if isinstance(each, cst.FunctionDef | cst.ClassDef)), None)
    return above if isinstance(above, cst.ClassDef) else None


def _is_awaited(view: ModuleView, node: cst.CSTNode) -> bool:
    """Whether what a call gives is awaited already: it is no function that becomes so."""
    call = _call_of(view, node)
    return call is not None and isinstance(view.parent(call), cst.Await)


def _is_tool(view: ModuleView, node: cst.CSTNode) -> bool:
    """Whether a function is what a tool runs, which may be asynchronous."""
    arg = view.parent(node)
    made = view.parent(arg) if isinstance(arg, cst.Arg) and arg.keyword is None else None
    if not isinstance(made, cst.Call) or not isinstance(made.func, cst.Name) or made.args[0] is not arg:
        return False
    return made.func.value == "SequentialFunctionTool" and view.qualified(made.func) is None


def _is_out_of_reach(view: ModuleView, call: cst.Call) -> bool:
    """Whether a call stands where it cannot be awaited."""
    for outer in view.ancestors(call):
        if isinstance(outer, cst.FunctionDef):
            return any(call in walk(each) for each in (outer.params, *outer.decorators))
        if isinstance(outer, _BLOCKING):
            return True
    return False


def _own_nodes(function: cst.FunctionDef) -> Iterator[cst.CSTNode]:
    """The nodes of a function's body without those of functions within it."""
    inner = {id(n) for f in walk(function.body) if isinstance(f, cst.FunctionDef | cst.Lambda) for n in walk(f)}
    return (node for node in walk(function.body) if id(node) not in inner)

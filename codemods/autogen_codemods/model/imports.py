"""What the names of one module mean in v0.2's namespace.

Every import form is understood (``import autogen``, ``import autogen.x as y``, ``from autogen.x
import y``, ``import *``, conditional and local imports).  Resolution is conservative: a name that
might mean something else is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import libcst as cst

from autogen_codemods.tree.walk import children, dotted, walk

LEGACY_ROOTS = ("autogen", "autogen_compat")
"""Import roots that mean v0.2: as the user wrote it, and after the compat rewrite."""

_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
_NAMED = (cst.MatchAs, cst.MatchStar, cst.TypeAlias, cst.TypeVar, cst.ParamSpec, cst.TypeVarTuple)
_COMPREHENSIONS = (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)

ScopeKind = Literal["module", "function", "class"]


@dataclass(frozen=True, slots=True)
class _Binding:
    """One way in which a name gets a value: `target` is None when it is not v0.2's."""

    target: str | None
    fallback: bool = False
    is_none: bool = False


@dataclass(eq=False, slots=True)
class Scope:
    """A namespace of the module; `node` is the Module, FunctionDef, ClassDef, Lambda or comprehension."""

    kind: ScopeKind
    node: cst.CSTNode
    parent: Scope | None = None
    bindings: dict[str, list[_Binding]] = field(default_factory=dict[str, list[_Binding]])
    globals: set[str] = field(default_factory=set[str])

    def visible_scopes(self) -> Iterator[Scope]:
        """This scope, then the enclosing ones that Python would look in."""
        yield self
        outer = self.parent
        while outer is not None:
            if outer.kind != "class":
                yield outer
            outer = outer.parent

    @property
    def module(self) -> Scope:
        """The module's own scope."""
        return self if self.parent is None else self.parent.module


@dataclass(frozen=True, slots=True, eq=False)
class ImportedName:
    """One name that an import statement binds to something of v0.2.

    `local` is the bound name (``*`` for a star import) and `target` what it means: after
    ``import autogen.oai.client`` the local name is ``autogen`` and the target ``autogen``, while
    `module` is always the module that is named: ``autogen.oai.client``.
    """

    local: str
    target: str
    module: str
    statement: cst.Import | cst.ImportFrom
    alias: cst.ImportAlias | None
    scope: Scope


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """The longest dotted expression that starts at a name of v0.2."""

    node: cst.Name | cst.Attribute
    qualified: str
    scope: Scope


def _same(name: str) -> str:
    return name


def _no_names(module: str) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True)
class ModuleImports:
    """The v0.2 imports of a module and the uses of what they bind.

    Qualified names always start with ``autogen``, also where the source says ``autogen_compat``.
    """

    imports: tuple[ImportedName, ...]
    uses: tuple[Use, ...]
    _by_node: dict[int, str]
    _scope_by_node: dict[int, Scope]

    def qualified(self, node: cst.CSTNode | None) -> str | None:
        """What a name or a dotted expression of this tree means, as ``autogen.AssistantAgent``; None if unknown."""
        return self._by_node.get(id(node))

    def scope_of(self, node: cst.CSTNode) -> Scope | None:
        """The scope opened by a Module, FunctionDef, ClassDef, Lambda or comprehension node."""
        return self._scope_by_node.get(id(node))


def analyse(
    module: cst.Module,
    *,
    nodes: Iterable[cst.CSTNode] | None = None,
    canonical: Callable[[str], str] = _same,
    star_names: Callable[[str], frozenset[str]] = _no_names,
) -> ModuleImports:
    """Find the v0.2 imports of `module` and resolve every use of what they bind.

    `nodes` may pass the already collected nodes of the tree; `canonical` tells when two names are
    the same object; `star_names` gives the public names of a v0.2 module.
    """
    statements = [n for n in nodes or walk(module) if isinstance(n, (cst.Import, cst.ImportFrom))]
    tracked = frozenset(_tracked_names(statements, star_names))
    if not tracked and not any(_is_legacy_import(s) for s in statements):
        return ModuleImports((), (), {}, {})
    return _Analyser(module, tracked, canonical, star_names).result()


def legacy_name(name: str) -> str | None:
    """`name` with v0.2's root, or None when it does not belong to v0.2."""
    root, dot, rest = name.partition(".")
    return f"autogen{dot}{rest}" if root in LEGACY_ROOTS else None


def module_of(statement: cst.ImportFrom) -> str | None:
    """The legacy module that a from-import names, or None."""
    if statement.relative:
        return None
    name = dotted(statement.module)
    return legacy_name(name) if name else None


def _is_legacy_import(statement: cst.Import | cst.ImportFrom) -> bool:
    return any(True for _ in _bound(statement))


def _bound(statement: cst.Import | cst.ImportFrom) -> Iterator[tuple[str, str, str, cst.ImportAlias | None]]:
    """(local name, meaning, named module, alias node) of each v0.2 name that a statement binds."""
    if isinstance(statement, cst.ImportFrom):
        yield from _bound_from(statement)
        return
    for alias in statement.names:
        module = legacy_name(dotted(alias.name) or "")
        if module is None:
            continue
        local = _as_name(alias)
        if local:
            yield local, module, module, alias
        else:
            written_root = (dotted(alias.name) or "").partition(".")[0]
            yield written_root, "autogen", module, alias


def _bound_from(statement: cst.ImportFrom) -> Iterator[tuple[str, str, str, cst.ImportAlias | None]]:
    module = module_of(statement)
    if module is None:
        return
    if isinstance(statement.names, cst.ImportStar):
        yield "*", module, module, None
        return
    for alias in statement.names:
        name = dotted(alias.name) or ""
        yield _as_name(alias) or name, f"{module}.{name}", module, alias


def _as_name(alias: cst.ImportAlias) -> str | None:
    return dotted(alias.asname.name) if alias.asname else None  # type: ignore[arg-type]


def _tracked_names(
    statements: Iterable[cst.Import | cst.ImportFrom], star_names: Callable[[str], frozenset[str]]
) -> Iterator[str]:
    for statement in statements:
        for local, _, module, _ in _bound(statement):
            if local == "*":
                yield from star_names(module)
            else:
                yield local


class _Analyser:
    """One walk that collects the bindings of the tracked names and the places that read them."""

    def __init__(
        self,
        module: cst.Module,
        tracked: frozenset[str],
        canonical: Callable[[str], str],
        star_names: Callable[[str], frozenset[str]],
    ) -> None:
        self.tracked = tracked
        self.canonical = canonical
        self.star_names = star_names
        self.root = Scope("module", module)
        self.scopes: dict[int, Scope] = {id(module): self.root}
        self.imports: list[ImportedName] = []
        self.reads: list[tuple[cst.Name | cst.Attribute, Scope]] = []
        self.star: dict[str, str] = {}
        self.bound: set[int] = set()
        self._visit_all(children(module), self.root, False)

    def result(self) -> ModuleImports:
        by_node: dict[int, str] = {}
        uses = [use for node, scope in self.reads if (use := self._use(node, scope, by_node))]
        return ModuleImports(tuple(self.imports), tuple(uses), by_node, self.scopes)

    def _use(self, node: cst.Name | cst.Attribute, scope: Scope, by_node: dict[int, str]) -> Use | None:
        chain: list[cst.Name | cst.Attribute] = []
        inner: cst.BaseExpression = node
        while isinstance(inner, cst.Attribute):
            chain.append(inner)
            inner = inner.value
        if not isinstance(inner, cst.Name):
            return None
        qualified = self._meaning(inner.value, scope)
        if qualified is None:
            return None
        by_node[id(inner)] = qualified
        for link in reversed(chain):
            assert isinstance(link, cst.Attribute)
            qualified = f"{qualified}.{link.attr.value}"
            by_node[id(link)] = qualified
        return Use(node, qualified, scope)

    def _meaning(self, name: str, scope: Scope) -> str | None:
        for candidate in scope.visible_scopes():
            bindings = candidate.bindings.get(name)
            if bindings:
                return self._agreed(bindings)
        return self.star.get(name)

    def _agreed(self, bindings: Sequence[_Binding]) -> str | None:
        """The one v0.2 meaning of all bindings; values of `except ImportError` branches do not count against it."""
        main = [b for b in bindings if not b.fallback and not b.is_none]
        relevant = main or [b for b in bindings if not b.is_none]
        targets = {self.canonical(b.target) if b.target else None for b in relevant}
        if len(targets) != 1 or None in targets:
            return None
        return relevant[0].target

    def _visit_all(self, nodes: Iterable[cst.CSTNode], scope: Scope, fallback: bool) -> None:
        stack = [(node, scope, fallback) for node in nodes]
        stack.reverse()
        while stack:
            node, here, in_fallback = stack.pop()
            later = list(self._visit(node, here, in_fallback))
            stack.extend(reversed(later))

    def _visit(self, node: cst.CSTNode, scope: Scope, fallback: bool) -> Iterator[tuple[cst.CSTNode, Scope, bool]]:
        """Handle one node; gives the nodes to visit next with their scopes."""
        if isinstance(node, (cst.Import, cst.ImportFrom)):
            self._import(node, scope, fallback)
        elif isinstance(node, (cst.Name, cst.Attribute)):
            yield from ((n, scope, fallback) for n in self._expression(node, scope))
        elif isinstance(node, (cst.FunctionDef, cst.ClassDef, cst.Lambda, *_COMPREHENSIONS)):
            yield from ((n, s, fallback) for n, s in self._open_scope(node, scope, fallback))
        elif isinstance(node, (cst.Global, cst.Nonlocal)):
            scope.globals.update(item.name.value for item in node.names)
        elif isinstance(node, cst.Try):
            yield from self._try(node, scope, fallback)
        elif isinstance(node, cst.Arg):
            yield node.value, scope, fallback
        else:
            self._bind_targets(node, scope, fallback)
            yield from ((n, scope, fallback) for n in children(node))

    def _try(self, node: cst.Try, scope: Scope, fallback: bool) -> Iterator[tuple[cst.CSTNode, Scope, bool]]:
        yield node.body, scope, fallback
        for handler in node.handlers:
            if handler.name is not None:
                self._bind_pattern(handler.name.name, scope, _Binding(None, fallback=True))
            if handler.type is not None:
                yield handler.type, scope, fallback
            yield handler.body, scope, fallback or _catches_import_errors(handler)
        for rest in (node.orelse, node.finalbody):
            if rest is not None:
                yield rest, scope, fallback

    def _import(self, node: cst.Import | cst.ImportFrom, scope: Scope, fallback: bool) -> None:
        legacy = {local for local, *_ in _bound(node)}
        for local, target, module, alias in _bound(node):
            self.imports.append(ImportedName(local, target, module, node, alias, scope))
            if local == "*":
                self.star.update({name: f"{target}.{name}" for name in self.star_names(module)})
            else:
                self._bind(local, scope, _Binding(target, fallback))
        for name in _imported_names(node):
            if name not in legacy:
                self._bind(name, scope, _Binding(None, fallback))

    def _expression(self, node: cst.Name | cst.Attribute, scope: Scope) -> Iterator[cst.CSTNode]:
        inner: cst.BaseExpression = node
        while isinstance(inner, cst.Attribute):
            inner = inner.value
        if not isinstance(inner, cst.Name):
            yield inner
        elif inner.value in self.tracked and id(node) not in self.bound:
            self.reads.append((node, scope))

    def _open_scope(self, node: cst.CSTNode, scope: Scope, fallback: bool) -> Iterator[tuple[cst.CSTNode, Scope]]:
        inner = Scope("class" if isinstance(node, cst.ClassDef) else "function", node, scope)
        self.scopes[id(node)] = inner
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
            self._bind(node.name.value, scope, _Binding(None, fallback))
            yield from ((d.decorator, scope) for d in node.decorators)
            yield from ((p.param, inner) for p in (node.type_parameters.params if node.type_parameters else ()))
        if isinstance(node, cst.ClassDef):
            yield from ((a.value, scope) for a in (*node.bases, *node.keywords))
            yield node.body, inner
        elif isinstance(node, (cst.FunctionDef, cst.Lambda)):
            if isinstance(node, cst.FunctionDef) and node.returns:
                yield node.returns.annotation, scope
            yield from self._parameters(node.params, scope, inner)
            yield node.body, inner
        else:
            yield from ((n, inner) for n in children(node))

    def _parameters(
        self, parameters: cst.Parameters, scope: Scope, inner: Scope
    ) -> Iterator[tuple[cst.CSTNode, Scope]]:
        for node in walk(parameters):
            if isinstance(node, cst.Param):
                self._bind(node.name.value, inner, _Binding(None))
                if node.annotation is not None:
                    yield node.annotation.annotation, scope
                if node.default is not None:
                    yield node.default, scope

    def _bind_targets(self, node: cst.CSTNode, scope: Scope, fallback: bool) -> None:
        """Record the names that a statement or expression other than an import binds."""
        if isinstance(node, cst.Assign):
            none = isinstance(node.value, cst.Name) and node.value.value == "None"
            for target in node.targets:
                self._bind_pattern(target.target, scope, _Binding(None, fallback, none))
        elif isinstance(node, (cst.AnnAssign, cst.AugAssign, cst.For, cst.CompFor, cst.NamedExpr)):
            if not (isinstance(node, cst.AnnAssign) and node.value is None):
                self._bind_pattern(node.target, scope, _Binding(None, fallback))
        elif isinstance(node, cst.AsName):
            self._bind_pattern(node.name, scope, _Binding(None, fallback))
        elif isinstance(node, _NAMED) and node.name is not None:
            self._bind(node.name.value, scope, _Binding(None, fallback))

    def _bind_pattern(self, target: cst.CSTNode, scope: Scope, binding: _Binding) -> None:
        if isinstance(target, cst.Name):
            self.bound.add(id(target))
            self._bind(target.value, scope, binding)
        elif isinstance(target, (cst.Tuple, cst.List)):
            for element in target.elements:
                self._bind_pattern(element.value, scope, _Binding(None, binding.fallback))

    def _bind(self, name: str, scope: Scope, binding: _Binding) -> None:
        if name in self.tracked:
            owner = scope.module if name in scope.globals else scope
            owner.bindings.setdefault(name, []).append(binding)


def _catches_import_errors(handler: cst.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return any(isinstance(n, cst.Name) and n.value in _IMPORT_ERRORS for n in walk(handler.type))


def _imported_names(node: cst.Import | cst.ImportFrom) -> Iterator[str]:
    if isinstance(node.names, cst.ImportStar):
        return
    for alias in node.names:
        yield _as_name(alias) or (dotted(alias.name) or "").partition(".")[0]

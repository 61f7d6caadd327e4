"""One module as the model reads it: names with their one value, places, and enclosing code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

import libcst as cst
from libcst.metadata import (
    Access,
    Assignment,
    BaseAssignment,
    BuiltinAssignment,
    GlobalScope,
    ImportAssignment,
    MetadataWrapper,
    Scope,
    ScopeProvider,
)

from autogen_codemods.model.imports import ModuleImports, analyse
from autogen_codemods.model.rebinding import Rebindings
from autogen_codemods.tree.positions import LineTable, Span, spans_of
from autogen_codemods.tree.walk import children, walk

Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement


@dataclass(frozen=True, eq=False)
class Variable:
    """A name that is assigned exactly once, with everything that reads it."""

    name: str
    assignment: BaseAssignment
    value: cst.BaseExpression
    statement: cst.SimpleStatementLine
    reads: tuple[cst.Name, ...]


class ModuleView:
    """The parsed text of one file and cheap questions about it. Raises cst.ParserSyntaxError."""

    def __init__(self, path: Path, text: str, *, celled: bool = False) -> None:
        self.path = path
        self.text = text
        self.celled = celled
        self.module = cst.parse_module(text)
        self.nodes: tuple[cst.CSTNode, ...] = tuple(walk(self.module))
        self._parents = {child: node for node in self.nodes for child in children(node)}
        self.imports: ModuleImports = analyse(self.module, nodes=self.nodes)
        self._variables: dict[int, Variable | None] = {}
        self._rebound: dict[str, Rebindings] = {}

    def with_text(self, text: str) -> ModuleView:
        """The module with another text; itself where the text is the same. Raises cst.ParserSyntaxError."""
        return self if text == self.text else ModuleView(self.path, text, celled=self.celled)

    @cached_property
    def class_names(self) -> frozenset[str]:
        """The names of all classes that are defined here."""
        return frozenset(node.name.value for node in self.nodes if isinstance(node, cst.ClassDef))

    @cached_property
    def _scopes(self) -> Mapping[cst.CSTNode, Scope | None]:
        return MetadataWrapper(self.module, unsafe_skip_copy=True).resolve(ScopeProvider)

    @cached_property
    def _spans(self) -> dict[int, Span]:
        return spans_of(self.module, self.nodes)

    @cached_property
    def lines(self) -> LineTable:
        """Offsets to lines and columns."""
        return LineTable.of(self.text)

    def __contains__(self, node: cst.CSTNode) -> bool:
        """Whether a node belongs to this module."""
        return id(node) in self._spans

    def span(self, node: cst.CSTNode) -> Span:
        """Where a node stands in the text, without the whitespace around it."""
        return self._spans[id(node)]

    def code(self, node: cst.CSTNode) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self.text[start:end]

    def place(self, node: cst.CSTNode) -> tuple[int, int]:
        """Line and column of a node, from 1."""
        return self.lines.place(self.span(node).start)

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node around this one; None for the module."""
        return self._parents.get(node)

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The nodes around this one, innermost first."""
        while (above := self._parents.get(node)) is not None:
            yield above
            node = above

    def statement(self, node: cst.CSTNode) -> Statement:
        """The innermost statement that holds a node."""
        for each in (node, *self.ancestors(node)):
            if isinstance(each, cst.SimpleStatementLine | cst.BaseCompoundStatement):
                return each
        raise LookupError(f"{type(node).__name__} is outside of any statement")

    def own_line(self, call: cst.Call) -> cst.SimpleStatementLine | None:
        """The line that consists of a call only."""
        expression = self.parent(call)
        line = self.parent(expression) if isinstance(expression, cst.Expr) else None
        return line if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None

    def is_label(self, name: cst.CSTNode) -> bool:
        """Whether a name is that of an attribute or keyword, not a variable."""
        above = self.parent(name)
        if isinstance(above, cst.Attribute):
            return above.attr is name
        return isinstance(above, cst.Arg) and above.keyword is name

    def function(self, node: cst.CSTNode) -> cst.FunctionDef | None:
        """The innermost function around a node."""
        return next((each for each in self.ancestors(node) if isinstance(each, cst.FunctionDef)), None)

    def scope(self, node: cst.CSTNode) -> Scope | None:
        """The scope in which an expression is evaluated."""
        return self._scopes.get(node)

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        """Every scope of the module."""
        return tuple({id(scope): scope for scope in self._scopes.values() if scope is not None}.values())

    @cached_property
    def module_scope(self) -> GlobalScope:
        """The scope of the module's own names."""
        return next(scope for scope in self._scopes.values() if isinstance(scope, GlobalScope))

    def qualified(self, node: cst.CSTNode | None) -> str | None:
        """The v0.2 name that an expression means, such as ``autogen.AssistantAgent``."""
        return self.imports.qualified(node)

    def legacy_name(self, node: cst.CSTNode | None) -> str | None:
        """The last part of the v0.2 name that an expression means."""
        qualified = self.qualified(node)
        return qualified.rpartition(".")[2] if qualified and "." in qualified else None

    def calls(self) -> Iterator[cst.Call]:
        """Every call of the module, in source order."""
        return (node for node in self.nodes if isinstance(node, cst.Call))

    def assignments(self, name: cst.Name) -> tuple[BaseAssignment, ...]:
        """Every assignment that the name may refer to where it stands."""
        scope = self.scope(name)
        found = tuple(scope[name.value]) if scope is not None else ()
        rebound = self._rebindings(found)
        return tuple(rebound.seen_by(name)) if rebound is not None else found

    def variable(self, name: cst.CSTNode | None) -> Variable | None:
        """The variable that a name reads or is the target of; None unless it is assigned exactly once."""
        if not isinstance(name, cst.Name):
            return None
        found = self.assignments(name)
        if len(found) != 1:
            return None
        [assignment] = found
        if id(assignment) not in self._variables:
            self._variables[id(assignment)] = self._read_variable(assignment)
        return self._variables[id(assignment)]

    def value(self, node: cst.BaseExpression) -> cst.BaseExpression:
        """The expression that a name stands for, through any number of plain assignments; else the node."""
        seen: set[int] = set()
        while (variable := self.variable(node)) is not None and id(variable) not in seen:
            seen.add(id(variable))
            node = variable.value
        return node

    def binds_otherwise(self, name: str, module: str) -> bool:
        """Whether a name is bound to something else than what v0.2 or `module` calls so."""
        found = [each for scope in self.scopes for each in scope.assignments if each.name == name]
        if any(not isinstance(each, ImportAssignment | BuiltinAssignment) for each in found):
            return True
        imports = [each for each in found if isinstance(each, ImportAssignment)]
        meanings = {meaning.name for each in imports for meaning in each.get_qualified_names_for(name)}
        return name not in {each.local for each in self.imports.imports} and bool(meanings - {f"{module}.{name}"})

    def is_fixed(self, name: cst.Name) -> bool:
        """Whether a name means one value throughout: it is bound once, in whatever way."""
        return len(self.assignments(name)) == 1 or not self.assignments(name)

    def is_imported(self, name: cst.Name) -> bool:
        """Whether a name can only be what one import binds."""
        found = self.assignments(name)
        return len(found) == 1 and isinstance(found[0], ImportAssignment)

    def definition(self, name: cst.CSTNode | None) -> cst.FunctionDef | None:
        """The one function of this module that a name means."""
        if not isinstance(name, cst.Name):
            return None
        found = self.assignments(name)
        node = found[0].node if len(found) == 1 and isinstance(found[0], Assignment) else None
        return node if isinstance(node, cst.FunctionDef) else None

    def references(self, assignment: BaseAssignment) -> Iterable[cst.CSTNode]:
        """Every node that reads what an assignment binds."""
        nodes = [access.node for access in cast("Iterable[Access]", assignment.references)]
        scope = assignment.scope
        rebound = self._rebindings(tuple(scope[assignment.name]))
        if rebound is None:
            return nodes
        return [node for node in nodes if not isinstance(node, cst.Name) or assignment in rebound.seen_by(node)]

    def _rebindings(self, found: tuple[BaseAssignment, ...]) -> Rebindings | None:
        """What tells the bindings of one name apart by their places, where that can be told."""
        if len(found) < 2 or any(not isinstance(each.scope, GlobalScope) for each in found):
            return None
        key = found[0].name
        if key not in self._rebound:
            self._rebound[key] = Rebindings(found, self.parent, lambda node: self.span(node).start)
        return self._rebound[key] if self._rebound[key].in_order else None

    def _read_variable(self, assignment: BaseAssignment) -> Variable | None:
        if isinstance(assignment, ImportAssignment) or not isinstance(assignment, Assignment):
            return None
        target = assignment.node
        bound = self._bound_value(target)
        if bound is None:
            return None
        value, statement = bound
        reads = [node for node in self.references(assignment) if isinstance(node, cst.Name)]
        if len(reads) != len(set(map(id, self.references(assignment)))):
            return None
        reads.sort(key=lambda node: self.span(node).start)
        return Variable(assignment.name, assignment, value, statement, tuple(reads))

    def _bound_value(self, target: cst.CSTNode) -> tuple[cst.BaseExpression, cst.SimpleStatementLine] | None:
        """The value and statement of ``name = value`` that stands alone on its line."""
        above = self.parent(target)
        node = self.parent(above) if isinstance(above, cst.AssignTarget) else above
        if isinstance(node, cst.Assign) and len(node.targets) != 1:
            return None
        if not isinstance(node, cst.Assign | cst.AnnAssign) or node.value is None:
            return None
        line = self.parent(node)
        if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
            return None
        return node.value, line

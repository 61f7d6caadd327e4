"""Names that are bound again and again by code that runs from top to bottom, as in notebooks: each read sees the last.

Only for names of a module that nothing but plain statements of its top level binds: then what a read sees is told by
where it stands, and code of functions may see each binding from the last above the function on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import libcst as cst
from libcst.metadata import Assignment, BaseAssignment

Parents = Callable[[cst.CSTNode], "cst.CSTNode | None"]
Start = Callable[[cst.CSTNode], int]

_SWALLOWING = frozenset({"suppress", "raises", "assertRaises", "assertRaisesRegex", "ExitStack"})
"""Contexts that end with an exception of their block, so that its later lines may not run."""


class Rebindings:
    """Tells which of the bindings of one module-level name its reads see; `parent` and `start` are the module's."""

    def __init__(self, bindings: Iterable[BaseAssignment], parent: Parents, start: Start) -> None:
        self._parent, self._start = parent, start
        self._bindings = list(bindings)
        nodes = [each.node for each in self._bindings if isinstance(each, Assignment)]
        self.in_order = len(nodes) == len(self._bindings) > 1 and all(map(self._binds_once, nodes))
        order = sorted(range(len(nodes)), key=lambda index: self._start(nodes[index])) if self.in_order else []
        self._bindings = [self._bindings[index] for index in order]
        self._nodes = [nodes[index] for index in order]

    def seen_by(self, name: cst.Name) -> Sequence[BaseAssignment]:
        """The bindings that a name may mean where it stands; its own for a target."""
        own = [b for b, node in zip(self._bindings, self._nodes, strict=True) if name is node]
        if own:
            return own
        function = self._function(name)
        place = self._place(function or name)
        above = sum(self._place(node) < place for node in self._nodes)
        first = max(above - 1, 0)
        return self._bindings[first:] if function is not None else self._bindings[first : first + 1]

    def _binds_once(self, node: cst.CSTNode) -> bool:
        """Whether a binding is of a statement that runs once, in its turn."""
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            return isinstance(self._parent(node), cst.Module)
        above = self._parent(node) if isinstance(node, cst.Name) else None
        if isinstance(above, cst.AsName):
            block = self._parent(self._parent(above) or above)
            return isinstance(block, cst.With) and self._runs_once(block)
        statement = self._parent(above) if isinstance(above, cst.AssignTarget) else above
        if isinstance(above, cst.Element):
            statement = self._unpacked(above)
        if not isinstance(statement, cst.Assign | cst.AnnAssign) or statement.value is None:
            return False
        line = self._parent(statement)
        return line is not None and self._runs_once(line)

    def _unpacked(self, element: cst.CSTNode) -> cst.CSTNode | None:
        """The assignment of ``a, b = ...``."""
        target = self._parent(self._parent(element) or element)
        return self._parent(target) if isinstance(target, cst.AssignTarget) else None

    def _runs_once(self, line: cst.CSTNode) -> bool:
        """Whether a line stands at the module's top level, or in a ``with`` there."""
        above = self._parent(line)
        while isinstance(above, cst.IndentedBlock | cst.With):
            if isinstance(above, cst.With) and any(_called(item.item) in _SWALLOWING for item in above.items):
                return False
            above = self._parent(above)
        return isinstance(above, cst.Module)

    def _function(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The outermost function or generator whose code holds a node; what a ``def`` evaluates at once is outside."""
        found, below, above = None, node, self._parent(node)
        while above is not None:
            inside = not isinstance(above, cst.FunctionDef) or below is above.body
            if isinstance(above, cst.FunctionDef | cst.Lambda | cst.GeneratorExp) and inside:
                found = above
            below, above = above, self._parent(above)
        return found

    def _place(self, node: cst.CSTNode) -> int:
        """Where the line, ``def`` or ``class`` starts that is over before its own binding is seen."""
        each: cst.CSTNode | None = node
        while each is not None and not isinstance(each, cst.SimpleStatementLine | cst.FunctionDef | cst.ClassDef):
            each = self._parent(each) if not isinstance(each, cst.BaseCompoundStatement) else None
        return self._start(each or node)


def _called(node: cst.BaseExpression) -> str:
    """The last name of what an expression calls."""
    function = node.func if isinstance(node, cst.Call) else node
    if isinstance(function, cst.Attribute):
        return function.attr.value
    return function.value if isinstance(function, cst.Name) else ""

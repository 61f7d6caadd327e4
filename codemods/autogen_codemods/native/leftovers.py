"""What nothing uses any more once agents and chats are native: configurations that clients were made of."""

from __future__ import annotations

from collections.abc import Collection

import libcst as cst

from autogen_codemods.files.edits import apply_edits
from autogen_codemods.model.view import ModuleView, Variable
from autogen_codemods.native.draft import Draft
from autogen_codemods.tree.walk import walk


def without_needless(view: ModuleView, names: Collection[str], exported: frozenset[str]) -> ModuleView:
    """The module without the assignments of `names` that nothing reads; what is made of them stays."""
    while names:
        draft = Draft(view, exported=exported)
        for variable in _variables(view):
            needless = variable.name in names and not variable.reads and not draft.is_exported(variable)
            if needless and _is_plain(variable.value) and not _is_alone(view, variable):
                draft.remove(variable.statement)
        if not draft.edits:
            return view
        view = ModuleView(view.path, apply_edits(view.text, draft.edits), celled=view.celled)
    return view


def _variables(view: ModuleView) -> list[Variable]:
    targets = (node.target for node in view.nodes if isinstance(node, cst.AssignTarget | cst.AnnAssign))
    return [variable for target in targets if (variable := view.variable(target)) is not None]


def _is_plain(value: cst.BaseExpression) -> bool:
    """Whether evaluating this has no effect that a program may count on."""
    return not any(isinstance(node, cst.Await | cst.NamedExpr | cst.Yield) for node in walk(value))


def _is_alone(view: ModuleView, variable: Variable) -> bool:
    """Whether nothing would be left of the block in which a variable is assigned."""
    block = view.parent(variable.statement)
    return isinstance(block, cst.IndentedBlock) and len(block.body) == 1

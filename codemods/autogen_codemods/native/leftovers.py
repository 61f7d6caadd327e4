"""What nothing uses any more once agents and chats are native: configurations that clients were made of, caches."""

from __future__ import annotations

from collections.abc import Collection

import libcst as cst
from libcst.metadata import Assignment

from autogen_codemods.files.edits import Edit, apply_edits
from autogen_codemods.model.settings import is_pure
from autogen_codemods.model.view import ModuleView, Variable
from autogen_codemods.native.am203_config_lists import is_loader
from autogen_codemods.native.am204_caches import opens_cache
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.text import dedented
from autogen_codemods.tree.walk import walk


def without_needless(view: ModuleView, names: Collection[str], exported: frozenset[str]) -> ModuleView:
    """The module without the assignments of `names` that nothing reads; what is made of them stays."""
    while names:
        draft = Draft(view, exported=exported)
        for variable in _variables(view, names):
            needless = not variable.reads and not draft.is_exported(variable)
            needless = needless and not _is_alone(view, variable) and not _may_be_the_last(view, variable)
            if needless and _is_plain(view, variable.value):
                draft.remove(variable.statement)
        if not draft.edits:
            return view
        view = view.with_text(apply_edits(view.text, draft.edits))
    return view


def without_caches(view: ModuleView, names: Collection[str]) -> ModuleView:
    """The module without the ``with`` statements that open a cache which no chat is given any more."""
    while names:
        found = next((node for node in view.nodes if isinstance(node, cst.With) and _is_idle(view, node, names)), None)
        if found is None:
            return view
        view = view.with_text(_unwrapped(view, found))
    return view


def _is_idle(view: ModuleView, block: cst.With, names: Collection[str]) -> bool:
    [item, *others] = block.items
    if others or item.asname is None or not isinstance(item.asname.name, cst.Name):
        return False
    if not isinstance(block.body, cst.IndentedBlock):
        return False
    name = item.asname.name
    read = any(_is_read(view, node) for node in view.nodes if _is_named(node, name.value))
    return name.value in names and not read and opens_cache(view, item.item)


def _is_named(node: cst.CSTNode, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name


def _is_read(view: ModuleView, node: cst.CSTNode) -> bool:
    """Whether a name may be the value of a variable: not in ``as``, in a module's path or as a keyword."""
    return not view.is_label(node) and not isinstance(view.parent(node), cst.AsName | cst.ImportAlias)


def _unwrapped(view: ModuleView, block: cst.With) -> str:
    """The text with the body of a block in its place."""
    start, end = view.span(block)
    inside = view.text.index("\n", view.span(block.items[-1]).end)
    columns = _column(view, block.body.body[0]) - _column(view, block)
    moved = dedented(view.text[inside:end], columns)[1:]
    return apply_edits(view.text, [Edit(start - _column(view, block), end, moved)])


def _column(view: ModuleView, node: cst.CSTNode) -> int:
    start = view.span(node).start
    return start - view.text.rfind("\n", 0, start) - 1


def _variables(view: ModuleView, names: Collection[str]) -> list[Variable]:
    """The variables of these names; others are not looked up, which a large module takes long for."""
    targets = (node.target for node in view.nodes if isinstance(node, cst.AssignTarget | cst.AnnAssign))
    wanted = (target for target in targets if isinstance(target, cst.Name) and target.value in names)
    return [variable for target in wanted if (variable := view.variable(target)) is not None]


def _is_plain(view: ModuleView, value: cst.BaseExpression) -> bool:
    """Whether evaluating this has no effect that a program may count on."""
    nodes = list(walk(value))
    if any(isinstance(node, cst.Await | cst.NamedExpr | cst.Yield) for node in nodes):
        return False
    return all(_only_reads(view, node) for node in nodes if isinstance(node, cst.Call))


def _only_reads(view: ModuleView, call: cst.Call) -> bool:
    if opens_cache(view, call) or is_loader(view.qualified(call.func) or "") or is_pure(call):
        return True
    return isinstance(call.func, cst.Attribute) and call.func.attr.value in {"copy", "get", "format"}


def _is_alone(view: ModuleView, variable: Variable) -> bool:
    """Whether nothing would be left of the block in which a variable is assigned."""
    block = view.parent(variable.statement)
    return isinstance(block, cst.IndentedBlock) and len(block.body) == 1


def _may_be_the_last(view: ModuleView, variable: Variable) -> bool:
    """Whether its name is bound again in a ``with`` only, which may end before it comes to that."""
    others = [each for each in variable.assignment.scope[variable.name] if each is not variable.assignment]
    nodes = [each.node for each in others if isinstance(each, Assignment)]
    return any(isinstance(above, cst.With) for node in nodes for above in view.ancestors(node))

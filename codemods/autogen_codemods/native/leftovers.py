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
        for target in _targets(view, names):
            found = _mentioned_once(view, target, exported) or _unread(view, target, draft)
            if found is not None and not _is_alone(view, found[0]) and _is_plain(view, found[1]):
                draft.remove(found[0])
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


_Assigned = tuple[cst.SimpleStatementLine, cst.BaseExpression]
"""The line of an assignment, and what it assigns."""


def _targets(view: ModuleView, names: Collection[str]) -> list[cst.Name]:
    targets = (node.target for node in view.nodes if isinstance(node, cst.AssignTarget | cst.AnnAssign))
    return [target for target in targets if isinstance(target, cst.Name) and target.value in names]


def _mentioned_once(view: ModuleView, target: cst.Name, exported: frozenset[str]) -> _Assigned | None:
    """The assignment of a name that stands nowhere else, in a statement of its own; no scopes are worked out for it."""
    above = view.parent(target)
    assign = view.parent(above) if isinstance(above, cst.AssignTarget) else None
    line = view.parent(assign) if isinstance(assign, cst.Assign) and len(assign.targets) == 1 else None
    if not isinstance(assign, cst.Assign) or not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return None
    if {target.value, "*"} & exported or any(
        _is_named(node, target.value) for node in view.nodes if node is not target
    ):
        return None
    return line, assign.value


def _unread(view: ModuleView, target: cst.Name, draft: Draft) -> _Assigned | None:
    """The assignment of a variable that has reads nowhere, though its name stands elsewhere."""
    if _is_surely_read(view, target):
        return None
    variable = view.variable(target)
    if variable is None or variable.reads or draft.is_exported(variable) or _may_be_the_last(view, variable):
        return None
    return variable.statement, variable.value


def _is_surely_read(view: ModuleView, target: cst.Name) -> bool:
    """Whether a name is bound in one place only, and its other mentions are reads."""
    mentions = [node for node in view.nodes if _is_named(node, target.value) and not view.is_label(node)]
    return len(mentions) > 1 and all(node is target or _only_reads_name(view, node) for node in mentions)


def _only_reads_name(view: ModuleView, node: cst.CSTNode) -> bool:
    above = view.parent(node)
    return isinstance(above, cst.Arg | cst.DictElement | cst.Attribute | cst.Return | cst.Index | cst.Comparison)


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


def _is_alone(view: ModuleView, line: cst.SimpleStatementLine) -> bool:
    """Whether nothing would be left of the block in which a variable is assigned."""
    block = view.parent(line)
    return isinstance(block, cst.IndentedBlock) and len(block.body) == 1


def _may_be_the_last(view: ModuleView, variable: Variable) -> bool:
    """Whether its name is bound again in a ``with`` only, which may end before it comes to that."""
    others = [each for each in variable.assignment.scope[variable.name] if each is not variable.assignment]
    nodes = [each.node for each in others if isinstance(each, Assignment)]
    return any(isinstance(above, cst.With) for node in nodes for above in view.ancestors(node))

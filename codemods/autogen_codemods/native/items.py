"""What is read of the items of a list of results."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.literals import constant
from autogen_codemods.model.view import ModuleView
from autogen_codemods.tree.walk import dotted

_COUNTS = frozenset({"len", "range", "bool"})


def attributes_of_items(view: ModuleView, node: cst.CSTNode) -> list[str] | None:
    """The names of the attributes read of the items of the list that `node` names; None where items go elsewhere."""
    found = reads_of_items(view, node)
    return None if found is None else [each.attr.value for each in found]


def reads_of_items(view: ModuleView, node: cst.CSTNode) -> list[cst.Attribute] | None:
    """The attributes read of the items of the list that `node` names; None where items go elsewhere."""
    above = view.parent(node)
    if isinstance(above, cst.Subscript) and above.value is node:
        if len(above.slice) != 1 or not isinstance(above.slice[0].slice, cst.Index):
            return None
        return _attribute(view, above)
    if isinstance(above, cst.For | cst.CompFor) and above.iter is node:
        return _of_target(view, above.target)
    call = view.parent(above) if isinstance(above, cst.Arg) else None
    if not isinstance(call, cst.Call):
        return None
    if dotted(call.func) in _COUNTS:
        return []
    loop = view.parent(call)
    if dotted(call.func) != "enumerate" or not isinstance(loop, cst.For | cst.CompFor) or loop.iter is not call:
        return None
    target = loop.target
    return _of_target(view, target.elements[1].value) if isinstance(target, cst.Tuple) else None


def _of_target(view: ModuleView, target: cst.BaseExpression) -> list[cst.Attribute] | None:
    if not isinstance(target, cst.Name):
        return None
    found: list[cst.Attribute] = []
    for assignment in view.assignments(target):
        for node in view.references(assignment):
            read = _attribute(view, node)
            if read is None:
                return None
            found += read
    return found


def _attribute(view: ModuleView, node: cst.CSTNode) -> list[cst.Attribute] | None:
    above = view.parent(node)
    return [above] if isinstance(above, cst.Attribute) and above.value is node else None


def is_last_read(view: ModuleView, node: cst.CSTNode) -> bool:
    """Whether only the last item of a list is read: ``node[-1]``."""
    above = view.parent(node)
    if not isinstance(above, cst.Subscript) or above.value is not node or len(above.slice) != 1:
        return False
    index = above.slice[0].slice
    return isinstance(index, cst.Index) and constant(view, index.value) == -1

"""What a program reads of a list of chats besides starting them."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.literals import constant
from autogen_codemods.model.view import ModuleView, Variable


def names_read(view: ModuleView, listed: Variable, given: cst.CSTNode) -> tuple[cst.Attribute, ...] | None:
    """The reads of recipients' names, ``chats[i]["recipient"].name``; None where anything else is read."""
    found = [_name_of_item(view, node) for node in listed.reads if node is not given]
    named = [each for each in found if each is not None]
    return tuple(named) if len(named) == len(found) else None


def index_of(named: cst.Attribute) -> cst.Subscript:
    """The item ``chats[i]`` whose recipient's name is read."""
    return cst.ensure_type(cst.ensure_type(named.value, cst.Subscript).value, cst.Subscript)


def _name_of_item(view: ModuleView, node: cst.CSTNode) -> cst.Attribute | None:
    item = _item_of(view, node)
    entry = _item_of(view, item)
    read = view.parent(entry) if entry is not None else None
    if entry is None or not isinstance(read, cst.Attribute) or read.value is not entry:
        return None
    key = entry.slice[0].slice
    told = constant(view, key.value) if isinstance(key, cst.Index) else None
    return read if told == "recipient" and read.attr.value == "name" and _is_read(view, read) else None


def _item_of(view: ModuleView, node: cst.CSTNode | None) -> cst.Subscript | None:
    """The expression ``node[i]`` around a node."""
    item = view.parent(node) if node is not None else None
    if not isinstance(item, cst.Subscript) or item.value is not node or len(item.slice) != 1:
        return None
    return item if isinstance(item.slice[0].slice, cst.Index) else None


def _is_read(view: ModuleView, attribute: cst.Attribute) -> bool:
    return not isinstance(view.parent(attribute), cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del)

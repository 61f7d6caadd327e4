"""Caches of chats that an object keeps in an attribute, which its constructor sets."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from autogen_codemods.model.program import Chat, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.proof import NotProven

CODE = "AM204"


def opened_by(view: ModuleView, node: cst.BaseExpression) -> cst.BaseExpression:
    """What opens the cache that ``self.cache`` is; the expression itself where that is not seen."""
    line = _line(view, node)
    value = line.body[0].value if line is not None and isinstance(line.body[0], cst.Assign) else None
    return value if value is not None else node


def _line(view: ModuleView, node: cst.BaseExpression) -> cst.SimpleStatementLine | None:
    """The one line that sets an attribute of the own object: in the constructor, always."""
    method = view.function(node)
    owner = view.parent(view.parent(method) or method) if method is not None else None
    if not isinstance(node, cst.Attribute) or not isinstance(owner, cst.ClassDef) or method is None:
        return None
    if not method.params.params or view.code(node.value) != method.params.params[0].name.value:
        return None
    targets = [each for each in view.nodes if isinstance(each, cst.AssignTarget | cst.AnnAssign | cst.AugAssign)]
    stores = [
        each for each in targets if isinstance(each.target, cst.Attribute) and each.target.attr.value == node.attr.value
    ]
    if len(stores) != 1 or not isinstance(stores[0], cst.AssignTarget):
        return None
    line = view.parent(view.parent(stores[0]) or stores[0])
    home = view.function(stores[0])
    inside = isinstance(line, cst.SimpleStatementLine) and home is not None and view.parent(line) is home.body
    if not inside or home is None or home.name.value != "__init__" or view.parent(home) is not owner.body:
        return None
    return line if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None


def drop(drafts: Drafts, program: Program, chats: Iterable[Chat]) -> None:
    """Take the lines away that set such attributes, which only chats read; raises NotProven for other reads."""
    given = [(chat, arg.value) for chat in chats if (arg := (chat.arguments or {}).get("cache")) is not None]
    for chat, node in given:
        line = _line(chat.view, node)
        if line is None or not isinstance(node, cst.Attribute) or line in drafts[chat.view].removed:
            continue
        reads = [each for _, each in program.tracer.attribute_reads(node.attr.value)]
        if any(all(read is not other for _, other in given) for read in reads):
            raise NotProven(CODE, node, f"the cache {chat.view.code(node)} is used otherwise than by chats")
        drafts[chat.view].remove(line)

"""Which reads of an agent's attributes are understood, besides those of its messages."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.literals import constant
from autogen_codemods.model.program import Read
from autogen_codemods.model.view import ModuleView


def reads_tools(read: Read) -> bool:
    """Whether the list of the tools that a model is told of is read, and not changed: ``agent.llm_config["tools"]``."""
    view = read.view
    entry = _entry(view, read.attribute, "llm_config")
    if entry is None or constant(view, index(entry)) != "tools":
        return False
    above = view.parent(entry)
    if isinstance(above, cst.Subscript):
        above = view.parent(above)
    return not isinstance(above, cst.Attribute | cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del)


def reads_function(read: Read) -> bool:
    """Whether the function behind a registration is read: ``agent.function_map["name"]._origin``."""
    view = read.view
    entry = _entry(view, read.attribute, "function_map")
    above = view.parent(entry) if entry is not None else None
    known = entry is not None and isinstance(constant(view, index(entry)), str)
    return known and isinstance(above, cst.Attribute) and above.attr.value == "_origin"


def _entry(view: ModuleView, attribute: cst.Attribute, name: str) -> cst.Subscript | None:
    above = view.parent(attribute)
    is_entry = isinstance(above, cst.Subscript) and above.value is attribute and attribute.attr.value == name
    return above if is_entry and isinstance(above, cst.Subscript) else None


def index(entry: cst.Subscript) -> cst.BaseExpression | None:
    index = entry.slice[0].slice if len(entry.slice) == 1 else None
    return index.value if isinstance(index, cst.Index) else None

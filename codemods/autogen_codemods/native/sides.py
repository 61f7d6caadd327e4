"""Functions of the program that v0.2 called with the two agents of a chat."""

from __future__ import annotations

from collections.abc import Collection

import libcst as cst

from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.proof import NotProven
from autogen_codemods.tree.walk import walk

CODE = "AM301"


def check_side(
    view: ModuleView, function: cst.FunctionDef | cst.BaseExpression, node: cst.BaseExpression, allowed: Collection[str]
) -> None:
    """The function takes (sender, recipient, dictionary) and reads only what is allowed of agents; else NotProven."""
    if not isinstance(function, cst.FunctionDef | cst.Lambda):
        raise NotProven(CODE, node, "a function that makes a text of a chat cannot be told")
    decorated = isinstance(function, cst.FunctionDef) and (function.decorators or function.asynchronous is not None)
    parameters = [each.name.value for each in function.params.params]
    if decorated or len(parameters) < 3:
        raise NotProven(CODE, node, "a function that makes a text of a chat is decorated or asynchronous")
    for each in walk(function.body):
        if not isinstance(each, cst.Name) or each.value not in parameters[:2]:
            continue
        above = view.parent(each)
        if isinstance(above, cst.Attribute) and (above.attr is each or above.attr.value in allowed):
            continue
        if isinstance(above, cst.Arg) and above.keyword is each:
            continue
        if is_partner(view, each):
            continue
        raise NotProven(CODE, each, f"a function that makes a text of a chat uses {each.value} in another way")


def is_partner(view: ModuleView, node: cst.Name) -> bool:
    """Whether an agent stands for the partner in ``other.last_message(agent)`` or ``other.chat_messages[agent]``."""
    above = view.parent(node)
    if isinstance(above, cst.Index):
        item = view.parent(view.parent(above) or above)
        found = item.value if isinstance(item, cst.Subscript) else None
        return isinstance(found, cst.Attribute) and found.attr.value == "chat_messages"
    call = view.parent(above) if isinstance(above, cst.Arg) else None
    function = call.func if isinstance(call, cst.Call) else None
    names = {"last_message", "chat_messages_for_summary"}
    return isinstance(function, cst.Attribute) and function.attr.value in names


def annotate(draft: Draft, node: cst.BaseExpression) -> None:
    """Put the type that agents have now in the place of v0.2's in the function that `node` names."""
    function = draft.view.definition(draft.view.value(node))
    if function is None:
        return
    for parameter in function.params.params[:2]:
        annotation = parameter.annotation.annotation if parameter.annotation is not None else None
        if annotation is not None and annotation not in draft.removed and draft.view.legacy_name(annotation):
            draft.replace(annotation, draft.use("autogen_compat.native", "ChatSide"))

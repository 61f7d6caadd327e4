"""What of the conversation the model reads that selects the speakers of a group.

v0.2: autogen/agentchat/groupchat.py GroupChat.select_speaker_transform_messages.
"""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from autogen_codemods.model.program import Manager, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.homes import is_at_hand
from autogen_codemods.native.limiters import OF_SELECTION, drop, limited, limits_of, variables_of
from autogen_codemods.native.proof import NotProven
from autogen_codemods.tree.walk import walk

CODE = "AM402"


def limits(
    program: Program, manager: Manager, given: Mapping[str, cst.BaseExpression], *, asks: bool
) -> dict[str, cst.BaseExpression]:
    """The limits of what the selecting model of a group reads; raises NotProven. `asks`: whether a model is asked."""
    group, node = manager.group, given.get(OF_SELECTION)
    if group is None or node is None or (isinstance(node, cst.Name) and node.value == "None"):
        return {}
    made = _made(group.view, node)
    if made is None or not asks:
        raise NotProven(CODE, node, "the messages that the selecting model reads are transformed")
    found = limits_of(group.view, made, node)
    if any(chat.is_async and chat.recipient is manager for chat in program.chats):
        raise NotProven(CODE, node, "asynchronous chats call no synchronous hooks, as transforms are")
    for each in found.values():
        names = [name for name in walk(each) if isinstance(name, cst.Name)]
        if not all(is_at_hand(group.view, name, manager.view, manager.statement) for name in names):
            raise NotProven(CODE, each, "the limits of the selecting model are not known where the team is made")
    return found


def context(draft: Draft, found: Mapping[str, cst.BaseExpression], manager_name: str) -> list[str]:
    """The argument of a selector for these limits, if there are any."""
    return [f"model_context={limited(draft, found, manager_name, own_words=False)}"] if found else []


def remove(draft: Draft, view: ModuleView, given: Mapping[str, cst.Arg]) -> None:
    """Take away the variables that only such an argument of a group read."""
    if OF_SELECTION in given:
        node = given[OF_SELECTION].value
        drop(draft, variables_of(view, _made(view, node), [node]))


def _made(view: ModuleView, node: cst.BaseExpression) -> cst.Call | None:
    made = view.value(node)
    is_known = isinstance(made, cst.Call) and view.legacy_name(made.func) == "TransformMessages"
    return made if isinstance(made, cst.Call) and is_known else None

"""Groups that are given a stored conversation to go on with: ``manager.resume(messages)``.

What it gives, ``last_agent, last_message = ...``, is understood where the agent starts the chat of the group, and where
the name of the agent or the text of the message is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import libcst as cst
from libcst.metadata import Assignment

from autogen_codemods.model import signatures
from autogen_codemods.model.literals import bound_arguments, constant
from autogen_codemods.model.view import ModuleView

if TYPE_CHECKING:
    from autogen_codemods.model.program import Chat, Manager, Program

_RESUMING = frozenset({"resume", "a_resume"})
_PARAMETERS = ("messages", "remove_termination_string", "silent")
_STARTING = frozenset({"initiate_chat", "a_initiate_chat"})


@dataclass(eq=False)
class Resumption:
    """One ``resume`` or ``a_resume`` of a manager, on a line of its own."""

    view: ModuleView
    call: cst.Call
    line: cst.SimpleStatementLine
    manager: Manager
    manager_node: cst.BaseExpression
    arguments: dict[str, cst.Arg]
    is_async: bool
    speaker_names: list[cst.BaseExpression] = field(default_factory=list[cst.BaseExpression])
    """Where the name of the last speaker is read."""
    texts: list[cst.BaseExpression] = field(default_factory=list[cst.BaseExpression])
    """Where the text of the last message is read, or another agent starts the chat with the message."""
    tasks: list[cst.BaseExpression] = field(default_factory=list[cst.BaseExpression])
    """Where the last speaker starts the chat with the last message."""


def collect_resumptions(program: Program, make_chat: type[Chat]) -> None:
    """Read each one of which everything is understood, claim its manager, and note the chats of its last speaker."""
    for view in program.views:
        for call in view.calls():
            found = _resumption(program, view, call)
            chats = _read_what_it_gives(program, found, make_chat) if found is not None else None
            if found is not None and chats is not None:
                program.claim(found.manager_node, *(chat.recipient_node for chat in chats))
                program.resumptions.append(found)
                program.chats.extend(chats)


def expression_of(resumption: Resumption) -> cst.BaseExpression:
    """The call, with its ``await`` if there is one."""
    above = resumption.view.parent(resumption.call)
    return above if isinstance(above, cst.Await) else resumption.call


def _resumption(program: Program, view: ModuleView, call: cst.Call) -> Resumption | None:
    function = call.func
    if not isinstance(function, cst.Attribute) or function.attr.value not in _RESUMING:
        return None
    party = program.party(view, function.value)
    manager = next((each for each in program.managers if each is party), None)
    arguments = bound_arguments(call, _PARAMETERS)
    if manager is None or manager.group is None or not manager.group.members or arguments is None:
        return None
    line = view.statement(call)
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return None
    if "messages" not in arguments or set(arguments) - set(_PARAMETERS):
        return None
    return Resumption(view, call, line, manager, function.value, arguments, function.attr.value.startswith("a_"))


def _read_what_it_gives(program: Program, found: Resumption, make_chat: type[Chat]) -> list[Chat] | None:
    """The chats that the last speaker starts; None where something else is done with what is given."""
    targets = _targets(found)
    if targets is None:
        return None
    chats: list[Chat] = []
    for read in _reads(found.view, targets[0]) if targets else ():
        chat = _chat(program, found, read, make_chat)
        if chat is not None:
            chats.append(chat)
        elif not _is_name_read(found, read):
            return None
    readings = (
        [_read_message(program, found, read, chats) for read in _reads(found.view, targets[1])] if targets else []
    )
    return chats if all(readings) else None


def _targets(found: Resumption) -> list[cst.Name] | None:
    """The two names that what is given is assigned to, none where nothing is; None for everything else."""
    view = found.view
    above = view.parent(expression_of(found))
    if isinstance(above, cst.Expr):
        return []
    target = above.targets[0].target if isinstance(above, cst.Assign) and len(above.targets) == 1 else None
    items = [each.value for each in target.elements] if isinstance(target, cst.Tuple) else []
    names = [each for each in items if isinstance(each, cst.Name)]
    return names if len(names) == len(items) == 2 else None


def _reads(view: ModuleView, target: cst.Name) -> list[cst.CSTNode]:
    """Every read of what a target binds; the target itself, which is none of them, where others bind it too."""
    own = [each for each in view.assignments(target) if isinstance(each, Assignment) and each.node is target]
    if len(own) != 1:
        return [] if target.value == "_" else [target]
    nodes = list({id(node): node for node in view.references(own[0])}.values())
    shared = any(isinstance(node, cst.Name) and view.assignments(node) != (own[0],) for node in nodes)
    return [target] if shared else nodes


def _chat(program: Program, found: Resumption, read: cst.CSTNode, make_chat: type[Chat]) -> Chat | None:
    """The chat of the group that the last speaker starts; its first member stands for that speaker."""
    view = found.view
    method = view.parent(read)
    call = view.parent(method) if isinstance(method, cst.Attribute) and method.value is read else None
    if not isinstance(method, cst.Attribute) or not isinstance(call, cst.Call) or call.func is not method:
        return None
    arguments = bound_arguments(call, signatures.CHAT_PARAMETERS)
    node = arguments["recipient"].value if arguments and "recipient" in arguments else None
    manager, group = found.manager, found.manager.group
    if method.attr.value not in _STARTING or node is None or program.party(view, node) is not manager:
        return None
    assert group is not None
    assert group.members
    is_async = method.attr.value.startswith("a_")
    chat = make_chat(view, call, group.members[0], method.value, manager, node, arguments, is_async)
    chat.speaks_for = found
    return chat


def _is_name_read(found: Resumption, read: cst.CSTNode) -> bool:
    above = found.view.parent(read)
    if not isinstance(above, cst.Attribute) or above.value is not read or above.attr.value != "name":
        return False
    found.speaker_names.append(above)
    return not _is_set(found.view, above)


def _read_message(program: Program, found: Resumption, read: cst.CSTNode, chats: list[Chat]) -> bool:
    """Whether it is understood what a read of the last message is for."""
    view = found.view
    above = view.parent(read)
    if isinstance(above, cst.Subscript) and above.value is read and isinstance(read, cst.Name):
        index = above.slice[0].slice if len(above.slice) == 1 else None
        key = constant(view, index.value) if isinstance(index, cst.Index) else None
        found.texts += [above] if key == "content" else []
        found.speaker_names += [above] if key == "name" else []
        return key in ("content", "name") and not _is_set(view, above)
    if not isinstance(read, cst.Name) or not isinstance(above, cst.Arg):
        return False
    if any((chat.arguments or {}).get("message") is above for chat in chats):
        found.tasks.append(read)
        return True
    if any(
        chat.recipient is found.manager and (chat.arguments or {}).get("message") is above for chat in program.chats
    ):
        found.texts.append(read)
        return True
    return False


def _is_set(view: ModuleView, node: cst.CSTNode) -> bool:
    return isinstance(view.parent(node), cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del)

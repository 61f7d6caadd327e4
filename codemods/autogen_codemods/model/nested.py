"""Chats within a reply: what ``register_nested_chats`` says about agents and their chats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model.customs import Custom
from autogen_codemods.model.literals import elements, entries

if TYPE_CHECKING:
    from autogen_codemods.model.program import Agent, Chat, Program
    from autogen_codemods.model.view import Variable

METHOD = "register_nested_chats"


@dataclass(eq=False)
class NestedChats:
    """The chats that `owner` runs when it is to answer; `listed` holds them in a variable of its own."""

    custom: Custom
    owner: Agent
    chats: tuple[Chat, ...]
    listed: Variable | None


def collect_nested(program: Program, make_chat: type[Chat]) -> None:
    """Read the chats of each registration whose list is written out, and claim the agents in it."""
    for custom in program.customs:
        queue = custom.value("chat_queue")
        if custom.method != METHOD or queue is None or len(custom.agents) != 1:
            continue
        [owner] = custom.agents
        items, listed = elements(custom.view, queue), custom.view.variable(queue)
        if items is None or (listed is not None and len(listed.reads) != 1):
            continue
        found = [_chat(program, custom, item, make_chat) for item in items]
        chats = tuple(chat for chat in found if chat is not None)
        if len(chats) != len(found):
            continue
        program.claim(queue, custom.view.value(queue), *items)
        for chat in chats:
            arguments = chat.arguments or {}
            program.claim(*(arguments[key].value for key in ("sender", "recipient") if key in arguments))
        program.nested.append(NestedChats(custom, owner, chats, listed))


def _chat(program: Program, custom: Custom, item: cst.BaseExpression, make_chat: type[Chat]) -> Chat | None:
    view, receiver = custom.view, custom.call.func
    found = entries(view.value(item))
    if found is None or not isinstance(receiver, cst.Attribute):
        return None
    sender = program.agent(view, found["sender"]) if "sender" in found else custom.agents[0]
    recipient = program.party(view, found.get("recipient"))
    if sender is None or recipient is None:
        return None
    named = found.get("sender", receiver.value), found.get("recipient")
    arguments = {name: cst.Arg(value) for name, value in found.items()}
    return make_chat(view, custom.call, sender, named[0], recipient, named[1], arguments, is_async=False)

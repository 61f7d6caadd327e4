"""Chats that the manager of a group starts with a member, whose answer begins the conversation of the group.

v0.2: autogen/agentchat/groupchat.py GroupChatManager, which answers by the group chat.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model.view import ModuleView

if TYPE_CHECKING:
    from autogen_codemods.model.program import Chat, Program


def collect_request(
    program: Program,
    view: ModuleView,
    call: cst.Call,
    method: cst.Attribute,
    arguments: Mapping[str, cst.Arg] | None,
    make_chat: type[Chat],
) -> None:
    """``manager.initiate_chat(member, message=...)``, as a chat of that member with the manager."""
    party = program.party(view, method.value)
    manager = next((each for each in program.managers if each is party), None)
    if manager is None or manager.group is None or arguments is None or "recipient" not in arguments:
        return
    node = arguments["recipient"].value
    member = program.agent(view, node)
    if member is None or member not in (manager.group.members or ()) or "max_turns" in arguments:
        return
    program.claim(method.value, node)
    given = {name: arg for name, arg in arguments.items() if name != "recipient"}
    is_async = method.attr.value.startswith("a_")
    program.chats.append(make_chat(view, call, member, node, manager, method.value, given, is_async, asks=True))

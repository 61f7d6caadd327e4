"""Agents behind which a group works: v0.2's SocietyOfMindAgent, whose every answer is that of a chat with a manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model.customs import Custom
from autogen_codemods.model.nested import NestedChats

if TYPE_CHECKING:
    from autogen_codemods.model.program import Chat, Program

CLASS = "SocietyOfMindAgent"


def collect_societies(program: Program, make_chat: type[Chat]) -> None:
    """Note the chat of each such agent with its manager as one within its reply."""
    for agent in program.agents:
        given = (agent.arguments or {}).get("chat_manager")
        manager = program.party(agent.view, given.value) if given is not None else None
        if agent.legacy_class != CLASS or given is None or manager is None or agent.line is None:
            continue
        program.claim(given.value)
        arguments = {"summary_method": cst.Arg(cst.Name("None"))}
        chat = make_chat(agent.view, agent.call, agent, agent.call, manager, given.value, arguments, is_async=False)
        custom = Custom(agent.view, (agent,), CLASS, agent.call, agent.line, {})
        program.nested.append(NestedChats(custom, agent, (chat,), None))

"""A member of a group whose answer to the manager begins the conversation of the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, TextMessage
from autogen_agentchat.teams import BaseGroupChat

from ._introductions import as_background

_ASKED = "asked"
"""The key of metadata that tells who is to answer a message."""


async def ask_first(team: BaseGroupChat, agent: str, message: TextMessage) -> None:
    """Tell a message to one participant alone, who answers it when the team runs next, without a task.

    That answer is the first of the conversation, and a turn more than the team's ``max_turns``. It needs a selector
    of :mod:`autogen_compat.native` in the team.

    v0.2: autogen/agentchat/groupchat.py GroupChatManager, ``manager.initiate_chat(agent, message=…)``.

    Args:
        team: runs next.
        agent: the name of the participant.
        message: what it is asked.
    """
    state = dict(await team.save_state())
    agents: dict[str, dict[str, Any]] = state["agent_states"]
    request = as_background(message)
    request.metadata[_ASKED] = agent
    agents[agent]["message_buffer"] = [*agents[agent]["message_buffer"], message.dump()]
    for each in agents.values():
        if "message_thread" in each:
            each.update(message_thread=[*each["message_thread"], request.dump()], current_turn=-1)
    await team.load_state(state)


def asked(message: BaseAgentEvent | BaseChatMessage) -> str | None:
    """The name of the participant who alone is to answer a message, if it is such a one."""
    found: Mapping[str, str] = message.metadata
    return found.get(_ASKED)

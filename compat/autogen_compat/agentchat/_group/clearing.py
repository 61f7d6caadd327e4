"""The "clear history" phrase by which a human makes a group forget."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, NamedTuple

from ...io.base import IOStream

if TYPE_CHECKING:
    from ..groupchat import GroupChat

logger = logging.getLogger("autogen_compat.agentchat.groupchat")

PHRASE = "CLEAR HISTORY"


class Command(NamedTuple):
    """A parsed "clear history [agent] [count]"; `text` is the reply without it."""

    agent: Any
    keep: int | None
    text: str


def asks_to_clear(chat: GroupChat, reply: Any) -> bool:
    """Whether `reply` holds the phrase and the group obeys it."""
    return bool(
        chat.enable_clear_history
        and isinstance(reply, dict)
        and reply["content"]
        and PHRASE in reply["content"].upper()
    )


def clear(chat: GroupChat, reply: dict[str, Any]) -> str:
    """Forget what `reply` asks to forget and return its text without the phrase.

    v0.2: autogen/agentchat/groupchat.py GroupChatManager.clear_agents_history.
    """
    command = parse(chat, reply["content"])
    if command is None:
        return reply["content"]
    keep = command.keep
    if "tool_responses" in reply and not keep:
        keep = 1
        logger.warning(
            "The last tool call message will be saved to prevent errors caused by tool response without tool call."
        )
    who = command.agent.name if command.agent else "all agents"
    rest = f" except last {keep} messages." if keep else "."
    IOStream.get_default().print(f"Clearing history for {who}{rest}")
    if command.agent is None:
        del chat.messages[: -keep if keep else None]
    members: list[Any] = [command.agent] if command.agent else list(chat.agents)
    for agent in members:
        agent.clear_history(nr_messages_to_preserve=keep)
    return command.text


def parse(chat: GroupChat, text: str) -> Command | None:
    """Read the last "clear history" of `text` with the agent's name and the count that may follow, in any order.

    None when the phrase is only part of other words ("unclear history").
    """
    words = text.split()
    start = next((i for i in reversed(range(len(words))) if words[i].upper() == "CLEAR"), None)
    if start is None:
        return None
    agent, keep = None, None
    for word in words[start + 2 : start + 4]:
        if (number := _count(word)) is not None:
            keep = number
        else:
            agent = _member(chat, word) or agent
    end = start + 2 + (agent is not None) + (keep is not None)
    return Command(agent, keep, " ".join(words[:start] + words[end:]))


def _count(word: str) -> int | None:
    digits = next((part for part in (word, word[:-1]) if part.isdigit()), None)
    return None if digits is None else int(digits)


def _member(chat: GroupChat, word: str) -> Any:
    """The member that `word` names, be it with a dot or another sign behind."""
    return next((agent for agent in chat.agents if agent.name in (word, word[:-1])), None)

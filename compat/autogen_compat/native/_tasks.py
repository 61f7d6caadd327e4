"""The first message of a chat, where it is more than a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autogen_agentchat.messages import TextMessage


def with_context(message: str, carryover: str | Sequence[Any]) -> str:
    """`message` with what is carried over from other chats behind it, if there is any.

    v0.2: autogen/agentchat/conversable_agent.py _process_carryover.
    """
    if not carryover:
        return message
    carried = carryover if isinstance(carryover, str) else "\n".join(map(_as_text, carryover))
    return f"{message}\nContext: \n{carried}"


def _as_text(item: Any) -> str:
    if isinstance(item, Mapping) and "content" in item:
        return str(item["content"])
    return str(item)


def task_from(message: Any, source: str) -> TextMessage:
    """The task for a v0.2 message: a text, or a dictionary with the text as its content.

    Raises:
        ValueError: for everything else, as images or another speaker.
    """
    content = message.get("content") if isinstance(message, Mapping) else message
    speaker = message.get("name", source) if isinstance(message, Mapping) else source
    if not isinstance(content, str) or speaker != source:
        raise ValueError(f"a task is a text of {source}, not {message!r}")
    return TextMessage(content=content, source=source)


def turn_limit(max_turns: int | None, at_most: int | None) -> int | None:
    """The messages after the task that ``max_turns`` round trips have, but no more than `at_most`; None: no limit.

    v0.2: autogen/agentchat/conversable_agent.py initiate_chat.
    """
    if max_turns is None:
        return at_most
    turns = 2 * max_turns - 1
    return turns if at_most is None else min(turns, at_most)

"""Putting a stored conversation back into a group."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...engine.world import World
from ...formatting_utils import colored
from ...io.base import IOStream

if TYPE_CHECKING:
    from ..groupchat import GroupChatManager

logger = logging.getLogger("autogen_compat.agentchat.groupchat")

Message = dict[str, Any]


class ResumeError(ValueError):
    """A stored conversation does not fit the group that shall go on with it."""


async def resume(
    manager: GroupChatManager,
    world: World,
    messages: list[Message] | str,
    remove_termination_string: str | Callable[[str], str] | None,
    silent: bool | None,
) -> tuple[Any, Message]:
    """Give `messages` but the last to the group and its members; return who said the last, and that message.

    Raises ResumeError for messages that are no list, no JSON, or by somebody outside the group.
    v0.2: autogen/agentchat/groupchat.py GroupChatManager.resume.
    """
    history = load(manager, messages)
    _forget_everything(manager)
    manager._valid_resume_messages(history)
    *earlier, last = history
    for message in earlier:
        await _replay(manager, world, message)
    speaker = _sign(manager, last) or (manager if last["name"] == manager.groupchat.admin_name else None)
    manager._process_resume_termination(remove_termination_string, history)
    if not silent:
        IOStream.get_default().print(
            f"Prepared group chat with {len(history)} messages, the last speaker is",
            colored(last["name"], "yellow"),
            flush=True,
        )
    manager.groupchat.send_introductions = False
    return speaker, last


def load(manager: GroupChatManager, messages: list[Message] | str) -> list[Message]:
    """The stored messages as dicts that may be changed."""
    history: Any = manager.messages_from_string(messages) if isinstance(messages, str) else copy.deepcopy(messages)
    if not isinstance(history, list) or not all(isinstance(message, dict) for message in history):
        raise ResumeError("Messages is not of type str or List[Dict]")
    return history


def parse(text: str) -> list[Message]:
    """Read a stored conversation; raises ResumeError when it is no JSON."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ResumeError("Messages string is not a valid JSON string") from error


def check(manager: GroupChatManager, messages: list[Message]) -> None:
    """Raise ResumeError when there is nothing to resume or a message is by nobody of the group."""
    if not messages:
        raise ResumeError(
            "Cannot resume group chat as no messages were provided. "
            "Use GroupChatManager.run_chat or ConversableAgent.initiate_chat to start a new chat."
        )
    for name in filter(None, (message.get("name") for message in messages)):
        if not manager.groupchat.agent_by_name(name) and name not in (manager.groupchat.admin_name, manager.name):
            raise ResumeError(f"Agent name in message doesn't exist as agent in group chat: {name}")
    for number, message in enumerate(messages[:-1]):
        for key in ("role", "content"):
            if key not in message:
                raise ResumeError(
                    f"Message {number} of the stored conversation has no '{key}'; add it or leave it out."
                )


def remove_termination(
    manager: GroupChatManager, remove: str | Callable[[str], str] | None, messages: list[Message]
) -> None:
    """Take the termination text out of the last message; warn when it would still end the chat at once."""
    last = messages[-1]
    if remove and last.get("content"):
        last["content"] = remove(last["content"]) if callable(remove) else last["content"].replace(remove, "")
    if manager._is_termination_msg and manager._is_termination_msg(last):
        logger.warning("WARNING: Last message meets termination criteria and this may terminate the chat.")


def _forget_everything(manager: GroupChatManager) -> None:
    from ..conversable_agent import ConversableAgent

    for agent in manager.groupchat.agents:
        if isinstance(agent, ConversableAgent):
            agent.clear_history()
    manager.clear_history()
    manager.groupchat.reset()


def _sign(manager: GroupChatManager, message: Message) -> Any:
    """The agent that said `message`, None for an admin outside the group.

    A message without a name comes from a ChatResult, where the manager said it.
    """
    speaker = manager.groupchat.agent_by_name(message.setdefault("name", manager.name))
    return speaker or (manager if message["name"] == manager.name else None)


async def _replay(manager: GroupChatManager, world: World, message: Message) -> None:
    chat = manager.groupchat
    speaker = _sign(manager, message)
    for agent in chat.agents:
        await world.call(manager, "send", message, chat.agent_by_name(agent.name), request_reply=False, silent=True)
    if speaker:
        chat.append(message, speaker)
    else:
        chat.messages.append(message)

"""Agents after their chats, for functions that only read what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autogen_agentchat.base import Response, TaskResult

from ._reply_chain import Sender
from ._results import chat_history, spoken

Messages = list[dict[str, Any]]


@dataclass(frozen=True)
class ChatRecord:
    """The name and the messages of an agent after its chat.

    v0.2: autogen/agentchat/conversable_agent.py name, chat_messages.
    """

    name: str
    chat_messages: Mapping[Sender, Messages]
    """What was said, by partner."""

    @classmethod
    def of(cls, result: TaskResult | Response, name: str, partner: str) -> ChatRecord:
        """The agent called `name`, who talked with `partner`: another agent, or the manager of its group."""
        return cls(name, {Sender(partner): _ordered(chat_history(result, name), {name, partner})})

    @classmethod
    def of_manager(cls, result: TaskResult, name: str, members: Sequence[str]) -> ChatRecord:
        """The manager of a group, who talked with each of `members`."""
        starter = next((message.source for message in spoken(result)), None)
        ordered = sorted(members, key=lambda member: member != starter)
        return cls(name, {Sender(member): _told_to(result, member) for member in ordered})

    @property
    def _oai_messages(self) -> Mapping[Sender, Messages]:
        """v0.2's private name for :attr:`chat_messages`."""
        return self.chat_messages


def _told_to(result: TaskResult, member: str) -> Messages:
    """A conversation from the viewpoint of the manager, for whom all that it hands on is its own."""
    roles = {"assistant": "user", "user": "assistant"}
    history = [{**each, "role": roles[each["role"]]} for each in chat_history(result, member)]
    return _ordered(history, {member})


def _ordered(history: Messages, said_directly: set[str]) -> Messages:
    """The messages with their keys in v0.2's order, as files show it: those that were handed on had a name first."""
    return [each if each.get("name") in said_directly else _named_first(each) for each in history]


def _named_first(message: dict[str, Any]) -> dict[str, Any]:
    return {**{key: message[key] for key in ("content", "name", "role") if key in message}, **message}

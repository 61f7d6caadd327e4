"""One message list per partner, as v0.2 keeps them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from ...formatting_utils import colored
from ...io.base import IOStream
from .base import AgentPart

__all__ = ("ChatHistories", "HistoryPart")

_STORED_KEYS = ("content", "function_call", "tool_calls", "tool_responses", "tool_call_id", "name", "context")


class ChatHistories(defaultdict):
    """Partner -> messages. Histories loaded from a state wait by name until their partner shows up."""

    def __init__(self, *args: Any) -> None:
        super().__init__(list, *args)
        self.waiting: dict[str, list[dict[str, Any]]] = {}

    def __missing__(self, partner: Any) -> list[dict[str, Any]]:
        messages = self.waiting.pop(getattr(partner, "name", ""), None)
        self[partner] = [] if messages is None else messages
        return self[partner]

    def clear(self) -> None:
        self.waiting.clear()
        super().clear()

    def __reduce__(self) -> Any:
        return type(self), (dict(self),), {"waiting": self.waiting}


def shorten(messages: list[dict[str, Any]], keep: int, agent_name: str) -> list[dict[str, Any]]:
    """The last ``keep`` messages, and one more where a tool result would lose its call."""
    if "tool_responses" in messages[-keep]:
        keep += 1
        IOStream.get_default().print(
            f"Preserving one more message for {agent_name} to not divide history between tool call and tool response."
        )
    return messages[-keep:]


class HistoryPart(AgentPart):
    """Storing and reading messages; the private names are those that v0.2 programs touch."""

    @staticmethod
    def _message_to_dict(message: Any) -> dict[str, Any]:
        if isinstance(message, str):
            return {"content": message}
        return message if isinstance(message, dict) else dict(message)

    @staticmethod
    def _normalize_name(name):
        """A function name that OpenAI-style endpoints accept."""
        return re.sub(r"[^a-zA-Z0-9_-]", "_", name)[:64]

    @staticmethod
    def _assert_valid_name(name):
        if not re.match(r"^[a-zA-Z0-9_-]+$", name):
            raise ValueError(f"Invalid name: {name}. Only letters, numbers, '_' and '-' are allowed.")
        if len(name) > 64:
            raise ValueError(f"Invalid name: {name}. Name must be less than 64 characters.")
        return name

    def _append_oai_message(self, message: Any, role, conversation_id: Any, is_sending: bool) -> bool:
        """Store the message as an OpenAI-style dict; False if it has neither content nor calls."""
        message = self._message_to_dict(message)
        stored = {key: message[key] for key in _STORED_KEYS if message.get(key) is not None}
        calls = stored.get("function_call") or stored.get("tool_calls")
        if "content" not in stored:
            if "function_call" not in stored and "tool_calls" not in stored:
                return False
            stored["content"] = None
        stored["role"] = "assistant" if calls else _role(message, role)
        if not calls and "name" not in stored:
            stored["name"] = self.name if is_sending else conversation_id.name
        self._oai_messages[conversation_id].append(stored)
        return True

    @property
    def chat_messages(self) -> dict[Any, list[dict[str, Any]]]:
        """The agent's own histories by partner; not a copy."""
        return self._oai_messages

    def chat_messages_for_summary(self, agent: Any) -> list[dict[str, Any]]:
        """The messages that a summary of the chat with ``agent`` is made of."""
        return self._oai_messages[agent]

    def last_message(self, agent: Any = None) -> dict[str, Any] | None:
        """The last message exchanged with ``agent``, or with the only partner there is.

        :raises ValueError: if no agent is given and there are several partners.
        :raises KeyError: if there was no chat with the agent.
        """
        if agent is None:
            if len(self._oai_messages) > 1:
                raise ValueError("More than one conversation is found: name the agent whose last message you want.")
            return next((messages[-1] for messages in self._oai_messages.values()), None)
        if agent not in self._oai_messages:
            raise KeyError(f"The agent '{agent.name}' is not present in any conversation: there is no history with it.")
        return self._oai_messages[agent][-1]

    def clear_history(self, recipient: Any = None, nr_messages_to_preserve: int | None = None) -> None:
        """Forget the messages with one partner, or with all but for the last few."""
        if recipient is not None:
            self._oai_messages[recipient].clear()
            if nr_messages_to_preserve:
                warning = (
                    "WARNING: `nr_preserved_messages` is ignored when clearing chat history with a specific agent."
                )
                IOStream.get_default().print(colored(warning, "yellow"), flush=True)
        elif not nr_messages_to_preserve:
            self._oai_messages.clear()
        else:
            for partner, messages in self._oai_messages.items():
                self._oai_messages[partner] = shorten(messages, nr_messages_to_preserve, self.name)


def _role(message: dict[str, Any], default: str) -> str:
    if message.get("role") in ("function", "tool"):
        return message["role"]
    return message.get("override_role", default)

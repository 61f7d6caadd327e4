"""What a message of a conversation needs from the messages before it: tool names, and who speaks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from .._json import Record, is_list, is_record

_REMEMBERED_CALLS = 4096


class ToolMemory:
    """Function names by tool call id, for the most recent calls only."""

    def __init__(self) -> None:
        self.names: OrderedDict[str, str] = OrderedDict()

    def note(self, message: Record) -> None:
        """Remember the calls that a v0.2 message makes."""
        calls = message.get("tool_calls")
        if calls is None:
            return
        for call in calls if is_list(calls) else ():
            function: Any = call.get("function") if is_record(call) else None
            if is_record(function) and isinstance(call.get("id"), str) and isinstance(function.get("name"), str):
                self.names[call["id"]] = function["name"]
        while len(self.names) > _REMEMBERED_CALLS:
            self.names.popitem(last=False)


class Speakers:
    """Who says each message: its `name`, else the one participant who did not speak just before, else by its role.

    v0.2 leaves `name` out of tool calls; in a chat of two the speakers alternate. Where no `participants` are given
    they are those named in `history`, which is looked through when first a message has no name.
    """

    def __init__(self, participants: Iterable[str] = (), history: Iterable[object] = ()) -> None:
        self._known = set(participants)
        self._history = () if self._known else history
        self._previous = ""

    def of(self, message: Record) -> str:
        """The speaker of the next message."""
        name = message.get("name")
        if name.__class__ is str and name and message.get("role") != "function":
            self._known.add(name)
            self._previous = name
        else:
            self._previous = self._guess(message)
        return self._previous

    def _guess(self, message: Record) -> str:
        if self._history:
            self._known.update(names_in(self._history))
            self._history = ()
        others = self._known - {self._previous}
        if len(others) == 1:
            return others.pop()
        called = "tool_calls" in message or "function_call" in message
        role = message.get("role")
        return "assistant" if called else role if isinstance(role, str) and role else "user"


def names_in(messages: Iterable[object]) -> list[str]:
    """The speakers' names that v0.2 messages carry, in order of appearance."""
    found: dict[str, None] = {}
    for message in messages:
        if is_record(message):
            name = message.get("name")
            if name and isinstance(name, str) and message.get("role") not in ("function", "system"):
                found[name] = None
    return list(found)

"""Exceptions that group chats and agents raise (v0.2: autogen/exception_utils.py)."""

from __future__ import annotations

from typing import Any


class AgentNameConflict(Exception):
    """Two agents of one group share a name."""

    def __init__(self, msg: str = "Found multiple agents with the same name.", *args: Any, **kwargs: Any) -> None:
        super().__init__(msg, *args, **kwargs)


class _MessageError(Exception):
    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NoEligibleSpeaker(_MessageError):
    """Nobody in the group may speak next: ends the group chat early."""

    def __init__(self, message: str = "No eligible speakers.") -> None:
        super().__init__(message)


class SenderRequired(_MessageError):
    """A chat in a list of chats names no sender."""

    def __init__(self, message: str = "Sender is required but not provided.") -> None:
        super().__init__(message)


class InvalidCarryOverType(_MessageError):
    """`carryover` is neither a string nor a list."""

    def __init__(
        self, message: str = "Carryover should be a string or a list of strings. Not adding carryover to the message."
    ) -> None:
        super().__init__(message)


class UndefinedNextAgent(_MessageError):
    """None of the proposed next agents belongs to the group."""

    def __init__(self, message: str = "The provided agents list does not overlap with agents in the group.") -> None:
        super().__init__(message)

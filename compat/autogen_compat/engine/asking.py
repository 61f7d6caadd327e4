"""Who asks a model, where no v0.2 agent does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["asked_by", "asking"]

_NAME: ContextVar[str | None] = ContextVar("asking", default=None)
_SELECTOR = "SelectorGroupChatManager"
_SELECTOR_IN_V02 = "speaker_selection_agent"
"""v0.2: autogen/agentchat/groupchat.py GroupChat._auto_select_speaker."""


@contextmanager
def asked_by(name: str) -> Iterator[None]:
    """Let models be asked in the name of an agent that is not running in a team."""
    token = _NAME.set(name)
    try:
        yield
    finally:
        _NAME.reset(token)


def asking() -> str:
    """The name of who is asking: as :func:`asked_by` says, else the agent of a team whose turn it is, else nobody."""
    from autogen_core import MessageHandlerContext

    if (name := _NAME.get()) is not None:
        return name
    try:
        kind = MessageHandlerContext.agent_id().type
    except RuntimeError:
        return ""
    name = kind.rpartition("_")[0] or kind  # a team adds its own id to the names of its agents
    return _SELECTOR_IN_V02 if name == _SELECTOR else name

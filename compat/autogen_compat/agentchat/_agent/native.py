"""Native v0.4 agents and teams in legacy chats."""

from __future__ import annotations

from typing import Any

from autogen_agentchat.base import ChatAgent, Team

from .base import AgentPart

__all__ = ("legacy",)

_ADAPTER = "_autogen_compat_adapter"


def legacy(agent: Any) -> Any:
    """The agent as legacy chats need it: itself, or the one adapter of a v0.4 agent or team.

    An adapter equals its v0.4 agent, so ``chat_messages[native_agent]`` finds the history.
    """
    if isinstance(agent, AgentPart) or not isinstance(agent, ChatAgent | Team):
        return agent
    adapter = getattr(agent, _ADAPTER, None)
    if adapter is None:
        from .native_agent import NativeAgent

        adapter = NativeAgent(agent)
        setattr(agent, _ADAPTER, adapter)
    return adapter

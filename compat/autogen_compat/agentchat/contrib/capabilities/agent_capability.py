"""What every ability has in common (v0.2: autogen/agentchat/contrib/capabilities/agent_capability.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...conversable_agent import ConversableAgent

__all__ = ["AgentCapability"]


class AgentCapability:
    """An ability that can be added to any agent; subclasses usually register hooks."""

    def __init__(self) -> None:
        pass

    def add_to_agent(self, agent: ConversableAgent) -> None:
        """Give the ability to `agent`.

        Raises:
            NotImplementedError: the subclass does not say how.
        """
        raise NotImplementedError

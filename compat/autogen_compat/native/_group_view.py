"""What a v0.2 speaker selection function sees of a v0.4 team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autogen_agentchat.base import ChatAgent


@dataclass(frozen=True)
class GroupView:
    """What a selection function sees of its group.

    v0.2: autogen/agentchat/groupchat.py GroupChat.
    """

    agents: list[ChatAgent]
    messages: list[dict[str, Any]]
    max_round: int = 10
    admin_name: str = "Admin"

    @property
    def agent_names(self) -> list[str]:
        """The names of the agents, in order."""
        return [agent.name for agent in self.agents]

    def agent_by_name(self, name: str) -> ChatAgent | None:
        """The agent of this name, or None."""
        return next((agent for agent in self.agents if agent.name == name), None)

    def next_agent(self, agent: Any, agents: Sequence[ChatAgent] | None = None) -> ChatAgent:
        """The agent after `agent` in the list, among `agents`."""
        return next_agent(self.agents, agent.name, self.agents if agents is None else agents)


@dataclass(frozen=True)
class Outsider:
    """A speaker who is not in the group."""

    name: str
    description: str = ""


def next_agent(everyone: Sequence[ChatAgent], last: str, among: Sequence[ChatAgent]) -> ChatAgent:
    """The first of `among` that comes after the agent named `last` in the list of all.

    v0.2: autogen/agentchat/groupchat.py GroupChat.next_agent.
    """
    names = [agent.name for agent in everyone]
    start = names.index(last) + 1 if last in names else 0
    return next(agent for agent in (*everyone[start:], *everyone[:start]) if agent in among)

"""Letting an agent answer from a graph (v0.2: autogen/agentchat/contrib/graph_rag/graph_rag_capability.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..capabilities.agent_capability import AgentCapability
from .graph_query_engine import GraphQueryEngine

if TYPE_CHECKING:
    from ...conversable_agent import ConversableAgent

__all__ = ["GraphRagCapability"]


class GraphRagCapability(AgentCapability):
    """What subclasses build on that give an agent a graph; by itself it changes nothing, as in v0.2."""

    def __init__(self, query_engine: GraphQueryEngine) -> None:
        self.query_engine = query_engine

    def add_to_agent(self, agent: ConversableAgent) -> None:
        """Leave the agent as it is; subclasses register replies that ask `query_engine`."""

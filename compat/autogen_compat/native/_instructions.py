"""What the model behind an agent is told first."""

from __future__ import annotations

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.base import ChatAgent


def system_message_of(agent: ChatAgent) -> str:
    """The system message that an agent is made with; empty where it asks no model, or tells it nothing.

    v0.2: autogen/agentchat/conversable_agent.py system_message.
    """
    told = agent._system_messages if isinstance(agent, AssistantAgent) else []
    return told[0].content if told else ""

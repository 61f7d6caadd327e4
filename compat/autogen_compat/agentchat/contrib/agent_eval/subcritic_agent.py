"""Divides the criteria that a critic suggests (v0.2: autogen/agentchat/contrib/agent_eval/subcritic_agent.py)."""

from __future__ import annotations

from typing import Any

from ...conversable_agent import ConversableAgent

__all__ = ["SubCriticAgent"]

_PROMPT = """\
You help the critic, who suggests criteria for a task: where it helps, you divide them into smaller ones. These must
differ from each other, be measurable, and belong to the criterion that they are part of.
Read the description of each criterion. In place of its accepted values give it the key sub_criteria, a list in which
each entry is a dictionary of this form:
{"name": the name of the smaller criterion, "description": what it means, "accepted_values": the values it can have}
The "accepted_values" should be fine-grained, with several grades where possible.
Answer with the whole list, with all that the critic wrote, as valid JSON without code around it.
"""


class SubCriticAgent(ConversableAgent):
    """Divides the criteria that a critic suggests."""

    DEFAULT_SYSTEM_MESSAGE = _PROMPT
    DEFAULT_DESCRIPTION = "An AI agent that divides criteria into smaller ones."

    def __init__(
        self,
        name: str = "subcritic",
        system_message: str | None = DEFAULT_SYSTEM_MESSAGE,
        description: str | None = DEFAULT_DESCRIPTION,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, system_message=system_message, description=description, **kwargs)

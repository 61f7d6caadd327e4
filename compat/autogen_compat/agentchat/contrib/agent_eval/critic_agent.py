"""Suggests criteria for a task (v0.2: autogen/agentchat/contrib/agent_eval/critic_agent.py)."""

from __future__ import annotations

from typing import Any

from ...conversable_agent import ConversableAgent

__all__ = ["CriticAgent"]

_PROMPT = """\
You help to judge how tasks are done: you say by which criteria. Each must differ from the others, be measurable and
say something new.
Write them as a list in which each entry is a dictionary of this form:
{"name": the name of the criterion, "description": what it means, "accepted_values": the values that it can have}
The "accepted_values" should be fine-grained, with several grades where possible.
Answer with the list alone, without code around it.
"""


class CriticAgent(ConversableAgent):
    """Suggests criteria for a task."""

    DEFAULT_SYSTEM_MESSAGE = _PROMPT
    DEFAULT_DESCRIPTION = "An AI agent that lists criteria for how well a given task is done."

    def __init__(
        self,
        name: str = "critic",
        system_message: str | None = DEFAULT_SYSTEM_MESSAGE,
        description: str | None = DEFAULT_DESCRIPTION,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, system_message=system_message, description=description, **kwargs)

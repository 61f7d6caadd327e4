"""Measures by criteria how well a task is done (v0.2: autogen/agentchat/contrib/agent_eval/quantifier_agent.py)."""

from __future__ import annotations

from typing import Any

from ...conversable_agent import ConversableAgent

__all__ = ["QuantifierAgent"]

_PROMPT = """\
You measure how well a task is done, by criteria that are given as a JSON list. Each of its entries is a dictionary:
{"name": the name of the criterion, "description": what it means, "accepted_values": the values that it can have}
Decide for each criterion which of its values the output deserves, given the description of the task.
Answer with a dictionary of the criteria's names and their values, and nothing else; no code.
"""


class QuantifierAgent(ConversableAgent):
    """Measures by criteria how well a task is done."""

    DEFAULT_SYSTEM_MESSAGE = _PROMPT
    DEFAULT_DESCRIPTION = "An AI agent that measures by given criteria how well a task is done."

    def __init__(
        self,
        name: str = "quantifier",
        system_message: str | None = DEFAULT_SYSTEM_MESSAGE,
        description: str | None = DEFAULT_DESCRIPTION,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, system_message=system_message, description=description, **kwargs)

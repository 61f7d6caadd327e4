"""What a model is asked about a text (v0.2: autogen/agentchat/contrib/text_analyzer_agent.py, capabilities)."""

from __future__ import annotations

__all__ = ["ANALYST", "question_about"]

ANALYST = """\
You analyze texts, and you are very good at it.
The user sends a TEXT and INSTRUCTIONS for its analysis; the INSTRUCTIONS stand before the TEXT and once more after it.
Do with the TEXT what the INSTRUCTIONS say, and answer with the result alone, in the form that they ask for."""
"""The system message of who analyzes."""


def question_about(text: str, instructions: str) -> str:
    """The message that asks for an analysis."""
    repeated = f"# INSTRUCTIONS\n{instructions}\n"
    return "\n".join([repeated, f"# TEXT\n{text}\n", repeated])

"""The assistant (v0.2: autogen/agentchat/assistant_agent.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from ..runtime_logging import log_new_agent, logging_enabled
from .conversable_agent import ConversableAgent

__all__ = ("AssistantAgent",)

# Own words, v0.2's contract: fenced python or sh blocks that the user runs as they are, one per
# answer, optional "# filename:" line, print for output, fix errors, verify, end with TERMINATE.
_PROMPT = """\
You are a capable AI assistant. You solve tasks by reasoning, by language skill and by writing code.
The user runs the code that you write and tells you the outcome; this is all that the user does.

How to work:
- Where a task has several steps and no plan is given, state your plan first. Say for each step whether it
  needs code or only thought.
- To find something out (read a file or a web page, look at the system, get today's date), write code that
  prints it. When you know enough, go on by yourself.
- To get something done, write code that does it and prints its result.

How to write code:
- Use one fenced block in each answer, marked python for Python code or sh for shell commands. Fence nothing
  that is not meant to be run.
- The user runs the block exactly as it stands: it must be complete, with nothing to fill in, to edit or to
  copy over.
- To have the code saved under a name before it runs, make "# filename: <name>" its first line.
- Print whatever you need to see.

What to do with the outcome:
- After an error, find the cause and send the whole corrected code again, not just the changed part. If a way
  does not work, question what you assumed, gather more facts and try another way.
- Check your answer before you give it, and show what supports it.

When the task is finished, answer with "TERMINATE" at the end.
"""


class AssistantAgent(ConversableAgent):
    """An agent that answers with a model, never asks a human and runs no code."""

    DEFAULT_SYSTEM_MESSAGE = _PROMPT
    DEFAULT_DESCRIPTION = (
        "An AI assistant with broad knowledge who writes well and is at home in Python and the Linux shell."
    )

    def __init__(
        self,
        name: str,
        system_message: str | None = DEFAULT_SYSTEM_MESSAGE,
        llm_config: dict | Literal[False] | None = None,
        is_termination_msg: Callable[[dict], bool] | None = None,
        max_consecutive_auto_reply: int | None = None,
        human_input_mode: Literal["ALWAYS", "NEVER", "TERMINATE"] = "NEVER",
        description: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Parameters as for :class:`ConversableAgent`."""
        arguments = {key: value for key, value in locals().items() if key not in ("self", "__class__")}
        super().__init__(
            name,
            system_message,
            is_termination_msg,
            max_consecutive_auto_reply,
            human_input_mode,
            llm_config=llm_config,
            description=description,
            **kwargs,
        )
        if logging_enabled():
            log_new_agent(self, arguments)
        if description is None and system_message == self.DEFAULT_SYSTEM_MESSAGE:
            self.description = self.DEFAULT_DESCRIPTION

"""What is said in a conversation, kept while it goes on."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator

from autogen_agentchat.base import TaskResult
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, TextMessage

from ._results import spoken

Event = BaseAgentEvent | BaseChatMessage


class Transcript(TaskResult):
    """The messages of a conversation so far: also those before an error, and what is told after its end.

    Functions that read a result read this too.

    v0.2: autogen/agentchat/conversable_agent.py chat_messages, send with ``request_reply=False``.
    """

    is_over: bool = False
    """Whether the conversation came to its end."""
    told: int = 0
    """How many of the messages were told after it."""

    def __init__(self) -> None:
        super().__init__(messages=[])

    async def of(self, run: AsyncIterator[Event | TaskResult]) -> AsyncGenerator[Event | TaskResult, None]:
        """What ``run_stream`` of a team or agent gives, each message noted first."""
        async for each in run:
            if isinstance(each, TaskResult):
                self.messages, self.stop_reason, self.is_over = each.messages, each.stop_reason, True
            else:
                self.messages = [*self.messages, each]
            yield each

    def tell(self, speaker: str, text: str) -> None:
        """Note a message to which nobody answers."""
        self.messages = [*self.messages, TextMessage(content=text, source=speaker)]
        self.told += 1


def replies_left(result: TaskResult, name: str, limit: int) -> int:
    """How many answers in a row an agent has left after a chat; who ended it begins to count anew.

    v0.2: autogen/agentchat/conversable_agent.py check_termination_and_human_reply.

    Args:
        result: the chat, which no number of turns ended.
        name: one of its two agents.
        limit: after so many answers in a row it gives none.
    """
    said = spoken(result)
    told = result.told if isinstance(result, Transcript) else 0
    said = said[: len(said) - told]
    given = sum(each.source == name for each in said[1:])
    if not said or said[-1].source == name:
        return limit - given
    is_broken_off = isinstance(result, Transcript) and not result.is_over
    return limit - given - 1 if is_broken_off else limit

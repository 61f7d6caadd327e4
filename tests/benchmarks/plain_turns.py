"""Time a plain v0.4 team of two trivial agents: the reference of turns.py.

python plain_turns.py MESSAGES    prints the time per message, in seconds, for each line of its input
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence

from autogen_agentchat.agents import BaseChatAgent
from autogen_agentchat.base import Response
from autogen_agentchat.conditions import MaxMessageTermination
from autogen_agentchat.messages import BaseChatMessage, TextMessage
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_core import CancellationToken


class Constant(BaseChatAgent):
    """An agent that always says the same."""

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return (TextMessage,)

    async def on_messages(self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken) -> Response:
        return Response(chat_message=TextMessage(content="pong", source=self.name))

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        return None


async def seconds_per_message(messages: int) -> float:
    """The time per message of one run."""
    team = RoundRobinGroupChat(
        [Constant("left", "left"), Constant("right", "right")], termination_condition=MaxMessageTermination(messages)
    )
    start = time.perf_counter()
    result = await team.run(task="ping")
    return (time.perf_counter() - start) / len(result.messages)


if __name__ == "__main__":
    for _ in sys.stdin:
        print(asyncio.run(seconds_per_message(int(sys.argv[1]))), flush=True)

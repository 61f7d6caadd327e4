"""Cost of a turn in a two-agent chat: python -m tests.benchmarks.turns

The reference is a plain v0.4 `RoundRobinGroupChat` of two agents that answer with a constant; compat and v0.2.40 do the
same with two legacy agents. Model calls are not in it: this is what the framework itself costs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

from autogen_agentchat.agents import BaseChatAgent
from autogen_agentchat.base import Response
from autogen_agentchat.conditions import MaxMessageTermination
from autogen_agentchat.messages import BaseChatMessage, TextMessage
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_core import CancellationToken

from .measure import THIS_PYTHON, Figure, run_python, show, v02_python

MESSAGES = 400
LEGACY = str(Path(__file__).with_name("legacy_turns.py"))


class Constant(BaseChatAgent):
    """An agent that always says the same."""

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return (TextMessage,)

    async def on_messages(self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken) -> Response:
        return Response(chat_message=TextMessage(content="pong", source=self.name))

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        return None


async def engine_seconds_per_message(messages: int, rounds: int = 5) -> float:
    """The shortest time per message over several runs of a plain v0.4 team."""
    times: list[float] = []
    for _ in range(rounds):
        agents = [Constant("left", "left"), Constant("right", "right")]
        team = RoundRobinGroupChat(agents, termination_condition=MaxMessageTermination(messages))
        start = time.perf_counter()
        result = await team.run(task="ping")
        times.append((time.perf_counter() - start) / len(result.messages))
    return min(times)


def legacy_seconds_per_message(python: str, module: str) -> float:
    """The same in another process, with `module` in the part of `autogen`."""
    return float(run_python(python, LEGACY, module, str(MESSAGES)))


def main() -> None:
    """Measure and print, in microseconds per message."""
    engine = asyncio.run(engine_seconds_per_message(MESSAGES))
    figures = [Figure("compat, initiate_chat", 1e6 * legacy_seconds_per_message(THIS_PYTHON, "autogen_compat"))]
    if python := v02_python():
        figures.append(Figure("v0.2.40, initiate_chat", 1e6 * legacy_seconds_per_message(python, "autogen")))
    show("Framework cost per message", "us", Figure("plain v0.4, RoundRobinGroupChat", 1e6 * engine), figures)


if __name__ == "__main__":
    main()

"""Cost of a message in a group of four: python -m tests.benchmarks.groups

The reference is a plain v0.4 `RoundRobinGroupChat` of four agents that answer with a constant; compat and v0.2.40 hold
a round-robin `GroupChat` of four such agents. Memory is the highest during a chat, per message: it must stay flat as
chats grow.
"""

from __future__ import annotations

import asyncio
import json
import time
import tracemalloc
from pathlib import Path
from typing import TypedDict

from autogen_agentchat.conditions import MaxMessageTermination
from autogen_agentchat.teams import RoundRobinGroupChat

from .measure import THIS_PYTHON, Figure, run_python, show, v02_python
from .plain_turns import Constant

ROUNDS = 200
GROWTH = (100, 500, 2000)
LEGACY = str(Path(__file__).with_name("legacy_groups.py"))


async def _run_plain_team(messages: int) -> None:
    names = ("north", "east", "south", "west")
    team = RoundRobinGroupChat(
        [Constant(name, name) for name in names], termination_condition=MaxMessageTermination(messages)
    )
    await team.run(task="ping")


def plain_seconds_per_message(messages: int, rounds: int = 3) -> float:
    """The shortest time per message over several runs of a plain v0.4 team."""
    times: list[float] = []
    for _ in range(rounds):
        start = time.perf_counter()
        asyncio.run(_run_plain_team(messages))
        times.append((time.perf_counter() - start) / messages)
    return min(times)


def plain_bytes_per_message(messages: int) -> float:
    """The highest memory during a run of a plain v0.4 team, over its messages."""
    tracemalloc.start()
    try:
        asyncio.run(_run_plain_team(messages))
        return tracemalloc.get_traced_memory()[1] / messages
    finally:
        tracemalloc.stop()


class Measured(TypedDict):
    """What legacy_groups.py prints."""

    seconds: float
    bytes: list[float]


def measure_legacy(python: str, module: str) -> Measured:
    """Seconds per message of ROUNDS, bytes per message of ROUNDS and of each of GROWTH."""
    return json.loads(run_python(python, LEGACY, module, *map(str, (ROUNDS, *GROWTH))))


def main() -> None:
    """Measure and print."""
    legacy = {"compat, GroupChat": measure_legacy(THIS_PYTHON, "autogen_compat")}
    if python := v02_python():
        legacy["v0.2.40, GroupChat"] = measure_legacy(python, "autogen")
    plain = "plain v0.4, RoundRobinGroupChat"
    seconds = [Figure(name, 1e6 * figures["seconds"]) for name, figures in legacy.items()]
    show(f"Time per message, {ROUNDS} rounds", "us", Figure(plain, 1e6 * plain_seconds_per_message(ROUNDS)), seconds)
    for place, rounds in enumerate(GROWTH, 1):
        memory = [Figure(name, figures["bytes"][place] / 1024) for name, figures in legacy.items()]
        reference = Figure(plain, plain_bytes_per_message(rounds) / 1024)
        show(f"Memory per message, {rounds} rounds", "KiB", reference, memory)


if __name__ == "__main__":
    main()

"""Saves team states under whichever v0.4 release is installed. Needs nothing but that release.

python old_states.py FOLDER
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.conditions import MaxMessageTermination
from autogen_agentchat.teams import MagenticOneGroupChat, RoundRobinGroupChat, SelectorGroupChat, Swarm
from autogen_core import FunctionCall
from autogen_core.models import CreateResult, RequestUsage
from autogen_ext.models.replay import ReplayChatCompletionClient

INFO: Any = {
    "vision": False,
    "function_calling": True,
    "json_output": False,
    "family": "unknown",
    "structured_output": False,
    "multiple_system_messages": True,
}


def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


class Client(ReplayChatCompletionClient):
    """A scripted client that can call tools, also where the release's own cannot say so."""

    @property
    def model_info(self) -> Any:
        return INFO

    @property
    def capabilities(self) -> Any:
        return INFO


def calls(name: str, arguments: str) -> CreateResult:
    return CreateResult(
        finish_reason="function_calls",
        content=[FunctionCall(id="call_1", name=name, arguments=arguments)],
        usage=RequestUsage(1, 1),
        cached=False,
    )


def agent(name: str, *answers: Any, **settings: Any) -> AssistantAgent:
    return AssistantAgent(name, Client(list(answers)), description=f"The {name}.", **settings)


def teams() -> dict[str, Any]:
    added = calls("add", '{"a": 2, "b": 3}')
    return {
        "round-robin": RoundRobinGroupChat(
            [agent("ann", added, *["ok"] * 9, tools=[add]), agent("bob", *["ok"] * 9)], max_turns=2
        ),
        "selector": SelectorGroupChat(
            [agent("ann", *["one"] * 9), agent("bob", *["two"] * 9)],
            Client(["ann", "bob"] * 9),
            termination_condition=MaxMessageTermination(4),
        ),
        "swarm": Swarm(
            [
                agent("ann", calls("transfer_to_bob", "{}"), *["done"] * 9, handoffs=["bob"]),
                agent("bob", *["done"] * 9),
            ],
            termination_condition=MaxMessageTermination(6),
        ),
        **graph(),
        "magentic-one": MagenticOneGroupChat([agent("ann", "did it")], Client(["facts", "plan", "{}"] + ["{}"] * 9)),
    }


def graph() -> dict[str, Any]:
    try:
        from autogen_agentchat.teams import DiGraphBuilder, GraphFlow
    except ImportError:
        return {}
    agents = [agent("ann", *["one"] * 9), agent("bob", *["two"] * 9)]
    builder = DiGraphBuilder()
    for each in agents:
        builder.add_node(each)
    builder.add_edge(agents[0], agents[1])
    return {"graph": GraphFlow(builder.get_participants(), builder.build())}


async def main(folder: Path) -> None:
    for name, team in teams().items():
        try:
            await team.run(task="Begin.")
        except Exception as error:
            if name != "magentic-one":
                print(name, type(error).__name__, error, file=sys.stderr)
        state = await team.save_state()
        (folder / f"{name}.json").write_text(json.dumps(state, indent=1, default=str) + "\n", "utf-8")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))

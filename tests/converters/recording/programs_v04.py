"""Small v0.4 programs whose results and states are recorded: autogen-agentchat 0.7.5, our model server.

Each program returns the team or agent that ran and its `TaskResult`.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from autogen_agentchat.agents import AssistantAgent, CodeExecutorAgent, SocietyOfMindAgent, UserProxyAgent
from autogen_agentchat.conditions import HandoffTermination, MaxMessageTermination, TextMentionTermination
from autogen_agentchat.messages import MultiModalMessage
from autogen_agentchat.teams import (
    DiGraphBuilder,
    GraphFlow,
    MagenticOneGroupChat,
    RoundRobinGroupChat,
    SelectorGroupChat,
    Swarm,
)
from autogen_core import Image
from autogen_core.memory import ListMemory, MemoryContent
from autogen_ext.code_executors.local import LocalCommandLineCodeExecutor
from autogen_ext.models.openai import OpenAIChatCompletionClient
from PIL import Image as PILImage
from pydantic import BaseModel

from .programs_v02 import call

Run = Callable[[Any], Awaitable[tuple[Any, Any]]]
PROGRAMS: dict[str, Run] = {}
ANSWERS: dict[str, list[Any]] = {}


def program(*answers: Any) -> Callable[[Run], Run]:
    def declare(function: Run) -> Run:
        PROGRAMS[function.__name__] = function
        ANSWERS[function.__name__] = list(answers)
        return function

    return declare


def client_for(base_url: str) -> OpenAIChatCompletionClient:
    return OpenAIChatCompletionClient(model="gpt-4o", api_key="none", base_url=base_url)


def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


def fail(reason: str) -> str:
    """Fail."""
    raise ValueError(reason)


def agent(client: Any, name: str, **settings: Any) -> AssistantAgent:
    return AssistantAgent(name, client, system_message=f"You are {name}.", description=f"The {name}.", **settings)


async def ran(team: Any, task: Any = "Begin.") -> tuple[Any, Any]:
    return team, await team.run(task=task)


@program("hello")
async def one_agent(client: Any) -> Any:
    return await ran(agent(client, "ann"))


@program({"tool_calls": [call("add", a=2, b=3)]})
async def tool_summary(client: Any) -> Any:
    return await ran(agent(client, "ann", tools=[add]))


@program({"text": "Let me see.", "tool_calls": [call("add", a=2, b=3)]}, "It is 5.")
async def tool_reflected(client: Any) -> Any:
    return await ran(agent(client, "ann", tools=[add], reflect_on_tool_use=True))


@program(
    {"tool_calls": [call("add", a=1, b=1), call("add", a=2, b=2)]}, {"tool_calls": [call("add", a=3, b=3)]}, "All."
)
async def several_tools(client: Any) -> Any:
    return await ran(agent(client, "ann", tools=[add], max_tool_iterations=5))


@program({"tool_calls": [call("fail", reason="no"), call("nope")]}, "Sorry.")
async def tool_errors(client: Any) -> Any:
    return await ran(agent(client, "ann", tools=[fail], reflect_on_tool_use=True))


@program("one", "two", "three")
async def round_robin(client: Any) -> Any:
    return await ran(RoundRobinGroupChat([agent(client, "ann"), agent(client, "bob")], max_turns=3))


@program({"text": "Hm.", "tool_calls": [call("add", a=2, b=3)]}, "five", "yes", "TERMINATE")
async def round_robin_with_tool(client: Any) -> Any:
    agents = [agent(client, "ann", tools=[add], reflect_on_tool_use=True), agent(client, "bob")]
    stop = TextMentionTermination("TERMINATE") | MaxMessageTermination(20)
    return await ran(RoundRobinGroupChat(agents, termination_condition=stop))


@program("ann", "one", "bob", "two", "ann", "TERMINATE")
async def selector(client: Any) -> Any:
    agents = [agent(client, "ann"), agent(client, "bob"), agent(client, "cid")]
    stop = TextMentionTermination("TERMINATE")
    return await ran(SelectorGroupChat(agents, client, termination_condition=stop, emit_team_events=True))


@program({"tool_calls": [call("transfer_to_bob")]}, {"tool_calls": [call("transfer_to_ann")]}, "done TERMINATE")
async def swarm(client: Any) -> Any:
    agents = [agent(client, "ann", handoffs=["bob"]), agent(client, "bob", handoffs=["ann"])]
    return await ran(Swarm(agents, termination_condition=TextMentionTermination("TERMINATE")))


@program({"tool_calls": [call("transfer_to_user")]})
async def swarm_to_user(client: Any) -> Any:
    return await ran(Swarm([agent(client, "ann", handoffs=["user"])], termination_condition=HandoffTermination("user")))


def graph_team(client: Any, **settings: Any) -> GraphFlow:
    agents = [agent(client, name) for name in ("ann", "bob", "cid", "dan")]
    builder = DiGraphBuilder()
    for each in agents:
        builder.add_node(each)
    builder.add_edge(agents[0], agents[1]).add_edge(agents[0], agents[2])
    builder.add_edge(agents[1], agents[3]).add_edge(agents[2], agents[3])
    return GraphFlow(builder.get_participants(), builder.build(), **settings)


@program("one", "two", "three", "four")
async def graph(client: Any) -> Any:
    return await ran(graph_team(client))


@program("one", "two", "three", "four")
async def graph_half_way(client: Any) -> Any:
    agents = [agent(client, name) for name in ("ann", "bob", "cid")]
    builder = DiGraphBuilder()
    for each in agents:
        builder.add_node(each)
    builder.add_edge(agents[0], agents[1]).add_edge(agents[1], agents[2])
    return await ran(GraphFlow(builder.get_participants(), builder.build(), max_turns=2))


LEDGER = {
    "is_request_satisfied": {"answer": False, "reason": "not yet"},
    "is_in_loop": {"answer": False, "reason": "no"},
    "is_progress_being_made": {"answer": True, "reason": "yes"},
    "next_speaker": {"answer": "ann", "reason": "it is her turn"},
    "instruction_or_question": {"answer": "Do it.", "reason": "needed"},
}
DONE = {**LEDGER, "is_request_satisfied": {"answer": True, "reason": "all done"}}


@program("facts", "plan", json.dumps(LEDGER), "did it", json.dumps(DONE), "the answer")
async def magentic_one(client: Any) -> Any:
    return await ran(MagenticOneGroupChat([agent(client, "ann"), agent(client, "bob")], client))


class Weather(BaseModel):
    city: str
    degrees: float


@program('{"city": "Oslo", "degrees": -3.5}')
async def structured(client: Any) -> Any:
    return await ran(agent(client, "ann", output_content_type=Weather))


@program("a small picture")
async def picture(client: Any) -> Any:
    image = Image(PILImage.new("RGB", (3, 2), (10, 20, 30)))
    return await ran(agent(client, "ann"), MultiModalMessage(content=["What is it?", image], source="user"))


@program()
async def code(client: Any) -> Any:
    folder = Path.cwd() / "work"
    folder.mkdir(exist_ok=True)
    runner = CodeExecutorAgent("runner", LocalCommandLineCodeExecutor(work_dir=folder))
    return await ran(runner, "```python\nprint(6 * 7)\n```")


@program("Which colour?", "Blue.")
async def a_human_answers(client: Any) -> Any:
    human = UserProxyAgent("human", input_func=lambda prompt: "blue")
    return await ran(RoundRobinGroupChat([agent(client, "ann"), human], max_turns=3))


@program("inner one", "APPROVE", "the summary")
async def society_of_mind(client: Any) -> Any:
    inner = RoundRobinGroupChat(
        [agent(client, "ann"), agent(client, "bob")], termination_condition=TextMentionTermination("APPROVE")
    )
    return await ran(SocietyOfMindAgent("society", inner, client))


@program("It rains.")
async def remembered(client: Any) -> Any:
    memory = ListMemory()
    await memory.add(MemoryContent(content="Bergen is wet.", mime_type="text/plain", metadata={"by": "test"}))
    return await ran(agent(client, "ann", memory=[memory]))


@program("one two three")
async def streamed(client: Any) -> Any:
    ann = agent(client, "ann", model_client_stream=True)
    messages = [message async for message in ann.run_stream(task="Begin.")]
    result = messages.pop()
    return ann, result.model_copy(update={"messages": messages})


@program("inside", "outside")
async def team_in_a_team(client: Any) -> Any:
    inner = RoundRobinGroupChat([agent(client, "ann")], name="inner", description="Inner.", max_turns=1)
    return await ran(RoundRobinGroupChat([inner, agent(client, "bob")], max_turns=2))


__all__ = ["ANSWERS", "PROGRAMS", "Weather", "client_for"]

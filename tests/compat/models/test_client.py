"""llm_config as a v0.4 model client, in native agents and teams."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import openai
import pytest
from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.conditions import MaxMessageTermination
from autogen_agentchat.messages import ModelClientStreamingChunkEvent, StructuredMessage, ToolCallExecutionEvent
from autogen_agentchat.teams import SelectorGroupChat
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import OpenAIWrapper, gather_usage_summary
from autogen_compat.cache.in_memory_cache import InMemoryCache
from autogen_compat.engine import bridge
from autogen_compat.engine.models import LegacyChatCompletionClient, model_client_from
from autogen_core import CancellationToken, FunctionCall, Image
from autogen_core.models import (
    AssistantMessage,
    CreateResult,
    FunctionExecutionResult,
    FunctionExecutionResultMessage,
    SystemMessage,
    UserMessage,
)
from autogen_core.tools import FunctionTool
from autogen_ext.models.replay import ReplayChatCompletionClient
from pydantic import BaseModel

HI = UserMessage(content="Hi", source="Product Manager")


class Point(BaseModel):
    x: int


def add(a: int, b: int) -> int:
    """Adds."""
    return a + b


ADD = FunctionTool(add, description="Adds.")


def client(server: ModelServer, **options: Any) -> LegacyChatCompletionClient:
    entry = {"model": "gpt-4o", "api_key": "k", "base_url": server.base_url, "max_retries": 0}
    made = model_client_from({"config_list": [entry], "cache_seed": None, **options})
    assert isinstance(made, LegacyChatCompletionClient)
    return made


async def test_a_native_agent_answers_with_tools(model_server: ModelServer) -> None:
    model_server.load([{"tool_calls": [{"name": "add", "arguments": {"a": 1, "b": 2}}]}, "It is 3."])
    agent = AssistantAgent("bob", client(model_server), tools=[ADD], reflect_on_tool_use=True, system_message="Add.")
    result = await agent.run(task="1+2?")
    assert result.messages[-1].to_text() == "It is 3."
    assert any(isinstance(message, ToolCallExecutionEvent) for message in result.messages)
    first, second = model_server.bodies
    assert first["tools"][0]["function"]["name"] == "add" and "strict" not in first["tools"][0]["function"]
    assert [message["role"] for message in second["messages"]] == ["system", "user", "assistant", "tool"]


async def test_a_native_agent_streams(model_server: ModelServer) -> None:
    model_server.load(["one two three"])
    agent = AssistantAgent("bob", client(model_server), model_client_stream=True)
    events = [event async for event in agent.run_stream(task="Count")]
    chunks = [event.content for event in events if isinstance(event, ModelClientStreamingChunkEvent)]
    assert "".join(chunks) == "one two three" and len(chunks) > 1


async def test_a_native_agent_gives_structured_output(model_server: ModelServer) -> None:
    model_server.load(['{"x": 3}'])
    agent = AssistantAgent("bob", client(model_server), output_content_type=Point)
    message = (await agent.run(task="x?")).messages[-1]
    assert isinstance(message, StructuredMessage) and message.content == Point(x=3)
    assert model_server.bodies[0]["response_format"]["type"] == "json_schema"


async def test_a_selector_group_chat_runs_on_it(model_server: ModelServer) -> None:
    model_server.load(["ann", "I am Ann.", "I am Bob."])
    shared = client(model_server)
    agents = [AssistantAgent(name, shared, description=name) for name in ("ann", "bob")]
    team = SelectorGroupChat(agents, shared, termination_condition=MaxMessageTermination(3), max_selector_attempts=1)
    texts = [message.to_text() for message in (await team.run(task="Who are you?")).messages]
    assert texts == ["Who are you?", "I am Ann.", "I am Bob."]


async def test_the_second_config_answers_where_the_first_fails(model_server: ModelServer) -> None:
    model_server.load([{"status": 429, "message": "busy"}, "second"])
    entry = {"api_key": "k", "base_url": model_server.base_url, "max_retries": 0}
    made = model_client_from([{"model": "gpt-4", **entry}, {"model": "gpt-4o", **entry, "cache_seed": None}])
    made.wrapper._config_list[0]["cache_seed"] = None  # pyright: ignore[reportAttributeAccessIssue]
    assert (await made.create([HI])).content == "second"
    assert [body["model"] for body in model_server.bodies] == ["gpt-4", "gpt-4o"]


async def test_errors_are_those_of_the_wrapper(model_server: ModelServer) -> None:
    model_server.load([{"status": 401, "message": "bad key"}] * 2)
    with pytest.raises(openai.AuthenticationError):
        await client(model_server).create([HI])
    with pytest.raises(openai.AuthenticationError):
        async for _ in client(model_server).create_stream([HI]):
            pass


async def test_every_kind_of_message_goes_over_the_wire(model_server: ModelServer) -> None:
    model_server.load(["ok"])
    pixel = Image.from_base64(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    call = FunctionCall(id="c1", name="add", arguments="{}")
    result = FunctionExecutionResult(content="3", name="add", call_id="c1", is_error=False)
    await client(model_server).create(
        [
            SystemMessage(content="Be brief."),
            UserMessage(content=["Look", pixel], source="Ann Lee"),
            AssistantMessage(content=[call], thought="Let me add", source="bob"),
            FunctionExecutionResultMessage(content=[result]),
            AssistantMessage(content="3", source="bob"),
            SystemMessage(content="Go on."),
        ]
    )
    sent = model_server.bodies[0]["messages"]
    assert sent[0] == {"role": "system", "content": "Be brief."}
    assert sent[1]["name"] == "Ann_Lee" and sent[1]["content"][0] == {"type": "text", "text": "Look"}
    assert sent[1]["content"][1]["image_url"]["url"].startswith("data:image/png;base64,")
    assert sent[2] == {
        "role": "assistant",
        "content": "Let me add",
        "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "add", "arguments": "{}"}}],
    }
    assert sent[3] == {"role": "tool", "tool_call_id": "c1", "content": "3"}
    assert sent[5] == {"role": "system", "content": "Go on."}


@pytest.mark.parametrize(
    ("choice", "sent"),
    [("auto", None), ("required", "required"), (ADD, {"type": "function", "function": {"name": "add"}})],
)
async def test_a_tool_choice_is_sent_where_it_says_something(choice: Any, sent: Any, model_server: ModelServer) -> None:
    model_server.load(["ok"])
    await client(model_server).create([HI], tools=[ADD], tool_choice=choice)
    assert model_server.bodies[0].get("tool_choice") == sent


async def test_no_tool_is_offered_where_none_may_be_called(model_server: ModelServer) -> None:
    model_server.load(["ok"])
    await client(model_server).create([HI], tools=[ADD], tool_choice="none")
    assert "tools" not in model_server.bodies[0]


async def test_tools_of_the_llm_config_are_offered_along(model_server: ModelServer) -> None:
    own = {"type": "function", "function": {"name": "own", "description": "", "parameters": {}}}
    model_server.load(["ok"])
    await client(model_server, tools=[own], functions=[{"name": "older"}]).create([HI], tools=[ADD])
    [body] = model_server.bodies
    assert [tool["function"]["name"] for tool in body["tools"]] == ["own", "add"]
    assert body["functions"] == [{"name": "older"}]


async def test_a_legacy_function_call_is_a_call(model_server: ModelServer) -> None:
    model_server.load([{"function_call": {"name": "add", "arguments": {"a": 1}}}])
    result = await client(model_server).create([HI])
    assert result.content == [FunctionCall(id="call_add", name="add", arguments='{"a": 1}')]
    assert result.finish_reason == "function_calls"


async def test_text_beside_calls_is_a_thought(model_server: ModelServer) -> None:
    model_server.load([{"text": "Let me add", "tool_calls": [{"name": "add", "arguments": {}, "id": "c"}]}])
    result = await client(model_server).create([HI], tools=[ADD])
    assert result.thought == "Let me add" and isinstance(result.content, list)


@pytest.mark.parametrize(("asked", "sent"), [(True, {"type": "json_object"}), (False, None), (None, None)])
async def test_json_is_asked_for(asked: Any, sent: Any, model_server: ModelServer) -> None:
    model_server.load(["{}"])
    await client(model_server).create([HI], json_output=asked)
    assert model_server.bodies[0].get("response_format") == sent


async def test_extra_arguments_are_sent(model_server: ModelServer) -> None:
    model_server.load(["ok"])
    await client(model_server, temperature=0).create([HI], extra_create_args={"seed": 3})
    assert {"temperature": 0, "seed": 3}.items() <= model_server.bodies[0].items()


async def test_a_cached_answer_says_so_and_counts_apart(model_server: ModelServer) -> None:
    model_server.load(["once"])
    cached = client(model_server, cache=InMemoryCache())
    first, second = await cached.create([HI]), await cached.create([HI])
    assert (first.cached, second.cached, second.content) == (False, True, "once")
    assert cached.total_usage().prompt_tokens == 2 * cached.actual_usage().prompt_tokens > 0
    assert cached.total_usage_summary and cached.total_usage_summary["total_cost"] > 0


async def test_a_cached_answer_streams_in_one_piece(model_server: ModelServer) -> None:
    model_server.load(["once"])
    cached = client(model_server, cache=InMemoryCache())
    await cached.create([HI], extra_create_args={"stream": True})
    pieces = [piece async for piece in cached.create_stream([HI])]
    assert pieces[0] == "once" and isinstance(pieces[-1], CreateResult)


async def test_nothing_is_printed_for_native_agents(
    model_server: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    model_server.load(["quiet"])
    await client(model_server, stream=True).create([HI])
    assert "quiet" not in capsys.readouterr().out


async def test_cancelling_ends_a_call(model_server: ModelServer) -> None:
    model_server.load([{"text": "late", "delay": 5.0}])
    token = CancellationToken()
    call = asyncio.create_task(client(model_server).create([HI], cancellation_token=token))
    await asyncio.sleep(0.1)
    token.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(call, 2)


async def test_leaving_a_stream_ends_the_call(model_server: ModelServer) -> None:
    model_server.load(["one two three"])
    stream = client(model_server).create_stream([HI])
    assert await anext(stream)
    await stream.aclose()
    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


def test_one_client_lives_through_many_event_loops(model_server: ModelServer) -> None:
    model_server.load(["ok"] * 4)
    made = client(model_server)
    assert [asyncio.run(made.create([HI])).content for _ in range(4)] == ["ok"] * 4


def test_a_custom_client_is_asked_at_home() -> None:
    threads: list[threading.Thread] = []

    class Mine:
        def __init__(self, config: dict[str, Any]) -> None:
            pass

        def create(self, params: dict[str, Any]) -> Any:
            threads.append(threading.current_thread())
            return type("Answer", (), {"choices": [], "model": "mine", "usage": None})()

        def message_retrieval(self, response: Any) -> list[str]:
            return ["mine"]

        def cost(self, response: Any) -> float:
            return 0.0

        @staticmethod
        def get_usage(response: Any) -> dict[str, Any]:
            return {}

    wrapper = OpenAIWrapper(config_list=[{"model": "m", "model_client_cls": "Mine"}], cache_seed=None)
    wrapper.register_model_client(Mine)
    made = model_client_from(wrapper)
    assert bridge.run(made.create, [HI]).content == "mine"
    assert threads == [threading.current_thread()]


async def test_the_costs_of_native_agents_are_gathered_once_for_a_shared_client(model_server: ModelServer) -> None:
    figures = {"prompt_tokens": 1000, "completion_tokens": 0, "total_tokens": 1000}
    model_server.load([{"text": "ok", "usage": figures}] * 2)
    shared = client(model_server)
    agents = [AssistantAgent(name, shared) for name in ("ann", "bob")]
    for agent in agents:
        await agent.run(task="Hi")
    strangers = [AssistantAgent("eve", ReplayChatCompletionClient(["x"])), object()]
    gathered = gather_usage_summary([*agents, *strangers])
    assert gathered["usage_including_cached_inference"]["gpt-4o"]["prompt_tokens"] == 2000
    assert gathered["usage_excluding_cached_inference"]["total_cost"] == pytest.approx(0.01)


async def test_a_closed_client_opens_again(model_server: ModelServer) -> None:
    model_server.load(["one", "two"])
    made = client(model_server)
    for text in ("one", "two"):
        assert (await made.create([HI])).content == text
        await made.close()
    assert [request.connection for request in model_server.requests] == [1, 2]


@pytest.mark.parametrize("nothing", [False, None, {}, []])
def test_no_model_is_refused(nothing: Any) -> None:
    with pytest.raises(ValueError, match="names no model"):
        model_client_from(nothing)


def test_a_native_client_is_returned_as_it_is(model_server: ModelServer) -> None:
    made = client(model_server)
    assert model_client_from(made) is made


async def test_a_saved_agent_finds_its_client_again(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.load(["ok"])
    agent = AssistantAgent("bob", client(model_server))
    again = AssistantAgent.load_component(agent.dump_component())
    assert (await again.run(task="Hi")).messages[-1].to_text() == "ok"


def test_tokens_are_counted_and_left(model_server: ModelServer) -> None:
    made = client(model_server)
    count = made.count_tokens([HI], tools=[ADD])
    assert count > 5
    assert made.remaining_tokens([HI], tools=[ADD]) == 128_000 - count


def test_tokens_of_a_model_that_is_not_known_are_counted_as_gpt_4s(model_server: ModelServer) -> None:
    entry = {"model": "my-llama", "api_key": "k", "base_url": model_server.base_url}
    assert model_client_from([entry]).count_tokens([HI]) > 3

"""The v0.4 components that native rewrites import, in real v0.4 teams."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.base import ChatAgent, TaskResult
from autogen_agentchat.conditions import MaxMessageTermination, StopMessageTermination
from autogen_agentchat.messages import StopMessage, TextMessage, ToolCallExecutionEvent, UserInputRequestedEvent
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat.native import (
    AutoReplyAgent,
    CodeRunnerAgent,
    HumanProxyAgent,
    ScriptExecutor,
    SequentialFunctionTool,
    chat_history,
    disk_cached,
    group_messages,
    summary_of,
)
from autogen_compat.native._cache import _fingerprint
from autogen_core import CancellationToken, FunctionCall
from autogen_core.models import CreateResult, ModelFamily, RequestUsage, UserMessage
from autogen_ext.models.openai import AzureOpenAIChatCompletionClient, OpenAIChatCompletionClient
from autogen_ext.models.replay import ReplayChatCompletionClient
from pydantic import BaseModel


def model(*answers: str | CreateResult) -> ReplayChatCompletionClient:
    info = {"vision": False, "function_calling": True, "json_output": False, "family": ModelFamily.UNKNOWN}
    return ReplayChatCompletionClient(list(answers), model_info={**info, "structured_output": False})


def said(result: TaskResult) -> list[tuple[str, str]]:
    return [(each.source, each.to_text()) for each in result.messages if isinstance(each, TextMessage | StopMessage)]


async def talk(participants: Sequence[ChatAgent], limit: int = 10) -> list[tuple[str, str]]:
    ends = StopMessageTermination() | MaxMessageTermination(limit)
    team = RoundRobinGroupChat(list(participants), termination_condition=ends)
    return said(await team.run(task="go"))[1:]


def done(message: TextMessage) -> bool:
    return "TERMINATE" in message.to_text()


async def test_an_auto_reply_agent_answers_the_empty_text_by_default():
    assistant = AssistantAgent("a", model("one", "two"))
    assert await talk([assistant, AutoReplyAgent("u")], 4) == [("a", "one"), ("u", ""), ("a", "two")]


async def test_an_auto_reply_agent_stops_on_a_last_message_and_not_before():
    talked = await talk([AssistantAgent("a", model("one", "TERMINATE")), AutoReplyAgent("u", "go on", stop_when=done)])
    assert talked == [("a", "one"), ("u", "go on"), ("a", "TERMINATE"), ("u", "")]


async def test_an_auto_reply_agent_stops_after_its_replies():
    talked = await talk([AssistantAgent("a", model("1", "2", "3")), AutoReplyAgent("u", "x", max_replies=1)])
    assert talked == [("a", "1"), ("u", "x"), ("a", "2"), ("u", "")]


async def test_the_cache_on_disk_answers_again_and_another_model_not(tmp_path: Path):
    question = [UserMessage(content="q", source="user")]

    async def ask(name: str, answer: str) -> str:
        info = {"vision": False, "function_calling": True, "json_output": False, "family": ModelFamily.UNKNOWN}
        with ModelServer([answer]) as server:
            client = OpenAIChatCompletionClient(
                model=name,
                base_url=server.base_url,
                api_key="none",
                model_info={**info, "structured_output": False},  # type: ignore[typeddict-item]
            )
            return str((await disk_cached(client, 42, str(tmp_path)).create(question)).content)

    client = model("first")
    assert (await disk_cached(client, 42, str(tmp_path)).create(question)).content == "first"
    assert (await disk_cached(model("first"), 42, str(tmp_path)).create(question)).cached
    assert await ask("small", "one") == "one"
    assert await ask("large", "two") == "two"
    assert sorted(each.name for each in (tmp_path / "42").iterdir()) == ["native"]


async def test_a_cached_answer_does_not_depend_on_where_the_model_was_asked(tmp_path: Path):
    def azure(url: str) -> AzureOpenAIChatCompletionClient:
        where = {"azure_endpoint": url, "azure_deployment": "d", "api_version": "1", "api_key": "none"}
        return AzureOpenAIChatCompletionClient(model="gpt-4o", temperature=0, **where)

    with ModelServer(["first", "second"]) as server:
        question = [UserMessage(content="What?", source="user")]
        asked = OpenAIChatCompletionClient(model="gpt-4o", api_key="none", base_url=server.base_url)
        moved = OpenAIChatCompletionClient(model="gpt-4o", api_key="other", base_url="http://127.0.0.1:9", timeout=1)
        assert (await disk_cached(asked, 1, str(tmp_path)).create(question)).content == "first"
        assert (await disk_cached(moved, 1, str(tmp_path)).create(question)).content == "first"
    assert _fingerprint(azure("http://a")) == _fingerprint(azure("http://b"))
    assert _fingerprint(azure("http://a")) != _fingerprint(moved)


def test_without_a_seed_there_is_no_cache(tmp_path: Path):
    client = ReplayChatCompletionClient(["x"])
    assert disk_cached(client, None, str(tmp_path)) is client


async def test_code_without_a_language_runs_and_the_exit_code_is_told(tmp_path: Path):
    runner = CodeRunnerAgent("u", ScriptExecutor(tmp_path, use_docker=False), stop_when=done)
    talked = await talk([AssistantAgent("a", model("```\nprint(6 * 7)\n```", "TERMINATE")), runner])
    assert talked[1] == ("u", "exitcode: 0 (execution succeeded)\nCode output: \n42\n")


async def test_failing_code_says_so(tmp_path: Path):
    runner = CodeRunnerAgent("u", ScriptExecutor(tmp_path, use_docker=False))
    talked = await talk([AssistantAgent("a", model("```bash\nexit 3\n```", "x")), runner], 3)
    assert talked[1] == ("u", "exitcode: 3 (execution failed)\nCode output: \n")


async def test_an_older_message_with_code_is_only_in_view_when_asked_for(tmp_path: Path):
    for last_n_messages, expected in (("auto", ""), (3, "exitcode: 0 (execution succeeded)\nCode output: \n1\n")):
        executor = ScriptExecutor(tmp_path, use_docker=False)
        runner = CodeRunnerAgent("u", executor, last_n_messages=last_n_messages)
        talked = await talk([AssistantAgent("a", model("```python\nprint(1)\n```", "fine", "x")), runner], 5)
        assert talked[3] == ("u", expected)


async def test_a_message_without_code_gets_the_reply(tmp_path: Path):
    runner = CodeRunnerAgent("u", ScriptExecutor(tmp_path, use_docker=False), reply="no code")
    assert (await talk([AssistantAgent("a", model("hi", "x")), runner], 3))[1] == ("u", "no code")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["hello", "exit"], [("a", "1"), ("u", "hello"), ("a", "2"), ("u", "")]),
        (["", "exit"], [("a", "1"), ("u", "auto"), ("a", "2"), ("u", "")]),
    ],
)
async def test_a_human_answers_skips_or_exits(typed: list[str], expected: list[tuple[str, str]]):
    human = HumanProxyAgent("u", otherwise=AutoReplyAgent("u", "auto"), input_func=lambda prompt: typed.pop(0))
    assert await talk([AssistantAgent("a", model("1", "2", "3")), human]) == expected


async def test_enter_on_a_last_message_ends_the_conversation():
    human = HumanProxyAgent("u", stop_when=done, input_func=lambda prompt: "")
    assert await talk([AssistantAgent("a", model("TERMINATE")), human]) == [("a", "TERMINATE"), ("u", "")]


async def test_a_human_who_is_asked_at_the_end_is_not_asked_before():
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return "exit"

    human = HumanProxyAgent("u", asks="at the end", max_replies=2, input_func=answer)
    talked = await talk([AssistantAgent("a", model("1", "2", "3")), human])
    assert talked == [("a", "1"), ("u", ""), ("a", "2"), ("u", ""), ("a", "3"), ("u", "")]
    assert len(asked) == 1


class Shown(HumanProxyAgent):
    """Types what it hears."""

    async def ask(self, prompt: str, cancellation_token: CancellationToken | None = None) -> str | None:
        last = self.last_message()
        return f"seen {last['content']} of {last['name']}" if last is not None and last["content"] != "2" else None


async def test_a_class_below_human_proxy_agent_asks_in_its_own_way():
    human = Shown("u", otherwise=AutoReplyAgent("u", "auto"))
    talked = await talk([AssistantAgent("a", model("1", "2")), human], 5)
    assert talked == [("a", "1"), ("u", "seen 1 of a"), ("a", "2"), ("u", "auto")]
    assert human.last_message() == {"content": "auto", "role": "assistant", "name": "u"}


class Point(BaseModel):
    x: int


@pytest.mark.parametrize(
    ("value", "text"),
    [("a", "a"), (1.0, "1.0"), (True, "true"), (None, "null"), ({"ä": [1]}, '{"ä": [1]}'), (Point(x=1), '{"x":1}')],
)
async def test_results_are_text_as_in_v02(value: object, text: str):
    def give() -> object:
        return value

    assert await SequentialFunctionTool(give, "gives").run_json({}, CancellationToken()) == text


async def test_two_calls_of_one_answer_run_in_order_on_the_callers_thread():
    seen: list[tuple[int, int]] = []

    def note(number: int) -> str:
        seen.append((number, threading.get_ident()))
        if number == 2:
            raise ValueError("no two")
        return str(number)

    calls = [FunctionCall(str(n), f'{{"number": {n}}}', "note") for n in (1, 2, 3)]
    usage = RequestUsage(prompt_tokens=0, completion_tokens=0)
    first = CreateResult(finish_reason="function_calls", content=calls, usage=usage, cached=False)
    agent = AssistantAgent(
        "a", model(first, "done"), tools=[SequentialFunctionTool(note, "notes")], max_tool_iterations=5
    )
    result = await agent.run(task="go")
    assert seen == [(n, threading.get_ident()) for n in (1, 2, 3)]
    executed = next(each for each in result.messages if isinstance(each, ToolCallExecutionEvent))
    assert [each.content for each in executed.content] == ["1", "Error: no two", "3"]


def test_a_question_to_a_human_is_no_message_of_the_history():
    asked = UserInputRequestedEvent(request_id="1", source="u")
    result = TaskResult(messages=[TextMessage(content="hi", source="a"), asked, StopMessage(content="", source="u")])
    assert chat_history(result, "u") == [{"content": "hi", "role": "user", "name": "a"}]
    assert summary_of(result) == "hi"


def test_the_participant_that_ended_a_group_said_nothing_in_it():
    said = [TextMessage(content="hi", source="a"), StopMessage(content="", source="end")]
    assert group_messages(said) == [{"content": "hi", "role": "user", "name": "a"}]

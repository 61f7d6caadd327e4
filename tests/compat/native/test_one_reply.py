"""One answer of an agent outside of its conversations."""

from __future__ import annotations

import asyncio

import pytest
from autogen_agentchat.agents import AssistantAgent
from autogen_compat.native import AutoReplyAgent, CodeRunnerAgent, HumanProxyAgent, ScriptExecutor, reply_of
from autogen_core.models import AssistantMessage, SystemMessage, UserMessage
from autogen_ext.models.replay import ReplayChatCompletionClient


def _agent(*answers: str) -> tuple[AssistantAgent, ReplayChatCompletionClient]:
    client = ReplayChatCompletionClient(list(answers))
    return AssistantAgent("agent", client, system_message="Be brief."), client


def test_a_message_of_an_unknown_role_is_refused():
    agent, _ = _agent("never")
    with pytest.raises(ValueError, match="'human'"):
        asyncio.run(reply_of(agent, [{"role": "human", "content": "Hi"}]))


def test_models_read_the_messages_in_their_roles():
    agent, client = _agent("ok")
    told = [
        {"role": "system", "content": "Rules."},
        {"role": "assistant", "content": "Yes?"},
        {"role": "user", "content": "Hi", "name": "joe"},
    ]
    assert asyncio.run(reply_of(agent, told)) == "ok"
    [asked] = [call["messages"] for call in client.create_calls]
    assert [(type(each), each.content) for each in asked] == [
        (SystemMessage, "Be brief."),
        (SystemMessage, "Rules."),
        (AssistantMessage, "Yes?"),
        (UserMessage, "Hi"),
    ]


def test_the_conversation_of_the_agent_goes_on_as_if_nothing_was_asked():
    agent, client = _agent("one", "aside", "two")

    async def talk() -> None:
        await agent.run(task="First.")
        assert await reply_of(agent, "Besides?") == "aside"
        await agent.run(task="Second.")

    asyncio.run(talk())
    last = [each.content for each in client.create_calls[-1]["messages"]]
    assert last == ["Be brief.", "First.", "one", "Second."]


def test_answers_that_are_asked_for_at_the_same_time_do_not_mix():
    agent, client = _agent("1", "2", "3")

    async def ask() -> list[object]:
        return list(await asyncio.gather(*(reply_of(agent, text) for text in "abc")))

    assert asyncio.run(ask()) == ["1", "2", "3"]
    assert [len(call["messages"]) for call in client.create_calls] == [2, 2, 2]


def test_after_so_many_answers_there_is_none_and_the_count_begins_anew():
    agent = AutoReplyAgent("agent", "Yes.")

    async def ask(text: str) -> object:
        return await reply_of(agent, text, max_replies=2)

    async def talk() -> list[object]:
        return [await ask(text) for text in ("a", "b", "c", "d", "TERMINATE", "e", "f", "g")]

    assert asyncio.run(talk()) == ["Yes.", "Yes.", None, "Yes.", None, "Yes.", "Yes.", None]


def test_what_a_human_types_is_a_dictionary_and_leaves_no_trace(tmp_path):
    typed = iter(["Hello.", "", "exit"])
    runner = CodeRunnerAgent("human", ScriptExecutor(work_dir=tmp_path, use_docker=False))
    human = HumanProxyAgent("human", otherwise=runner, input_func=lambda prompt: next(typed))

    async def talk() -> list[object]:
        return [await reply_of(human, text) for text in ("?", "```python\nprint(1 + 1)\n```", "?")]

    said = asyncio.run(talk())
    assert said[0] == {"role": "user", "content": "Hello."}
    assert "Code output: 2" in str(said[1]).replace("\n", "")
    assert said[2] is None
    assert human.human_input == []

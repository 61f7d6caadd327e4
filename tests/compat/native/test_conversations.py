"""Conversations that go on or are summed up: what agents and models know of them."""

from __future__ import annotations

import pytest
from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.base import TaskResult
from autogen_agentchat.conditions import StopMessageTermination
from autogen_agentchat.messages import TextMessage, ThoughtEvent, ToolCallRequestEvent
from autogen_compat.native import (
    AutoReplyAgent,
    GroupMember,
    HumanProxyAgent,
    SharedHistoryChat,
    ToolCallMessage,
    as_received,
    chat_history,
    reflection_on,
)
from autogen_core import FunctionCall
from autogen_core.models import AssistantMessage, CreateResult, RequestUsage
from autogen_ext.models.replay import ReplayChatCompletionClient

CALL = FunctionCall(id="1", name="add", arguments="{}")


def heard(client: ReplayChatCompletionClient) -> list[str]:
    """The texts of the last request."""
    return [str(message.content) for message in client.create_calls[-1]["messages"]]


async def test_the_text_beside_a_call_is_summed_up():
    client = ReplayChatCompletionClient(["short"])
    events = [ThoughtEvent(content="Let me add.", source="a"), ToolCallRequestEvent(content=[CALL], source="a")]
    assert await reflection_on(TaskResult(messages=events), client, "a") == "short"
    [call, _] = client.create_calls[-1]["messages"]
    assert isinstance(call, AssistantMessage) and call.thought == "Let me add."


async def test_a_summary_that_calls_tools_is_the_text_beside_the_calls():
    usage = RequestUsage(prompt_tokens=0, completion_tokens=0)
    answer = CreateResult(
        content=[CALL], thought="All in all.", finish_reason="function_calls", usage=usage, cached=False
    )
    with pytest.warns(UserWarning, match="called tools"):
        summary = await reflection_on(TaskResult(messages=[]), ReplayChatCompletionClient([answer]), "a")
    assert summary == "All in all."


async def test_agents_know_the_end_of_a_conversation_that_goes_on():
    client = ReplayChatCompletionClient(["one", "two"])
    writer, user = AssistantAgent("writer", client), AutoReplyAgent("user", "The last word.")
    await SharedHistoryChat([writer, user], max_turns=2).run(task="First?")
    await SharedHistoryChat([writer, user], max_turns=1).run(task="Second?")
    assert heard(client)[1:] == ["First?", "one", "The last word.", "Second?"]


async def test_agents_do_not_know_how_a_conversation_ended():
    client = ReplayChatCompletionClient(["one", "two"])
    writer, user = AssistantAgent("writer", client), AutoReplyAgent("user", max_replies=0)
    stops = StopMessageTermination()
    await SharedHistoryChat([writer, user], termination_condition=stops).run(task="First?")
    await SharedHistoryChat([writer, user], max_turns=1).run(task="Second?")
    assert heard(client)[1:] == ["First?", "one", "Second?"]


async def test_answers_are_counted_anew_where_a_conversation_goes_on():
    user, other = GroupMember(AutoReplyAgent("user"), max_replies=1), AutoReplyAgent("other", "x")
    for _ in range(2):
        result = await SharedHistoryChat([user, other], max_turns=2).run(task="?")
        assert [message.source for message in result.messages] == ["user", "user", "other"]


def test_messages_are_told_with_the_names_of_v02():
    result = TaskResult(messages=[TextMessage(content="hi", source="the_user")])
    assert chat_history(result, "a", names={"the_user": "the user"})[0]["name"] == "the user"


def test_a_call_without_text_has_no_content_but_in_groups():
    call = ToolCallMessage(calls=[CALL], source="a")
    assert as_received(call)["content"] is None
    told = chat_history(TaskResult(messages=[call]), "b", of_group=True)[0]
    assert (told["content"], told["name"]) == ("", call.source)


async def test_a_humans_answers_are_counted_anew_where_a_conversation_goes_on():
    human = HumanProxyAgent("human", asks="at the end", otherwise=AutoReplyAgent("human", "ok"), max_replies=1)
    for _ in range(2):
        result = await SharedHistoryChat([human], max_turns=1).run(task="?")
        assert isinstance(last := result.messages[-1], TextMessage) and last.content == "ok"
    assert human.human_input == []

"""The parts that give native programs v0.2's behaviour where v0.4's own differs."""

from __future__ import annotations

import pytest
from autogen_agentchat.messages import TextMessage, ToolCallExecutionEvent, ToolCallRequestEvent
from autogen_compat.native import AutoReplyAgent, MessageLimit, OwnWordsContext, model_selector, speaker_selector
from autogen_core import FunctionCall
from autogen_core.models import AssistantMessage, FunctionExecutionResult, UserMessage
from autogen_ext.models.replay import ReplayChatCompletionClient

AGENTS = [AutoReplyAgent("ann"), AutoReplyAgent("bob_the_third"), AutoReplyAgent("cy")]


def said(source: str):
    return [TextMessage(content="ann and cy", source=source)]


async def test_the_model_names_the_next_speaker():
    select = model_selector(AGENTS, ReplayChatCompletionClient(["It is cy."]))
    assert await select(said("ann")) == "cy"


async def test_blanks_stand_for_underscores_in_names():
    select = model_selector(AGENTS, ReplayChatCompletionClient(["bob the third"]))
    assert await select(said("ann")) == "bob_the_third"


@pytest.mark.parametrize(("last", "following"), [("ann", "bob_the_third"), ("cy", "ann"), ("stranger", "ann")])
async def test_after_three_useless_answers_the_next_in_the_list_speaks(last: str, following: str):
    client = ReplayChatCompletionClient(["nobody", "ann or cy", "annie", "cy"])
    assert await model_selector(AGENTS, client)(said(last)) == following
    assert len(client.create_calls) == 3


async def test_the_last_speaker_cannot_be_named_where_nobody_repeats():
    client = ReplayChatCompletionClient(["ann", "ann", "ann"])
    assert await model_selector(AGENTS, client, allow_repeated_speaker=False)(said("ann")) == "bob_the_third"


async def test_one_that_may_speak_is_not_asked_for():
    client = ReplayChatCompletionClient([])
    assert await model_selector(AGENTS[:2], client, allow_repeated_speaker=False)(said("ann")) == "bob_the_third"


async def test_the_end_of_a_chat_is_not_offered_to_the_model():
    end = AutoReplyAgent("end_of_chat", max_replies=0)
    client = ReplayChatCompletionClient(["end_of_chat", "end_of_chat", "end_of_chat"])
    select = speaker_selector(lambda last, group: "auto", AGENTS, client, end=end)
    assert await select(said("ann")) == "bob_the_third"
    assert "end_of_chat" not in str(client.create_calls[0]["messages"][0])


async def test_a_function_that_selects_no_agent_of_the_group_is_refused():
    select = speaker_selector(lambda last, group: 3, AGENTS, ReplayChatCompletionClient([]))
    with pytest.raises(ValueError, match="gave 3, which is no agent of the group"):
        await select(said("ann"))


async def test_a_task_in_the_agents_name_is_its_own_message():
    context = OwnWordsContext("ann")
    await context.add_message(UserMessage(content="hello", source="ann"))
    await context.add_message(UserMessage(content="hi", source="cy"))
    own, other = await context.get_messages()
    assert isinstance(own, AssistantMessage)
    assert isinstance(other, UserMessage)


async def test_a_stored_context_still_knows_its_agent():
    context = OwnWordsContext.load_component(OwnWordsContext("ann").dump_component())
    await context.add_message(UserMessage(content="hello", source="ann"))
    assert isinstance((await context.get_messages())[0], AssistantMessage)


async def test_a_limit_counts_tool_calls_and_their_results_but_not_the_task():
    limit = MessageLimit(3)
    called = ToolCallRequestEvent(content=[FunctionCall(id="1", name="f", arguments="{}")], source="ann")
    result = FunctionExecutionResult(content="4", name="f", call_id="1", is_error=False)
    assert await limit(said("user")) is None
    assert await limit([called, ToolCallExecutionEvent(content=[result], source="ann")]) is None
    assert await limit(said("ann")) is not None
    assert limit.terminated
    await limit.reset()
    assert not limit.terminated

"""v0.4 agents and teams as members of legacy groups, legacy managers in v0.4 teams."""

import pytest
from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.conditions import MaxMessageTermination
from autogen_agentchat.messages import StopMessage, ToolCallRequestEvent
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_agentchat.ui import Console
from autogen_core import FunctionCall
from autogen_core.models import CreateResult, RequestUsage
from autogen_ext.models.replay import ReplayChatCompletionClient

CAN_CALL = {
    "vision": False,
    "function_calling": True,
    "json_output": False,
    "structured_output": False,
    "family": "unknown",
}


def native(name, *answers, **options):
    return AssistantAgent(name, ReplayChatCompletionClient(list(answers)), **options)


def said(chat):
    return [(message["name"], message["content"]) for message in chat.messages]


def test_a_native_agent_takes_its_turns(member, group):
    alice, helper = member("alice"), native("helper", "one", "two")
    chat, manager = group([alice, helper], max_round=4)
    alice.initiate_chat(manager, message="Hi", silent=True)
    assert said(chat) == [("alice", "Hi"), ("helper", "one"), ("alice", "This is alice."), ("helper", "two")]


async def test_a_native_agent_takes_its_turns_in_an_asynchronous_group(member, group):
    alice, helper = member("alice"), native("helper", "one", "two")
    chat, manager = group([alice, helper], max_round=4)
    await alice.a_initiate_chat(manager, message="Hi", silent=True)
    assert said(chat)[1::2] == [("helper", "one"), ("helper", "two")]


def test_a_native_agent_hears_what_the_others_said_once(member, group):
    client = ReplayChatCompletionClient(["one", "two"])
    alice, bob, helper = member("alice"), member("bob"), AssistantAgent("helper", client)
    _, manager = group([alice, bob, helper], max_round=6)
    alice.initiate_chat(manager, message="Hi", silent=True)
    heard = [
        [message.content for message in call["messages"] if message.type == "UserMessage"]
        for call in client.create_calls
    ]
    assert heard == [["Hi", "This is bob."], ["Hi", "This is bob.", "This is alice.", "This is bob."]]


def test_a_native_agent_is_found_where_the_program_looks_for_it(member, group):
    alice, helper = member("alice"), native("helper", "one", "two")
    edges = {alice: [helper], helper: [alice]}
    chat, manager = group(
        [alice, helper],
        max_round=3,
        speaker_selection_method="auto",
        allowed_or_disallowed_speaker_transitions=edges,
        speaker_transitions_type="allowed",
    )
    alice.initiate_chat(manager, message="Hi", silent=True)
    assert helper in chat.agents
    assert chat.agent_by_name("helper") == helper
    assert said(chat)[1] == ("helper", "one")


def test_the_programs_own_lists_stay_as_they_are(member, group):
    alice, helper = member("alice"), native("helper")
    agents, edges = [alice, helper], {alice: [helper]}
    chat, _ = group(agents, allowed_or_disallowed_speaker_transitions=edges, speaker_transitions_type="allowed")
    assert agents[1] is helper and edges[alice][0] is helper
    assert chat.agents is not agents
    legacy = [alice, member("bob")]
    assert group(legacy)[0].agents is legacy


def test_a_function_may_name_a_native_agent(member, group):
    alice, helper = member("alice"), native("helper", "one")
    chat, manager = group(
        [alice, helper], max_round=2, speaker_selection_method=lambda last, chat: helper if last is alice else alice
    )
    alice.initiate_chat(manager, message="Hi", silent=True)
    assert said(chat)[-1] == ("helper", "one")


def test_a_native_agent_may_join_in_mid_chat(member, group, answering):
    alice, bob, helper = member("alice"), member("bob"), native("helper", "joined")
    plan = {"alice": bob, "bob": helper}
    chat, manager = group([alice, bob], max_round=3, speaker_selection_method=lambda last, chat: plan[last.name])

    def invite():
        chat.agents.append(helper)
        return "Welcome, helper."

    answering(bob, invite)
    alice.initiate_chat(manager, message="Hi", silent=True)
    assert said(chat)[-1] == ("helper", "joined")


def test_a_native_team_is_one_member(member, group):
    team = RoundRobinGroupChat(
        [native("left", "l1", "l2"), native("right", "r1", "r2")],
        name="team",
        termination_condition=MaxMessageTermination(3),
    )
    alice = member("alice")
    chat, manager = group([alice, team], max_round=2)
    alice.initiate_chat(manager, message="Hi", silent=True)
    assert said(chat) == [("alice", "Hi"), ("team", "r1")]


async def test_the_events_of_a_native_member_are_in_the_stream(member, group):
    call = CreateResult(
        content=[FunctionCall(id="1", name="double", arguments='{"x": 2}')],
        usage=RequestUsage(prompt_tokens=1, completion_tokens=1),
        finish_reason="function_calls",
        cached=False,
    )

    def double(x: int) -> int:
        """Double a number."""
        return 2 * x

    client = ReplayChatCompletionClient([call], model_info=CAN_CALL)
    helper = AssistantAgent("helper", client, tools=[double])
    alice = member("alice")
    chat, manager = group([alice, helper], max_round=2)
    messages = [item async for item in alice.initiate_chat_stream(manager, message="2?")]
    assert any(isinstance(message, ToolCallRequestEvent) and message.source == "helper" for message in messages)
    assert said(chat)[-1] == ("helper", "4")


def test_a_failing_native_member_leaves_the_group_usable(member, group):
    alice, bob, helper = member("alice"), member("bob"), native("helper")
    chat, manager = group([alice, bob, helper], max_round=3)
    with pytest.raises(ValueError, match="No more mock responses"):
        alice.initiate_chat(manager, message="Hi", silent=True)
    chat.agents.remove(helper)
    alice.initiate_chat(manager, message="Hi", silent=True)
    assert [name for name, _ in said(chat)] == ["alice", "bob", "alice"]


async def test_a_manager_in_a_native_team_answers_with_its_groups_last_word(member, group):
    alice, bob = member("alice"), member("bob")
    chat, manager = group([alice, bob], {"name": "legacy_team"}, max_round=3)
    client = ReplayChatCompletionClient(["Talk about rain.", "Thanks."])
    first = AssistantAgent("first", client)
    team = RoundRobinGroupChat([first, manager], termination_condition=MaxMessageTermination(4))
    messages = [item async for item in team.run_stream(task="Begin.")][:-1]
    assert [message.source for message in messages] == ["user", "first", "alice", "bob", "legacy_team", "first"]
    assert messages[4].content == "This is bob."
    assert said(chat)[0] == ("first", "Talk about rain.")
    assert client.create_calls[1]["messages"][-1].content == "This is bob."


async def test_a_manager_runs_by_itself_as_a_native_agent(member, group, capsys):
    chat, manager = group([member("alice"), member("bob")], {"silent": False}, max_round=3)
    await Console(manager.run_stream(task="Begin."))
    shown = [line for line in capsys.readouterr().out.splitlines() if line.startswith("-----")]
    assert [line.strip("- ") for line in shown] == [
        "TextMessage (user)",
        "TextMessage (alice)",
        "TextMessage (bob)",
        "TextMessage (chat_manager)",
    ]
    assert len(chat.messages) == 3


async def test_a_manager_whose_group_says_nothing_stops(member, group):
    _, manager = group([member("alice"), member("bob")], max_round=1)
    result = await manager.run(task="Begin.")
    assert isinstance(result.messages[-1], StopMessage)

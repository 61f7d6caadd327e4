"""Going on with a stored conversation: what is refused, and where else it can go on."""

import autogen_compat as autogen
import pytest
from autogen_compat.agentchat._group.resuming import ResumeError

STORED = [
    {"content": "Hi", "role": "user", "name": "alice"},
    {"content": "Hello.", "role": "user", "name": "bob"},
]


@pytest.fixture
def pair(member, group):
    return group([member("alice"), member("bob")])


@pytest.mark.parametrize(
    ("messages", "problem"),
    [
        (7, "not of type"),
        (None, "not of type"),
        ([1, 2], "not of type"),
        ('{"content": "Hi"}', "not of type"),
        ("", "not a valid JSON"),
        ("Let's go on.", "not a valid JSON"),
        ([], "no messages were provided"),
        ([{"content": "Hi", "role": "user", "name": "dave"}], "dave"),
        ([{"content": "Hi", "name": "alice"}, STORED[1]], "Message 0 .* has no 'role'"),
        ([{"role": "user", "name": "alice"}, STORED[1]], "Message 0 .* has no 'content'"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(pair, messages, problem):
    with pytest.raises(ResumeError, match=problem) as caught:
        pair[1].resume(messages)
    assert "\n" not in str(caught.value)


async def test_the_asynchronous_twin_refuses_the_same(pair):
    with pytest.raises(ResumeError):
        await pair[1].a_resume([])


def test_everybody_but_the_last_word_is_remembered(pair):
    chat, manager = pair
    speaker, message = manager.resume(STORED, silent=True)
    assert (speaker.name, message) == ("bob", STORED[1])
    assert chat.messages == STORED[:1]
    assert [heard["content"] for heard in chat.agents[1].chat_messages[manager]] == ["Hi"]


def test_a_resumed_chat_goes_on_where_it_stopped(pair):
    chat, manager = pair
    speaker, message = manager.resume(STORED, silent=True)
    speaker.initiate_chat(manager, message=message, clear_history=False, silent=True)
    assert [said["content"] for said in chat.messages] == [
        "Hi",
        "Hello.",
        "This is alice.",
        "This is bob.",
        "This is alice.",
    ]


def test_a_group_can_be_resumed_again_and_again(pair):
    chat, manager = pair
    for _ in range(3):
        manager.resume(chat.messages or STORED, silent=True)
        assert chat.messages == STORED[:1] or chat.messages == []


def test_a_conversation_survives_json(pair):
    chat, manager = pair
    chat.agents[0].initiate_chat(manager, message="Grüße", silent=True)
    assert manager.messages_from_string(manager.messages_to_string(chat.messages)) == chat.messages


def test_the_last_message_is_warned_of_when_it_would_end_the_chat(member, group, caplog):
    _, manager = group([member("alice"), member("bob")], {"is_termination_msg": lambda m: "END" in m["content"]})
    manager.resume([{"content": "END", "role": "user", "name": "bob"}], silent=True)
    assert "meets termination criteria" in caplog.text
    caplog.clear()
    manager.resume([{"content": "END", "role": "user", "name": "bob"}], remove_termination_string="END", silent=True)
    assert caplog.text == ""


async def test_a_legacy_groups_history_goes_on_in_a_native_team(member, group):
    from autogen_agentchat.agents import AssistantAgent
    from autogen_agentchat.conditions import MaxMessageTermination
    from autogen_agentchat.teams import RoundRobinGroupChat
    from autogen_converters.messages import to_v04
    from autogen_ext.models.replay import ReplayChatCompletionClient

    chat, manager = group([member("alice"), member("bob")], max_round=3)
    await chat.agents[0].a_initiate_chat(manager, message="Hi", silent=True)
    client = ReplayChatCompletionClient(["And so it goes on."])
    team = RoundRobinGroupChat(
        [AssistantAgent("bob", client)], termination_condition=MaxMessageTermination(len(chat.messages) + 1)
    )
    result = await team.run(task=[to_v04(message, source=message["name"]) for message in chat.messages])
    assert [message.source for message in result.messages] == ["alice", "bob", "alice", "bob"]
    assert [message.content for message in client.create_calls[0]["messages"]][1:] == [
        "Hi",
        "This is bob.",
        "This is alice.",
    ]


def test_a_manager_of_another_name_signs_nameless_messages(member, group):
    chat, manager = group([member("alice"), member("bob")], {"name": "boss"})
    speaker, message = manager.resume([{"content": "Hi", "role": "user"}], silent=True)
    assert speaker is manager
    assert message["name"] == "boss"
    assert isinstance(manager, autogen.GroupChatManager)


async def test_a_history_with_tool_calls_goes_on_in_a_native_team(member, group, answering):
    from autogen_agentchat.agents import AssistantAgent
    from autogen_agentchat.conditions import MaxMessageTermination
    from autogen_agentchat.teams import RoundRobinGroupChat
    from autogen_converters.states.teams import team_state
    from autogen_ext.models.replay import ReplayChatCompletionClient

    call = {"id": "c1", "type": "function", "function": {"name": "double", "arguments": '{"x": 4}'}}
    alice = answering(member("alice"), lambda: {"content": None, "tool_calls": [call]})
    bob = member("bob", function_map={"double": lambda x: 2 * x})
    user = member("user")
    chat, manager = group([user, alice, bob], max_round=3)
    await user.a_initiate_chat(manager, message="Double 4.", silent=True)

    client = ReplayChatCompletionClient(["So it is 8."])
    members = [AssistantAgent(name, client) for name in ("user", "alice", "bob")]
    team = RoundRobinGroupChat(members, termination_condition=MaxMessageTermination(1))
    await team.load_state(team_state(chat.messages, "round-robin", participants={n.name: n.name for n in members}))
    result = await team.run()
    assert [(message.source, message.content) for message in result.messages] == [("user", "So it is 8.")]
    seen = str([message.content for message in client.create_calls[0]["messages"]])
    assert "Double 4." in seen
    assert "8" in seen

"""An agent that thinks by a group chat."""

import autogen_compat as autogen
import pytest
from autogen_compat.agentchat.contrib.society_of_mind_agent import SocietyOfMindAgent


@pytest.fixture
def member():
    def make(name, says=None, **options):
        settings = {"human_input_mode": "NEVER", "llm_config": False, "default_auto_reply": says or f"{name} speaks."}
        return autogen.ConversableAgent(name, **{**settings, **options})

    return make


@pytest.fixture
def inner(member):
    """A group of two, and its manager."""
    chat = autogen.GroupChat(
        agents=[member("alice"), member("bob", "The answer. TERMINATE")],
        messages=[],
        max_round=3,
        speaker_selection_method="round_robin",
    )
    return chat, autogen.GroupChatManager(
        chat, llm_config=False, silent=True, is_termination_msg=lambda m: "TERMINATE" in m["content"]
    )


def ask(member, mind, *questions):
    user = member("user")
    for question in questions:
        user.send(question, mind, request_reply=True, silent=True)
    return [message["content"] for message in user.chat_messages[mind]]


def test_without_a_group_the_default_reply_is_given(member, inner):
    mind = SocietyOfMindAgent("mind", inner[1], default_auto_reply="Nothing.", human_input_mode="NEVER")
    mind.update_chat_manager(None)
    assert mind.chat_manager is None
    assert mind.generate_reply([{"role": "user", "content": "Well?"}], member("user")) == "Nothing."


def test_a_group_that_fails_is_logged_and_its_words_are_used(member, inner, caplog):
    def fail(*_, **__):
        raise LookupError("inside")

    inner[0].agents[1].register_reply([autogen.Agent, None], fail)
    mind = SocietyOfMindAgent("mind", inner[1], human_input_mode="NEVER")
    reply = mind.generate_reply([{"role": "user", "content": "Well?"}], member("user"))
    assert reply == "alice speaks."
    assert "inside" in caplog.text


def test_the_last_message_is_the_answer(member, inner):
    mind = SocietyOfMindAgent("mind", inner[1], human_input_mode="NEVER", max_consecutive_auto_reply=1)
    assert ask(member, mind, "Well?")[:2] == ["Well?", "The answer."]


def test_the_group_knows_what_was_said_outside(member, inner):
    mind = SocietyOfMindAgent("mind", inner[1], human_input_mode="NEVER")
    mind.generate_reply(
        [
            {"role": "user", "content": "First?"},
            {"role": "assistant", "content": "Once."},
            {"role": "user", "content": "Second?"},
        ],
        member("user"),
    )
    heard = inner[0].agents[0].chat_messages[inner[1]]
    assert [(message["name"], message["content"]) for message in heard][:3] == [
        ("user", "First?"),
        ("mind", "Once."),
        ("mind", "Second?"),
    ]


def test_a_prompt_prepares_the_answer_from_plain_texts(member, inner, model_server):
    model_server.load(["Forty-two."])
    config = {
        "config_list": [{"model": "gpt-4", "api_key": "x", "base_url": model_server.base_url}],
        "cache_seed": None,
    }
    calls = {"content": "", "function_call": {"name": "f", "arguments": "{}"}}
    inner[0].agents[1].register_reply([autogen.Agent, None], lambda *_, **__: (True, calls))
    mind = SocietyOfMindAgent("mind", inner[1], "In one word.", llm_config=config, human_input_mode="NEVER")
    assert mind.generate_reply([{"role": "user", "content": "Well?"}], member("user")) == "Forty-two."
    first, *transcript, last = model_server.requests[0].body["messages"]
    assert (first["role"], last) == ("system", {"role": "system", "content": "In one word."})
    assert [message["content"] for message in transcript] == ["Well?", "alice speaks.", "f({})"]
    assert all(message["role"] == "user" and "function_call" not in message for message in transcript)


async def test_it_thinks_in_asynchronous_chats_too(member, inner):
    mind = SocietyOfMindAgent("mind", inner[1], human_input_mode="NEVER", max_consecutive_auto_reply=2)
    result = await member("user").a_initiate_chat(mind, message="Well?", max_turns=1, silent=True)
    assert result.summary == "The answer."

"""Answers outside of chats: what stays, and how the others are asked for."""

from __future__ import annotations

from textwrap import dedent

import pytest
from codemods_native_check import reasons, rewritten

AGENT = """\
import autogen

llm_config = {"config_list": [{"model": "gpt-4o"}], "cache_seed": None}
agent = autogen.ConversableAgent("agent", llm_config=llm_config, human_input_mode="NEVER")
"""


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param('agent.generate_reply("Hello")', "the messages are no list", id="a text for messages"),
        pytest.param("agent.generate_reply(messages, exclude=[f])", "cannot be told", id="reply functions left out"),
        pytest.param("agent.generate_reply(messages, cache=make())", "that nothing reads", id="a computed argument"),
        pytest.param("agent.generate_reply(sender=agent)", "used in a way", id="the history with a sender"),
        pytest.param("ask = lambda m: agent.generate_reply(m)", "nothing can be awaited", id="a lambda"),
        pytest.param("agent.a_generate_reply(messages)", "not awaited", id="a coroutine that is kept"),
        pytest.param(
            'agent.generate_reply([{"role": "tool", "content": "1", "tool_call_id": "a"}])',
            "more than texts",
            id="tools",
        ),
        pytest.param(
            "agent.update_system_message('Short.')\nagent.generate_reply(messages)",
            "way of its own",
            id="another system message",
        ),
        pytest.param(
            "agent.register_for_llm(description='Adds.')(add)\nagent.generate_reply(messages)",
            "calls of tools",
            id="a model with tools",
        ),
    ],
)
def test_an_answer_that_is_not_surely_the_same_stays(code: str, reason: str):
    assert reason in "; ".join(reasons(AGENT + code + "\n"))


def test_an_agent_that_is_asked_once_runs_the_text_as_its_task():
    source = AGENT + 'reply = agent.generate_reply(messages=[{"role": "user", "content": "Hi"}])  # one\nprint(reply)\n'
    assert rewritten(source).partition("async def main")[2] == dedent("""\
        () -> None:
            result = await agent.run(task="Hi")
            reply = result.messages[-1].to_text()  # one
            await model_client.close()
            print(reply)


        asyncio.run(main())
        """)


def test_an_agent_that_is_asked_again_remembers_nothing():
    source = AGENT + 'for text in texts:\n    print(agent.generate_reply([{"role": "user", "content": text}]))\n'
    assert "        print(await reply_of(agent, text))\n" in rewritten(source)


def test_messages_that_are_not_one_text_are_given_as_they_are():
    source = AGENT + "def ask(messages):\n    return agent.generate_reply(messages)\n\n\nprint(ask([]))\n"
    assert "    return await reply_of(agent, messages)\n" in rewritten(source)


def test_limits_and_last_messages_that_are_not_the_default_are_told():
    limits = "max_consecutive_auto_reply=3, is_termination_msg=lambda m: False, human_input_mode"
    source = AGENT.replace("human_input_mode", limits) + "print(agent.generate_reply(m))\n"
    text = rewritten(source + 'print(agent.generate_reply([{"role": "user", "content": "Hi"}]))\n')
    assert 'await reply_of(agent, "Hi", stop_when=None, max_replies=3)' in text
    assert "await reply_of(agent, m, stop_when=None, max_replies=3)" in text


def test_a_sender_that_only_stands_there_goes():
    source = AGENT + 'other = autogen.UserProxyAgent("other", human_input_mode="NEVER", code_execution_config=False)\n'
    source += 'agent.generate_reply([{"role": "user", "content": "Hi"}], other)\n'
    assert 'await agent.run(task="Hi")' in rewritten(source)

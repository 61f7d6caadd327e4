"""Answers outside of chats: what stays, and how the others are asked for."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_project
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
        pytest.param("agent.generate_reply(sender=agent)", "not had one chat", id="the history with oneself"),
        pytest.param("ask = lambda m: agent.generate_reply(m)", "nothing can be awaited", id="a lambda"),
        pytest.param("agent.a_generate_reply(messages)", "not awaited", id="a coroutine that is kept"),
        pytest.param(
            'agent.generate_reply([{"role": "user", "content": "1", "context": {}}])',
            "more than texts",
            id="a context",
        ),
        pytest.param(
            "agent.generate_reply(messages)\nagent.update_system_message('Short.')",
            "is set after a chat",
            id="another system message afterwards",
        ),
        pytest.param(
            "agent.register_function({'add': add})\nagent.generate_reply(messages)",
            "or has functions",
            id="functions by name",
        ),
    ],
)
def test_an_answer_that_is_not_surely_the_same_stays(code: str, reason: str):
    assert reason in "; ".join(reasons(AGENT + code + "\n"))


def test_answers_that_are_counted_anew_after_a_reset_stay():
    source = AGENT.replace("human_input_mode", "max_consecutive_auto_reply=1, human_input_mode")
    assert "is reset, and counts" in "; ".join(reasons(source + "agent.generate_reply(m)\nagent.reset()\n"))


def test_answers_that_are_counted_once_and_twice_stay():
    source = AGENT.replace('"NEVER"', '"NEVER", max_consecutive_auto_reply=3')
    source += "async def ask(m):\n    return agent.generate_reply(m), await agent.a_generate_reply(m)\n"
    assert any("counts its asynchronous answers twice" in reason for reason in reasons(source))


def test_an_answer_that_asks_for_a_chat_stays():
    source = AGENT + "other = autogen.AssistantAgent('other', llm_config=llm_config)\n"
    source += "agent.generate_reply([{'role': 'user', 'content': agent.initiate_chat(other, message='Hi').summary}])\n"
    assert "within another chat or answer, or asks for one" in "; ".join(reasons(source))


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


def test_an_agent_of_a_script_that_nothing_uses_stays_where_others_do():
    source = AGENT + "\nother = autogen.AssistantAgent('other', llm_config=llm_config)\nother.frobnicate()\n"
    assert "agent takes part in no chat of the project" in reasons(source)


def test_an_agent_of_a_package_that_nothing_uses_stays():
    sources = {Path("lib/__init__.py"): "", Path("lib/agents.py"): AGENT}
    result = rewrite_project({path: PlainSource(path, text) for path, text in sources.items()})
    assert "agent takes part in no chat of the project" in "; ".join(each.message for each in result.findings)


def test_an_agent_of_a_script_that_nothing_uses_is_an_assistant():
    assert "agent = AssistantAgent(" in rewritten(AGENT)


def test_what_send_gives_is_not_read():
    source = AGENT + "other = autogen.AssistantAgent('other', llm_config=llm_config)\n"
    source += "print(agent.send('Hi', other, request_reply=True))\n"
    assert "send() gives nothing, and what it gives is read" in reasons(source)


def test_a_message_that_asks_for_one_answer_is_a_task_of_the_agent():
    source = AGENT + "other = autogen.UserProxyAgent('other', human_input_mode='NEVER', code_execution_config=False)\n"
    source += "other.send('Hi', agent, request_reply=True)\n"
    assert "await Console(agent.run_stream(task=TextMessage(content='Hi', source=\"other\")))" in rewritten(source)


TOLD = AGENT + "user = autogen.UserProxyAgent('user', human_input_mode='NEVER', code_execution_config=False)\n"
CHAT = "user.initiate_chat(agent, message='Hi', max_turns=1)\n"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param("user.send('Hi', agent, request_reply=False, silent=True)\n", "not had one chat", id="no chat"),
        pytest.param(
            CHAT + "user.send('Hi', agent, request_reply=False, silent=True)\n", "as both agents", id="nobody reads"
        ),
        pytest.param(
            CHAT + "user.send('Hi', agent, request_reply=False)\nprint(agent.generate_reply(sender=user))\n",
            "its method send()",
            id="a message that is printed",
        ),
        pytest.param(
            "for i in range(2):\n    " + CHAT + "    print(agent.generate_reply(sender=user))\n",
            "may run again",
            id="a chat in a loop",
        ),
        pytest.param(
            CHAT + "user.send({'content': 'x', 'context': {}}, agent, request_reply=False, silent=True)\n"
            "print(agent.generate_reply(sender=user))\n",
            "more than a text",
            id="a message with more",
        ),
        pytest.param(
            "try:\n    " + CHAT.replace(")", ", silent=True)") + "except Exception:\n    pass\n"
            "print(agent.generate_reply(sender=user))\n",
            "silent chat says",
            id="a silent chat that may fail",
        ),
        pytest.param(
            "if d:\n    " + CHAT + "print(agent.generate_reply(sender=user))\n", "told elsewhere", id="a chat in an if"
        ),
    ],
)
def test_a_conversation_that_goes_on_otherwise_stays(code: str, reason: str):
    assert reason in "; ".join(reasons(TOLD + code))


def test_what_is_told_after_a_chat_goes_into_a_list():
    source = TOLD + CHAT + "user.send('Bye?', agent, request_reply=False, silent=True)\n"
    text = rewritten(source + "print(agent.generate_reply(sender=user))\n")
    assert 'messages = chat_history(result, "agent")\n' in text
    assert 'messages.append({"content": \'Bye?\', "role": "user", "name": "user"})\n' in text
    assert "print(await reply_of(agent, messages))\n" in text


def test_answers_that_are_counted_on_from_a_chat_stay():
    limited = TOLD.replace("'NEVER'", "'NEVER', max_consecutive_auto_reply=3")
    answer = "print(user.generate_reply(sender=agent))\n"
    turns = "user has tools, or answers left of its chat, which v0.2 goes on to count"
    assert turns in reasons(limited + CHAT + answer)
    endless = limited + CHAT.replace(", max_turns=1", "")
    assert "user counts its answers on after its chat" in reasons(endless + 2 * answer)
    assert 'max_replies=replies_left(result, "user", 3)' in rewritten(endless + answer)


def test_an_agent_that_is_asked_in_a_comprehension_remembers_nothing():
    source = AGENT + "print([agent.generate_reply([{'role': 'user', 'content': text}]) for text in 'ab'])\n"
    assert "[await reply_of(agent, text) for text in 'ab']" in rewritten(source)


def test_an_agent_that_is_asked_by_a_function_in_a_comprehension_remembers_nothing():
    source = AGENT + "def ask(text):\n    return agent.generate_reply([{'role': 'user', 'content': text}])\n\n\n"
    assert "return bridge.run(reply_of, agent, text)" in rewritten(source + "print([ask(text) for text in 'ab'])\n")


def test_an_answer_within_a_text_stays_on_its_line_with_its_quotes():
    long = "'You are a very helpful assistant that answers all the questions of all the people'"
    messages = f"[{{'role': 'system', 'content': {long}}}, {{'role': 'user', 'content': 'Hi'}}]"
    source = AGENT + f'print(f"Answer: {{agent.generate_reply({messages})}}")\n'
    assert f'print(f"Answer: {{await reply_of(agent, {messages})}}")\n' in rewritten(source)


def test_an_answer_within_a_text_whose_limits_would_end_the_text_stays():
    source = AGENT.replace("human_input_mode", "is_termination_msg=lambda m: 'x' in m['content'], human_input_mode")
    source += """print(f"{agent.generate_reply([{'role': 'user', 'content': q}])} {agent.generate_reply(m)}")\n"""
    assert reasons(source) == ["the answer is asked for within a text"]

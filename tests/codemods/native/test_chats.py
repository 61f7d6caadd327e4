"""What chats look like in v0.4: their tasks, summaries and results, and what stays."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

CHAT = """
import autogen

assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
{}
"""
HI = 'user.initiate_chat(assistant, message="hi"{})'


def chat(line: str) -> str:
    """The native form of a program with two agents and these lines."""
    return rewritten(CHAT.format(line))


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            "group = autogen.GroupChat(agents=[user, assistant], messages=[])\n"
            "manager = autogen.GroupChatManager(groupchat=group, llm_config=False)\n"
            "result = user.initiate_chat(manager, message='x')\n"
            "assistant.initiate_chat(manager, message='y')\nprint(result.chat_history)",
            "after a later chat of the same two, v0.2 shows the messages of that chat here",
        ),
        (
            "user.initiate_chat(assistant, message='x')\nuser.reset()\nprint(user.last_message())",
            "the messages are forgotten before they are read",
        ),
        (
            "print(user.last_message())\nuser.initiate_chat(assistant, message='x')",
            "the messages are read elsewhere than after the chat",
        ),
        (
            "if y:\n    user.initiate_chat(assistant, message='x')\nprint(user.last_message())",
            "the chat may not have run where its messages are read",
        ),
        (
            "for y in z:\n    user.initiate_chat(assistant, message=y)\n    kept = user.chat_messages[assistant]",
            "a list of messages is kept that later chats of v0.2 change",
        ),
        (
            "group = autogen.GroupChat(agents=[user, assistant], messages=[])\n"
            "manager = autogen.GroupChatManager(groupchat=group, llm_config=False)\n"
            "for y in z:\n    user.initiate_chat(manager, message=y)\n    kept = group.messages",
            "a list of messages is kept that later chats of v0.2 change",
        ),
        (
            "f(g(), user.initiate_chat(assistant, message='x', summary_method=None))",
            "something else is evaluated before the chat",
        ),
    ],
)
def test_messages_and_results_that_may_be_others_stay(lines: str, reason: str):
    assert reasons(CHAT.format(lines)) == [reason]


def test_a_typed_first_message_is_asked_for():
    assert 'TextMessage(content=input("> "), source="user")' in chat("user.initiate_chat(assistant)")


def test_arguments_for_nobody_go():
    code = chat(HI.format(', problem="p", n_results=3, verbose=True'))
    assert "problem" not in code
    assert "n_results" not in code


def test_a_carryover_is_put_behind_the_message():
    assert 'content=with_context("hi", notes)' in chat(HI.format(", carryover=notes"))


def test_the_text_of_a_dictionary_is_the_task():
    code = chat('user.initiate_chat(assistant, message={"content": f"hi {name}"})')
    assert 'content=f"hi {name}"' in code


def test_a_summary_that_is_read_is_a_variable():
    code = chat("r = " + HI.format(', summary_method="reflection_with_llm"') + "\nprint(r.summary)")
    assert 'summary = await reflection_on(r, model_client, "assistant")' in code
    assert "print(summary)" in code


def test_a_summary_of_none_is_empty():
    code = chat("r = " + HI.format(", summary_method=None") + "\nprint(r.summary)")
    assert 'print("")' in code
    assert "summary_of" not in code


def test_a_result_of_which_only_the_messages_are_read_needs_no_object():
    code = chat("r = " + HI.format("") + "\nprint(len(r.chat_history))")
    assert 'print(len(chat_history(r, "user")))' in code
    assert "ChatResult" not in code


def test_a_result_that_is_passed_on_is_an_object_with_its_cost():
    code = chat("save(" + HI.format("") + ")")
    assert "ChatResult.of(" in code
    assert "cost=cost_of(assistant_client)" in code


def test_a_result_in_an_f_string_is_made_above_it():
    code = chat('print(f"{' + HI.format("").replace('"', "'") + '.chat_history[-1]}")')
    assert "task_result = await" in code
    assert "print(f\"{chat_history(task_result, 'user')[-1]}\")" in code


def test_computed_turns_are_limited_when_the_program_runs():
    lines = "def ask(n):\n    " + HI.format(", max_turns=n").replace("user.", "other.")
    source = CHAT.format("").replace('"user"', '"other"').replace("user =", "other =").replace("reply=0", "reply=3")
    assert "max_turns=turn_limit(n, 7)" in rewritten(source + lines)


def test_computed_silence_decides_when_the_program_runs():
    code = chat(HI.format(", silent=quiet"))
    assert "run(task=task) if quiet else Console(" in " ".join(code.split()).replace("( ", "(")


@pytest.mark.parametrize("condition", ['lambda m: WORD in m["content"]', 'lambda m: m["name"] == WORD'])
def test_conditions_read_names_of_the_module(condition: str):
    limited = CHAT.replace("max_consecutive_auto_reply=0", "is_termination_msg=" + condition)
    code = rewritten('WORD = "x"\n' + limited.format(HI.format("")))
    assert "WORD" in code.partition("FunctionalTermination(")[2]
    assert "lambda m:" not in code


LISTED = """
import autogen

c = {{"config_list": [{{"model": "gpt-4o"}}], "cache_seed": None}}
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
chats = [{{"recipient": a, "message": "hi"}}]
u.initiate_chats(chats)
{read}
"""


@pytest.mark.parametrize(
    "read",
    [
        "chats.append(1)",
        'print(chats[0]["message"])',
        'print(chats[0]["recipient"])',
        'print(chats[0]["recipient"].description)',
        'chats[0]["recipient"].name = "b"',
    ],
)
def test_a_list_of_chats_that_is_used_otherwise_stays(read: str):
    assert "a takes part in no chat of the project" in reasons(LISTED.format(read=read))


def test_a_list_of_chats_whose_names_are_read_becomes_the_names():
    text = rewritten(LISTED.format(read='print(chats[0]["recipient"].name)'))
    assert 'recipients = ["a"]\n' in text
    assert "print(recipients[0])" in text

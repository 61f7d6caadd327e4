"""Lists of asynchronous chats."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

START = """
import autogen

a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
b = autogen.AssistantAgent("b", system_message="B.", llm_config=c)
u = autogen.UserProxyAgent("u", {user}code_execution_config=False)
"""
NEVER = 'human_input_mode="NEVER", '


def program(*chats: str, user: str = NEVER, after: str = "") -> str:
    """A program with chats of `u` at once or one after the other."""
    listed = ", ".join(f"{{{chat}}}" for chat in chats)
    return START.format(user=user) + f"r = await u.a_initiate_chats([{listed}])\n{after}"


A1 = '"chat_id": 1, "recipient": a, "message": "hi"'
A2 = '"chat_id": 2, "recipient": a, "message": "ho"'
B2 = '"chat_id": 2, "recipient": b, "message": "ho"'
AFTER_1 = ', "prerequisites": [1]'
ONCE = ', "max_turns": 1'


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        pytest.param(program(A1, A2), "agents have two chats at once, whose messages v0.2 mixes", id="the same two"),
        pytest.param(
            program(A1, B2, user="", after="print(r)"),
            "what a human typed is read of two chats at once",
            id="a human",
        ),
        pytest.param(
            program(A1, B2.replace("2", "n")), "its method a_initiate_chats()", id="a chat whose id is computed"
        ),
        pytest.param(program(A1, B2.replace("2", "1")), "its method a_initiate_chats()", id="two chats of one id"),
        pytest.param(
            program(A1 + ', "prerequisites": [2]', B2 + AFTER_1),
            "its method a_initiate_chats()",
            id="chats that wait for each other, which v0.2 does not run",
        ),
        pytest.param(program(A1, B2 + ', "prerequisites": needed'), "its method a_initiate_chats()", id="computed"),
    ],
)
def test_a_list_stays(source: str, reason: str):
    assert reason in "; ".join(reasons(source))


def test_chats_whose_agents_do_not_meet_run_at_once():
    text = rewritten(program(A1 + ONCE, B2 + ONCE))
    assert "await asyncio.gather(" in text
    assert text.count("Console(") == 2


def test_chats_in_which_one_agent_answers_run_in_turn():
    text = rewritten(program(A1, B2))
    assert "gather" not in text
    assert text.index('content="hi"') < text.index('content="ho"')


def test_a_chat_gets_the_summaries_that_it_waits_for():
    text = rewritten(program(B2 + AFTER_1 + ONCE, A1 + ONCE))
    assert "result_1 = await Console(a.run_stream" in text
    assert '"ho" + f"\\nContext: \\n{summary_of(result_1)}"' in text


def test_results_are_told_by_the_ids_of_the_chats():
    text = rewritten(program(A1 + ONCE, B2 + AFTER_1 + ONCE, after="print(r[2].summary)"))
    assert "print(summary_of(result_2))" in text
    text = rewritten(program(A1 + ONCE, B2 + AFTER_1 + ONCE, after="print(r)"))
    assert "r = {1: result_1, 2: result_2}" in text
    assert "chat_id=2" in text

"""Expressions that move to where one of their names would mean something else."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons

AGENTS = """
import autogen

word, shape, rounds, messages, message = "DONE", {{"type": "object"}}, 5, ["DONE"], "DONE"
{before}
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c{a})
u = autogen.UserProxyAgent("u", human_input_mode="{mode}", code_execution_config=False{u})
{after}
"""


def program(before: str = "", a: str = "", u: str = "", after: str = "", mode: str = "NEVER") -> str:
    return AGENTS.format(before=before, a=a, u=u, after=after, mode=mode)


CHAT = "def run(word):\n    u.initiate_chat(a, message=word)\nrun('hi')"
FUNCTIONS = """settings = {"config_list": [], "functions": [{"name": "f", "parameters": shape}]}
def run(shape):
    b = autogen.AssistantAgent("b", system_message="B.", llm_config=settings)
    v = autogen.UserProxyAgent("v", human_input_mode="NEVER", code_execution_config=False, function_map={"f": print})
    v.initiate_chat(b, message="hi")
run("hi")"""
GROUP = """group = autogen.GroupChat(agents=[u, a], messages=[], max_round=rounds)
def run(rounds):
    manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
    u.initiate_chat(manager, message="hi")
run("hi")"""


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        pytest.param(
            program(a=', is_termination_msg=lambda m: word in m["content"]', after=CHAT),
            "the is_termination_msg of a reads word, which is something else where the team is made",
            id="a condition",
        ),
        pytest.param(
            program(
                a=', is_termination_msg=lambda m: m["content"] in messages', after="u.initiate_chat(a, message='hi')"
            ),
            "its is_termination_msg uses names that only its function has",
            id="the parameter of a condition of a team",
        ),
        pytest.param(
            program(
                u=', is_termination_msg=lambda m: m["content"] == message',
                after="u.initiate_chat(a, message='hi')",
                mode="ALWAYS",
            ),
            "its is_termination_msg uses names that only its function has",
            id="the parameter of a condition of an agent",
        ),
        pytest.param(
            program(after=FUNCTIONS),
            "shape is something else where b is made",
            id="the schema of a function",
        ),
        pytest.param(program(after=GROUP), "rounds is something else where the manager is made", id="a group"),
    ],
)
def test_an_expression_stays_whose_name_is_hidden_where_it_would_go(source: str, reason: str):
    assert reason in reasons(source)

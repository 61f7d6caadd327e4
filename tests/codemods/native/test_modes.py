"""A human_input_mode that is only known when the program runs: what stays, and how it is written."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

_PROGRAM = """
import os
import autogen

c = {{"config_list": [{{"model": "gpt-4o"}}], "cache_seed": None}}
u = autogen.{cls}("u", human_input_mode=os.environ["MODE"], code_execution_config=False{given})
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
b = autogen.AssistantAgent("b", system_message="B.", llm_config=c)
{chat}
"""
_CHAT = 'u.initiate_chat(a, message="hi"{})'
_GROUP = """
manager = autogen.GroupChatManager(autogen.GroupChat([u, a, b], []), llm_config=c)
u.initiate_chat(manager, message="hi")
"""


@pytest.mark.parametrize(
    ("chat", "reason"),
    [
        (_CHAT.format(", max_turns=2"), "whether u asks a human is only known when it runs"),
        (
            'print(u.generate_reply([{"role": "user", "content": "hi"}]))',
            "whether u asks a human is only known when it runs",
        ),
        (_GROUP, "the description of u, which a model reads, depends on its human_input_mode"),
    ],
)
def test_what_depends_on_the_mode_before_anybody_is_asked_stays(chat: str, reason: str):
    assert reason in reasons(_PROGRAM.format(cls="UserProxyAgent", given="", chat=chat))


def test_a_mode_that_v02_does_not_have_stays():
    source = _PROGRAM.format(cls="UserProxyAgent", given="", chat=_CHAT.format("")).replace(
        'os.environ["MODE"]', '"OFTEN"'
    )
    assert "the human_input_mode of u is none of v0.2's" in reasons(source)


def test_whether_a_human_is_asked_is_decided_when_the_agent_is_made():
    text = rewritten(_PROGRAM.format(cls="UserProxyAgent", given="", chat=_CHAT.format("")))
    assert 'u = HumanProxyAgent("u", asks=asks_in(os.environ["MODE"]))' in text


def test_the_answers_are_counted_that_a_mode_may_count():
    given = ", max_consecutive_auto_reply=3, description='A user.'"
    text = rewritten(_PROGRAM.format(cls="UserProxyAgent", given=given, chat=_GROUP))
    assert 'asks=asks_in(os.environ["MODE"]), max_replies=3' in " ".join(text.split())

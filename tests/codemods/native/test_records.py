"""Agents that are handed to functions which read their messages."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

PROGRAM = """
import autogen


def save(agents):
    for agent in agents:
        write(agent.name, [m for messages in agent.chat_messages.values() for m in messages]{reads})


a = autogen.AssistantAgent("a", llm_config=c)
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
{before}u.initiate_chat(a, message="hi", max_turns=2{chat})
{saving}
"""
PLAIN = {"reads": "", "before": "", "chat": "", "saving": "save([a, u])"}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param({"reads": ", agent.llm_config"}, "its llm_config", id="more is read"),
        pytest.param({"before": "u.initiate_chat(a, message='0')\n"}, "not in one chat only", id="two chats"),
        pytest.param({"before": "save([a, u])\n", "saving": ""}, "elsewhere than after its chat", id="before the chat"),
        pytest.param({"chat": ", clear_history=False"}, "those of several chats", id="a history that goes on"),
        pytest.param({"saving": "a.reset()\nsave([a, u])"}, "are forgotten somewhere", id="forgotten messages"),
        pytest.param({"saving": "both = [a, u]\nsave(both)"}, "its histories", id="a list of its own"),
        pytest.param({"saving": "save([a])\nboth = [a, u]\nsave(both)"}, "in other ways too", id="twice"),
        pytest.param({"saving": "if x:\n    save([a, open('f')])"}, "its histories", id="with something else"),
        pytest.param(
            {"saving": "def later():\n    save([a])\n\n\nlater()"}, "elsewhere than after", id="in a function"
        ),
    ],
)
def test_agents_stay_where_their_records_cannot_be_handed_over(given: dict[str, str], reason: str):
    assert reason in "; ".join(reasons(PROGRAM.format(**{**PLAIN, **given})))


def test_the_function_stays_and_gets_records():
    code = rewritten(PROGRAM.format(**PLAIN))
    assert 'save([ChatRecord.of(result, "a", "u"), ChatRecord.of(result, "u", "a")])' in code
    assert "for messages in agent.chat_messages.values()" in code


def test_one_agent_alone_is_handed_over_as_a_record():
    code = rewritten(
        PROGRAM.format(**PLAIN)
        .replace("save([a, u])", "save_one(a)")
        .replace("def save(agents):\n    for agent in agents:\n        write(", "def save_one(agent):\n    write(")
    )
    assert 'save_one(ChatRecord.of(result, "a", "u"))' in code

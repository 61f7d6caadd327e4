"""One call that starts chats with different agents: what stays, and how it is written."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

_PROGRAM = """
import autogen

c = {{"config_list": [{{"model": "gpt-4o"}}], "cache_seed": None}}
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c{a})
b = autogen.AssistantAgent("{name}", system_message="B.", llm_config=c)


def ask(agent, text):
    result = u.initiate_chat({recipient}, message=text{chat})
    return {read}


print(ask(a, "hi"), ask(b, "ho"))
{more}
"""


def _source(
    *,
    a: str = "",
    name: str = "b",
    recipient: str = "agent",
    chat: str = "",
    read: str = "result.summary",
    more: str = "",
) -> str:
    return _PROGRAM.format(a=a, name=name, recipient=recipient, chat=chat, read=read, more=more)


_MORE = "the recipient is one of several agents, and more is asked for than what it says"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (_source(a=", max_consecutive_auto_reply=1"), "whoever may answer ends the chat in another way"),
        (
            _source(a=", is_termination_msg=lambda m: 'x' in m['content']"),
            "whoever may answer ends the chat in another way",
        ),
        (_source(a=", human_input_mode='ALWAYS'"), "whoever may answer ends the chat in another way"),
        (_source(recipient="{1: agent}[1]"), "the recipient of the chat cannot be told"),
        (_source(name="b c"), _MORE),
        (_source(read="result.cost"), _MORE),
        (_source(chat=", summary_method='reflection_with_llm'"), _MORE),
        (_source(more="print(u.last_message(a))"), _MORE),
        (
            _source(chat=", clear_history=False"),
            "it goes on with one of several histories of its agents; v0.4's agents have one",
        ),
    ],
)
def test_a_chat_that_goes_another_way_with_each_recipient_stays(source: str, reason: str):
    assert reason in reasons(source)


def test_a_chat_asks_for_the_name_of_its_recipient():
    text = " ".join(rewritten(_source()).split())
    assert "RoundRobinGroupChat( [agent, u], termination_condition=" in text
    assert 'messages[-1].source == agent.name and messages[-1].to_text() == "TERMINATE"' in text
    assert "await team.reset()" in text


def test_a_loop_over_agents_starts_a_chat_with_each():
    source = _source(more='for each in (a, b):\n    u.initiate_chat(each, message="again", max_turns=1)')
    text = " ".join(rewritten(source).split())
    assert "for each in (a, b): team_2 = RoundRobinGroupChat([each], max_turns=1) await team_2.reset()" in text

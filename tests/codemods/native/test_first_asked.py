"""Groups whose manager asks a member, whose answer begins the conversation."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

START = """
import autogen

a = autogen.AssistantAgent("a", system_message="A.", llm_config=c{agent})
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
group = autogen.GroupChat(agents=[a, u], messages=[], speaker_selection_method="round_robin"{group})
manager = autogen.GroupChatManager(groupchat=group)
"""
STOPS = ", is_termination_msg=lambda m: 'hi' in m['content']"


def program(after: str, agent: str = "", group: str = "") -> str:
    """A program whose manager starts a chat."""
    return START.format(agent=agent, group=group) + after


ASKED = "manager.initiate_chat(a, message='hi')\n"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        pytest.param(program(f"r = {ASKED}print(r.summary)"), "what the manager itself has of a chat", id="a result"),
        pytest.param(program(ASKED, agent=STOPS), "a may not answer what the manager asks", id="a last message"),
        pytest.param(
            program(ASKED, group=", send_introductions=True"), "introduced behind the first answer", id="introductions"
        ),
        pytest.param(program(ASKED.replace(")", ", max_turns=2)")), "its method initiate_chat()", id="several turns"),
        pytest.param(
            program(f"o = autogen.ConversableAgent('o', llm_config=c)\n{ASKED.replace('(a', '(o')}"),
            "its method initiate_chat()",
            id="one who is not in the group",
        ),
        pytest.param(
            program(ASKED + "print(a.last_message(manager))"),
            "the messages are those that the manager began",
            id="the history of the one that is asked",
        ),
    ],
)
def test_what_the_manager_asks_stays(source: str, reason: str):
    assert reason in "; ".join(reasons(source))


def test_one_member_is_asked_before_the_team_runs():
    text = rewritten(program(ASKED + "print(group.messages)"))
    assert 'await ask_first(team, "a", TextMessage(content="hi", source="chat_manager"))' in text.replace("'", '"')
    assert "result = await Console(team.run_stream())" in text
    assert "SelectorGroupChat(" in text

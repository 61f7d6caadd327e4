"""``max_turns`` of chats with groups: what stays, and how the team is written."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

_GROUP = """
import autogen

c = {{"config_list": [{{"model": "gpt-4o"}}]}}
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
b = autogen.AssistantAgent("b", system_message="B.", llm_config=c)
group = autogen.GroupChat(agents=[{members}], messages=[], max_round=5{group})
manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
u.initiate_chat(manager, message="hi", max_turns={turns})
{more}
"""


def _source(members: str = "u, a, b", group: str = "", turns: str = "3", more: str = "") -> str:
    return _GROUP.format(members=members, group=group, turns=turns, more=more)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (_source(members="a, b"), "who starts the group is not in it, and answers itself"),
        (
            _source(turns="int(input())"),
            "the number of max_turns, after each of which the group runs again, is not known",
        ),
        (
            _source(more='u.initiate_chat(manager, message="ho", max_turns=2)'),
            "the group runs again after max_turns, but not in all of its chats alike",
        ),
        (
            _source(more='u.initiate_chat(manager, message="ho", max_turns=3, clear_history=False)'),
            "a group that goes on with a history runs again after max_turns",
        ),
        (
            _source(group=", send_introductions=True"),
            "the members are introduced each time that max_turns runs the group again",
        ),
        (
            _source(group=", enable_clear_history=True, speaker_selection_method='round_robin'"),
            "histories may be cleared in a group that max_turns runs again",
        ),
    ],
)
def test_groups_that_run_again_in_other_ways_stay(source: str, reason: str):
    assert reasons(source) == [reason]


def test_the_team_is_told_who_starts_it_and_how_often():
    text = " ".join(rewritten(_source()).split())
    assert "RepeatedGroupChat( [u, a, b], model_client=c_client, starter=u, times=3, termination_condition=" in text
    assert "| MaxMessageTermination(5)" in text
    assert "max_turns" not in text


def test_one_turn_is_one_run_of_a_plain_team():
    text = " ".join(rewritten(_source(turns="1")).split())
    assert "= SelectorGroupChat( [u, a, b]," in text
    assert "max_turns=4" in text

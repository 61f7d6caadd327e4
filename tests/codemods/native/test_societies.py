"""Agents behind which a group works."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

PROGRAM = """
import autogen
from autogen.agentchat.contrib.society_of_mind_agent import SocietyOfMindAgent

a = autogen.AssistantAgent("a", llm_config=c)
b = autogen.AssistantAgent("b", llm_config=c)
group = autogen.GroupChat([a, b], messages=[], max_round=4, speaker_selection_method="round_robin"{group})
manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
{before}society = SocietyOfMindAgent("society", chat_manager=manager, llm_config=c{society})
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
u.initiate_chat(society, message="hi", max_turns=1)
{after}
"""
PLAIN = {"group": "", "before": "", "society": "", "after": ""}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param({"group": ", send_introductions=True"}, "has tools, introductions", id="introductions"),
        pytest.param({"society": ", code_execution_config={}"}, "more than a group answers", id="code"),
        pytest.param({"society": ", function_map={}"}, "functions by name", id="functions"),
        pytest.param({"society": ", response_preparer=imported"}, "neither a text nor a function", id="unknown"),
        pytest.param(
            {"before": "def prepare(agent, messages):\n    return agent.client\n\n\n"}
            | {"society": ", response_preparer=prepare"},
            "for more than its name",
            id="a function that uses the agent",
        ),
        pytest.param({"after": "u.initiate_chat(a, message='x')"}, "one within a reply", id="members elsewhere"),
        pytest.param({"after": "society.update_chat_manager(None)"}, "no v0.4 form", id="another group later"),
    ],
)
def test_agents_stay_where_more_than_a_group_answers(given: dict[str, str], reason: str):
    assert reason in "; ".join(reasons(PROGRAM.format(**{**PLAIN, **given})))


def test_the_team_stands_behind_a_human_who_is_asked_at_the_end():
    code = rewritten(PROGRAM.format(**PLAIN))
    assert "team = RoundRobinGroupChat(\n    [a, b]," in code
    assert 'otherwise=InnerTeamAgent("society", team=team, model_client=c_client)' in code


def test_without_a_human_it_is_an_agent_with_a_prompt():
    more = ', human_input_mode="NEVER", response_preparer="One word."'
    code = rewritten(PROGRAM.format(**{**PLAIN, "society": more}))
    assert "society = InnerTeamAgent(" in code
    assert 'response_prompt="One word."' in code

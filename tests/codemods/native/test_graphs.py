"""Which groups become graphs, and what those look like."""

from __future__ import annotations

import pytest
from codemods_native_check import rewritten

GROUP = """
import autogen

u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
b = autogen.AssistantAgent("b", system_message="B.", llm_config=c)
{before}
group = autogen.GroupChat(
    [u, a, b],
    [],
    allowed_or_disallowed_speaker_transitions={transitions},
    speaker_transitions_type="{kind}",
    {more}
)
manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
{sender}.initiate_chat(manager, message="hi"{chat})
"""


def text_of(
    transitions: str = "{u: [a], a: [b]}",
    kind: str = "allowed",
    more: str = "max_round=9",
    sender: str = "u",
    chat: str = "",
    before: str = "",
) -> str:
    """The rewritten program."""
    return rewritten(
        GROUP.format(transitions=transitions, kind=kind, more=more, sender=sender, chat=chat, before=before)
    )


@pytest.mark.parametrize(
    "group",
    [
        pytest.param({"transitions": "{u: [a, b], a: [b]}"}, id="a choice"),
        pytest.param({"transitions": "{u: [a], a: [b], b: [a]}"}, id="a way back"),
        pytest.param({"transitions": "{u: [a], a: [a]}"}, id="a speaker who repeats"),
        pytest.param({"transitions": "{u: [a], a: [b], b: []}"}, id="everybody, where nobody may follow"),
        pytest.param({"transitions": "{u: [a], a: others}", "before": "others = [b]"}, id="a list made elsewhere"),
        pytest.param({"transitions": "{u: [a]}", "kind": "disallowed"}, id="who may not follow"),
        pytest.param({"transitions": "{a: [b]}", "sender": "w", "before": "w = autogen.UserProxyAgent('w')"}, id="all"),
        pytest.param({"transitions": "{u: [a], a: [b]}", "chat": ", clear_history=False"}, id="a chat that goes on"),
        pytest.param({"more": "speaker_selection_method=lambda last, group: a"}, id="a function that selects"),
    ],
)
def test_a_group_that_leaves_a_choice_has_a_selector(group: dict[str, str]):
    code = text_of(**group)
    assert "GraphFlow" not in code
    assert "_selector(" in code


def test_one_way_through_a_group_is_a_graph_without_its_starter_and_without_a_model_that_selects():
    code = text_of()
    assert "builder = DiGraphBuilder()\nbuilder.add_node(a).add_node(b)\nbuilder.add_edge(a, b)\n" in code
    assert "team = GraphFlow(\n    builder.get_participants(),\n    graph=builder.build(),\n" in code
    assert "u = " not in code
    assert "max_turns" not in code
    assert "description" not in code


def test_a_graph_that_the_rounds_cut_has_as_many_turns():
    assert "    max_turns=1,\n" in text_of(more="max_round=2")
    assert "    max_turns=n - 1,\n" in text_of(more="max_round=n")


def test_where_the_members_go_round_the_first_behind_the_speaker_follows():
    code = text_of("{u: [b, a], a: [b]}", more="speaker_selection_method='round_robin'")
    assert "builder.add_edge(a, b)\n" in code


def test_a_starter_whose_members_are_introduced_stays():
    assert "introduction([u, a, b])" in text_of(more="send_introductions=True")


def test_comments_of_transitions_stand_above_the_graph():
    code = text_of("ways", before="# One pass.\nways = {\n    u: [a],\n    a: [b],  # At last.\n}")
    assert "# One pass.\n# At last.\nbuilder = " in code

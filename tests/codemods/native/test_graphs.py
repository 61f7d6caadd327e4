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


def test_a_manager_that_nobody_starts_goes_where_its_group_has_another():
    other = "asked = autogen.GroupChatManager(group)\nu.initiate_chat(asked, message='x')\n"
    code = rewritten(
        GROUP.format(transitions="{u: [a], a: [b]}", kind="allowed", more="", sender="u", chat="", before="").replace(
            'u.initiate_chat(manager, message="hi")\n', other
        )
    )
    assert "GraphFlow(" in code
    assert "manager" not in code


def test_two_managers_of_a_group_that_are_both_started_share_its_selector():
    more = "other = autogen.GroupChatManager(groupchat=group, llm_config=c)\nu.initiate_chat(other, message='x')\n"
    code = rewritten(
        GROUP.format(transitions="{u: [a], a: [b]}", kind="allowed", more="", sender="u", chat="", before="") + more
    )
    assert "GraphFlow" not in code
    assert code.count("allowed={u: [a], a: [b]}") == 2


def test_where_the_members_go_round_the_first_behind_the_speaker_follows():
    code = text_of("{u: [b, a], a: [b]}", more="speaker_selection_method='round_robin'")
    assert "builder.add_edge(a, b)\n" in code


def test_a_starter_whose_members_are_introduced_stays():
    assert "introduction([u, a, b])" in text_of(more="send_introductions=True")


def test_comments_of_transitions_stand_above_the_graph():
    code = text_of("ways", before="# One pass.\nways = {\n    u: [a],\n    a: [b],  # At last.\n}")
    assert "# One pass.\n# At last.\nbuilder = " in code


STATES = """
import autogen

u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
b = autogen.AssistantAgent("b", system_message="B.", llm_config=c)
{third}


def choose(last, chat):
    {function}


group = autogen.GroupChat([{members}], [], speaker_selection_method=choose)
manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
u.initiate_chat(manager, message="hi")
{after}
"""
BACK = """if last is u:
        return a
    if last is a:
        return b
    if last is b:
        return a if "no" in chat.messages[-1]["content"] else d
    return None"""
TEXT = 'chat.messages[-1]["content"]'


D = 'd = autogen.AssistantAgent("d", system_message="D.", llm_config=c)'


def states(function: str, after: str = "", third: str = D) -> str:
    """The rewritten program with a function that selects the speakers."""
    members = "u, a, b, d" if third else "u, a, b"
    return rewritten(STATES.format(function=function, after=after, third=third, members=members))


@pytest.mark.parametrize(
    "function",
    [
        pytest.param(BACK.replace("return b\n", "print(last.name)\n        return b\n"), id="an effect"),
        pytest.param(BACK.replace(f'"no" in {TEXT}', "len(chat.messages) < 5"), id="the number of messages"),
        pytest.param(BACK.replace("messages[-1]", "messages[-2]"), id="an earlier message"),
        pytest.param(BACK.replace('"no" in', "holds('no') in"), id="a function of the program"),
        pytest.param(BACK.replace('"no" in', f'"{"no" * 50}" in'), id="a long condition"),
        pytest.param(BACK.replace("else d", "else None"), id="nobody who is the last"),
        pytest.param(BACK.replace("else d", "else u"), id="the starter again"),
        pytest.param(BACK.replace(f'a if "no" in {TEXT} else d', "a"), id="a way back for ever"),
        pytest.param(BACK.replace("return a\n", f"return a if {TEXT} else b\n", 1), id="what the task says"),
        pytest.param(BACK.replace("return None", "return 'auto'"), id="a model that selects"),
        pytest.param(BACK.replace("if last is b:", "if last == 'b':"), id="one who never speaks"),
        pytest.param("while True:\n        return a", id="a loop"),
    ],
)
def test_a_function_that_draws_no_graph_stays_a_function(function: str):
    code = states(function)
    assert "GraphFlow" not in code
    assert "speaker_selector(" in code


def test_a_function_that_is_called_elsewhere_stays_a_function():
    assert "GraphFlow" not in states(BACK, "print(choose)")


def test_a_function_that_leads_from_speaker_to_speaker_is_a_graph():
    code = states(BACK.replace("return b", "# Always.\n        return b"))
    assert "def choose" not in code
    assert "builder.add_node(a).add_node(b).add_node(d)\n# Always.\nbuilder.add_edge(a, b)\n" in code
    assert 'builder.add_edge(b, a, condition=lambda message: "no" in message.to_text())\n' in code
    assert 'builder.add_edge(b, d, condition=lambda message: "no" not in message.to_text())\n' in code
    assert "builder.set_entry_point(a)\n" in code
    assert "max_turns=9,\n" in code


@pytest.mark.parametrize(
    "function",
    [
        pytest.param("return a if last is u else b if last == a else None", id="in one expression"),
        pytest.param("if last.name == 'u':\n        return a\n    elif last in [a]:\n        return b", id="by names"),
        pytest.param(
            "if not (last is a or last is b):\n        return a\n    if last is a:\n        return b", id="not"
        ),
        pytest.param("'How.'\n    if last is u:\n        return a\n    if last is a:\n        return b", id="a text"),
    ],
)
def test_a_function_without_conditions_is_a_chain(function: str):
    assert "builder.add_node(a).add_node(b)\nbuilder.add_edge(a, b)\nteam = " in states(function, third="")


def test_who_is_called_from_two_sides_speaks_after_either():
    code = states(BACK.replace("return b\n", f"return b if 'b' in {TEXT} else d\n"))
    assert code.count('activation_condition="any"') == 2

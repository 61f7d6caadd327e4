"""Groups that are put together when the program runs, and agents whose names are computed."""

from __future__ import annotations

import re

import pytest
from codemods_native_check import reasons, rewritten

START = """
import autogen

u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
{before}
group = autogen.GroupChat(agents={agents}, messages=[]{group})
{between}
manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
{after}
{result}u.initiate_chat(manager, message="hi")
"""


A = 'a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)\n'
B = 'b = autogen.AssistantAgent("b", system_message="B.", llm_config=c)\n'


def program(before: str, agents: str = "agents", **other: str) -> str:
    """A program whose group is made of `agents`."""
    given = {name: other.get(name, "") for name in ("group", "between", "after", "result")}
    return START.format(before=before, agents=agents, **given)


LOOP = """agents = [u]
for i in range(3):
    agents.append(autogen.AssistantAgent({name}, system_message="W.", llm_config=c))
"""


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        pytest.param(
            program(A + B + "agents = [u]\nagents.append(a)", after="agents.append(b)"),
            "the agents of the group may change when there is a team",
            id="an agent joins later",
        ),
        pytest.param(
            program(A + B + "agents = [u]\nagents.append(a)", between="agents = [b]"),
            "agents is another list where the manager is made",
            id="the name is another list then",
        ),
        pytest.param(
            program("agents = [u]\nagents.append(make())"),
            "the group of the manager cannot be told",
            id="unknown agents",
        ),
        pytest.param(
            program(A + B + "agents = [a, b]\nif more:\n    agents.append(u)", result="r = ", after="")
            + "print(r.chat_history)\n",
            "whether u is in the group, and has its messages, is not certain",
            id="the starter may be no member",
        ),
        pytest.param(
            program(LOOP.format(name='f"w{i}"') + "agents[1].register_for_llm(description='d')(f)"),
            "may be one of several agents, and this is for one of them",
            id="a tool for one of several",
        ),
        pytest.param(
            program(LOOP.format(name="names[i]"), after="print(agents[1].name)"),
            "is no v0.4 name, and the name is read",
            id="a name that v0.4 may not accept is read",
        ),
        pytest.param(
            program("agents = [u, *(autogen.AssistantAgent('w', llm_config=c) for i in range(2))]"),
            "is made within an expression",
            id="agents of a generator",
        ),
        pytest.param(
            program("agents = [u] + [autogen.AssistantAgent(f'w{i}', llm_config=cs[i]) for i in range(2)]"),
            "the llm_config of f'w{i}' is known in its comprehension only",
            id="a configuration for each",
        ),
        pytest.param(
            program(LOOP.format(name='f"w{i}"')) + "u.initiate_chat(agents[1], message='x')\n",
            "the recipient of the chat cannot be told",
            id="one of several in a chat of two",
        ),
    ],
)
def test_a_group_stays_where(source: str, reason: str):
    assert reason in "; ".join(reasons(source))


@pytest.mark.parametrize(
    ("before", "agents", "written"),
    [
        (A + "agents = [u]\nagents.append(a)", "agents", "agents: list[ChatAgent] = [u]"),
        (A + B + "more = [a, b]", "[u] + more", "participants = [u, *more]"),
        (
            A + "named = {'u': u, 'a': a}",
            "list(named.values())",
            "participants = list(named.values())",
        ),
    ],
)
def test_the_team_takes_the_list_as_it_is(before: str, agents: str, written: str):
    text = rewritten(program(before, agents))
    assert written in text
    name = re.split("[: ]", written)[0]
    assert f"selector_func=model_selector({name}, " in text


def test_a_global_list_gets_no_type_within_a_function():
    text = rewritten(
        """
        import autogen


        def ask():
            global agents
            u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
            agents = [u]
            agents.append(autogen.AssistantAgent("a", system_message="A.", llm_config=c))
            group = autogen.GroupChat(agents=agents, messages=[])
            manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
            u.initiate_chat(manager, message="hi")


        ask()
        """
    )
    assert "    agents = [u]\n" in text


@pytest.mark.parametrize(
    ("name", "written"),
    [
        pytest.param('f"w{i}"', 'f"w{i}"', id="a number"),
        pytest.param('f"w_{i + 1}"', 'f"w_{i + 1}"', id="a sum"),
        pytest.param('f"{i}w"', 'agent_name(f"{i}w")', id="a number first"),
        pytest.param('f"w {i}"', 'agent_name(f"w {i}")', id="a blank"),
        pytest.param("names[i]", "agent_name(names[i])", id="anything"),
    ],
)
def test_a_computed_name_stays_where_it_is_surely_an_identifier(name: str, written: str):
    assert f"AssistantAgent({written}," in " ".join(rewritten(program(LOOP.format(name=name))).split()).replace(
        "( ", "("
    )


def test_a_group_that_goes_round_from_an_unknown_place_has_a_selector():
    text = rewritten(program(LOOP.format(name='f"w{i}"'), group=', speaker_selection_method="round_robin"'))
    assert "selector_func=order_selector(agents)" in text


def test_the_one_name_of_a_function_that_makes_one_agent_is_known():
    source = program(
        "def make(name):\n    return autogen.AssistantAgent(name, llm_config=c)\n\n\nd = make('d')", "[u, d]"
    )
    text = rewritten(source + "d.initiate_chat(manager, message='hi')\n")
    assert 'TextMessage(content="hi", source="d")' in text.replace("'", '"')
    assert "OwnWordsContext(name)" in text


DRAWN = """
from autogen import ConversableAgent
from autogen.graph_utils import visualize_speaker_transitions_dict

agents = [ConversableAgent(f"a{i}", llm_config=False, human_input_mode="NEVER") for i in range(2)]
visualize_speaker_transitions_dict({agent: agents for agent in agents}, agents)
"""


def test_agents_that_are_only_drawn_are_agents_of_v04():
    text = rewritten(DRAWN)
    assert 'agents = [AutoReplyAgent(f"a{i}") for i in range(2)]' in text
    assert "from autogen_compat.native import AutoReplyAgent, visualize_speaker_transitions_dict" in text


@pytest.mark.parametrize(
    "moved", ["random.shuffle(agents)", "agents.reverse()", "agents.insert(0, b)", "del agents[0]"]
)
def test_who_stands_first_in_a_list_whose_agents_move_cannot_be_told(moved: str):
    source = "import random\n\nimport autogen\n\n" + A + B + f"agents = []\nagents.append(a)\n{moved}\n"
    assert reasons(source + "agents.append(b)\nagents[0].initiate_chat(b, message='hi')\n")


def test_the_first_agent_of_a_list_that_is_filled_later_starts():
    source = "import autogen\n\n" + A + B + "agents = []\nagents.append(a)\nagents.append(b)\n"
    assert 'source="a"' in rewritten(source + "agents[0].initiate_chat(b, message='hi', max_turns=1)\n")


def test_agents_of_a_loop_share_a_client_that_is_made_above_it():
    source = program(LOOP.format(name='f"a{i}"')).replace("GroupChatManager(", "GroupChatManager(name='m', ")
    text = rewritten(source)
    assert "c_client = model_client_from(c)\nfor i in range(3):\n" in text
    assert text.count("model_client_from(c)") == 1


def test_a_client_is_made_above_who_needs_it_first():
    manager = (
        "early = autogen.GroupChatManager(groupchat=autogen.GroupChat(agents=[u, a], messages=[]), llm_config=d)\n"
    )
    before = A + manager + LOOP.replace("llm_config=c", "llm_config=d").format(name='f"a{i}"')
    source = program(before, result="u.initiate_chat(early, message='x')\n")
    text = rewritten(source)
    assert text.index("d_client_2 = model_client_from(d)") < text.index("team = SelectorGroupChat(")

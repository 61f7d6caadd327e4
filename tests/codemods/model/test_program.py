"""What the model understands of a legacy module, and what it leaves unknown."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import libcst as cst
import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.model.flow import Resolver
from autogen_codemods.model.literals import UNKNOWN, constant, elements, entries
from autogen_codemods.model.program import Agent, Program, components
from autogen_codemods.model.project_files import ProjectFiles
from autogen_codemods.model.understanding import understand
from autogen_codemods.model.view import ModuleView


def view_of(source: str) -> ModuleView:
    return ModuleView(Path("module.py"), dedent(source).lstrip())


def program_of(source: str) -> Program:
    path = Path("module.py")
    files = ProjectFiles({path: PlainSource(path, dedent(source).lstrip())})
    view = files.view(path)
    assert view is not None
    return understand([view], Resolver(files))


def value_of(view: ModuleView, name: str) -> cst.BaseExpression:
    found = next(node for node in view.nodes if isinstance(node, cst.Name) and node.value == name)
    variable = view.variable(found)
    assert variable is not None
    return variable.value


TWO = """
from autogen import AssistantAgent, GroupChat, GroupChatManager, UserProxyAgent

a = AssistantAgent("a")
b = AssistantAgent("b")
c = AssistantAgent("c")
u = UserProxyAgent("u")
"""


@pytest.mark.parametrize(
    "statement",
    [
        "import autogen; a = autogen.AssistantAgent('a')",
        "import autogen as ag\na = ag.AssistantAgent('a')",
        "from autogen import AssistantAgent as A\na = A('a')",
        "from autogen.agentchat import AssistantAgent\na = AssistantAgent('a')",
        "import autogen.agentchat.assistant_agent as m\na: object = m.AssistantAgent(name='a')",
    ],
)
def test_an_agent_is_found_however_its_class_is_imported(statement: str):
    program = program_of(statement.replace("; ", "\n"))
    assert [(agent.name, agent.legacy_class) for agent in program.agents] == [("a", "AssistantAgent")]


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("a = b = autogen.AssistantAgent('a')", "'a'"),
        ("a, b = autogen.AssistantAgent('a'), 1", "'a'"),
        ("self.a = autogen.AssistantAgent('a')", "self.a"),
        ("agents['a'] = autogen.AssistantAgent('a')", "'a'"),
        ("a = autogen.AssistantAgent('a')\na = None", "a"),
        ("make(autogen.AssistantAgent(**more))", "autogen.AssistantAgent"),
    ],
)
def test_an_agent_is_found_wherever_it_is_made(statement: str, name: str):
    assert [agent.name for agent in program_of("import autogen\n" + statement + "\n").agents] == [name]


@pytest.mark.parametrize(
    "statement",
    [
        "found = a if x else make()",
        "found = a\nfound = make()",
        "found = pick([a, b])",
        "for found in others: pass",
        "team.c = a\nteam.c = make()\nfound = team.c",
    ],
)
def test_an_expression_that_may_be_something_unknown_is_no_agent(statement: str):
    program = program_of(TWO + statement + "\nu.initiate_chat(found, message='x')\n")
    assert program.chats[0].recipient is None or statement.startswith("for")


@pytest.mark.parametrize(
    "statement",
    [
        "found = a",
        "found = {'x': a, 'y': b}['x']",
        "found, d = a, b",
        "found = [a][0]",
        "def get():\n    return a\nfound = get()",
        "def same(x):\n    return x\nfound = same(a)",
        "class Team:\n    def __init__(self):\n        self.one = a\nfound = Team().one",
        "found = None\nfound = a",
    ],
)
def test_an_agent_is_followed(statement: str):
    program = program_of(TWO + statement + "\nu.initiate_chat(found, message='x')\n")
    [chat] = program.chats
    assert isinstance(chat.recipient, Agent)
    assert chat.recipient.name == "a"
    assert program.unclaimed(chat.recipient) == []


@pytest.mark.parametrize(
    "statement",
    [
        "keep(a)",
        "print(a)",
        "items = [a]\nprint(items)",
        "def get():\n    return a\nregister(get)",
        "def get(x=a):\n    print(x)",
        "class Team:\n    def __init__(self):\n        self.one = a\nprint(Team().one)",
        "other.one = a",
        "f'{a}'",
        "a.reset if a == b else None",
    ],
)
def test_what_takes_an_agent_out_of_sight_is_an_unclaimed_use(statement: str):
    program = program_of(TWO + statement + "\n")
    assert program.unclaimed(program.agents[0])


def test_positional_arguments_get_their_names():
    [agent] = program_of("from autogen import UserProxyAgent\nu = UserProxyAgent('u', f, 3, 'NEVER')\n").agents
    assert list(agent.arguments or ()) == [
        "name",
        "is_termination_msg",
        "max_consecutive_auto_reply",
        "human_input_mode",
    ]


def test_unknown_arguments_make_all_of_them_unknown():
    [agent] = program_of("from autogen import AssistantAgent\na = AssistantAgent('a', **more)\n").agents
    assert agent.arguments is None


def test_agents_that_meet_are_one_component():
    program = program_of(TWO + "u.initiate_chat(a, message='x')\nb.initiate_chat(recipient=c, message='x')\n")
    assert sorted(sorted(agent.name for agent in each) for each in components(program)) == [["a", "u"], ["b", "c"]]


def test_a_group_and_its_manager_join_their_agents():
    program = program_of(TWO + "g = GroupChat([a, b], [])\nm = GroupChatManager(g)\nu.initiate_chat(m, message='x')\n")
    assert [agent.name for agent in program.groups[0].members or ()] == ["a", "b"]
    assert sorted(sorted(agent.name for agent in each) for each in components(program)) == [["a", "b", "u"], ["c"]]


def test_the_members_of_a_group_with_an_unknown_one_are_unknown():
    assert program_of(TWO + "g = GroupChat([a, make()], [])\n").groups[0].members is None
    assert program_of(TWO + "g = GroupChat([*others, a], [])\n").groups[0].members is None


def test_a_read_that_no_construct_explains_stays_unclaimed():
    program = program_of(TWO + "u.initiate_chat(a, message='x')\nkeep(a)\n")
    agents = {agent.name: agent for agent in program.agents}
    assert len(program.unclaimed(agents["a"])) == 1
    assert program.unclaimed(agents["u"]) == []


def test_an_agent_that_shadows_another_in_a_function_is_not_mixed_up():
    program = program_of(TWO + "def f(a):\n    u.initiate_chat(a, message='x')\n")
    assert program.chats[0].recipient is None


def test_tools_are_found_in_all_styles():
    program = program_of(
        TWO
        + """
from autogen import register_function

def f(x: int): ...
register_function(f, caller=a, executor=u, description="F")
a.register_for_llm(name="g", description="G")(g)
u.register_for_execution()(g)

@u.register_for_execution()
@a.register_for_llm(description="H")
def h(x: int): ...
"""
    )
    assert len(program.model_tools) == len(program.executed_tools) == 3


def test_constants_are_followed_through_variables_and_not_guessed():
    view = view_of("LIMIT = 3\na = LIMIT\nb = len(x)\nc = 'x' 'y'\nd = -1\ne = 1\nif x:\n    e = 2\nf = e\n")
    assert [constant(view, value_of(view, name)) for name in "abcd"] == [3, UNKNOWN, "xy", -1]
    assert constant(view, value_of(view, "f")) is UNKNOWN


def test_an_unknown_value_is_neither_true_nor_false():
    with pytest.raises(TypeError):
        bool(UNKNOWN)


def test_dictionaries_are_read_only_if_all_keys_are_written_out():
    view = view_of("a = {'x': 1}\nb = {'x': 1, **y}\nc = {key: 1}\nd = dict(x=1)\ne = dict(y, x=1)\n")
    read = [entries(value_of(view, name)) for name in "abcde"]
    assert [None if each is None else list(each) for each in read] == [["x"], None, None, ["x"], None]


def test_lists_are_read_only_without_unpacking():
    view = view_of("a = [1, 2]\nb = [*c]\nd = (1,)\n")
    assert [None if (found := elements(view, value_of(view, n))) is None else len(found) for n in "abd"] == [2, None, 1]


@pytest.mark.parametrize("decorator", ["@cached", "@st.cache_resource", "@functools.lru_cache"])
def test_an_agent_of_a_decorated_function_goes_out_of_sight(decorator: str):
    made = "def make():\n    return AssistantAgent('a')\n\n\nmake()\n"
    program = program_of(f"from autogen import AssistantAgent\n\n\n{decorator}\n{made}")
    assert program.unclaimed(program.agents[0])


def test_an_attribute_that_is_read_by_its_name_goes_out_of_sight():
    team = "class Team:\n    def __init__(self):\n        self.one = a\nt = Team()\n"
    program = program_of(TWO + team + "print(t.one.name)\n")
    assert [use.view.code(use.node) for use in program.unclaimed(program.agents[0])] == ["t.one"]
    program = program_of(TWO + team + "print(getattr(t, 'one'))\n")
    assert program.unclaimed(program.agents[0])

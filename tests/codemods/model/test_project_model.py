"""What the model understands of a project of several files, and what it leaves unknown."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.model.project_model import ProjectModel
from autogen_codemods.model.values import Agent, Config, Function, Unknown

MAKE = "import autogen\na = autogen.AssistantAgent('a')\nu = autogen.UserProxyAgent('u')\n"


def model_of(source: str = "", **files: str) -> ProjectModel:
    """A project of ``main.py`` and other files; ``pkg__team`` is ``pkg/team.py``."""
    texts = {"main": source, **files} if source else files
    paths = {Path("app", *path_of(name)).with_suffix(".py"): text for name, text in texts.items()}
    return ProjectModel({path: PlainSource(path, dedent(text).lstrip()) for path, text in paths.items()})


def path_of(name: str) -> list[str]:
    """``pkg__init`` is ``pkg/__init__.py``."""
    return ["__init__" if part == "init" else part for part in name.split("__")]


def parties(found: tuple[Agent | Unknown, ...], model: ProjectModel) -> list[str]:
    return sorted(str(model.name_of(each)) if isinstance(each, Agent) else "?" for each in found)


def chat_of(model: ProjectModel) -> tuple[list[str], list[str]]:
    [chat] = model.chats()
    return parties(chat.senders, model), parties(chat.recipients, model)


def flows(model: ProjectModel, name: str) -> list[tuple[str, str, bool]]:
    [agent] = [each for each in model.agents() if model.name_of(each) == name]
    return [(flow.kind, flow.detail, flow.held) for flow in model.where_flows(agent)]


@pytest.mark.parametrize(
    "source",
    [
        MAKE + "u.initiate_chat(a, message='x')",
        MAKE + "u.initiate_chat(recipient=a)",
        MAKE + "b = c = a\nu.initiate_chat(c)",
        MAKE + "x, (y, z) = 1, (a, 2)\nu.initiate_chat(y)",
        MAKE + "u.initiate_chat((b := a))",
        MAKE + "agents = [u, a]\nagents[0].initiate_chat(agents[1])",
        MAKE + "agents = {'one': a}\nu.initiate_chat(agents['one'])",
        MAKE + "agents = {**{'one': a, 'two': u}}\nu.initiate_chat(agents.get('one'))",
        MAKE + "agents = dict(one=a, two=u)\nu.initiate_chat(agents['one'])",
        MAKE + "agents = {}\nagents['one'] = a\nu.initiate_chat(agents['one'])",
        MAKE + "agents = []\nagents.append(a)\nu.initiate_chat(agents[0])",
        MAKE + "agents = []\nagents += [a]\nfor each in agents:\n    u.initiate_chat(each)",
        MAKE + "for i, each in enumerate([a]):\n    u.initiate_chat(each)",
        MAKE + "for name, each in {'one': a}.items():\n    u.initiate_chat(each)",
        MAKE + "for _, each in [(1, a)]:\n    u.initiate_chat(each)",
        MAKE + "for each in [x for x in [a]]:\n    u.initiate_chat(each)",
        MAKE + "def pick():\n    return a\nu.initiate_chat(pick())",
        MAKE + "def both():\n    return u, a\nx, y = both()\nx.initiate_chat(y)",
        MAKE + "def run(one, *, two):\n    one.initiate_chat(two)\nrun(u, two=a)",
        MAKE + "def run(one=u, two=a):\n    one.initiate_chat(two)\nrun()",
        MAKE + "def run(one):\n    run(one)\n    u.initiate_chat(one)\nrun(a)",
        MAKE + "async def run(one):\n    await u.a_initiate_chat(one)\nasync def go():\n    await run(a)",
        MAKE + "pick = lambda: a\nu.initiate_chat(pick())",
        MAKE + "class Team:\n    lead = a\nu.initiate_chat(Team.lead)",
        MAKE + "class Team:\n    @property\n    def lead(self):\n        return a\nu.initiate_chat(Team().lead)",
        MAKE
        + "class T:\n    def __init__(self, x):\n        self.x = x\n"
        + "    def go(self):\n        u.initiate_chat(self.x)\nT(a)",
        MAKE + "class T:\n    def __init__(self):\n        self.x = a\nclass S(T):\n    pass\nu.initiate_chat(S().x)",
        MAKE
        + "class T:\n    def __init__(self, x):\n        self.x = x\n"
        + "class S(T):\n    def __init__(self):\n        super().__init__(a)\nu.initiate_chat(S().x)",
    ],
)
def test_an_agent_is_followed_to_the_chat(source: str):
    assert chat_of(model_of(source)) == (["u"], ["a"])


@pytest.mark.parametrize(
    "source",
    [
        MAKE + "b = a if flag else u\nu.initiate_chat(b)",
        MAKE + "b = a\nif flag:\n    b = u\nu.initiate_chat(b)",
        MAKE + "b = a or u\nu.initiate_chat(b)",
        MAKE + "agents = [a, u]\nu.initiate_chat(agents[n])",
        MAKE.replace("\na", "\nn = len(x)\na") + "def run(one):\n    u.initiate_chat(one)\nrun(a)\nrun(u)",
    ],
)
def test_every_agent_that_it_may_be_is_told(source: str):
    model = model_of(source)
    assert [each for each in chat_of(model)[1] if each != "?"] == ["a", "u"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("b = load()\nu.initiate_chat(b)", "load is not defined"),
        ("def run(one):\n    u.initiate_chat(one)", "no call in the project gives one"),
        ("def run(one):\n    u.initiate_chat(one)\nhand(run)\nrun(a)", "also used as a value"),
        ("@wrapped\ndef run(one):\n    u.initiate_chat(one)\nrun(a)", "run is decorated"),
        ("def run(*one):\n    u.initiate_chat(one)\nrun(a)", "collects arguments"),
        ("def run(one):\n    u.initiate_chat(one)\nrun(*them)", "given by * or **"),
        ("with make() as b:\n    u.initiate_chat(b)", "with, except, match or del"),
        ("import elsewhere\nu.initiate_chat(elsewhere.b)", "elsewhere is not in the project's files"),
        ("from elsewhere import b\nu.initiate_chat(b)", "elsewhere.b is not in the project's files"),
        ("b = {'x': b2} if 0 else b\nb2 = a\nu.initiate_chat(b)", "in terms of itself"),
        ("agents = {'x': a}\nu.initiate_chat(agents['y'])", "no entry of this key"),
        ("class T: pass\nu.initiate_chat(T().x)", "nothing in the project sets x"),
        ("class T(Base): pass\nu.initiate_chat(T().x)", "may come from a base that is unknown"),
        ("import importlib\nu.initiate_chat(importlib.import_module(n).b)", "the imported module is computed"),
        ("def gen():\n    yield a\nu.initiate_chat(gen())", "gen is a generator"),
        ("u.initiate_chat(u'a' + 'b')", "a BinaryOperation is not followed"),
        ("u.initiate_chat(1)", "no agent that is made here"),
        ("u.initiate_chat(*them)", "not written out"),
    ],
)
def test_what_cannot_be_told_is_unknown_with_its_reason(source: str, reason: str):
    [chat] = model_of(MAKE + source).chats()
    reasons = [each.reason for each in chat.recipients if isinstance(each, Unknown)]
    assert any(reason in each for each in reasons), reasons


def test_an_unknown_value_names_its_place():
    [chat] = model_of(MAKE + "b = load()\nu.initiate_chat(b)\n").chats()
    [unknown] = chat.recipients
    assert isinstance(unknown, Unknown)
    assert str(unknown.place) == "app/main.py:4:5"


@pytest.mark.parametrize(
    ("files", "main"),
    [
        ({"team": MAKE}, "from team import a, u\nu.initiate_chat(a)"),
        ({"team": MAKE}, "from team import *\nu.initiate_chat(a)"),
        ({"team": MAKE}, "import team as t\nt.u.initiate_chat(t.a)"),
        ({"team": MAKE}, "from .team import a as b, u\nu.initiate_chat(b)"),
        ({"team": MAKE}, "from . import team\nteam.u.initiate_chat(team.a)"),
        ({"team": MAKE}, "import importlib\nt = importlib.import_module('team')\nt.u.initiate_chat(t.a)"),
        ({"pkg__team": MAKE, "pkg__init": ""}, "import pkg.team\npkg.team.u.initiate_chat(pkg.team.a)"),
        ({"pkg__team": MAKE, "pkg__init": "from .team import a, u"}, "from pkg import a, u\nu.initiate_chat(a)"),
        ({"pkg__team": MAKE, "pkg__init": "from .team import *"}, "import pkg\npkg.u.initiate_chat(pkg.a)"),
        ({"team": MAKE + "def go(one, two):\n    one.initiate_chat(two)\n"}, "from team import *\ngo(u, a)"),
        ({"team": MAKE + "def go(one, two):\n    one.initiate_chat(two)\n"}, "from team import a, u, go as g\ng(u, a)"),
        (
            {"common": "import autogen as ag", "team": MAKE},
            "from common import ag\nfrom team import u\nu.initiate_chat(ag.AssistantAgent('a'))",
        ),
    ],
)
def test_agents_are_followed_through_the_files_of_a_project(files: dict[str, str], main: str):
    assert chat_of(model_of(main, **files)) == (["u"], ["a"])


def test_a_name_that_several_files_have_is_unknown():
    model = model_of("from team import a\na.initiate_chat(a)", one__team=MAKE, two__team=MAKE)
    [chat] = model.chats()
    assert [each.reason for each in chat.senders if isinstance(each, Unknown)] == [
        "several files of the project are called team"
    ]


def test_of_files_of_the_same_name_the_nearest_is_meant():
    near = {"one__team": MAKE, "one__go": "from team import a, u\nu.initiate_chat(a)"}
    assert chat_of(model_of(**near, two__team=MAKE.replace("'a'", "'other'"))) == (["u"], ["a"])


def test_imports_in_a_circle_end():
    model = model_of("from other import a\na.initiate_chat(a)", other="from main import a")
    [chat] = model.chats()
    assert parties(chat.senders, model) == ["?"]


def test_star_imports_of_v02_are_understood():
    model = model_of("from autogen import *\na = AssistantAgent('a')\n")
    assert [each.legacy_class for each in model.agents()] == ["AssistantAgent"]


def test_subclasses_are_agents_also_where_autogen_is_not_mentioned():
    team = "import autogen\nclass Base(autogen.AssistantAgent): pass\nclass Mine(Base): pass\n"
    model = model_of("from team import Mine\nm = Mine('m')\n", team=team)
    assert [(each.class_name, each.legacy_class) for each in model.agents()] == [("Mine", "AssistantAgent")]
    assert [(each.of.name, each.legacy_base) for each in model.subclasses()] == [
        ("Base", "autogen.AssistantAgent"),
        ("Mine", "autogen.AssistantAgent"),
    ]


def test_self_in_a_subclass_is_every_agent_made_of_it():
    team = "class Mine(autogen.AssistantAgent):\n    def go(self):\n        self.initiate_chat(a)\nm = Mine('m')\n"
    assert chat_of(model_of(MAKE + team)) == (["m"], ["a"])


def test_self_of_a_subclass_that_nobody_makes_is_unknown():
    team = "class Mine(autogen.AssistantAgent):\n    def go(self):\n        self.initiate_chat(a)\n"
    assert chat_of(model_of(MAKE + team)) == (["?"], ["a"])


def test_where_an_agent_flows_is_told_with_names():
    model = model_of(MAKE + "self.x = a\nd = {'k': a}\nd['l'] = a\ngroup = [a]\nuse(group, agent=a)\na.reset()\n")
    assert flows(model, "a") == [
        ("variable", "a", False),
        ("attribute", "self.x", False),
        ("variable", "d", True),
        ("dict", "'k'", False),
        ("read", "['l']", True),
        ("entry", "d['l']", False),
        ("variable", "group", True),
        ("list", "", False),
        ("argument", "use()", True),
        ("argument", "use(agent=)", False),
        ("read", "reset", False),
    ]


def test_a_returned_agent_flows_on_where_the_factory_is_called():
    model = model_of(
        "from team import make\nx = make()\nx.initiate_chat(x)\n",
        team="import autogen\ndef make():\n    return autogen.AssistantAgent('a')\n",
    )
    assert [(kind, detail) for kind, detail, _ in flows(model, "a")] == [
        ("variable", "x"),
        ("read", "initiate_chat"),
        ("argument", "x.initiate_chat()"),
        ("returned", "make"),
    ]


def test_the_members_of_a_group_are_told():
    model = model_of(MAKE + "them = [a]\nthem.append(u)\ng = autogen.GroupChat(agents=them, messages=[])\n")
    [group] = model.groups()
    assert parties(model.members(group), model) == ["a", "u"]


def test_the_members_of_a_group_given_by_stars_are_unknown():
    model = model_of(MAKE + "g = autogen.GroupChat(**settings)\n")
    [group] = model.groups()
    assert parties(model.members(group), model) == ["?"]


CONFIG = "import autogen\nLIST = autogen.config_list_from_json('OAI')\nbase = {'config_list': LIST, 'cache_seed': 1}\n"


def test_the_origin_of_a_configuration_is_followed_through_files():
    model = model_of(
        "import autogen, settings\na = autogen.AssistantAgent('a', llm_config={**settings.base, 'timeout': 1})",
        settings=CONFIG,
    )
    [agent] = model.agents()
    [config] = model.config_origin(agent)
    assert isinstance(config, Config)
    assert (config.origin, config.keys) == ("literal", ("config_list", "cache_seed", "timeout"))
    [listed] = config.lists
    assert isinstance(listed, Config)
    assert (listed.origin, str(listed.place)) == ("autogen.config_list_from_json", "app/settings.py:2:8")


def test_the_values_of_a_configuration_are_not_kept():
    model = model_of(
        "import autogen\na = autogen.AssistantAgent('a', llm_config={'config_list': [{'api_key': 'sk-secret'}]})"
    )
    [agent] = model.agents()
    assert "sk-secret" not in repr(model.config_origin(agent))


@pytest.mark.parametrize(
    ("argument", "origin"),
    [
        ("llm_config=False", "off"),
        ("llm_config=None", "off"),
        ("llm_config=load()", "load is not defined here"),
        ("llm_config=3", "a constant is no configuration"),
        ("**options", "the agent is given its arguments by * or **"),
        ("", "AssistantAgent is given no llm_config"),
    ],
)
def test_a_configuration_that_is_off_or_unknown_says_so(argument: str, origin: str):
    model = model_of(f"import autogen\na = autogen.AssistantAgent(name='a', {argument})\n")
    [agent] = model.agents()
    [config] = model.config_origin(agent)
    assert origin == (config.reason if isinstance(config, Unknown) else config.origin)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("autogen.register_function(f, caller=a, executor=u, description='x')", [("model", "a"), ("execution", "u")]),
        (
            "@u.register_for_execution()\n@a.register_for_llm(description='x')\ndef g(): pass",
            [("execution", "u"), ("model", "a")],
        ),
        ("a.register_for_llm(description='x')(f)", [("model", "a")]),
        ("u.register_function(function_map={'f': f})", [("execution", "u")]),
        ("for each in [a, u]:\n    each.register_for_llm(description='x')(f)", [("model", "a u")]),
    ],
)
def test_registrations_of_tools_are_told(source: str, expected: list[tuple[str, str]]):
    model = model_of(MAKE + "def f(): pass\n" + source)
    assert [(tool.role, " ".join(parties(tool.agents, model))) for tool in model.tools()] == expected
    assert all(isinstance(each, Function) for tool in model.tools() for each in tool.function)


@pytest.mark.parametrize(
    "source",
    ["autogen.register_function(*them)", "mark = a.register_for_llm(description='x')", "a.register_for_llm()(load())"],
)
def test_a_tool_that_is_not_seen_is_unknown(source: str):
    [tool] = model_of(MAKE + source).tools()
    assert [type(each) for each in tool.function] == [Unknown]


def test_reply_functions_are_told():
    model = model_of(
        MAKE + "def f(*args): pass\na.register_reply([autogen.Agent, None], f)\nu.register_reply(None, reply_func=load)"
    )
    first, second = model.reply_functions()
    assert [each.name for each in first.function if isinstance(each, Function)] == ["f"]
    assert parties(first.agents, model) == ["a"]
    assert [type(each) for each in second.function] == [Unknown]


def test_listed_chats_are_told_one_by_one():
    model = model_of(MAKE + "autogen.initiate_chats([{'sender': u, 'recipient': a}, {'sender': a, 'recipient': u}])")
    assert [(parties(c.senders, model), parties(c.recipients, model)) for c in model.chats()] == [
        (["u"], ["a"]),
        (["a"], ["u"]),
    ]


def test_a_list_of_chats_that_is_not_written_out_is_one_unknown_chat():
    model = model_of(MAKE + "u.initiate_chats(load())")
    assert chat_of(model) == (["u"], ["?"])


def test_a_send_of_something_else_is_no_chat():
    model = model_of(MAKE + "socket.send('x', a)\nu.send('x', a)")
    assert chat_of(model) == (["u"], ["a"])


def test_uses_of_a_result_are_followed_through_calls():
    model = model_of(
        "from team import ask\nanswer = ask()\nprint(answer.summary)\n",
        team=MAKE + "def ask():\n    return u.initiate_chat(a)\n",
    )
    [chat] = model.chats()
    assert [(flow.kind, flow.detail, flow.place.path.name) for flow in model.result_uses(chat)] == [
        ("variable", "answer", "main.py"),
        ("read", "summary", "main.py"),
        ("returned", "ask", "team.py"),
    ]


def test_a_result_that_nobody_uses_has_no_uses():
    model = model_of(MAKE + "u.initiate_chat(a)")
    [chat] = model.chats()
    assert model.result_uses(chat) == ()


CALLS = {
    "team": MAKE + "def ask():\n    u.initiate_chat(a)\ndef idle():\n    pass\n",
    "web": "from team import ask, idle\nclass Page:\n    def get(self):\n        ask()\ndef ping():\n    idle()\n",
    "app": "from web import Page\ndef serve():\n    Page().get()\ndef handle(page):\n    page.get()\n",
}


def test_the_functions_that_reach_a_chat_are_told_with_their_distance():
    reached = {each.function.name: (each.steps, each.certain) for each in model_of(**CALLS).functions_reaching_a_chat()}
    assert reached == {"ask": (0, True), "Page.get": (1, True), "serve": (2, True), "handle": (2, False)}


def test_callers_that_only_share_the_name_are_not_certain():
    model = model_of(**CALLS)
    [reach] = [each for each in model.functions_reaching_a_chat() if each.function.name == "Page.get"]
    assert [(each.function.name, each.certain) for each in model.callers(reach.function)] == [
        ("serve", True),
        ("handle", False),
    ]


def test_files_without_autogen_are_parsed_only_when_they_matter():
    model = model_of(**CALLS, other="def unrelated(): pass\n", broken="def (")
    assert model.agents()
    assert {path.name for path in model.files.parsed} == {"team.py"}
    model.functions_reaching_a_chat()
    assert {path.name for path in model.files.parsed} == {"team.py", "web.py", "app.py"}


def test_a_file_that_does_not_parse_is_named_and_the_others_are_read():
    model = model_of(MAKE, broken="import autogen\ndef (")
    assert len(model.agents()) == 2
    [unknown] = model.unknowns()
    assert unknown.place is not None
    assert (unknown.place.path.name, unknown.place.line) == ("broken.py", 2)


def test_a_project_without_v02_is_empty():
    model = model_of("import os\nos.send(1)\n")
    assert (model.agents(), model.chats(), model.functions_reaching_a_chat()) == ([], [], [])

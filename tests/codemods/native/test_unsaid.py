"""Every file that stays on the compat layer says why."""

from __future__ import annotations

from pathlib import Path

from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_project
from codemods_native_check import PlainCells, rewritten

HOME = """
from autogen import AssistantAgent

a = AssistantAgent("a", llm_config=c)
"""
CHAT = """
from autogen import UserProxyAgent
from home import a

u = UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
u.initiate_chat(a, message="hi")
strange(u)
"""


def told(**modules: str) -> dict[str, list[str]]:
    sources = {Path(f"{name}.py"): PlainSource(Path(f"{name}.py"), text) for name, text in modules.items()}
    found: dict[str, list[str]] = {name: [] for name in modules}
    for finding in rewrite_project(sources).findings:
        if not finding.fixable:
            found[finding.path.stem].append(finding.message.removeprefix("stays on the compat layer: "))
    return found


def test_agents_that_stay_for_another_file_say_which():
    found = told(home=HOME, chat=CHAT)
    assert len(found["chat"]) == 1
    assert found["home"] == [f"a belongs to what stays in chat.py, line 7: {found['chat'][0]}"]


def test_a_class_that_nobody_makes_agents_of_says_so():
    source = "from autogen import ConversableAgent\n\n\nclass Own(ConversableAgent):\n    pass\n"
    [reason] = told(own=source)["own"]
    assert reason == "no agent that is seen here is made of the class Own, a kind of v0.2's ConversableAgent"


def test_a_type_of_agents_that_stay_says_so():
    typed = "from autogen import Agent\nfrom chat import u\n\n\ndef f(agent: Agent) -> None:\n    u.x = agent\n"
    found = told(home=HOME, chat=CHAT, typed=typed)
    assert found["typed"] == ["Agent is a type of what stays v0.2's"]


def test_a_group_of_unknown_agents_says_so():
    [reason] = told(group="from autogen import GroupChat\n\ng = GroupChat(**made())\n")["group"]
    assert "GroupChat is used in a way that has no v0.4 form" in reason


def test_a_notebook_with_a_cell_that_is_no_python_says_so():
    path = Path("notebook.ipynb")
    result = rewrite_project({path: PlainCells(path, HOME + "x = (\n")})
    assert [f.message for f in result.findings] == [
        "stays on the compat layer: a cell does not parse, so what the notebook does is not known"
    ]


def test_helper_functions_are_v04s_where_nothing_else_is_left():
    code = rewritten("from autogen.code_utils import extract_code\n\nprint(extract_code(text))\n")
    assert code.startswith("from autogen_compat.native import extract_code\n")

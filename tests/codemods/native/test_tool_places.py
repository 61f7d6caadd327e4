"""Tools that are registered in loops, late, or that are no functions: what stays, and what they become."""

from __future__ import annotations

from pathlib import Path

import pytest
from autogen_codemods.project import plan_project
from autogen_codemods.rules.base import Tier
from autogen_codemods.settings import Settings
from codemods_native_check import reasons, rewritten

AGENTS = """
import autogen

a = autogen.AssistantAgent("a", llm_config={"config_list": config_list})
u = autogen.UserProxyAgent("u", human_input_mode=MODE, code_execution_config=False)


def add(x: int) -> int:
    return x


BODY
u.initiate_chat(a, message="hi")
"""
ADDED = "autogen.register_function(add, caller=a, executor=u, description='Adds.')"
CHAT = 'u.initiate_chat(a, message="before")\n'


def program(body: str, mode: str = '"NEVER"') -> str:
    return AGENTS.replace("BODY", body).replace("MODE", mode)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            "a.register_for_llm(description='Adds.')(add)\n" + CHAT + "u.register_for_execution()(add)",
            "a chat may come between the registrations of a tool with a and u",
        ),
        (
            "a.register_for_llm(description='Adds.')(add)\nif wanted:\n    u.register_for_execution()(add)",
            "a chat may come between the registrations of a tool with a and u",
        ),
        (
            "for f in one:\n    a.register_for_llm(description='Adds.')(f)\n"
            "for f in two:\n    u.register_for_execution()(f)",
            "a chat may come between the registrations",
        ),
        (
            "for n in names:\n    a.register_for_llm(name=n, description='Adds.')(add)\n"
            "for n in others:\n    u.register_for_execution(name=n)(add)",
            "a chat may come between the registrations",
        ),
        (
            "for f in one:\n    a.register_for_llm(description='Adds.')(f)\n"
            "for f in one:\n    if f:\n        u.register_for_execution()(f)",
            "a chat may come between the registrations",
        ),
        (
            "autogen.register_function(make(), caller=a, executor=u, description='Adds.')\n"
            "u.register_for_execution()(make())",
            "u runs a tool that no model is told of",
        ),
    ],
)
def test_tools_that_are_not_surely_run_stay(body: str, reason: str):
    assert reason in "; ".join(reasons(program(body)))


def test_tools_of_loops_apart_from_each_other_stay_where_a_human_may_stop_them():
    loop = "for f in one:\n    {}\n"
    told = loop.format("a.register_for_llm(name=f.name, description='It.')(f)")
    run = loop.format("u.register_for_execution(name=f.name)(f)")
    found = "; ".join(reasons(program(told + run, '"TERMINATE"')))
    assert "a tool of a is registered late, and made elsewhere" in found


def test_tools_of_a_loop_that_a_human_may_stop_are_made_in_it():
    body = "for f in one:\n    autogen.register_function(f, caller=a, executor=u, description='It.')"
    text = rewritten(program(body, '"TERMINATE"'))
    made = "for f in one:\n    f_tool = SequentialFunctionTool(f, description='It.')\n"
    assert made + "    put_tool(a_tools, f_tool)\n    put_tool(u_functions, f_tool)\n" in text


def test_late_tools_that_a_human_may_stop_are_put_into_lists():
    code = rewritten(program(CHAT + ADDED, '"TERMINATE"'))
    assert "a_tools: list[SequentialFunctionTool] = []\na = ToolCallingAgent(" in code
    assert "tools=a_tools" in code
    assert "    put_tool(a_tools, add_tool)\n    put_tool(u_functions, add_tool)" in code


def test_a_tool_after_a_chat_is_added():
    code = rewritten(program(CHAT + ADDED))
    assert "a.add_tool(SequentialFunctionTool(add, description='Adds.'))" in code
    assert 'a = BoundedAssistantAgent(\n    "a",\n    model_client=model_client,\n    max_messages=200,' in code


def test_tools_of_a_loop_are_added_in_it_and_an_empty_loop_goes():
    body = (
        "for f in one:\n    a.register_for_llm(description=f.text)(f.run)\n\n"
        "for f in one:\n    u.register_for_execution()(f.run)\n"
    )
    code = rewritten(program(body))
    assert "for f in one:\n    a.add_tool(SequentialFunctionTool(f.run, description=f.text))\n" in code
    assert code.count("for f in one") == 1


def test_a_computed_tool_is_given_where_it_is_known():
    code = rewritten(program("tool = make()\nautogen.register_function(tool, caller=a, executor=u, description='It.')"))
    assert "tools=[SequentialFunctionTool(tool, description='It.')]" in code
    assert code.index("tool = make()") < code.index("a = BoundedAssistantAgent(")


def test_a_function_of_an_imported_module_is_known_everywhere():
    source = program("autogen.register_function(kit.add, caller=a, executor=u, description='It.')")
    code = rewritten("import kit\n" + source)
    assert "tools=[SequentialFunctionTool(kit.add, description='It.')]" in code
    assert code.index("a = BoundedAssistantAgent(") < code.index("def add(")


def test_a_file_that_only_registers_tools_with_agents_of_another_is_written_too(tmp_path: Path):
    told = "a.register_for_llm(description='Adds.')(add)\nu.register_for_execution()(add)\n"
    agents = program("pass").partition("def add")[0]
    files = {
        "team.py": agents + "\ndef ask():\n    u.initiate_chat(a, message='hi')\n",
        "main.py": "from team import a, ask, u\n\n\ndef add(x: int) -> int:\n    return x\n\n\n" + told + "ask()\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text.replace("config_list}", "[]}"))
    plan = plan_project([tmp_path], Settings(tier=Tier.NATIVE))
    [main] = [each for each in plan.files if each.path.name == "main.py"]
    assert main.new is not None
    assert b"a.add_tool(SequentialFunctionTool(add, description='Adds.'))" in main.new
    assert b"register" not in main.new


def test_two_loops_with_one_name_register_each_with_its_own_agents():
    text = " ".join(
        rewritten(
            program(
                "def take(x: int) -> int:\n    return -x\n"
                "b = autogen.AssistantAgent('b', llm_config={'config_list': config_list})\n"
                "for each in [a]:\n    each.register_for_llm(description='Adds.')(add)\n"
                "for each in [b]:\n    each.register_for_llm(description='Takes.')(take)\n"
                "u.register_for_execution()(add)\nu.register_for_execution()(take)\n"
                'u.initiate_chat(b, message="yes")'
            )
        ).split()
    )
    assert text.count("SequentialFunctionTool(add") == text.count("SequentialFunctionTool(take") == 1
    assert text.index("SequentialFunctionTool(add") < text.index(" b = BoundedAssistantAgent(") < text.index("(take,")


def test_loops_with_one_name_over_what_is_not_written_out_stay():
    body = "for each in one:\n    each.register_for_llm(description='Adds.')(add)\nfor each in [a]:\n    print(each)"
    assert reasons(program("one = [a]\n" + body))

"""What is read of agents and groups besides their messages."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

PAIR = """\
from typing import Annotated

import autogen

llm_config = {"config_list": [{"model": "gpt-4o"}], "cache_seed": None}
a = autogen.AssistantAgent("a", llm_config=llm_config)
b = autogen.UserProxyAgent("b", human_input_mode="NEVER", code_execution_config=False)


@b.register_for_execution()
@a.register_for_llm(description="Adds.")
def add(x: Annotated[int, "A number."]) -> int:
    return x + 1


"""
CHAT = 'b.initiate_chat(a, message="hi")\n'


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param('a.llm_config["tools"].append(1)', "its llm_config", id="tools that change"),
        pytest.param('a.llm_config["model"]', "its llm_config", id="another setting"),
        pytest.param('b.function_map["add"](1)', "attribute function_map", id="a function as v0.2 wraps it"),
        pytest.param('b.function_map["sub"]._origin(1)', "no function of this name", id="an unknown function"),
        pytest.param('def f():\n    return a.llm_config["tools"]', "registered elsewhere", id="another place"),
    ],
)
def test_a_read_without_an_equal_stays(code: str, reason: str):
    assert reason in "; ".join(reasons(PAIR + code + "\n" + CHAT))


def test_the_tools_of_an_agent_are_those_of_v04():
    text = rewritten(PAIR + 'print(a.llm_config["tools"])\n' + CHAT)
    assert "print(tool_schemas(a.tools))\n" in text


def test_an_assertion_that_a_function_is_itself_goes():
    text = rewritten(PAIR + 'assert b.function_map["add"]._origin == add\n' + CHAT)
    assert "assert" not in text


def test_the_function_behind_a_registration_is_the_function():
    assert "print(add(2))" in rewritten(PAIR + 'print(b.function_map["add"]._origin(2))\n' + CHAT)


def test_a_loop_that_forgets_more_than_histories_stays():
    source = PAIR + CHAT + "for each in (a, b):\n    each.reset()\n    print(each.chat_messages)\n"
    assert reasons(source)


def test_a_loop_that_only_forgets_goes():
    assert "reset" not in rewritten(PAIR + CHAT + "for each in [a, b]:\n    each.reset()\n")

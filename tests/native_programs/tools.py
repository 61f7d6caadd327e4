"""Programs with tools."""

from native_programs.program import CONFIG, Program, call, calls

_AGENTS = """
from typing import Annotated

from autogen import AssistantAgent, ConversableAgent, UserProxyAgent, register_function

assistant = AssistantAgent("assistant", system_message="Use tools. TERMINATE at the end.", llm_config=llm_config)
user_proxy = UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    is_termination_msg=lambda m: m.get("content") is not None and "TERMINATE" in m["content"],
    code_execution_config=False,
)
"""

PROGRAMS = [
    Program(
        "a_registered_function",
        CONFIG
        + _AGENTS
        + """

def add(a: Annotated[int, "first"], b: int) -> int:
    print("=> add", a, b)
    return a + b


register_function(add, caller=assistant, executor=user_proxy, name="add", description="Adds two numbers.")
user_proxy.initiate_chat(assistant, message="1 + 2?")
""",
        (call("add", a=1, b=2), "It is 3. TERMINATE"),
    ),
    Program(
        "decorated_functions_called_together",
        CONFIG
        + _AGENTS
        + """

@user_proxy.register_for_execution()
@assistant.register_for_llm(description="Notes a text.")
def note(text: str) -> str:
    print("=> note", text)
    return f"noted {text}"


@user_proxy.register_for_execution()
@assistant.register_for_llm(name="lookup", description="Looks a name up.")
def look(name: str, exact: bool = False) -> dict:
    print("=> look", name, exact)
    return {"name": name, "exact": exact, "none": None}


user_proxy.initiate_chat(assistant, message="go")
""",
        (
            calls(("note", {"text": "a"}), ("lookup", {"name": "ä", "exact": True}), ("note", {"text": "b"})),
            call("lookup", name="x"),
            "Done. TERMINATE",
        ),
    ),
    Program(
        "registration_by_calls",
        CONFIG
        + _AGENTS
        + """

def weather(city: str) -> str:
    return f"sunny in {city}"


assistant.register_for_llm(name="get_weather", description="The weather.")(weather)
user_proxy.register_for_execution(name="get_weather")(weather)
user_proxy.initiate_chat(assistant, message="Weather?")
""",
        (call("get_weather", city="Oslo"), "sunny TERMINATE"),
    ),
    Program(
        "a_tool_that_raises",
        CONFIG
        + _AGENTS
        + """

def fail(x: float) -> str:
    raise ValueError(f"no {x}")


register_function(fail, caller=assistant, executor=user_proxy, description="Fails.")
user_proxy.initiate_chat(assistant, message="go")
""",
        (call("fail", x=1.5), "sorry TERMINATE"),
    ),
    Program(
        "results_of_all_types",
        CONFIG
        + _AGENTS
        + """
from pydantic import BaseModel


class Point(BaseModel):
    x: int
    y: float = 0.5


def point(x: int) -> Point:
    return Point(x=x)


def nothing() -> None:
    print("=> nothing")


def flag() -> bool:
    return True


def shift(point: Point, by: int) -> list:
    return [point.x + by, point.y]


register_function(point, caller=assistant, executor=user_proxy, description="A point.")
register_function(nothing, caller=assistant, executor=user_proxy, description="Nothing.")
register_function(flag, caller=assistant, executor=user_proxy, description="A flag.")
register_function(shift, caller=assistant, executor=user_proxy, description="Shifts.")
user_proxy.initiate_chat(assistant, message="go")
""",
        (
            calls(("point", {"x": 1}), ("nothing", {}), ("flag", {}), ("shift", {"point": {"x": 2, "y": 1}, "by": 3})),
            "TERMINATE",
        ),
    ),
    Program(
        "an_asynchronous_tool",
        CONFIG
        + _AGENTS
        + """
import asyncio


async def wait(name: str) -> str:
    await asyncio.sleep(0.01)
    print("=> wait", name)
    return name


register_function(wait, caller=assistant, executor=user_proxy, description="Waits.")


async def main():
    await user_proxy.a_initiate_chat(assistant, message="go")


asyncio.run(main())
""",
        (calls(("wait", {"name": "a"}), ("wait", {"name": "b"})), "TERMINATE"),
    ),
    Program(
        "tools_and_nudges",
        CONFIG
        + _AGENTS
        + """

def dice() -> int:
    return 4


register_function(dice, caller=assistant, executor=user_proxy, description="Rolls.")
result = user_proxy.initiate_chat(assistant, message="Roll.")
print("=>", result.summary)
print("=>", [m["content"] for m in result.chat_history if not m.get("tool_calls")])
""",
        ("Shall I?", call("dice"), "4, once more", call("dice"), "4 TERMINATE"),
    ),
    Program(
        "tools_in_a_function",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent, register_function


def double(n: int) -> int:
    return 2 * n


def solve(problem: str) -> str:
    assistant = AssistantAgent("assistant", llm_config=llm_config, system_message="x")
    user_proxy = UserProxyAgent(
        "user_proxy",
        human_input_mode="NEVER",
        is_termination_msg=lambda m: "TERMINATE" in (m["content"] or ""),
        code_execution_config=False,
    )
    register_function(double, caller=assistant, executor=user_proxy, name="double", description="Doubles.")
    result = user_proxy.initiate_chat(assistant, message=problem)
    return result.summary


if __name__ == "__main__":
    print("=>", solve("2 * 4?"))
""",
        (call("double", n=4), "8 TERMINATE"),
    ),
    Program(
        "tool_calls_use_up_the_answers_of_the_executor",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent, register_function

assistant = AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user_proxy = UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=2
)


def dice() -> int:
    print("=> rolled")
    return 4


register_function(dice, caller=assistant, executor=user_proxy, description="Rolls.")
result = user_proxy.initiate_chat(assistant, message="Roll.")
print("=>", repr(result.summary))
""",
        (
            call("dice"),
            call("dice"),
            call("dice"),
            call("dice"),
            call("dice"),
        ),
    ),
    Program(
        "one_tool_call_is_all_that_the_executor_answers",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent, register_function

assistant = AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user_proxy = UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=1
)


def dice() -> int:
    print("=> rolled")
    return 4


register_function(dice, caller=assistant, executor=user_proxy, description="Rolls.")
result = user_proxy.initiate_chat(assistant, message="Roll.")
print("=>", repr(result.summary))
""",
        (
            call("dice"),
            "It is 4.",
            "never",
        ),
    ),
    Program(
        "no_tool_is_run_by_an_executor_that_never_answers",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent, register_function

assistant = AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user_proxy = UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=0
)


def dice() -> int:
    print("=> rolled")
    return 4


register_function(dice, caller=assistant, executor=user_proxy, description="Rolls.")
result = user_proxy.initiate_chat(assistant, message="Roll.")
print("=>", repr(result.summary))
""",
        (
            call("dice"),
            "It is 4.",
        ),
    ),
    Program(
        "tool_calls_use_up_the_answers_of_the_caller",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent, register_function

assistant = AssistantAgent("assistant", system_message="x", llm_config=llm_config, max_consecutive_auto_reply=2)
user_proxy = UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)


def dice() -> int:
    print("=> rolled")
    return 4


register_function(dice, caller=assistant, executor=user_proxy, description="Rolls.")
result = user_proxy.initiate_chat(assistant, message="Roll.")
print("=>", repr(result.summary))
""",
        (
            call("dice"),
            call("dice"),
            call("dice"),
            call("dice"),
            call("dice"),
        ),
    ),
    Program(
        "tool_calls_and_nudges_share_a_limit",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent, register_function

assistant = AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user_proxy = UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=3
)


def dice() -> int:
    print("=> rolled")
    return 4


register_function(dice, caller=assistant, executor=user_proxy, description="Rolls.")
result = user_proxy.initiate_chat(assistant, message="Roll.")
print("=>", repr(result.summary))
""",
        (
            "Well?",
            call("dice"),
            "4",
            call("dice"),
            call("dice"),
        ),
    ),
    Program(
        "tool_calls_use_up_the_turns",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent, register_function

assistant = AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user_proxy = UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)


def dice() -> int:
    print("=> rolled")
    return 4


register_function(dice, caller=assistant, executor=user_proxy, description="Rolls.")
result = user_proxy.initiate_chat(assistant, message="Roll.", max_turns=2)
print("=>", repr(result.summary))
""",
        (
            call("dice"),
            call("dice"),
            call("dice"),
            "end",
        ),
    ),
    Program(
        "one_turn_is_too_few_for_a_tool",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent, register_function

assistant = AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user_proxy = UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)


def dice() -> int:
    print("=> rolled")
    return 4


register_function(dice, caller=assistant, executor=user_proxy, description="Rolls.")
result = user_proxy.initiate_chat(assistant, message="Roll.", max_turns=1)
print("=>", repr(result.summary))
""",
        (
            call("dice"),
            "end",
        ),
    ),
    Program(
        "a_result_of_a_tool_ends_the_chat",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent, register_function

assistant = AssistantAgent(
    "assistant", system_message="x", llm_config=llm_config, is_termination_msg=lambda m: "4" in m["content"]
)
user_proxy = UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)


def dice() -> int:
    print("=> rolled")
    return 4


register_function(dice, caller=assistant, executor=user_proxy, description="Rolls.")
result = user_proxy.initiate_chat(assistant, message="Roll.")
print("=>", repr(result.summary))
""",
        (
            call("dice"),
            "end",
        ),
    ),
    Program(
        "a_model_that_sums_up_is_told_of_its_tools",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent, register_function

assistant = AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user_proxy = UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)


def dice() -> int:
    print("=> rolled")
    return 4


register_function(dice, caller=assistant, executor=user_proxy, description="Rolls.")
result = user_proxy.initiate_chat(assistant, message="Roll.", summary_method="reflection_with_llm")
print("=>", repr(result.summary))
""",
        (call("dice"), "TERMINATE", "It was a four."),
    ),
    Program(
        "a_model_whose_calls_a_human_sees_sums_up",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent, register_function

assistant = AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user_proxy = UserProxyAgent("user_proxy", human_input_mode="ALWAYS", code_execution_config=False)


def dice() -> int:
    print("=> rolled")
    return 4


register_function(dice, caller=assistant, executor=user_proxy, description="Rolls.")
result = user_proxy.initiate_chat(assistant, message="Roll.", summary_method="reflection_with_llm")
print()
print("=>", repr(result.summary))
""",
        (call("dice"), "a four", "It was a four."),
        ("", "exit"),
    ),
]

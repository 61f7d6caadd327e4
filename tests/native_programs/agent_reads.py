"""Programs that read what their agents know of tools and functions."""

from native_programs.program import CONFIG, Program, call

PROGRAMS = [
    Program(
        "tools_and_functions_that_are_read",
        CONFIG
        + """
from typing import Annotated, Literal

import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Add.")
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)


@user_proxy.register_for_execution()
@assistant.register_for_llm(name="compute", description="Computes.")
def calculate(
    a: Annotated[float, "The first number."], operator: Literal["+", "-"], b: Annotated[int, "The second."] = 1
) -> str:
    return str(a + b if operator == "+" else a - b)


assert user_proxy.function_map["compute"]._origin == calculate
print("=>", assistant.llm_config["tools"])
print("=>", [tool["function"]["name"] for tool in assistant.llm_config["tools"]])
print("=>", user_proxy.function_map["compute"]._origin(2, "-", 1), assistant.description)
user_proxy.initiate_chat(assistant, message="Compute 1 + 2.")
""",
        (call("compute", a=1, operator="+", b=2), "3 TERMINATE", "TERMINATE"),
    ),
]

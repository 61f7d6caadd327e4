"""Programs with functions of the legacy kind: schemas in llm_config, functions by name."""

from native_programs.program import CONFIG, Program, call, calls

_SCHEMA = """
schema = {
    "name": "add",
    "description": "Adds.",
    "parameters": {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}},
}


def add(a, b=1):
    print("=> add", repr(a), repr(b))
    return a + b
"""
_PROXY = """
user_proxy = UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    is_termination_msg=lambda m: "TERMINATE" in (m.get("content") or ""),
    code_execution_config=False{more}
)
"""

PROGRAMS = [
    Program(
        "functions_of_the_configuration_and_a_map",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent

functions_config = {
    "functions": [
        {
            "name": "add",
            "description": "Adds.",
            "parameters": {
                "type": "object",
                "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
                "required": ["a"],
            },
        }
    ],
    "config_list": config_list,
    "cache_seed": None,
}


def add(a, b=1):
    print("=> add", repr(a), repr(b))
    return a + b


assistant = AssistantAgent("assistant", system_message="Add.", llm_config=functions_config)
"""
        + _PROXY.format(more="")
        + """
user_proxy.register_function(function_map={"add": add})
user_proxy.initiate_chat(assistant, message="1 + 2?")
""",
        (call("add", a=1, b=2), call("add", a="x"), call("add", c=1), "So. TERMINATE"),
    ),
    Program(
        "a_map_in_the_constructor_and_results_of_all_kinds",
        CONFIG
        + _SCHEMA
        + """
from autogen import AssistantAgent, UserProxyAgent


async def later(**arguments):
    return {"ä": [None, True], **arguments}


def nothing():
    print("=> nothing")


assistant = AssistantAgent(
    "assistant",
    system_message="Add.",
    llm_config={**llm_config},
)
""".replace(
            "{**llm_config}",
            '{"config_list": config_list, "cache_seed": None, "tools": [{"type": "function", "function": schema}, '
            '{"type": "function", "function": {"name": "later", "description": "Later."}}, '
            '{"type": "function", "function": {"name": "nothing", "description": "Nothing."}}]}',
        )
        + _PROXY.format(more=',\n    function_map={"add": add, "later": later, "nothing": nothing},')
        + """
result = user_proxy.initiate_chat(assistant, message="go")
print("=>", result.summary)
""",
        (
            calls(("add", {"a": 1}), ("nothing", {}), ("later", {"x": 1.5})),
            "That is all. TERMINATE",
        ),
    ),
    Program(
        "functions_use_up_the_answers",
        CONFIG
        + _SCHEMA
        + """
from autogen import AssistantAgent, UserProxyAgent

assistant = AssistantAgent(
    "assistant",
    system_message="Add.",
    llm_config={"config_list": config_list, "cache_seed": None, "functions": [schema]},
)
"""
        + _PROXY.format(more=",\n    max_consecutive_auto_reply=2,")
        + """
user_proxy.register_function({"add": add})
user_proxy.initiate_chat(assistant, message="go")
""",
        (call("add", a=1), "more?", call("add", a=2), "never"),
    ),
    Program(
        "functions_that_the_program_computes_and_lists_that_grow",
        CONFIG
        + """
from typing import Any

from autogen import AssistantAgent, UserProxyAgent


class Doubling:
    name = "Double It"
    description = "Doubles."
    args = {"value": {"type": "integer"}}

    def run(self, value: int) -> int:
        print("=> doubling", value)
        return value * 2


def described(tool: Doubling) -> dict[str, Any]:
    print("=> describing", tool.name)
    return {
        "name": tool.name.lower().replace(" ", "_"),
        "description": tool.description,
        "parameters": {"type": "object", "properties": tool.args, "required": []},
    }


doubling = Doubling()
doubling_config = {
    # One function
    "functions": [described(doubling)],
    "config_list": config_list,
    "cache_seed": None,
}
"""
        + _PROXY.format(more=",\n")
        + """
user_proxy.register_function(function_map={"double_it": doubling.run})
assistant = AssistantAgent("assistant", system_message="Double.", llm_config=doubling_config)
user_proxy.initiate_chat(assistant, message="2?", llm_config=doubling_config)

functions: list[dict[str, Any]] = []
function_map: dict[str, Any] = {}
for tool in [Doubling()]:
    functions.append(described(tool))
    function_map[tool.name.lower().replace(" ", "_")] = tool.run
growing_config = {"functions": functions, "config_list": config_list, "cache_seed": None}
runner = UserProxyAgent(
    "runner",
    human_input_mode="NEVER",
    is_termination_msg=lambda m: "TERMINATE" in (m.get("content") or ""),
    code_execution_config=False,
)
runner.register_function(function_map=function_map)
caller = AssistantAgent("caller", system_message="Double.", llm_config=growing_config)
runner.initiate_chat(caller, message="3?")
""",
        (call("double_it", value=2), "4. TERMINATE", call("double_it", value=3), "6. TERMINATE"),
    ),
]

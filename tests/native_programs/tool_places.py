"""Programs whose tools come to agents in other ways than by their own functions, one caller and one executor."""

from native_programs.program import CONFIG, Program, call

_ENDS = 'lambda m: m.get("content") is not None and "TERMINATE" in m["content"]'
_AGENTS = f"""
from typing import Annotated

from autogen import AssistantAgent, UserProxyAgent, register_function

assistant = AssistantAgent("assistant", system_message="Use tools.", llm_config=llm_config)
user_proxy = UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    is_termination_msg={_ENDS},
    code_execution_config=False,
)
"""

PROGRAMS = [
    Program(
        "one_executor_runs_the_tools_of_two_assistants",
        CONFIG
        + _AGENTS
        + """
writer = AssistantAgent("writer", system_message="Write.", llm_config=llm_config)


@user_proxy.register_for_execution()
@assistant.register_for_llm(description="Looks up.")
def look_up(topic: str) -> str:
    print("=> look up", topic)
    return f"all about {topic}"


@user_proxy.register_for_execution()
@writer.register_for_llm(description="Writes.")
def write(text: str) -> str:
    print("=> write", text)
    return "written"


user_proxy.initiate_chats(
    [
        {"recipient": assistant, "message": "Look up owls.", "summary_method": "last_msg"},
        {"recipient": writer, "message": "Write it down.", "summary_method": "last_msg"},
    ]
)
""",
        (call("look_up", topic="owls"), "Owls are birds. TERMINATE", call("write", text="Owls"), "Done. TERMINATE"),
    ),
    Program(
        "an_executor_with_a_model_reads_calls_and_results",
        CONFIG
        + _AGENTS.replace("code_execution_config=False,", 'system_message="Judge.", llm_config=llm_config,').replace(
            "UserProxyAgent(", "AssistantAgent("
        )
        + """

def add(a: int, b: int) -> int:
    print("=> add", a, b)
    return a + b


register_function(add, caller=assistant, executor=user_proxy, description="Adds.")
user_proxy.initiate_chat(assistant, message="1 + 2?", max_turns=4)
""",
        (call("add", a=1, b=2), "It is 3.", "Sure?", call("add", a=2, b=1), "Yes."),
    ),
]

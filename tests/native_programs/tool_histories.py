"""Programs that read the calls and the results of tools in histories, or end on them."""

from native_programs.program import CONFIG, Program, call

NEVER = ', human_input_mode="NEVER"'
_ADDER = (
    CONFIG
    + """
import json
import autogen

assistant = autogen.AssistantAgent(
    "assistant", llm_config=llm_config, system_message="Add."{assistant}
)
user = autogen.UserProxyAgent("user", code_execution_config=False{user})


@user.register_for_execution()
@assistant.register_for_llm(description="Adds numbers.")
def add(a: int, b: int) -> int:
    return a + b


def without_ids(message):
    message = {key: value for key, value in message.items() if value is not None or key == "content"}
    for part in [*message.get("tool_calls", ()), *message.get("tool_responses", ())]:
        part.pop("id", None)
        part.pop("tool_call_id", None)
    return message


"""
)
_TOLD = """
print()
for message in result.chat_history:
    print("=>", json.dumps(without_ids(message), sort_keys=True))
"""


def _adder(user: str, assistant: str = "") -> str:
    return CONFIG + _ADDER.removeprefix(CONFIG).replace("{assistant}", assistant).replace("{user}", user)


PROGRAMS = [
    Program(
        "calls_and_results_in_the_history_of_a_human",
        _adder(', human_input_mode="ALWAYS"') + 'result = user.initiate_chat(assistant, message="1 + 2?")\n' + _TOLD,
        (call("add", a=1, b=2), {"text": "Let me see.", **call("add", a=3, b=4)}, "Fine.", call("add", a=5, b=6)),
        inputs=("", "No.", "Go on.", "exit"),
    ),
    Program(
        "a_chat_that_ends_on_a_call",
        _adder(', human_input_mode="ALWAYS"')
        + 'result = user.initiate_chat(assistant, message="1 + 2?", max_turns=1)\n'
        + 'print()\nprint("=>", result.chat_history[-1]["content"], repr(result.summary))\n',
        (call("add", a=1, b=2),),
    ),
    Program(
        "a_condition_on_results_of_tools",
        _adder(
            NEVER,
            """, is_termination_msg=has_six""",
        ).replace(
            "assistant =",
            """

def has_six(message):
    if "tool_responses" not in message:
        print("=>", "asked", sorted(message), message["role"], message["name"])
        return False
    return json.loads(message["tool_responses"][0]["content"]) == 6


assistant =""",
            1,
        )
        + 'result = user.initiate_chat(assistant, message="Add until it is 6.")\n'
        + 'print("=>", len(result.chat_history), result.summary)\n',
        (call("add", a=1, b=2), "3", call("add", a=3, b=3)),
    ),
    Program(
        "a_condition_on_calls_of_tools",
        _adder(NEVER + """, is_termination_msg=lambda m: "tool_calls" not in m""")
        + 'result = user.initiate_chat(assistant, message="Add.")\n'
        + 'print("=>", len(result.chat_history), result.summary)\n',
        (call("add", a=1, b=2), call("add", a=3, b=3), "6"),
    ),
    Program(
        "a_condition_that_holds_without_text",
        _adder(NEVER + """, is_termination_msg=lambda m: m.get("content") is None or "END" in m["content"]""")
        + 'for question in ["Add.", "Add more."]:\n'
        + "    result = user.initiate_chat(assistant, message=question)\n"
        + '    print("=>", len(result.chat_history), repr(result.summary))\n',
        ("Well.", call("add", a=1, b=2), {"text": "Let me see.", **call("add", a=1, b=2)}, "3 END"),
    ),
    Program(
        "who_calls_tools_that_nobody_runs_answers_itself",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Add.")
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)


def add(a: int, b: int) -> int:
    return a + b


autogen.register_function(add, caller=assistant, executor=user, description="Adds.")
result = assistant.initiate_chat(user, message="hi", max_turns=4, summary_method="reflection_with_llm")
print("=>", [message["content"] for message in result.chat_history], result.summary)
""",
        (call("add", a=1, b=2), "No.", "one"),
    ),
    Program(
        "calls_of_ones_own_in_a_group",
        CONFIG
        + """
import autogen

writer = autogen.AssistantAgent("writer", llm_config=llm_config, system_message="Write.")
critic = autogen.AssistantAgent("critic", llm_config=llm_config, system_message="Judge.")


def add(a: int, b: int) -> int:
    return a + b


autogen.register_function(add, caller=writer, executor=critic, description="Adds.")
group = autogen.GroupChat(
    agents=[writer, critic], messages=[], max_round=4, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
result = critic.initiate_chat(manager, message="hi")
print("=>", [(message["role"], message["content"]) for message in result.chat_history])
result = writer.initiate_chat(manager, message="hi")
print("=>", [(message["role"], message["content"]) for message in result.chat_history])
""",
        (call("add", a=1, b=2), "one", "two", call("add", a=1, b=2), "three"),
    ),
]

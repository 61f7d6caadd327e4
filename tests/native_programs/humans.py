"""Programs in which a human may answer in the place of a model, of code or of a tool."""

from native_programs.program import CONFIG, Program, call, calls

_TWO = """
from autogen import ConversableAgent

joe = ConversableAgent("joe", system_message="You are Joe.", llm_config=llm_config{joe})
cathy = ConversableAgent("cathy", system_message="You are Cathy.", llm_config=llm_config{cathy})
"""
_SHOWN = """
print()
print("=>", repr(result.summary), [m["content"] for m in result.chat_history])
"""


def _two(joe: str = "", cathy: str = "") -> str:
    return CONFIG + _TWO.format(joe=joe, cathy=cathy)


PROGRAMS = [
    Program(
        "two_models_whose_human_is_never_asked",
        _two(cathy=", is_termination_msg=lambda m: False")
        + 'result = joe.initiate_chat(cathy, message="Tell a joke.", max_turns=2)\n'
        + _SHOWN,
        ("one", "two", "three"),
    ),
    Program(
        "a_human_goes_on_where_a_model_would_end",
        _two() + 'result = joe.initiate_chat(cathy, message="hi")\n' + _SHOWN,
        ("TERMINATE", "so be it", "TERMINATE", "more", "TERMINATE"),
        ("no, go on", "and on", "exit"),
    ),
    Program(
        "enter_ends_a_chat_of_two_models",
        _two(joe=', is_termination_msg=lambda m: "bye" in m["content"]')
        + 'result = joe.initiate_chat(cathy, message="hi")\n'
        + _SHOWN,
        ("one", "two", "bye"),
        ("",),
    ),
    Program(
        "a_human_is_asked_after_some_automatic_answers",
        _two(joe=", max_consecutive_auto_reply=1", cathy=", max_consecutive_auto_reply=2")
        + 'result = joe.initiate_chat(cathy, message="hi")\n'
        + _SHOWN,
        ("1", "2", "3", "4", "5", "6", "7", "8"),
        ("", "", "said by joe", "", "", "exit"),
    ),
    Program(
        "a_human_may_answer_for_the_assistant",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent

assistant = AssistantAgent("assistant", system_message="s", llm_config=llm_config, human_input_mode="ALWAYS")
user_proxy = UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=3, code_execution_config=False
)
result = user_proxy.initiate_chat(assistant, message="hi")
"""
        + _SHOWN,
        ("model 1", "model 2"),
        ("by hand", "", "by hand again", ""),
    ),
    Program(
        "a_human_code_and_a_model_in_one_agent",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent

assistant = AssistantAgent("assistant", llm_config=llm_config)
user_proxy = UserProxyAgent(
    "user_proxy",
    llm_config=llm_config,
    system_message="You are the user.",
    is_termination_msg=lambda m: m["content"].endswith("TERMINATE"),
    code_execution_config={"work_dir": "coding", "use_docker": False},
)
result = user_proxy.initiate_chat(assistant, message="hi")
"""
        + _SHOWN,
        ("```python\nprint(1)\n```", "no code", "asked the model", "```python\nprint(2)\n```", "done TERMINATE"),
        ("", "", "in my words", "", "exit"),
    ),
    Program(
        "enter_answers_with_nothing_where_no_automatic_answer_is_allowed",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent

assistant = AssistantAgent("assistant", llm_config=llm_config)
user_proxy = UserProxyAgent(
    "user_proxy",
    max_consecutive_auto_reply=0,
    default_auto_reply="never",
    code_execution_config={"work_dir": "coding", "use_docker": False},
)
result = user_proxy.initiate_chat(assistant, message="hi")
"""
        + _SHOWN,
        ("```python\nprint(1)\n```", "two", "three"),
        ("", "mine", "exit"),
    ),
    Program(
        "two_humans_talk_until_one_leaves",
        CONFIG
        + """
from autogen import UserProxyAgent

ann = UserProxyAgent("ann", code_execution_config=False)
bob = UserProxyAgent("bob", code_execution_config=False, default_auto_reply="hm")
result = ann.initiate_chat(bob, message="hi")
"""
        + _SHOWN,
        (),
        ("hello", "how are you", "", "go on", "exit"),
    ),
    Program(
        "an_asynchronous_chat_asks_twice",
        CONFIG
        + """
import asyncio

from autogen import AssistantAgent, UserProxyAgent

assistant = AssistantAgent("assistant", llm_config=llm_config)
user_proxy = UserProxyAgent("user_proxy", code_execution_config=False)


async def main():
    result = await user_proxy.a_initiate_chat(assistant, message="hi")
    print()
    print("=>", [m["content"] for m in result.chat_history])


asyncio.run(main())
""",
        ("one", "two", "three", "four"),
        ("first", "", "second", "", "", "exit"),
    ),
    Program(
        "a_model_with_a_human_in_a_group",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
writer = autogen.ConversableAgent(
    "writer", system_message="Write.", llm_config=llm_config, max_consecutive_auto_reply=1
)
critic = autogen.AssistantAgent("critic", system_message="Judge.", llm_config=llm_config, human_input_mode="ALWAYS")
group = autogen.GroupChat(
    agents=[user, writer, critic], messages=[], max_round=9, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=group)
result = user.initiate_chat(manager, message="go")
"""
        + _SHOWN,
        ("w1", "j1", "w2", "w3"),
        ("", "", "judged by hand", "exit"),
    ),
    Program(
        "answers_are_counted_anew_in_each_chat",
        _two(joe=", max_consecutive_auto_reply=1")
        + """
for topic in ("a", "b"):
    result = joe.initiate_chat(cathy, message=topic)
"""
        + _SHOWN,
        ("c1", "j1", "c2", "d1", "k1", "d2", "d3", "k2", "d4"),
        ("exit", "typed", "exit"),
    ),
]

_TOOLS = """
from typing import Annotated

from autogen import AssistantAgent, ConversableAgent, UserProxyAgent, register_function


def add(a: Annotated[int, "first"], b: int = 1) -> int:
    print("\\n=> add", a, b)
    return a + b
"""

PROGRAMS += [
    Program(
        "a_human_lets_tools_run_or_answers_in_their_place",
        CONFIG
        + _TOOLS
        + """
assistant = AssistantAgent("assistant", system_message="Use tools.", llm_config=llm_config)
user_proxy = UserProxyAgent("user_proxy", code_execution_config={"work_dir": "coding", "use_docker": False})
register_function(add, caller=assistant, executor=user_proxy, description="Adds.")
result = user_proxy.initiate_chat(assistant, message="go")
"""
        + _SHOWN.replace(', [m["content"] for m in result.chat_history]', ""),
        (
            call("add", a=1),
            calls(("add", {"a": 2}), ("add", {"a": 3})),
            "```python\nprint(4)\n```",
            call("add", a=5, b=2),
            "end",
        ),
        ("", "not these", "", "", "exit"),
    ),
    Program(
        "a_caller_of_tools_asks_a_human_at_the_end",
        CONFIG
        + _TOOLS
        + """
assistant = ConversableAgent(
    "assistant", system_message="Use tools.", llm_config=llm_config, max_consecutive_auto_reply=2
)
user_proxy = ConversableAgent(
    "user_proxy",
    llm_config=False,
    is_termination_msg=lambda m: m.get("content") is not None and "TERMINATE" in m["content"],
    human_input_mode="NEVER",
)
register_function(add, caller=assistant, executor=user_proxy, name="add", description="Adds.")
result = user_proxy.initiate_chat(assistant, message="go")
"""
        + _SHOWN.replace(', [m["content"] for m in result.chat_history]', ""),
        (call("add", a=1), call("add", a=2), call("add", a=3), "so TERMINATE"),
        ("", "by hand", ""),
    ),
    Program(
        "a_human_and_functions_by_name",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent

schema = {"name": "add", "description": "Adds.", "parameters": {"type": "object", "properties": {}}}
functions_config = {"functions": [schema], "config_list": config_list, "cache_seed": None}


def add(a, b=1):
    print("\\n=> add", a, b)
    return a + b


assistant = AssistantAgent("assistant", system_message="Use functions.", llm_config=functions_config)
user_proxy = UserProxyAgent(
    "user_proxy",
    human_input_mode="TERMINATE",
    max_consecutive_auto_reply=1,
    is_termination_msg=lambda m: "TERMINATE" in (m.get("content") or ""),
    code_execution_config=False,
)
user_proxy.register_function(function_map={"add": add})
user_proxy.initiate_chat(assistant, message="go")
""",
        (call("add", a=1), call("add", a=2), call("add", a=3), "TERMINATE", "more", "TERMINATE"),
        ("", "use three", "go on", "", "exit"),
    ),
    Program(
        "tools_in_chats_of_different_lengths",
        CONFIG
        + _TOOLS
        + """
assistant = AssistantAgent("assistant", system_message="Use tools.", llm_config=llm_config)
user_proxy = UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
register_function(add, caller=assistant, executor=user_proxy, description="Adds.")
turns = 2
first = user_proxy.initiate_chat(assistant, message="one", max_turns=turns)
second = user_proxy.initiate_chat(assistant, message="two", max_turns=3, clear_history=False)
print("=>", first.summary, second.summary)
""",
        (call("add", a=1), "two", call("add", a=2), call("add", a=3), "four"),
    ),
    Program(
        "whether_a_human_is_asked_is_known_at_run_time",
        CONFIG
        + """
import autogen


def talk(mode):
    assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Help.")
    user = autogen.UserProxyAgent(
        "user",
        human_input_mode=mode,
        max_consecutive_auto_reply=1,
        is_termination_msg=lambda m: "END" in m["content"],
        code_execution_config=False,
        default_auto_reply="Go on.",
    )
    result = user.initiate_chat(assistant, message="Begin.")
    print("\\n=>", mode, [m["content"] for m in result.chat_history], result.human_input)


for mode in ("NEVER", "TERMINATE", "ALWAYS"):
    talk(mode)
talk("NEVER")
""",
        ("a", "b", "c", "d", "e", "f END", "g", "h", "i END"),
        inputs=("", "More.", "exit", "", "exit"),
    ),
    Program(
        "a_mode_that_changes",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent

assistant = AssistantAgent("assistant", system_message="You help.", llm_config=llm_config)
user = UserProxyAgent("user", human_input_mode="NEVER", max_consecutive_auto_reply=1, code_execution_config=False)


def ask(question, mode=None):
    if mode:
        user.human_input_mode = mode
    result = user.initiate_chat(assistant, message=question)
    print("\\n=>", result.human_input, len(result.chat_history))


ask("One?")
ask("Two?", "ALWAYS")
user.human_input_mode = "TERMINATE"
ask("Three?")
""",
        ("a1", "a2", "b1", "b2", "c1", "c2", "c3", "c4"),
        ("more", "exit", "go on", "exit"),
    ),
    Program(
        "what_was_typed_belongs_to_the_chats_of_who_speaks_in_them",
        CONFIG
        + """
from autogen import ConversableAgent

writer = ConversableAgent("writer", llm_config=llm_config, human_input_mode="NEVER", system_message="Write.")
editor = ConversableAgent("editor", llm_config=llm_config, human_input_mode="NEVER", system_message="Edit.")
joe = ConversableAgent("joe", system_message="You are Joe.", llm_config=llm_config)
amy = ConversableAgent("amy", system_message="You are Amy.", llm_config=llm_config)

talk = joe.initiate_chat(writer, message="Write.")
text = joe.initiate_chat(editor, message=talk.summary, max_turns=1)
title = amy.initiate_chat(editor, message="A title.", max_turns=1)
for result in (talk, text, title):
    print("=>", [m["content"] for m in result.chat_history], result.human_input)
""",
        ("TERMINATE", "better", "hm", "TERMINATE", "edited", "Title"),
        ("once more", "exit"),
    ),
]

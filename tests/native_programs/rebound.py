"""Programs whose names stand for one agent after the other, as notebooks use them."""

from native_programs.program import CONFIG, Program

_PAIR = """
from autogen import AssistantAgent, UserProxyAgent

assistant = AssistantAgent("assistant", system_message="First.", llm_config=llm_config)
user = UserProxyAgent(
    "user", human_input_mode="NEVER", max_consecutive_auto_reply=1, code_execution_config=False
)
result = user.initiate_chat(assistant, message="one", summary_method="last_msg")
print("=> first", result.summary)


def told(text):
    return f"{assistant.name}: {text}"


assistant = AssistantAgent("helper", system_message="Second.", llm_config=llm_config)
user = UserProxyAgent(
    "asker", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
result = user.initiate_chat(assistant, message="two", summary_method="last_msg")
print("=> second", told(result.summary), len(result.chat_history))
"""

_SHARED = """
import autogen

writer = autogen.AssistantAgent("writer", system_message="Write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="Judge.", llm_config=llm_config)


def talk(question):
    result = writer.initiate_chat(critic, message=question, max_turns=1)
    result = critic.initiate_chat(writer, message=question, max_turns=1)
    return [(message["role"], message["content"]) for message in result.chat_history]


def sum_up(question):
    result = critic.initiate_chat(writer, message=question, max_turns=1)
    result = critic.initiate_chat(writer, message=question, max_turns=1, summary_method="reflection_with_llm")
    return result.summary


print("=>", talk("one"))
print("=>", sum_up("two"))
"""

PROGRAMS = [
    Program("chats_of_a_function_that_share_a_variable", CONFIG + _SHARED, ("a", "b", "c", "d", "all in all")),
    Program("names_bound_anew_in_a_script", CONFIG + _PAIR, ("a", "b", "c")),
    Program("names_bound_anew_in_a_notebook", CONFIG + _PAIR, ("a", "b", "c"), celled=True),
]

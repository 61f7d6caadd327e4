"""Programs that use a name again and again, as notebooks do."""

from native_programs.program import CONFIG, Program

_AGAIN = (
    CONFIG
    + """
import autogen

prompt = "One."
assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message=prompt)
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=0
)
result = user.initiate_chat(assistant, message="hi")
print("=>", result.summary)

prompt = "Two."
assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message=prompt)
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=1
)
result = user.initiate_chat(assistant, message="ho")
for message in result.chat_history:
    print("=>", message["content"])
result = user.initiate_chat(assistant, message="he", max_turns=1, summary_method="reflection_with_llm")
print("=>", result.summary)
"""
)
_ANSWERS = ("a", "b", "c", "d", "e")

PROGRAMS = [
    Program("names_that_are_used_again", _AGAIN, _ANSWERS),
    Program("names_that_are_used_again_in_cells", _AGAIN, _ANSWERS, celled=True),
    Program(
        "a_name_used_again_for_part_of_a_group",
        CONFIG
        + """
import autogen

one = autogen.AssistantAgent("one", llm_config=llm_config, system_message="1")
two = autogen.AssistantAgent("two", llm_config=llm_config, system_message="2")
one.initiate_chat(two, message="hi", max_turns=1)
one = autogen.AssistantAgent("one", llm_config=llm_config, system_message="new")
group = autogen.GroupChat([one, two], messages=[], max_round=3, speaker_selection_method="round_robin")
manager = autogen.GroupChatManager(group)
one.initiate_chat(manager, message="start")
""",
        ("a", "b", "c"),
    ),
]

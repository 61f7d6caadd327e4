"""Programs that ask what their agents have used."""

from native_programs.program import CONFIG, Program

_AGENTS = """
import autogen
from autogen import gather_usage_summary

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Answer.")
critic = autogen.ConversableAgent("critic", llm_config=llm_config, system_message="Doubt.", human_input_mode="NEVER")
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
"""

PROGRAMS = [
    Program(
        "usage_of_agents_that_share_a_configuration",
        CONFIG
        + _AGENTS
        + """
print("=>", assistant.get_actual_usage())
critic.initiate_chat(assistant, message="Why?", max_turns=2)
user_proxy.initiate_chat(assistant, message="Who?", max_turns=1)
print("=>", assistant.get_actual_usage())
print("=>", critic.get_total_usage())
print("=>", user_proxy.get_total_usage())
print("=>", gather_usage_summary([assistant, critic, user_proxy])["usage_including_cached_inference"])
for agent_summary in gather_usage_summary([user_proxy]).values():
    print("=>", agent_summary)
assistant.reset()
user_proxy.reset()
print("=>", assistant.get_total_usage())
user_proxy.initiate_chat(assistant, message="When?", max_turns=1)
print("=>", assistant.get_total_usage())
""",
        ("Because.", "Really?", "Yes.", "You.", "Soon."),
    ),
    Program(
        "usage_with_answers_from_the_cache",
        CONFIG.replace("None", "8")
        + _AGENTS
        + """
import contextlib
import io

for _ in range(2):
    user_proxy.initiate_chat(assistant, message="Who?", max_turns=1)
output = io.StringIO()
with contextlib.redirect_stdout(output):
    assistant.print_usage_summary()
    user_proxy.print_usage_summary()
    assistant.print_usage_summary(mode="actual")
for line in output.getvalue().splitlines():
    print("=>", line)
critic.initiate_chat(assistant, message="Why?", max_turns=1)
""",
        ("You.", "No."),
    ),
    Program(
        "usage_of_one_who_meets_nobody_is_added_up",
        CONFIG
        + _AGENTS
        + """
idle = autogen.UserProxyAgent("idle", human_input_mode="NEVER", code_execution_config=False)
user_proxy.initiate_chat(assistant, message="Who?", max_turns=1)
critic.initiate_chat(assistant, message="Why?", max_turns=1)
idle.print_usage_summary()
print("=>", idle.get_actual_usage())
print("=>", gather_usage_summary([assistant, idle])["usage_including_cached_inference"])
""",
        ("You.", "No."),
    ),
]

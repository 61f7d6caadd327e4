"""Programs that read messages of agents whose names v0.4 does not accept."""

from native_programs.program import CONFIG, Program

_AGENTS = (
    CONFIG
    + """
import json
import autogen

writer = autogen.AssistantAgent("Ghost Writer", llm_config=llm_config, system_message="Write.")
critic = autogen.AssistantAgent("critic-1", llm_config=llm_config, system_message="Judge.")
user = autogen.UserProxyAgent(
    "the user", human_input_mode="NEVER", max_consecutive_auto_reply=1, code_execution_config=False
)
"""
)

PROGRAMS = [
    Program(
        "names_in_histories_are_v02s",
        _AGENTS
        + """
result = user.initiate_chat(writer, message="Write.")
print("=>", f"{result.chat_history[1]['name']}: {len(result.chat_history)}", json.dumps(result.chat_history))
print("=>", user.last_message()["name"], json.dumps(user.chat_messages[writer]))


def ask(sender, recipient, context):
    return f"{sender.name} asks {recipient.name}."


def tell(sender, recipient, arguments):
    return f"{sender.name} heard {sender.last_message(recipient)['name']}"


def kept(result):
    print("=>", result.summary, [message["name"] for message in result.chat_history])


kept(user.initiate_chat(critic, message=ask, summary_method=tell))
""",
        ("One.", "Two.", "Three.", "Four."),
    ),
    Program(
        "names_in_messages_of_a_group_are_v02s",
        _AGENTS
        + """
group = autogen.GroupChat(
    agents=[user, writer, critic], messages=[], max_round=4, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
result = user.initiate_chat(manager, message="Write.")
print("=>", json.dumps(group.messages))
print("=>", [message["name"] for message in result.chat_history])
""",
        ("One.", "Two.", "Three."),
    ),
]

"""Programs that hand agents to functions which read their messages."""

from native_programs.program import CONFIG, Program

_SAVING = """
import json


def finish(agents, folder="."):
    def as_json(agent):
        messages = dict()
        for item in agent.chat_messages.items():
            messages[item[0].name] = item[1]
        return json.dumps(messages, indent=4)

    for agent in agents:
        with open(f"{folder}/{agent.name}_messages.json", "wt") as file:
            file.write(as_json(agent))


def count(agent):
    return sum(len(messages) for messages in agent.chat_messages.values())
"""

PROGRAMS = [
    Program(
        "agents_whose_messages_are_saved",
        CONFIG
        + """
import autogen
import saving

assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user = autogen.UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    code_execution_config={"work_dir": "code", "use_docker": False},
    is_termination_msg=lambda message: message.get("content", "").find("TERMINATE") >= 0,
    default_auto_reply="",
)
user.initiate_chat(assistant, message="Hello")
print("=>", saving.count(assistant))
saving.finish(agents=[assistant, user])
""",
        ("```python\nprint(1)\n```", "one", "Done. TERMINATE"),
        modules={"saving.py": _SAVING},
    ),
    Program(
        "members_whose_messages_are_saved",
        CONFIG
        + """
import autogen
from saving import finish

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
writer = autogen.AssistantAgent("writer", system_message="Write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="Judge.", llm_config=llm_config)
group = autogen.GroupChat(
    agents=[writer, user, critic],
    messages=[],
    max_round=4,
    speaker_selection_method=os.environ.get("SELECTION_METHOD", "AUTO"),
    allow_repeat_speaker=False,
)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
user.initiate_chat(manager, message="Go.")
finish([critic, user, writer, manager])
""",
        ("writer", "a text", "critic", "good", "user"),
        modules={"saving.py": _SAVING},
    ),
    Program(
        "agents_of_two_chats_whose_messages_are_saved_together",
        CONFIG.replace("import os\n", "import json\nimport os\n\nimport autogen\n")
        + _SAVING.replace("import json\n", "")
        + """

poet = autogen.AssistantAgent("poet", system_message="Write.", llm_config=llm_config)
reader = autogen.UserProxyAgent("reader", human_input_mode="NEVER", code_execution_config=False)
reader.initiate_chat(poet, message="A poem.", max_turns=1)

judge = autogen.AssistantAgent("judge", system_message="Judge.", llm_config=llm_config)
asker = autogen.UserProxyAgent("asker", human_input_mode="NEVER", code_execution_config=False)
asker.initiate_chat(judge, message="Is it good?", max_turns=1)

finish([poet, reader, judge, asker])
""",
        ("roses", "yes"),
    ),
    Program(
        "a_method_of_selection_that_the_environment_names",
        CONFIG
        + """
import autogen

os.environ["SELECTION"] = "round_robin"
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
writer = autogen.AssistantAgent("writer", system_message="Write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="Judge.", llm_config=llm_config)
group = autogen.GroupChat([user, writer, critic], [], max_round=5, speaker_selection_method=os.environ["SELECTION"])
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
user.initiate_chat(manager, message="Go.")
for message in group.messages:
    print("=>", message["name"], message["content"])
""",
        ("a text", "good", "more"),
    ),
]

"""Programs whose groups go on with stored conversations."""

from native_programs.program import CONFIG, Program, call

_GROUP = (
    CONFIG
    + """
import json

import autogen

planner = autogen.AssistantAgent("planner", llm_config=llm_config, system_message="Plan.")
writer = autogen.AssistantAgent("writer", llm_config=llm_config, system_message="Write.")
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="Go on."
)
groupchat = autogen.GroupChat([user, planner, writer], messages=[], max_round=4, speaker_selection_method={method})
manager = autogen.GroupChatManager(
    groupchat, llm_config=llm_config, is_termination_msg=lambda m: "DONE" in m["content"]
)
"""
)
_STORED = """
stored = [
    {"content": "Begin.", "role": "user", "name": "user"},
    {"content": "The plan.", "role": "user", "name": "planner"},
    {"content": "Written. DONE", "role": "user", "name": "writer"},
]
"""


def _group(method: str) -> str:
    return _GROUP.replace("{method}", method)


PROGRAMS = [
    Program(
        "a_stored_group_goes_on",
        _group('"round_robin"')
        + """
previous_state = r'''[{"content": "Begin.", "role": "user", "name": "user"},
    {"content": "The plan.", "name": "planner", "role": "user"},
    {"content": "Nothing in \\\\n JSON.", "role": "user", "name": "Admin"},
    {"content": "Written. DONE", "role": "user", "name": "writer"}]'''

last_agent, last_message = manager.resume(messages=previous_state, remove_termination_string=" DONE")
print("=>", last_agent.name, last_message["content"])
result = last_agent.initiate_chat(recipient=manager, message=last_message, clear_history=False)
print("=>", result.summary, json.dumps(groupchat.messages[:4]), groupchat.messages[4:])
with open("history.json", "w") as file:
    file.write(manager.messages_to_string(groupchat.messages[:4]))

# The last message is answered by another one.
manager.resume(messages=groupchat.messages)
result = user.initiate_chat(manager, message="Once more.", clear_history=False)
print("=>", [(m["name"], m["content"], m["role"]) for m in result.chat_history])
""",
        ("Planned.", "Written again.", "Planned anew.", "Done."),
    ),
    Program(
        "a_group_whose_last_message_ended_it",
        _group('"auto"')
        + _STORED
        + """
last_agent, last_message = manager.resume(stored, silent=True)
result = last_agent.initiate_chat(manager, message=last_message, clear_history=False, silent=True)
print("=>", len(groupchat.messages), [m["content"] for m in result.chat_history])


def without_end(text: str) -> str:
    return text.partition(".")[0]


last_agent, last_message = manager.resume(messages=groupchat.messages, remove_termination_string=without_end)
result = last_agent.initiate_chat(
    manager, message=last_message, clear_history=False, summary_method="reflection_with_llm"
)
print("=>", result.summary)
for message in groupchat.messages:
    print("=>", message["name"], message["content"])
""",
        ("planner", "Better.", "user", "writer", "DONE", "All of it."),
    ),
    Program(
        "asynchronous_groups_go_on_in_functions",
        _group('"round_robin"').replace("import json", "import asyncio\nimport json")
        + _STORED
        + """

async def go_on(messages: list[dict[str, str]]):
    try:
        last_agent, last_message = await manager.a_resume(messages=messages)
        print("=>", last_agent.name)
        await last_agent.a_initiate_chat(manager, message=f"{last_message['content']} No.", clear_history=False)
    except Exception as error:
        print("=>", "cannot go on:", error)
    await user.a_initiate_chat(manager, message="All anew.", max_turns=1)


async def main():
    await go_on([*stored, {"content": "I am not here.", "role": "user", "name": "stranger"}])
    await go_on(stored[:2])


asyncio.run(main())
""",
        ("Planned.", "Written.", "Written anew.", "Planned anew.", "Planned.", "Written."),
    ),
    Program(
        "a_stored_group_with_tools_goes_on",
        _group('"round_robin"')
        + """

@user.register_for_execution()
@planner.register_for_llm(description="Weather of a city")
def weather(city: str) -> str:
    return f"{city} is sunny"


result = user.initiate_chat(manager, message="Begin.")
stored = manager.messages_to_string(groupchat.messages)
last_agent, last_message = manager.resume(messages=manager.messages_from_string(stored))
last_agent.initiate_chat(recipient=manager, message=last_message, clear_history=False)
for message in groupchat.messages:
    print("=>", message["name"], message["content"], sorted(message))
""",
        (call("weather", city="Rome"), "It is sunny.", "Written.", call("weather", city="Oslo")),
    ),
    Program(
        "a_manager_asks_a_member_of_a_stored_group",
        _group('"round_robin"')
        + _STORED
        + """
manager.resume(messages=stored)
result = manager.initiate_chat(recipient=planner, message="Plan it once more.", clear_history=False)
for message in groupchat.messages:
    print("=>", message["name"], message["content"])

# And without anything that was stored.
manager.initiate_chat(writer, message="Write.", silent=True)
print("=>", [message["content"] for message in groupchat.messages])
""",
        ("Planned.", "Written.", "Planned again.", "Text.", "More. DONE"),
    ),
    Program(
        "the_members_of_a_stored_group_are_introduced",
        _group('"round_robin"')
        .replace("max_round=4", "max_round=4, send_introductions=True")
        .replace('reply="Go on."', 'reply="Go on.", description="Asks."')
        + _STORED.replace(" DONE", "")
        + """

def seen(recipient, messages, sender, config):
    print("=>", [(message["role"], message["name"]) for message in messages])
    return False, None


writer.register_reply([autogen.Agent, None], seen, position=0)
last_agent, last_message = manager.resume(messages=stored)
result = last_agent.initiate_chat(manager, message=last_message, clear_history=False)
print("=>", [message["name"] for message in result.chat_history])
""",
        ("Planned.", "Done."),
    ),
]

"""Programs that read what groups and their managers have, or forget it."""

from native_programs.program import CONFIG, Program

_GROUP = (
    CONFIG
    + """
import autogen

writer = autogen.AssistantAgent("writer", llm_config=llm_config, system_message="Write.")
critic = autogen.AssistantAgent("critic", llm_config=llm_config, system_message="Criticise.")
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
group = autogen.GroupChat(
    agents=[user, writer, critic], messages=[], max_round=3, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
"""
)

PROGRAMS = [
    Program(
        "the_messages_of_a_managers_group",
        _GROUP
        + """
user.initiate_chat(manager, message={"content": "A tweet.", "role": "user", "name": "boss"})
messages = manager.groupchat.messages
print("=>", [f"{each['name']}: {each['content']}" for each in messages])
""",
        ("Tweet.", "Bad."),
    ),
    Program(
        "the_members_of_a_group_forget_before_another_group",
        _GROUP
        + """
user.initiate_chat(manager, message="A tweet.")
pair = autogen.GroupChat(agents=[user, writer], messages=[], max_round=2, speaker_selection_method="round_robin")
for agent in group.agents:
    agent.reset()
manager_of_pair = autogen.GroupChatManager(groupchat=pair, llm_config=llm_config)
user.initiate_chat(manager_of_pair, message="Another tweet.")
for each in (user, writer):
    each.clear_history()
print("=>", "done")
""",
        ("Tweet.", "Bad.", "Good."),
    ),
    Program(
        "a_function_that_makes_all_agents_forget",
        _GROUP.replace("\nmanager = ", "\nidle = autogen.AssistantAgent('idle', llm_config=llm_config)\nmanager = ")
        + """

def reset_agents():
    user.reset()
    idle.reset()
    writer.reset()
    critic.reset()


def ask(question):
    reset_agents()
    group.reset()
    user.initiate_chat(manager, message=question)


ask("A tweet.")
ask("Another tweet.")
print("=>", "done")
""",
        ("Tweet.", "Bad.", "Better.", "Good."),
    ),
]

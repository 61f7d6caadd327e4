"""Programs with members that end their group, and with members that are introduced."""

from native_programs.program import CONFIG, Program

_USER = """
import autogen

user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", code_execution_config=False, description="Gives the task."
)
"""
_RUN = """
result = user.initiate_chat(manager, message="Begin.")
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
print("=>", result.summary)
"""

PROGRAMS = [
    Program(
        "a_model_member_has_a_last_message_of_its_own",
        CONFIG
        + _USER
        + """
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent(
    "critic",
    system_message="You criticise.",
    llm_config=llm_config,
    is_termination_msg=lambda m: "perfect" in m.get("content", ""),
)
groupchat = autogen.GroupChat(
    agents=[user, writer, critic], messages=[], max_round=9, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
"""
        + _RUN,
        ("verse", "bad", "better, perfect", "x"),
    ),
    Program(
        "a_model_member_ends_on_its_own_words",
        CONFIG
        + _USER
        + """
writer = autogen.AssistantAgent(
    "writer", system_message="You write.", llm_config=llm_config, is_termination_msg=lambda m: "END" in m["content"]
)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
groupchat = autogen.GroupChat(agents=[user, writer, critic], messages=[], max_round=9)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
"""
        + _RUN,
        ("writer", "verse", "critic", "bad", "writer", "END", "critic", "fine", "writer", "verse END", "writer"),
    ),
    Program(
        "a_manager_that_never_ends_leaves_it_to_the_members",
        CONFIG
        + _USER
        + """
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
groupchat = autogen.GroupChat(
    agents=[user, writer, critic], messages=[], max_round=9, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(
    groupchat=groupchat, llm_config=llm_config, is_termination_msg=lambda m: False, code_execution_config=False
)
"""
        + _RUN,
        ("verse", "TERMINATE", "more"),
    ),
    Program(
        "members_answer_only_so_often",
        CONFIG
        + _USER
        + """
writer = autogen.AssistantAgent(
    "writer", system_message="You write.", llm_config=llm_config, max_consecutive_auto_reply=2
)
critic = autogen.AssistantAgent(
    "critic", system_message="You criticise.", llm_config=llm_config, max_consecutive_auto_reply=3
)
groupchat = autogen.GroupChat(
    agents=[user, writer, critic], messages=[], max_round=20, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
"""
        + _RUN,
        ("v1", "c1", "v2", "c2"),
    ),
    Program(
        "asynchronous_members_answer_half_as_often",
        CONFIG
        + """
import asyncio
"""
        + _USER
        + """
writer = autogen.AssistantAgent(
    "writer", system_message="You write.", llm_config=llm_config, max_consecutive_auto_reply=3
)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
groupchat = autogen.GroupChat(
    agents=[user, writer, critic], messages=[], max_round=20, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)


async def main():
    await user.a_initiate_chat(manager, message="Begin.")


asyncio.run(main())
""",
        ("v1", "c1"),
    ),
    Program(
        "an_automatic_answer_ends_its_own_group",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    code_execution_config=False,
    default_auto_reply="over and out",
    is_termination_msg=lambda m: "over" in m["content"],
)
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
groupchat = autogen.GroupChat(agents=[user, writer], messages=[], max_round=9)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
"""
        + _RUN,
        ("writer", "verse", "user", "user", "x"),
    ),
    Program(
        "members_are_introduced",
        CONFIG
        + _USER
        + """
writer = autogen.AssistantAgent(
    "writer", system_message="You write. Say TERMINATE at the end.", llm_config=llm_config
)
critic = autogen.AssistantAgent(
    "critic", system_message="You criticise.", llm_config=llm_config, description="Finds faults."
)
groupchat = autogen.GroupChat(agents=[user, writer, critic], messages=[], max_round=6, send_introductions=True)
manager = autogen.GroupChatManager(
    groupchat=groupchat, llm_config=llm_config, is_termination_msg=lambda m: "TERMINATE" in m["content"]
)
for task in ("Begin.", "Again."):
    result = writer.initiate_chat(manager, message=task)
    print("=>", [m["name"] for m in result.chat_history], result.summary)
""",
        ("critic", "bad", "writer", "TERMINATE", "writer", "more", "critic", "fine TERMINATE"),
    ),
    Program(
        "an_introduction_before_a_round",
        CONFIG
        + _USER
        + """
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
groupchat = autogen.GroupChat(
    agents=[user, writer, critic],
    messages=[],
    max_round=4,
    speaker_selection_method="round_robin",
    send_introductions=True,
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
user.initiate_chat(manager, message="Begin.")
print("=>", [m["name"] for m in groupchat.messages])
""",
        ("verse", "bad"),
    ),
    Program(
        "a_model_goes_on_using_old_names",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent(
    "the user", human_input_mode="NEVER", code_execution_config=False, description="Gives the task."
)
writer = autogen.AssistantAgent("copy-writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("Critic #1", system_message="You criticise.", llm_config=llm_config)
groupchat = autogen.GroupChat(
    agents=[user, writer, critic],
    messages=[],
    max_round=4,
    select_speaker_message_template="Here are {roles}. Take one of {agentlist}.",
    select_speaker_prompt_template="Who of {agentlist}?",
    role_for_select_speaker_messages="user",
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
user.initiate_chat(manager, message="Begin.")
""",
        ("copy-writer", "verse", "now the Critic #1!", "bad", "the user"),
    ),
    Program(
        "two_agents_start_a_round",
        CONFIG
        + _USER
        + """
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
groupchat = autogen.GroupChat(
    agents=[user, writer, critic], messages=[], max_round=3, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
first = user.initiate_chat(manager, message="Begin.")
print("=>", [m["name"] for m in first.chat_history])
second = writer.initiate_chat(manager, message="Go on.")
print("=>", [m["name"] for m in second.chat_history])
""",
        ("verse", "bad", "worse"),
    ),
    Program(
        "a_round_goes_on",
        CONFIG
        + _USER
        + """
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
groupchat = autogen.GroupChat(
    agents=[user, writer, critic], messages=[], max_round=3, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
user.initiate_chat(manager, message="Begin.")
user.initiate_chat(manager, message="Go on.", clear_history=False)
""",
        ("verse", "bad", "second verse", "worse"),
    ),
    Program(
        "a_starter_outside_keeps_its_task",
        CONFIG
        + _USER
        + """
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
groupchat = autogen.GroupChat(
    agents=[writer, critic], messages=[], max_round=3, speaker_selection_method="round_robin", send_introductions=True
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
"""
        + _RUN,
        ("verse", "bad"),
    ),
    Program(
        "a_list_of_groups_carries_tasks_on",
        CONFIG
        + _USER
        + """
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
groupchat = autogen.GroupChat(
    agents=[writer, critic], messages=[], max_round=2, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
planner = autogen.AssistantAgent("planner", system_message="You plan.", llm_config=llm_config)
results = user.initiate_chats(
    [
        {"recipient": manager, "message": "Begin."},
        {"recipient": planner, "message": "Plan.", "max_turns": 1},
        {"recipient": manager, "message": "End.", "summary_method": "reflection_with_llm"},
        {"recipient": planner, "message": "Plan again.", "max_turns": 1},
    ]
)
print("=>", results[0].summary, results[2].summary, results[3].summary)
""",
        ("verse", "plan", "last verse", "all in all", "last plan"),
    ),
    Program(
        "a_message_is_sent_to_a_group_that_has_begun",
        CONFIG
        + _USER
        + """
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
groupchat = autogen.GroupChat(
    agents=[user, writer, critic], messages=[], max_round=4, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
user.initiate_chat(manager, message="Begin.")
user.send("Go on.", manager)
user.send("And on.", manager)
""",
        ("v1", "c1", "v2", "c2", "v3", "c3"),
    ),
    Program(
        "agents_of_one_name_in_chats_of_their_own",
        CONFIG
        + _USER
        + """
first = autogen.AssistantAgent("assistant", system_message="You are first.", llm_config=llm_config)
second = autogen.AssistantAgent("assistant", system_message="You are second.", llm_config=llm_config)
one = user.initiate_chat(first, message="Begin.", max_turns=1)
two = user.initiate_chat(second, message=one.summary, max_turns=1)
print("=>", [(m["name"], m["content"]) for m in two.chat_history])
""",
        ("began", "ended"),
    ),
]

"""Programs with group chats."""

from native_programs.program import CONFIG, Program

_AGENTS = """
import autogen

user_proxy = autogen.UserProxyAgent(
    name="Admin", human_input_mode="NEVER", code_execution_config=False, system_message="A human admin."
)
writer = autogen.AssistantAgent(name="Writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent(name="Critic", system_message="You criticise.", llm_config=llm_config)
"""

PROGRAMS = [
    Program(
        "a_round_robin_group",
        CONFIG
        + _AGENTS
        + """
groupchat = autogen.GroupChat(
    agents=[user_proxy, writer, critic], messages=[], max_round=5, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
result = user_proxy.initiate_chat(manager, message="Write a poem.")
print("=>", result.summary)
print("=>", [(m["name"], m["role"], m["content"]) for m in result.chat_history])
""",
        ("poem", "bad", "better poem"),
    ),
    Program(
        "the_starter_is_in_the_middle",
        CONFIG
        + _AGENTS
        + """
groupchat = autogen.GroupChat(
    agents=[writer, user_proxy, critic], messages=[], max_round=4, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
user_proxy.initiate_chat(manager, message="Write a poem.")
""",
        ("critique first", "then poem"),
    ),
    Program(
        "the_starter_is_no_member",
        CONFIG
        + _AGENTS
        + """
groupchat = autogen.GroupChat(
    agents=[writer, critic], messages=[], max_round=3, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
user_proxy.initiate_chat(manager, message="Write a poem.")
""",
        ("poem", "bad"),
    ),
    Program(
        "a_model_selects_the_speakers",
        CONFIG
        + _AGENTS
        + """
groupchat = autogen.GroupChat(agents=[user_proxy, writer, critic], messages=[], max_round=5)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
result = user_proxy.initiate_chat(manager, message="Write a poem.")
print("=>", [m["name"] for m in result.chat_history])
""",
        ("Writer", "poem", "Writer", "second verse", "Critic", "fine", "Admin"),
    ),
    Program(
        "the_manager_ends_the_group",
        CONFIG
        + _AGENTS
        + """
groupchat = autogen.GroupChat(agents=[user_proxy, writer, critic], messages=[], max_round=12)
manager = autogen.GroupChatManager(
    groupchat=groupchat,
    llm_config=llm_config,
    is_termination_msg=lambda x: "TERMINATE" in x.get("content", ""),
)
user_proxy.initiate_chat(manager, message="Write a poem.")
""",
        ("Writer", "poem", "Critic", "fine. TERMINATE"),
    ),
    Program(
        "a_member_ends_the_group_when_it_is_selected",
        CONFIG
        + """
import autogen

user_proxy = autogen.UserProxyAgent(
    name="Admin",
    human_input_mode="NEVER",
    code_execution_config=False,
    is_termination_msg=lambda x: x.get("content", "").rstrip().endswith("TERMINATE"),
)
writer = autogen.AssistantAgent(name="Writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent(name="Critic", system_message="You criticise.", llm_config=llm_config)
groupchat = autogen.GroupChat(agents=[user_proxy, writer, critic], messages=[], max_round=12)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
result = user_proxy.initiate_chat(manager, message="Write a poem.")
print("=>", [m["content"] for m in result.chat_history])
print("=>", result.summary)
""",
        ("Writer", "poem TERMINATE", "Critic", "fine TERMINATE", "Admin"),
    ),
    Program(
        "no_speaker_twice_in_a_row",
        CONFIG
        + _AGENTS
        + """
groupchat = autogen.GroupChat(
    agents=[user_proxy, writer, critic], messages=[], max_round=4, allow_repeat_speaker=False
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
user_proxy.initiate_chat(manager, message="Write a poem.")
""",
        ("Writer", "poem", "Critic", "bad", "Writer", "better"),
    ),
    Program(
        "a_group_with_code",
        CONFIG
        + """
import autogen

user_proxy = autogen.UserProxyAgent(
    name="User_proxy",
    system_message="A human admin.",
    human_input_mode="NEVER",
    code_execution_config={"last_n_messages": 2, "work_dir": "groupchat", "use_docker": False},
)
coder = autogen.AssistantAgent(name="Coder", llm_config=llm_config)
pm = autogen.AssistantAgent(name="Product_manager", system_message="Creative in ideas.", llm_config=llm_config)
groupchat = autogen.GroupChat(agents=[user_proxy, coder, pm], messages=[], max_round=6)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
user_proxy.initiate_chat(manager, message="Find a paper.")
""",
        (
            "Coder",
            "```python\nopen('paper.txt', 'w').write('found')\nprint('found')\n```",
            "User_proxy",
            "Product_manager",
            "An idea.",
            "User_proxy",
            "Coder",
            "End.",
        ),
    ),
    Program(
        "a_human_in_a_group",
        CONFIG
        + """
import autogen

user_proxy = autogen.UserProxyAgent(name="Admin", system_message="A human admin.", code_execution_config=False)
engineer = autogen.AssistantAgent(name="Engineer", system_message="You build.", llm_config=llm_config)
planner = autogen.AssistantAgent(name="Planner", system_message="You plan.", llm_config=llm_config)
groupchat = autogen.GroupChat(agents=[user_proxy, engineer, planner], messages=[], max_round=20)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
user_proxy.initiate_chat(manager, message="Build.")
""",
        ("Planner", "plan", "Admin", "Engineer", "built", "Admin"),
        ("good plan", "exit"),
    ),
    Program(
        "a_group_started_twice",
        CONFIG
        + _AGENTS
        + """
groupchat = autogen.GroupChat(
    agents=[user_proxy, writer, critic], messages=[], max_round=3, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
for task in ["one", "two"]:
    user_proxy.initiate_chat(manager, message=task)
""",
        ("w1", "c1", "w2", "c2"),
    ),
    Program(
        "a_group_in_a_function",
        CONFIG
        + """
import autogen


def discuss(topic: str, rounds: int) -> str:
    user_proxy = autogen.UserProxyAgent(
        name="user", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=1
    )
    pro = autogen.AssistantAgent(name="pro", system_message="For it.", llm_config=llm_config)
    con = autogen.AssistantAgent(name="con", system_message="Against it.", llm_config=llm_config)
    agents = [user_proxy, pro, con]
    groupchat = autogen.GroupChat(
        agents=agents, messages=[], max_round=rounds, speaker_selection_method="round_robin"
    )
    manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
    result = user_proxy.initiate_chat(manager, message=topic)
    return result.summary


print("=>", discuss("Tea", 4))
print("=>", discuss("Coffee", 9))
""",
        ("p1", "c1", "p2", "c2", "p3", "c3"),
    ),
    Program(
        "a_function_selects_the_speakers",
        CONFIG
        + _AGENTS
        + """

def choose(last_speaker: autogen.Agent, groupchat: autogen.GroupChat):
    messages = groupchat.messages
    if len(messages) <= 1:
        return writer
    if last_speaker is writer:
        if "again" in messages[-1]["content"]:
            return writer
        return critic
    elif last_speaker.name == "Critic":
        return "auto"
    else:
        return None


groupchat = autogen.GroupChat(
    agents=[user_proxy, writer, critic], messages=[], max_round=12, speaker_selection_method=choose
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
result = user_proxy.initiate_chat(manager, message="Write a poem.")
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
print("=>", result.summary)
""",
        ("again", "poem", "bad", "Writer", "better", "fine", "Admin"),
    ),
    Program(
        "a_function_goes_round",
        CONFIG
        + _AGENTS
        + """

def choose(last_speaker, groupchat):
    return "round_robin" if last_speaker.name != "Critic" else writer


groupchat = autogen.GroupChat(
    agents=[user_proxy, writer, critic], messages=[], max_round=5, speaker_selection_method=choose
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
user_proxy.initiate_chat(manager, message="Write a poem.")
""",
        ("w1", "c1", "w2", "c2"),
    ),
    Program(
        "three_useless_selections_go_on_with_the_next_agent",
        CONFIG
        + _AGENTS
        + """
groupchat = autogen.GroupChat(agents=[user_proxy, writer, critic], messages=[], max_round=4)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
result = user_proxy.initiate_chat(manager, message="Write a poem.")
print("=>", [m["name"] for m in result.chat_history])
""",
        ("Writer", "poem", "nobody", "Writer and Critic", "whoever", "bad", "Writer", "better"),
    ),
    Program(
        "useless_selections_among_the_others",
        CONFIG
        + _AGENTS
        + """
groupchat = autogen.GroupChat(
    agents=[writer, user_proxy, critic], messages=[], max_round=4, allow_repeat_speaker=False
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
result = user_proxy.initiate_chat(manager, message="Write a poem.")
print("=>", [m["name"] for m in result.chat_history])
""",
        ("Critic", "bad", "Critic", "Critic again", "Critic still", "poem", "x", "y", "z"),
    ),
    Program(
        "a_model_cannot_name_the_end_of_the_chat",
        CONFIG
        + _AGENTS
        + """

def choose(last_speaker, groupchat):
    if last_speaker is user_proxy:
        return writer
    if last_speaker is writer:
        return "auto"
    return None


groupchat = autogen.GroupChat(
    agents=[user_proxy, writer, critic], messages=[], max_round=6, speaker_selection_method=choose
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
result = user_proxy.initiate_chat(manager, message="Write a poem.")
print("=>", [m["name"] for m in result.chat_history])
""",
        ("poem", "end_of_chat", "end_of_chat", "end_of_chat", "bad"),
    ),
    Program(
        "a_model_agent_starts_a_group_and_speaks",
        CONFIG
        + """
import autogen

writer = autogen.AssistantAgent(name="Writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent(name="Critic", system_message="You criticise.", llm_config=llm_config)
groupchat = autogen.GroupChat(
    agents=[writer, critic], messages=[], max_round=4, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
writer.initiate_chat(manager, message="Let us write.")
""",
        ("why?", "because", "fine"),
    ),
]

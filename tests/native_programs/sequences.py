"""Programs with several chats in a list."""

from native_programs.program import CONFIG, Program

_AGENTS = """
import autogen

writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
user = autogen.UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    code_execution_config=False,
    is_termination_msg=lambda m: "TERMINATE" in m["content"],
)
"""

PROGRAMS = [
    Program(
        "chats_in_a_list",
        CONFIG
        + _AGENTS
        + """
results = user.initiate_chats(
    [
        {"recipient": writer, "message": "Write.", "max_turns": 1, "summary_method": "last_msg"},
        {"recipient": critic, "message": "Judge.", "silent": True},
        {"recipient": writer, "message": f"Write {1 + 1} lines.", "max_turns": 2},
    ]
)
print("=>", results[0].summary)
print("=>", results[-1].chat_history[0]["content"])
""",
        ("a text", "so so", "good TERMINATE", "more", "most"),
    ),
    Program(
        "chats_with_senders_in_a_variable",
        CONFIG
        + _AGENTS
        + """
chats = [
    {"sender": user, "recipient": writer, "message": "Write.", "max_turns": 1},
    {"sender": writer, "recipient": critic, "message": "Judge me.", "max_turns": 1},
]
autogen.initiate_chats(chats)
""",
        ("a text", "fine"),
    ),
]

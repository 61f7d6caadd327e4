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
    Program(
        "chats_of_strangers_in_a_list",
        CONFIG
        + _AGENTS
        + """
helper = autogen.UserProxyAgent(
    "helper", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
parts = ["Write.", "Judge."]


def compare(sender, recipient, context):
    return f"{sender.name}: " + "; ".join(context["carryover"]) + context["mark"]


results = autogen.initiate_chats(
    [
        {"sender": user, "recipient": writer, "message": parts[0], "max_turns": 1, "summary_method": None},
        {
            "sender": helper,
            "recipient": critic,
            "message": parts[1],
            "carryover": "Be kind.",
            "summary_method": "reflection_with_llm",
        },
        {"sender": user, "recipient": writer, "message": compare, "max_turns": 1, "mark": "!"},
        {
            "sender": user,
            "recipient": critic,
            "message": "End.",
            "max_turns": 1,
            "finished_chat_indexes_to_exclude_from_carryover": [0, 2],
        },
    ]
)
for number, result in enumerate(results):
    print("=>", number, result.summary, result.chat_id, result.human_input)
print("=>", len(results), results[-1].summary)
""",
        ("a text", "so so", "they were kind", "b", "c"),
    ),
    Program(
        "a_list_of_chats_that_is_returned",
        CONFIG
        + _AGENTS
        + """

def work(topic):
    return user.initiate_chats(
        [
            {"recipient": writer, "message": "Write of " + topic, "max_turns": 1},
            {"recipient": critic, "message": input("? "), "max_turns": 1, "carryover": ["x", topic]},
        ]
    )


print("=>", [each.summary for each in work("rain")], work("snow")[0].summary)
""",
        ("a", "b", "c", "d"),
        inputs=("Judge!", "Again!"),
    ),
    Program(
        "a_list_whose_first_task_is_a_last_message",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
writer = autogen.AssistantAgent("writer", llm_config=llm_config, system_message="Write.")
results = user.initiate_chats([{"recipient": writer, "message": "TERMINATE"}, {"recipient": writer, "message": "hi"}])
print("=>", [result.summary for result in results])
""",
        ("one",),
    ),
    Program(
        "a_list_whose_recipients_are_named_again",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
chief = autogen.AssistantAgent("Chief Writer", llm_config=llm_config, system_message="Write.")
other = autogen.AssistantAgent("other", llm_config=llm_config, system_message="Write, too.")
chats = [
    {"recipient": chief, "message": "One.", "summary_method": None},
    {"recipient": other, "message": "Two.", "summary_method": "last_msg"},
]
results = user.initiate_chats(chats)
for number, result in enumerate(results):
    for message in result.chat_history:
        print("=>", chats[number]["recipient"].name, message["role"], message["content"], repr(result.summary))
print("=>", chats[-1]['recipient'].name)
""",
        ("a", "b"),
    ),
]

"""Programs with lists of asynchronous chats that wait for each other."""

from native_programs.program import CONFIG, Program

_AGENTS = (
    CONFIG
    + """
import asyncio

import autogen

writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
clerk = autogen.ConversableAgent("clerk", human_input_mode="NEVER", default_auto_reply="Noted.")
user = autogen.UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    code_execution_config=False,
    default_auto_reply="Go on.",
    is_termination_msg=lambda m: "TERMINATE" in m["content"],
)
"""
)

PROGRAMS = [
    Program(
        "chats_that_wait_for_each_other",
        _AGENTS
        + """

async def main():
    results = await user.a_initiate_chats(
        [
            {"chat_id": 1, "recipient": writer, "message": "Write.", "summary_method": "reflection_with_llm"},
            {"chat_id": 4, "prerequisites": [3, 1], "recipient": critic, "message": "Judge all.", "max_turns": 1},
            {"chat_id": 2, "recipient": clerk, "prerequisites": [1], "message": "Note it.", "max_turns": 2},
            {
                "chat_id": 3,
                "prerequisites": [1, 2],
                "recipient": writer,
                "message": "Write more.",
                "carryover": "Be brief.",
                "silent": True,
                "finished_chat_indexes_to_exclude_from_carryover": [2],
            },
        ]
    )
    for number, result in results.items():
        print("=>", number, result.chat_id, result.summary)


asyncio.run(main())
""",
        ("a text", "a text TERMINATE", "A text.", "more", "most TERMINATE", "fine"),
    ),
    Program(
        "chats_at_once",
        _AGENTS
        + """
from autogen.agentchat.chat import a_initiate_chats


async def main():
    tasks = [
        {"chat_id": 1, "sender": user, "recipient": writer, "message": "Write.", "max_turns": 1},
        {"chat_id": 2, "sender": user, "recipient": clerk, "message": "Note it.", "max_turns": 1},
        {"chat_id": 3, "sender": user, "recipient": critic, "prerequisites": [2, 1], "message": "Judge."},
    ]
    results = await a_initiate_chats(tasks)
    print("=>", results[3].summary, results[1].summary)


asyncio.run(main())
""",
        ("a text", "fine TERMINATE"),
    ),
]

"""Programs that record what models are asked, and read the record."""

from native_programs.program import CONFIG, Program, call

_ROWS = """

def show_rows(session):
    con = sqlite3.connect("logs.db")
    cursor = con.execute("SELECT * FROM chat_completions")
    names = [each[0] for each in cursor.description]
    print("=>", names)
    for row in cursor.fetchall():
        row = dict(zip(names, row))
        asked, answer = json.loads(row["request"]), json.loads(row["response"])
        texts = [m.get("content") for m in asked["messages"] if m["role"] != "system"]
        print("=>", row["session_id"] == session, row["source_name"], row["is_cached"], asked["model"], texts)
        print("=>", answer["choices"][0]["message"]["content"], answer["usage"]["completion_tokens"])
        print("=>", bool(row["start_time"]), bool(row["end_time"]), row["cost"] > 0)
    con.close()
    os.remove("logs.db")


show_rows(session)
"""

PROGRAMS = [
    Program(
        "a_chat_that_is_recorded",
        CONFIG
        + """
import json
import sqlite3

import autogen

session = autogen.runtime_logging.start(config={"dbname": "logs.db"})
assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=1
)
user.initiate_chat(assistant, message="Hello", summary_method="reflection_with_llm")
autogen.runtime_logging.stop()
user.initiate_chat(assistant, message="not recorded", max_turns=1)
"""
        + _ROWS,
        ("one", "two", "a summary", "three"),
    ),
    Program(
        "a_chat_of_one_answer_that_is_recorded",
        CONFIG
        + """
import json
import sqlite3

from autogen import AssistantAgent, ConversableAgent, runtime_logging

student = ConversableAgent("student", system_message="Learn.", llm_config=llm_config)
teacher = ConversableAgent("teacher", system_message="Teach.", llm_config=llm_config, human_input_mode="NEVER")
session = runtime_logging.start(logger_type="sqlite", config={"dbname": "logs.db"})
result = student.initiate_chat(teacher, message="Why?", max_turns=1)
print("=>", result.summary)
runtime_logging.stop()
"""
        + _ROWS,
        ("Because.",),
    ),
    Program(
        "answers_of_a_cache_that_are_recorded",
        """
import json
import os
import sqlite3

import autogen

llm_config = {
    "config_list": [{"model": "gpt-4o", "api_key": "none", "base_url": os.environ["MODEL_URL"]}],
    "cache_seed": 7,
    "temperature": 0,
}


def main():
    session = autogen.runtime_logging.start(config={"dbname": "logs.db"})
    assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    for _ in range(2):
        user.initiate_chat(assistant, message="Hello", max_turns=1)
    autogen.runtime_logging.stop()
    return session


session = main()
"""
        + _ROWS,
        ("one",),
    ),
    Program(
        "a_group_that_is_recorded",
        CONFIG
        + """
import json
import sqlite3

import autogen

session = autogen.runtime_logging.start(config={"dbname": "logs.db"})
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
writer = autogen.AssistantAgent("writer", system_message="Write.", llm_config=llm_config)
critic = autogen.AssistantAgent("strict critic", system_message="Judge.", llm_config=llm_config)
group = autogen.GroupChat([user, writer, critic], messages=[], max_round=3, allow_repeat_speaker=False)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
user.initiate_chat(manager, message="Go.")
autogen.runtime_logging.stop()


def show_names():
    con = sqlite3.connect("logs.db")
    print("=>", [name for (name,) in con.execute("SELECT source_name FROM chat_completions")])
    con.close()
    os.remove("logs.db")


show_names()
""",
        ("writer", "a text", "strict critic", "good"),
    ),
    Program(
        "tool_calls_that_are_recorded",
        CONFIG
        + """
import json
import sqlite3

import autogen

session = autogen.runtime_logging.start(config={"dbname": "logs.db"})
assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)


@user.register_for_execution()
@assistant.register_for_llm(description="Adds.")
def add(a: int, b: int) -> int:
    return a + b


user.initiate_chat(assistant, message="2 + 3?", max_turns=2)
autogen.runtime_logging.stop()
"""
        + _ROWS,
        (call("add", a=2, b=3), "5"),
    ),
    Program(
        "an_answer_outside_of_chats_that_is_recorded",
        CONFIG
        + """
import json
import sqlite3

import autogen

session = autogen.runtime_logging.start(config={"dbname": "logs.db"})
helper = autogen.AssistantAgent("helper", system_message="x", llm_config=llm_config)
print("=>", helper.generate_reply(messages=[{"content": "Why?", "role": "user"}]))
autogen.runtime_logging.stop()
"""
        + _ROWS,
        ("Because.",),
    ),
]

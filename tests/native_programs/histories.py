"""Programs that read what agents keep of their chats, and stop by all kinds of conditions."""

from native_programs.program import CONFIG, Program

_WRITER = (
    CONFIG
    + """
import json
import re
import autogen
from autogen.code_utils import content_str

writer = autogen.AssistantAgent("writer", llm_config=llm_config, system_message="Write.")
"""
)
_CRITIC = """
critic = autogen.AssistantAgent("critic", llm_config=llm_config, system_message="Judge.")
"""
_USER = """
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", max_consecutive_auto_reply=1, code_execution_config=False
)
"""


def _stopped_by(name: str, condition: str, *answers: str, helper: str = "") -> Program:
    return Program(
        name,
        _WRITER
        + helper
        + f"""
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", is_termination_msg={condition}, code_execution_config=False
)
result = user.initiate_chat(writer, message="Write END tool_calls.")
print("=>", len(result.chat_history))
""",
        answers,
    )


PROGRAMS = [
    Program(
        "messages_of_several_chats",
        _WRITER
        + _CRITIC
        + _USER
        + """
user.initiate_chat(writer, message="One.", max_turns=1)
print("=>", user.last_message()["content"], writer.last_message(user)["role"])
user.initiate_chat(critic, message="Two.", max_turns=1)
print("=>", user.last_message(critic)["content"], critic.last_message()["content"])
for question in ["Three.", "Four."]:
    with open("log.txt", "a") as log:
        user.initiate_chat(writer, message=question)
    log_text = json.dumps(user.chat_messages[writer])
    print("=>", log_text, len(writer._oai_messages[user]), writer.chat_messages[user][-1]["content"])
user.stop_reply_at_receive(writer)
user.clear_history()
""",
        ("a", "b", "c", "d", "e", "f"),
    ),
    Program(
        "a_function_that_answers_with_the_last_message",
        _WRITER
        + _USER
        + """
def ask(question):
    user.initiate_chat(writer, message=question, max_turns=1)
    user.stop_reply_at_receive(writer)
    return user.last_message()["content"]


print("=>", ask("a"), ask("b"))
""",
        ("one", "two"),
    ),
    _stopped_by(
        "a_condition_on_a_text_of_many_parts", 'lambda m: content_str(m.get("content")).find("END") >= 0', "a", "END"
    ),
    _stopped_by("a_condition_on_the_speaker", 'lambda m: m["name"] == "writer" and m["role"] == "user"', "a"),
    _stopped_by("a_condition_on_tool_calls", 'lambda m: "tool_calls" not in m', "a"),
    _stopped_by(
        "a_condition_with_names_of_the_module",
        'lambda m: WORD in m["content"] or bool(re.match("E+", m["content"]))',
        "a",
        "EEE",
        helper='\nWORD = "STOP"\n',
    ),
    _stopped_by(
        "a_condition_by_a_function_of_many_statements",
        "is_last",
        "a",
        "the END",
        helper="""

def is_last(message):
    for word in message["content"].split():
        if word == "END":
            return True
    return False

""",
    ),
]

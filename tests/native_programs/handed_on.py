"""Programs that hand agents and results on, to functions that are themselves handed over or kept elsewhere."""

from native_programs.program import CONFIG, Program

_TOOL = """
import sys
from typing import Any, Callable

try:
    from autogen import ChatResult, ConversableAgent
except ImportError:
    ConversableAgent = None
    ChatResult = None


def ensure_installed(name: str) -> None:
    assert sys.modules.get(name) is not None


def last_message(chat_result: ChatResult) -> str:
    for message in reversed(chat_result.chat_history):
        if message.get("content") and "TERMINATE" not in message["content"]:
            return message["content"]
    return ""


class ChatTool:
    def __init__(
        self,
        initiator: ConversableAgent,
        recipient: ConversableAgent,
        extract: Callable[[ChatResult], Any] = last_message,
    ):
        ensure_installed("autogen")
        self.run = create_tool(initiator=initiator, recipient=recipient, extract=extract)


def create_tool(initiator: ConversableAgent, recipient: ConversableAgent, extract: Callable[[ChatResult], Any]):
    def run(prompt: str) -> Any:
        result = initiator.initiate_chat(recipient, message=prompt)
        return extract(result)

    return run
"""

PROGRAMS = [
    Program(
        "a_tool_is_given_its_agents_and_what_reads_their_result",
        CONFIG
        + """
import autogen
from tool import ChatTool

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
group = autogen.GroupChat([user, writer, critic], [], max_round=6, speaker_selection_method="round_robin")
manager = autogen.GroupChatManager(group, llm_config=llm_config)
tool = ChatTool(initiator=user, recipient=manager)
print("=>", tool.run("A verse."))
print("=>", tool.run("Another one."))
""",
        ("verse", "bad", "verse 2", "another", "TERMINATE"),
        modules={"tool.py": _TOOL},
    ),
    Program(
        "one_function_asks_several_agents",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    code_execution_config=False,
    default_auto_reply="Go on.",
    is_termination_msg=lambda m: "DONE" in m["content"],
)
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
agents = {"write": writer, "judge": critic}


def ask(agent, text):
    result = user.initiate_chat(agent, message=text)
    print("=>", [(m["name"], m["content"]) for m in result.chat_history])
    return result.summary


print("=>", ask(writer, "A verse.") + ask(critic, "A word."))
for task, each in agents.items():
    user.initiate_chat(each, message=task, max_turns=1)
    print("=>", task)
print("=>", ask(writer, "One more."))
""",
        ("verse", "verse DONE", "good DONE", "a", "b", "c DONE"),
    ),
    Program(
        "chats_that_other_threads_run_and_more_than_one_event_loop",
        CONFIG
        + """
import asyncio
from functools import partial

import autogen

user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=1
)
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)


async def ask(text, short=False):
    if short:
        return (await user.a_initiate_chat(writer, message=text, max_turns=1)).summary
    loop = asyncio.get_running_loop()
    first = await asyncio.to_thread(user.initiate_chat, writer, message=text)
    second = await loop.run_in_executor(None, lambda: user.initiate_chat(writer, message=text + "!", max_turns=1))
    third = await loop.run_in_executor(None, partial(user.initiate_chat, writer, message="x", silent=True))
    return first.summary, second.summary, third.summary


print("=>", asyncio.run(ask("hi")))
print("=>", asyncio.run(ask("ho", short=True)))
""",
        tuple("abcdefg"),
    ),
]

"""Programs with classes of their own that ask a human over queues, and groups that such programs ran themselves.

The copies of v0.2's functions are told in other words here; they are made known as such.
"""

import ast

from autogen_codemods.model import copies

from native_programs.program import CONFIG, Program

USER = """
from autogen import Agent, ConversableAgent, UserProxyAgent


class WebUser(UserProxyAgent):
    def __init__(self, *args, **kwargs):
        super(WebUser, self).__init__(*args, **kwargs)
        self._reply_func_list = []
        self.register_reply([Agent, None], ConversableAgent.generate_oai_reply)
        self.register_reply([Agent, None], ConversableAgent.generate_code_execution_reply)
        self.register_reply([Agent, None], ConversableAgent.generate_function_call_reply)
        self.register_reply([Agent, None], WebUser.ask_or_end)

    async def ask_or_end(self, messages=None, sender=None, config=None):
        heard = self._oai_messages[sender] if messages is None else messages
        answer = await self.a_get_human_input("?")
        if answer == "exit" or (not answer and self._is_termination_msg(heard[-1])):
            return True, None
        return (True, answer) if answer else (False, None)

    def connect(self, shown, typed):
        self.shown, self.typed = shown, typed
        self.asked = 0

    async def a_get_human_input(self, prompt: str) -> str:
        self.asked += 1
        last = self.last_message()
        if not last["content"]:
            return
        self.shown.append((last["name"], last["content"]))
        return await self.typed.get()
"""
MANAGER = """
from autogen import Agent, ConversableAgent, GroupChat


class WebManager(ConversableAgent):
    \"\"\"Runs a group while the connection is open.\"\"\"

    def __init__(self, groupchat: GroupChat, name="chat_manager", **kwargs):
        super().__init__(name=name, **kwargs)
        self.register_reply(Agent, WebManager.run_chat, config=groupchat, reset_config=GroupChat.reset)

    async def run_chat(self, messages=None, sender=None, config=None):
        heard = self._oai_messages[sender] if messages is None else messages
        said, by = heard[-1], sender
        for turn in range(config.max_round):
            if said["role"] != "function":
                said["name"] = by.name
            config.messages.append(said)
            for listener in config.agents:
                if listener != by:
                    self.send(said, listener, request_reply=False, silent=True)
            if turn == config.max_round - 1:
                break
            by = config.select_speaker(by, self)
            answer = await by.a_generate_reply(sender=self)
            if answer is None:
                break
            by.send(answer, self, request_reply=False)
            said = self.last_message(by)
        return True, None
"""


def _function(source: str, name: str) -> ast.AsyncFunctionDef:
    found = (each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.AsyncFunctionDef))
    return next(each for each in found if each.name == name)


copies.KNOWN[copies.digest(_function(USER, "ask_or_end"))] = "human"
copies.KNOWN[copies.digest(_function(MANAGER, "run_chat"))] = "group without last messages"

PROGRAMS = [
    Program(
        "a_group_that_a_web_page_runs_itself",
        CONFIG
        + """
import asyncio

import autogen
from web_manager import WebManager
from web_user import WebUser


class Session:
    def __init__(self):
        self.shown, self.typed = [], asyncio.Queue()
        self.writer = autogen.AssistantAgent(
            "writer", system_message="You write.", llm_config=llm_config, max_consecutive_auto_reply=4
        )
        self.user = WebUser(
            name="user",
            human_input_mode="ALWAYS",
            code_execution_config=False,
            default_auto_reply="go on",
            is_termination_msg=lambda x: x.get("content", "").endswith("stop"),
        )
        self.user.connect(self.shown, self.typed)
        self.group = autogen.GroupChat(agents=[self.user, self.writer], messages=[], max_round=9)
        self.manager = WebManager(groupchat=self.group, llm_config=llm_config, human_input_mode="ALWAYS")

    async def start(self, message):
        await self.user.a_initiate_chat(self.manager, message=message)


async def serve(typed):
    session = Session()
    for each in typed:
        session.typed.put_nowait(each)
    await session.start("A poem.")
    print("=>", session.user.asked, session.shown)


asyncio.run(serve(["", "shorter", ""]))
""",
        ("writer", "TERMINATE", "user", "user", "writer", "please stop", "user"),
        modules={"web_user.py": USER, "web_manager.py": MANAGER},
    ),
    Program(
        "a_class_that_asks_and_keeps_its_answers",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent


class Typist(UserProxyAgent):
    \"\"\"Types what it is given.\"\"\"

    def __init__(self, name, typed, system_message="You type.", **kwargs):
        super().__init__(name, system_message=system_message, **kwargs)
        self.typed = list(typed)
        self.times = 0  # how often it was asked

    def next_text(self):
        self.times += 1
        return self.typed.pop(0) if self.typed else "exit"

    def get_human_input(self, prompt: str) -> str:
        print("=>", self.name, "asked after", self.last_message()["content"])
        return self.next_text()


assistant = AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user = Typist(
    "user", ["one", ""], human_input_mode="TERMINATE", max_consecutive_auto_reply=1, code_execution_config=False
)
user.typed.append("two")
result = user.initiate_chat(assistant, message="hi")
print("=>", user.times, [m["content"] for m in result.chat_history])
""",
        ("a", "b", "c TERMINATE", "TERMINATE", "d", "e", "f", "g"),
    ),
]

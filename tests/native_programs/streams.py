"""Programs whose conversations go to a stream of their own."""

from native_programs.program import CONFIG, Program, call

_WORDS = """
import tiktoken


class Words:
    \"\"\"Counts words: tiktoken gets its tables from the network.\"\"\"

    def encode(self, text):
        return text.split()


tiktoken.encoding_for_model = lambda model: Words()
"""

_RECORDER = (
    CONFIG.replace("import os\n", "import os\nimport re\n")
    + """
import autogen
from autogen.io import IOStream


class Recorder(IOStream):
    \"\"\"Keeps what is printed, and types what it is given.\"\"\"

    def __init__(self, typed=()):
        self.text = ""
        self.typed = list(typed)

    def print(self, *objects, sep=" ", end="\\n", flush=False):
        self.text += sep.join(map(str, objects)) + end

    def input(self, prompt="", *, password=False):
        print("=> asked")
        return self.typed.pop(0)

    def show(self):
        for line in re.sub(r"\\x1b\\[\\d+m", "", self.text).splitlines():
            if line.strip() and not line.startswith(">>>>>>>>"):
                print("=>", line)


"""
)

PROGRAMS = [
    Program(
        "a_chat_on_a_stream",
        _RECORDER
        + """
assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)


@user.register_for_execution()
@assistant.register_for_llm(description="Adds.")
def add(a: int, b: int) -> int:
    return a + b


stream = Recorder()
with IOStream.set_default(stream):
    user.initiate_chat(assistant, message="2 + 3?", max_turns=3)
    user.initiate_chat(assistant, message="silent", max_turns=1, silent=True)
stream.show()
""",
        (call("add", a=2, b=3), "5", "bye", "nobody sees this"),
    ),
    Program(
        "a_streamed_answer_on_a_stream",
        _RECORDER
        + _WORDS
        + """
streaming = {"config_list": config_list, "cache_seed": None, "stream": True}
writer = autogen.ConversableAgent(
    "writer", system_message="Write.", llm_config=streaming, human_input_mode="NEVER"
)
critic = autogen.ConversableAgent(
    "critic", system_message="Judge.", llm_config=llm_config, human_input_mode="NEVER"
)
stream = Recorder()
IOStream.set_global_default(stream)


def main():
    critic.initiate_chat(writer, message="A poem.", max_turns=2)


main()
stream.show()
IOStream.set_global_default(autogen.io.IOConsole())
""",
        ("roses and violets", "good", "more roses"),
    ),
    Program(
        "a_group_on_a_stream",
        _RECORDER
        + """
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
writer = autogen.AssistantAgent("writer", system_message="Write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="Judge.", llm_config=llm_config)
group = autogen.GroupChat([user, writer, critic], messages=[], max_round=4, speaker_selection_method="round_robin")
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
stream = Recorder()
with IOStream.set_default(stream):
    user.initiate_chat(manager, message="Go.")
    user.initiate_chat(manager, message="Again.")
stream.show()
""",
        ("a text", "good", "another", "better"),
    ),
    Program(
        "a_human_who_is_asked_on_a_stream",
        _RECORDER
        + """
assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user = autogen.UserProxyAgent("user", human_input_mode="ALWAYS", code_execution_config=False)
stream = Recorder(["more", "", "exit"])
with IOStream.set_default(stream):
    user.initiate_chat(assistant, message="hi")
stream.show()
""",
        ("one", "two", "three"),
    ),
    Program(
        "a_chat_over_a_websocket",
        CONFIG
        + _WORDS
        + """
import re

import autogen
from autogen.io.websockets import IOWebsockets
from websockets.sync.client import connect


def on_connect(iostream: IOWebsockets) -> None:
    question = iostream.input()
    agent = autogen.ConversableAgent(
        name="chatbot", system_message="x", llm_config={"config_list": config_list, "cache_seed": None, "stream": True}
    )
    user = autogen.UserProxyAgent(
        name="user",
        is_termination_msg=lambda x: x.get("content", "") and x.get("content", "").rstrip().endswith("TERMINATE"),
        human_input_mode="NEVER",
        max_consecutive_auto_reply=10,
        code_execution_config=False,
    )

    def weather(city: str) -> str:
        return f"It is sunny in {city}."

    autogen.register_function(weather, caller=agent, executor=user, description="The weather in a city.")
    user.initiate_chat(agent, message=question)
    iostream.print("the end")


with IOWebsockets.run_server_in_thread(on_connect=on_connect, port=8797) as uri:
    with connect(uri) as websocket:
        websocket.send("How is it in Rome?")
        received = ""
        while "the end" not in received:
            received += websocket.recv()
for line in re.sub(r"\\x1b\\[\\d+m", "", received).splitlines():
    if line.strip() and not line.startswith(">>>>>>>>"):
        print("=>", line)
""",
        (call("weather", city="Rome"), "Sunny. TERMINATE"),
    ),
]

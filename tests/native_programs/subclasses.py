"""Programs with classes of their own below v0.2's agents."""

from native_programs.program import CONFIG, Program

PROGRAMS = [
    Program(
        "a_class_that_presets_arguments",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent


class Poet(AssistantAgent):
    \"\"\"Writes poems.\"\"\"

    def __init__(self, name, llm_config, **kwargs):
        super().__init__(name=name, system_message="You write poems.", llm_config=llm_config, **kwargs)


poet = Poet("poet", llm_config, max_consecutive_auto_reply=1)
user = UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
result = user.initiate_chat(poet, message="A poem.")
print("=>", [m["content"] for m in result.chat_history])
""",
        ("roses", "violets"),
    ),
    Program(
        "a_class_that_asks_the_human",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent


class Typist(UserProxyAgent):
    def get_human_input(self, prompt: str) -> str:
        print("=> asked")
        return input("?\\n").strip()


assistant = AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user = Typist("user", code_execution_config=False)
result = user.initiate_chat(assistant, message="hi")
print("=>", [m["content"] for m in result.chat_history])
""",
        ("one", "two", "three"),
        (" more ", "", "exit"),
    ),
    Program(
        "a_class_that_gives_every_answer",
        CONFIG
        + """
from autogen import Agent, AssistantAgent, ConversableAgent


class Echo(ConversableAgent):
    def generate_reply(self, messages=None, sender: Agent | None = None, **kwargs):
        if messages is None:
            messages = self._oai_messages[sender]
        if len(messages) > 3:
            return None
        return f"{self.name} heard {sender.name}: " + messages[-1]["content"]


echo = Echo("echo", llm_config=False, human_input_mode="NEVER")
assistant = AssistantAgent("assistant", system_message="x", llm_config=llm_config)
result = assistant.initiate_chat(echo, message="Say")
print("=>", result.chat_history)
""",
        ("one", "two"),
    ),
    Program(
        "a_member_of_a_group_with_a_class_of_its_own",
        CONFIG
        + """
import autogen


class Counter(autogen.ConversableAgent):
    def generate_reply(self, messages=None, sender=None, **kwargs):
        if messages is None:
            messages = self.chat_messages[sender]
        return f"{len(messages)} messages, the last by {messages[-1]['name']}"


user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
counter = Counter("counter", human_input_mode="NEVER", llm_config=False)
writer = autogen.AssistantAgent("writer", system_message="Write.", llm_config=llm_config)
group = autogen.GroupChat([user, counter, writer], messages=[], max_round=5, speaker_selection_method="round_robin")
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
user.initiate_chat(manager, message="Go.")
for message in group.messages:
    print("=>", message["name"], message["content"])
""",
        ("a text", "more"),
    ),
]

"""Programs with classes that see messages on their way, or ask a human asynchronously."""

from native_programs.program import CONFIG, Program

_SHOWN = (
    CONFIG
    + """
from autogen import AssistantAgent, UserProxyAgent


class ShownAssistant(AssistantAgent):
    def _process_received_message(self, message, sender, silent):
        # what is heard
        print("=>", sender.name, "to", self.name, message)
        return super()._process_received_message(message, sender, silent)


class ShownUser(UserProxyAgent):
    \"\"\"A user whose chat is shown.\"\"\"

    def _process_received_message(self, message, sender, silent):
        print("=>", sender.name, "to", self.name, message)
        return super()._process_received_message(message, sender, silent)

"""
)

PROGRAMS = [
    Program(
        "messages_that_are_shown_when_they_are_received",
        _SHOWN
        + """
assistant = ShownAssistant("assistant", system_message="x", llm_config=llm_config)
user = ShownUser("user", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=1)
result = user.initiate_chat(assistant, message="Hello")
print("=>", result.summary)
""",
        ("one", "TERMINATE"),
    ),
    Program(
        "messages_that_are_shown_on_the_thread_that_started_the_chat",
        _SHOWN
        + """
import threading


class Page:
    def click(self):
        assistant = ShownAssistant("assistant", system_message="x", llm_config=llm_config)
        user = ShownUser("user", human_input_mode="NEVER", code_execution_config=False)
        user.initiate_chat(assistant, message="Hello", max_turns=1)
        print("=>", threading.current_thread() is threading.main_thread())


page = Page()
handlers = [page.click]
for handler in handlers:
    handler()
""",
        ("one",),
    ),
    Program(
        "a_user_interface_that_shows_what_is_sent_and_asks",
        CONFIG
        + """
import autogen
from autogen import Agent, AssistantAgent, UserProxyAgent


class PageAssistant(AssistantAgent):
    def send(self, message, recipient: Agent, request_reply=None, silent=False) -> bool:
        print("=>", f'{self.name} says to "{recipient.name}": {message}')
        super(PageAssistant, self).send(message, recipient, request_reply, silent)


class PageUser(UserProxyAgent):
    def get_human_input(self, prompt: str) -> str:
        return input("?\\n")

    def send(self, message, recipient, request_reply=None, silent=False):
        if isinstance(message, str):
            print("=>", f"{self.name} sends {message}")
        else:
            print("=>", f"{self.name} typed {message['content']}")
        super().send(message, recipient, request_reply, silent)


assistant = PageAssistant("assistant", system_message="x", llm_config=llm_config)
user = PageUser("user", code_execution_config=False)
user.initiate_chat(assistant, message="hi")
""",
        ("one", "two", "three"),
        ("more", "", "exit"),
    ),
    Program(
        "a_human_who_is_asked_asynchronously",
        CONFIG
        + """
import asyncio

from autogen import AssistantAgent, UserProxyAgent


async def ask():
    await asyncio.sleep(0)
    return input("?\\n")


class AsyncUser(UserProxyAgent):
    async def a_get_human_input(self, prompt: str) -> str:
        return await ask()

    async def a_receive(self, message, sender, request_reply=None, silent=False):
        await super().a_receive(message, sender, request_reply, silent)


class AsyncAssistant(AssistantAgent):
    async def a_get_human_input(self, prompt: str) -> str:
        return await ask()

    async def a_receive(self, message, sender, request_reply=None, silent=False):
        print("=>", self.name, "hears", message)
        await super().a_receive(message, sender, request_reply, silent)


async def main():
    user = AsyncUser("user", human_input_mode="ALWAYS", code_execution_config=False)
    assistant = AsyncAssistant("assistant", system_message="x", llm_config=llm_config)
    result = await user.a_initiate_chat(assistant, message="hi")
    print("=>", [m["content"] for m in result.chat_history])


asyncio.run(main())
""",
        ("one", "two"),
        ("more", "exit"),
    ),
    Program(
        "a_group_whose_members_show_what_they_receive",
        _SHOWN
        + """
import autogen

writer = ShownAssistant("writer", system_message="Write.", llm_config=llm_config)
critic = AssistantAgent("critic", system_message="Judge.", llm_config=llm_config)
user = ShownUser("user", human_input_mode="NEVER", code_execution_config=False)
group = autogen.GroupChat([user, writer, critic], messages=[], max_round=3, speaker_selection_method="round_robin")
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
user.initiate_chat(manager, message="Go.")
""",
        ("a text", "good"),
    ),
    Program(
        "a_manager_of_ones_own_shows_its_group",
        CONFIG
        + """
from autogen import AssistantAgent, GroupChat, GroupChatManager, UserProxyAgent


class ShownManager(GroupChatManager):
    def __init__(self, groupchat, **kwargs):
        super().__init__(groupchat=groupchat, name="boss", **kwargs)

    def _process_received_message(self, message, sender, silent):
        print("\\n=>", self.name, "hears", message, "of", sender.name)
        return super()._process_received_message(message, sender, silent)


class ShownWriter(AssistantAgent):
    def _process_received_message(self, message, sender, silent):
        print("=>", self.name, "hears", message["content"], "of", sender.name)
        return super()._process_received_message(message, sender, silent)


user = UserProxyAgent("user", code_execution_config=False)
writer = ShownWriter("writer", system_message="You write.", llm_config=llm_config)
critic = AssistantAgent("critic", system_message="You judge.", llm_config=llm_config)
group = GroupChat([user, writer, critic], [], max_round=6, speaker_selection_method="round_robin")
manager = ShownManager(group)
user.initiate_chat(manager, message="A poem.")
""",
        ("roses", "good", "violets", "TERMINATE"),
        ("more",),
    ),
]

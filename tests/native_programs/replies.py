"""Programs whose agents have reply functions, hooks and changed system messages."""

from native_programs.program import CONFIG, Program

_AGENTS = """
import autogen
from autogen import Agent, ConversableAgent

assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    max_consecutive_auto_reply=3,
    code_execution_config=False,
    is_termination_msg=lambda m: "TERMINATE" in m["content"],
)
"""

PROGRAMS = [
    Program(
        "reply_functions_that_only_watch",
        CONFIG
        + _AGENTS
        + """

def print_messages(recipient: ConversableAgent, messages, sender: Agent, config):
    if "callback" in config and config["callback"] is not None:
        callback = config["callback"]
        callback(sender, recipient, messages[-1])
    print(f"=> to {recipient.name} from {sender.name}: {len(messages)} {messages[-1]}")
    return False, None  # the conversation goes on


for each in [user_proxy, assistant]:
    each.register_reply([autogen.Agent, None], reply_func=print_messages, config={"callback": None})
user_proxy.initiate_chat(assistant, message="hi")
""",
        ("one", "two TERMINATE"),
    ),
    Program(
        "a_watcher_sees_the_message_after_the_last_answer",
        CONFIG
        + _AGENTS
        + """

def watch(recipient, messages, sender, config):
    print("=>", recipient.name, [m["content"] for m in messages])
    return False, None


user_proxy.register_reply([Agent, None], watch, position=0)
assistant.register_reply([Agent, None], watch, position=1)
user_proxy.initiate_chat(assistant, message="hi")
""",
        ("one", "two", "three", "four"),
    ),
    Program(
        "functions_are_asked_in_the_order_of_their_places",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
assistant = autogen.AssistantAgent(
    "assistant",
    system_message="x",
    llm_config=llm_config,
    is_termination_msg=lambda m: "bye" in m["content"],
    max_consecutive_auto_reply=2,
)


def one(recipient, messages, sender, config):
    print("=> one", messages[-1]["content"])
    return False, None


def two(recipient, messages, sender, config):
    print("=> two", messages[-1]["content"])
    return messages[-1]["content"] == "2", "from two"


def three(recipient, messages, sender, config):
    print("=> three", messages[-1]["content"])
    return False, None


assistant.register_reply([autogen.Agent, None], one, position=2)
assistant.register_reply([autogen.Agent, None], two, position=1)
assistant.register_reply([autogen.Agent, None], three, position=3)
for text in ("1", "2", "bye"):
    user.initiate_chat(assistant, message=text, max_turns=1)
""",
        ("hello",),
    ),
    Program(
        "a_reply_function_that_answers_some_messages",
        CONFIG
        + _AGENTS
        + """

def add_data_reply(recipient, messages, sender, config):
    news = config["news"]
    if news:
        return True, f"Just got some news: {news.pop(0)}"
    return False, None


user_proxy.register_reply(autogen.AssistantAgent, add_data_reply, position=2, config={"news": ["rain", "sun"]})
result = user_proxy.initiate_chat(assistant, message="What is new?")
print("=>", result.chat_history)
""",
        ("go on", "and?", "ok", "nothing"),
    ),
    Program(
        "an_agent_with_a_model_that_a_function_answers_for",
        CONFIG
        + _AGENTS
        + """

def refuse(recipient: ConversableAgent, messages, sender: Agent, config):
    if "secret" in messages[-1].get("content", ""):
        return True, f"I cannot talk about that. ({recipient.name}: {recipient.system_message})"
    return False, None


assistant.register_reply(Agent, refuse, 1)
result = user_proxy.initiate_chat(assistant, message="Tell me the secret.")
print("=>", result.chat_history)
""",
        ("what then?", "bye TERMINATE"),
    ),
    Program(
        "a_reply_of_none_ends_the_chat",
        CONFIG
        + _AGENTS
        + """

def enough(recipient, messages, sender, config):
    return len(messages) > 2, None


assistant.register_reply([Agent, None], enough)
result = user_proxy.initiate_chat(assistant, message="hi")
print("=>", [m["content"] for m in result.chat_history])
""",
        ("one",),
    ),
    Program(
        "a_function_answers_in_place_of_the_limit",
        CONFIG
        + """
import autogen

echo = autogen.ConversableAgent("echo", human_input_mode="NEVER", llm_config=False, max_consecutive_auto_reply=1)
talker = autogen.ConversableAgent("talker", human_input_mode="NEVER", llm_config=llm_config, system_message="Talk.")


def repeat(recipient, messages, sender, config):
    return True, {"content": "again: " + messages[-1]["content"]}


echo.register_reply([autogen.Agent, None], reply_func=repeat)
result = talker.initiate_chat(echo, message="hi", max_turns=3)
print("=>", result.summary)
""",
        ("one", "two"),
    ),
    Program(
        "watchers_in_a_group",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
writer = autogen.AssistantAgent("writer", system_message="Write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="Judge.", llm_config=llm_config)
group = autogen.GroupChat(
    agents=[user, writer, critic], messages=[], max_round=5, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)


def show(recipient, messages, sender, config):
    print(f"=> {sender.name} asks {recipient.name}: {[(m['name'], m['role'], m['content']) for m in messages]}")
    return False, None


for agent in (user, writer, critic):
    agent.register_reply([autogen.Agent, None], reply_func=show, config=None)
user.initiate_chat(manager, message="A poem.")
""",
        ("roses", "fine", "violets"),
    ),
    Program(
        "an_asynchronous_reply_function",
        CONFIG
        + """
import asyncio
"""
        + _AGENTS
        + """

async def look_up(recipient, messages, sender, config):
    await asyncio.sleep(0)
    if len(messages) == 2:
        return True, "found"
    return False, None


user_proxy.register_reply([Agent, None], look_up, position=2)


async def main():
    result = await user_proxy.a_initiate_chat(assistant, message="hi")
    print("=>", [m["content"] for m in result.chat_history])


asyncio.run(main())
""",
        ("one", "two", "three"),
    ),
    Program(
        "hooks_change_what_is_received",
        CONFIG
        + _AGENTS
        + """

def shout(text):
    print("=> received", text)
    return text.upper()


def last_three(messages):
    print("=> messages", len(messages))
    return messages[-3:]


assistant.register_hook("process_last_received_message", shout)
assistant.register_hook(hookable_method="process_all_messages_before_reply", hook=last_three)
result = user_proxy.initiate_chat(assistant, message="hi")
print("=>", result.chat_history)
""",
        ("one", "two", "three TERMINATE"),
    ),
    Program(
        "a_hook_changes_what_is_sent",
        CONFIG
        + _AGENTS
        + """

def sign(sender, message, recipient, silent):
    return f"{message} ({sender.name} to {recipient.name})"


assistant.register_hook("process_message_before_send", sign)
result = user_proxy.initiate_chat(assistant, message="hi")
print("=>", result.summary)
""",
        ("one", "two", "TERMINATE"),
    ),
    Program(
        "a_system_message_is_set_before_the_chat",
        CONFIG
        + """
import autogen

topic = "rhymes"
assistant = autogen.AssistantAgent("assistant", system_message="You write.", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
critic = autogen.ConversableAgent("critic", llm_config=llm_config, human_input_mode="NEVER")
assistant.update_system_message(assistant.system_message + f" Only {topic}.")
critic.update_system_message("You judge.")
user_proxy.initiate_chat(assistant, message="hi")
user_proxy.initiate_chat(critic, message="hi")
""",
        ("one", "two"),
    ),
    Program(
        "functions_are_asked_before_a_human_at_the_end",
        CONFIG
        + """
import autogen


def watch(recipient, messages, sender, config):
    print("=>", recipient.name, "hears", messages[-1]["content"])
    if "again" in messages[-1]["content"]:
        return True, "Never."
    return False, None


planner = autogen.ConversableAgent(
    "planner", system_message="You plan.", llm_config=llm_config, max_consecutive_auto_reply=1
)
writer = autogen.ConversableAgent("writer", system_message="You write.", llm_config=llm_config)
for agent in [planner, writer]:
    agent.register_reply([autogen.Agent, None], reply_func=watch, config=None)
result = writer.initiate_chat(planner, message="A plan?")
print()
print("=>", [(message["name"], message["content"]) for message in result.chat_history])
print("=>", result.human_input)
""",
        ("A plan.", "Say it again.", "Written.", "A book.", "A plan for it.", "TERMINATE"),
        inputs=("Write.", "exit"),
    ),
    Program(
        "methods_of_an_object_are_registered_with_its_agents",
        CONFIG
        + """
from autogen import Agent, AssistantAgent, Cache, GroupChat, GroupChatManager, UserProxyAgent


class Watched:
    def __init__(self, seed):
        self.seen = []
        self.cache = Cache.disk(cache_seed=seed)
        self.writer = AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
        self.critic = AssistantAgent("critic", system_message="You judge.", llm_config=llm_config)
        self.user = UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
        self.watch()

    def note(self, recipient, messages=[], sender=None, config=None):
        self.seen.append((recipient.name, sender.name, messages[-1]["content"]))
        return False, None

    def shout(self, text):
        return text + "!"

    def watch(self):
        everybody = [self.user, self.writer, self.critic]
        for each in everybody:
            each.register_reply([Agent, None], reply_func=self.note, config={"callback": None})
        self.critic.register_hook("process_last_received_message", self.shout)
        group = GroupChat(everybody, [], max_round=4, speaker_selection_method="round_robin")
        self.manager = GroupChatManager(group)

    def chat(self, text):
        result = self.user.initiate_chat(self.manager, message=text, cache=self.cache)
        return [each["content"] for each in result.chat_history]


watched = Watched(77)
print("=>", watched.chat("A poem."))
print("=>", watched.chat("A poem."))
print("=>", watched.seen)
""",
        ("roses", "good"),
    ),
]

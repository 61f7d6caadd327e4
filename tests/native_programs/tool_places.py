"""Programs whose tools come to agents in other ways than by their own functions, one caller and one executor."""

from native_programs.program import CONFIG, Program, call

_ENDS = 'lambda m: m.get("content") is not None and "TERMINATE" in m["content"]'
_AGENTS = f"""
from autogen import AssistantAgent, UserProxyAgent, register_function

assistant = AssistantAgent("assistant", system_message="Use tools.", llm_config=llm_config)
user_proxy = UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    is_termination_msg={_ENDS},
    code_execution_config=False,
)
"""

PROGRAMS = [
    Program(
        "one_executor_runs_the_tools_of_two_assistants",
        CONFIG
        + _AGENTS
        + """
writer = AssistantAgent("writer", system_message="Write.", llm_config=llm_config)


@user_proxy.register_for_execution()
@assistant.register_for_llm(description="Looks up.")
def look_up(topic: str) -> str:
    print("=> look up", topic)
    return f"all about {topic}"


@user_proxy.register_for_execution()
@writer.register_for_llm(description="Writes.")
def write(text: str) -> str:
    print("=> write", text)
    return "written"


user_proxy.initiate_chats(
    [
        {"recipient": assistant, "message": "Look up owls.", "summary_method": "last_msg"},
        {"recipient": writer, "message": "Write it down.", "summary_method": "last_msg"},
    ]
)
""",
        (call("look_up", topic="owls"), "Owls are birds. TERMINATE", call("write", text="Owls"), "Done. TERMINATE"),
    ),
    Program(
        "an_executor_with_a_model_reads_calls_and_results",
        CONFIG
        + _AGENTS.replace("code_execution_config=False,", 'system_message="Judge.", llm_config=llm_config,').replace(
            "UserProxyAgent(", "AssistantAgent("
        )
        + """

def add(a: int, b: int) -> int:
    print("=> add", a, b)
    return a + b


register_function(add, caller=assistant, executor=user_proxy, description="Adds.")
user_proxy.initiate_chat(assistant, message="1 + 2?", max_turns=4)
""",
        (call("add", a=1, b=2), "It is 3.", "Sure?", call("add", a=2, b=1), "Yes."),
    ),
    Program(
        "a_tool_comes_after_a_first_chat",
        CONFIG
        + _AGENTS
        + """
user_proxy.initiate_chat(assistant, message="Weather?")


@user_proxy.register_for_execution()
@assistant.register_for_llm(name="get_weather", description="The weather.")
def weather(city: str, unit="C") -> str:
    print("=> weather", city, unit)
    return f"20 {unit} in {city}"


user_proxy.initiate_chat(assistant, message="Weather?")
""",
        ("No idea. TERMINATE", call("get_weather", city="Oslo"), call("get_weather", city="Rome"), "Warm. TERMINATE"),
    ),
    Program(
        "tools_are_registered_in_loops",
        CONFIG
        + _AGENTS
        + """
from typing import Any


def double(x: int) -> int:
    print("=> double", x)
    return 2 * x


def halve(x: float) -> float:
    print("=> halve", x)
    return x / 2


tools: list[dict[str, Any]] = [
    {"name": "twice", "description": "Doubles.", "func": double},
    {"name": "half", "description": "Halves.", "func": halve},
]
for tool in tools:
    assistant.register_for_llm(name=tool["name"], description=tool["description"])(tool["func"])

for tool in tools:
    user_proxy.register_for_execution(name=tool["name"])(tool["func"])

user_proxy.initiate_chat(assistant, message="go")
""",
        (call("twice", x=3), call("half", x=3), call("double", x=1), "Done. TERMINATE"),
    ),
    Program(
        "a_loop_registers_functions_with_both",
        CONFIG
        + _AGENTS
        + """

def double(x: int) -> int:
    print("=> double", x)
    return 2 * x


def triple(x: int) -> int:
    print("=> triple", x)
    return 3 * x


for function, text in ((double, "Doubles."), (triple, "Triples.")):
    register_function(function, caller=assistant, executor=user_proxy, description=text)

user_proxy.initiate_chat(assistant, message="go")
""",
        (call("double", x=3), call("triple", x=3), "Done. TERMINATE"),
    ),
    Program(
        "tools_that_are_no_functions",
        CONFIG
        + _AGENTS
        + """
import functools
from collections.abc import Callable


class Counter:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, by: int) -> int:
        self.count += by
        print("=> count", self.count)
        return self.count


def joined(left: str, right: str) -> str:
    print("=> join", left, right)
    return left + right


def made() -> Callable[[str], dict[str, str]]:
    def tool(text: str) -> dict[str, str]:
        return {"text": text}

    return tool


counter = Counter()
show = made()
register_function(counter, caller=assistant, executor=user_proxy, name="count", description="Counts.")
register_function(
    functools.partial(joined, "<"), caller=assistant, executor=user_proxy, name="join", description="Joins."
)
assistant.register_for_llm(name="show", description="Shows.")(show)
user_proxy.register_for_execution(name="show")(show)
user_proxy.initiate_chat(assistant, message="go")
""",
        (call("count", by=2), call("join", right="x"), call("show", text="y"), call("count", by=1), "Done. TERMINATE"),
    ),
    Program(
        "a_tool_is_registered_where_it_is_wanted",
        CONFIG
        + _AGENTS
        + """

def look_up(topic: str) -> str:
    print("=> look up", topic)
    return "found"


def equip(wanted: bool) -> None:
    if wanted:
        looking = assistant.register_for_llm(description="Looks up.")(look_up)
        user_proxy.register_for_execution()(looking)


equip(True)
user_proxy.initiate_chat(assistant, message="go")
""",
        (call("look_up", topic="owls"), "Done. TERMINATE"),
    ),
    Program(
        "a_computed_tool_that_a_human_sees_called",
        CONFIG
        + _AGENTS.replace('"NEVER"', '"TERMINATE"')
        + """

def made(suffix: str):
    def tool(text: str) -> str:
        print("=> run", text)
        return text + suffix

    return tool


adding = made("!")
assistant.register_for_llm(name="add_mark", description="Adds a mark.")(adding)
user_proxy.register_for_execution(name="add_mark")(adding)
user_proxy.initiate_chat(assistant, message="go")
""",
        (call("add_mark", text="x"), "Done. TERMINATE", "Bye. TERMINATE"),
        ("more", "exit"),
    ),
    Program(
        "a_tool_holds_a_chat_with_tools_of_its_own",
        CONFIG
        + _AGENTS
        + """
from typing import Annotated

planner = AssistantAgent("planner", system_message="Plan.", llm_config=llm_config)
planner_user = UserProxyAgent(
    "planner_user",
    human_input_mode="NEVER",
    max_consecutive_auto_reply=2,
    is_termination_msg=lambda m: m.get("content") is not None and "TERMINATE" in m["content"],
    code_execution_config=False,
)


@planner_user.register_for_execution()
@planner.register_for_llm(description="Counts.")
def count(word: str) -> int:
    print("=> count", word)
    return len(word)


@user_proxy.register_for_execution()
@assistant.register_for_llm(description="Asks the planner.")
def ask_planner(message: Annotated[str, "the question"]) -> str:
    planner_user.initiate_chat(planner, message=message)
    return planner_user.last_message()["content"]


user_proxy.initiate_chat(assistant, message="go")
""",
        (
            call("ask_planner", message="How?"),
            call("count", word="owl"),
            "Three. TERMINATE",
            "So: 3. TERMINATE",
        ),
    ),
    Program(
        "a_tool_runs_an_event_loop",
        CONFIG
        + _AGENTS
        + """
import asyncio


async def fetched(page: int) -> str:
    await asyncio.sleep(0)
    return f"page {page}"


def fetch(page: int) -> str:
    print("=> fetch", page)
    return asyncio.run(fetched(page))


def fail() -> str:
    asyncio.get_running_loop()
    return "running"


register_function(fetch, caller=assistant, executor=user_proxy, description="Fetches.")
register_function(fail, caller=assistant, executor=user_proxy, description="Fails.")
user_proxy.initiate_chat(assistant, message="go")
""",
        (call("fetch", page=1), call("fail"), call("fetch", page=2), "Done. TERMINATE"),
    ),
    Program(
        "names_and_descriptions_stay_with_the_function",
        CONFIG
        + _AGENTS
        + """
writer = AssistantAgent("writer", system_message="Write.", llm_config=llm_config)


@user_proxy.register_for_execution()
@writer.register_for_llm()
@assistant.register_for_llm(name="find", description="Looks up.")
def look_up(topic: str) -> str:
    print("=> look up", topic)
    return "found"


user_proxy.initiate_chat(assistant, message="Look up owls.")
user_proxy.initiate_chat(writer, message="Look up crows.")
""",
        (call("find", topic="owls"), "Owls. TERMINATE", call("find", topic="crows"), "Crows. TERMINATE"),
    ),
    Program(
        "tools_of_a_chat_and_of_a_group_that_gets_one_more",
        CONFIG
        + _AGENTS
        + """
from autogen import GroupChat, GroupChatManager


def look_up(topic: str) -> str:
    print("=> look up", topic)
    return f"all about {topic}"


register_function(look_up, caller=assistant, executor=user_proxy, description="Looks up.")
user_proxy.initiate_chat(assistant, message="Look up owls.")
writer = AssistantAgent("writer", system_message="Write.", llm_config=llm_config)


@user_proxy.register_for_execution()
@writer.register_for_llm()
@assistant.register_for_llm(description="Writes down.")
def write(text: str) -> str:
    print("=> write", text)
    return "written"


group = GroupChat(
    agents=[user_proxy, assistant, writer], messages=[], max_round=6, speaker_selection_method="round_robin"
)
manager = GroupChatManager(groupchat=group)
user_proxy.initiate_chat(manager, message="Go on.")
""",
        (
            call("look_up", topic="owls"),
            "Owls are birds. TERMINATE",
            call("write", text="Owls"),
            "And?",
            call("look_up", topic="crows"),
            "Enough. TERMINATE",
        ),
    ),
    Program(
        "a_tool_takes_the_place_of_another_between_chats",
        CONFIG
        + _AGENTS.replace('"NEVER"', '"TERMINATE"')
        + """

def add(a: int, b: int) -> int:
    print("=> add", a, b)
    return a + b


assistant.register_for_llm(name="add", description="Adds.")(add)
user_proxy.register_for_execution(name="add")(add)
register_function(add, caller=assistant, executor=user_proxy, name="add", description="Adds two.")
user_proxy.initiate_chat(assistant, message="1 + 2?")
print()
print("=>", [tool["function"]["description"] for tool in assistant.llm_config["tools"]])


def add(numbers: list[int]) -> int:
    print("=> add", numbers)
    return sum(numbers)


assistant.register_for_llm(name="add", description="Adds many.")(add)
user_proxy.register_for_execution(name="add")(add)
print("=>", [tool["function"]["description"] for tool in assistant.llm_config["tools"]])
user_proxy.initiate_chat(assistant, message="1 + 2 + 3?")
""",
        (call("add", a=1, b=2), "3. TERMINATE", call("add", numbers=[1, 2, 3]), "6. TERMINATE"),
        ("exit", "exit"),
    ),
    Program(
        "one_who_is_in_a_group_and_in_a_chat_of_two_with_limits",
        CONFIG
        + """
from autogen import AssistantAgent, GroupChat, GroupChatManager, UserProxyAgent

user = UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    code_execution_config=False,
    default_auto_reply="Go on.",
    max_consecutive_auto_reply=1,
    is_termination_msg=lambda m: "STOP" in (m.get("content") or ""),
)
writer = AssistantAgent("writer", system_message="Write.", llm_config=llm_config)
critic = AssistantAgent("critic", system_message="Judge.", llm_config=llm_config)
group = GroupChat(agents=[writer, user, critic], messages=[], max_round=8, speaker_selection_method="round_robin")
manager = GroupChatManager(groupchat=group)
user.initiate_chat(writer, message="A line.")
print("=>", [m["content"] for m in user.chat_messages[writer]])
user.initiate_chat(manager, message="A text.")
print("=>", [m["content"] for m in group.messages])
user.initiate_chat(writer, message="A word.")
print("=>", [m["content"] for m in user.chat_messages[writer]])
""",
        ("one", "two", "three", "four", "five", "six", "word STOP", "never", "never"),
    ),
    Program(
        "tools_are_registered_with_agents_of_another_module",
        """
import team
from team import writer


@team.user_proxy.register_for_execution()
@team.assistant.register_for_llm(description="Looks up.")
def look_up(topic: str) -> str:
    print("=> look up", topic)
    return f"all about {topic}"


def write(text: str) -> str:
    print("=> write", text)
    return "written"


def count(text: str) -> int:
    return len(text)


tools = {"write": {"function": write, "told": "Writes."}, "size": {"function": count, "told": "Counts."}}
for name in tools:
    tool = tools[name]
    writer.register_for_llm(name=name, description=tool["told"])(tool["function"])
    team.user_proxy.register_for_execution(name=name)(tool["function"])

print("=>", team.ask("Look up owls."))
print("=>", team.write_down("Write it down."))
""",
        (
            call("look_up", topic="owls"),
            "Owls are birds. TERMINATE",
            call("write", text="Owls"),
            call("size", text="Owls"),
            "Done. TERMINATE",
        ),
        modules={
            "team.py": CONFIG
            + _AGENTS
            + """
writer = AssistantAgent("writer", system_message="Write.", llm_config=llm_config)


def ask(message):
    return user_proxy.initiate_chat(assistant, message=message).summary


def write_down(message):
    return user_proxy.initiate_chat(writer, message=message).summary
"""
        },
    ),
]

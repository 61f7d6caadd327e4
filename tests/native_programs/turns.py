"""Programs in which an agent lets its turn pass, and conditions that remember something."""

from native_programs.program import CONFIG, Program, call

_PAIR = """
import autogen

jack = autogen.ConversableAgent(
    "Jack", llm_config=llm_config, system_message="You are Jack."{jack}
)
emma = autogen.ConversableAgent(
    "Emma", llm_config=llm_config, system_message="You are Emma."{emma}
)
"""
_NEVER = ', human_input_mode="NEVER"'
_TOLD = """
print()
for message in result.chat_history:
    print("=>", message["name"], message["role"], message["content"])
print("=>", result.summary)
"""


def _pair(jack: str = "", emma: str = "") -> str:
    return CONFIG + _PAIR.format(jack=jack, emma=emma)


def _talk(arguments: str) -> str:
    return f'result = jack.initiate_chat(emma, message="Tell me a joke.", {arguments})\n' + _TOLD


PROGRAMS = [
    Program(
        "who_hears_a_last_message_lets_its_turn_pass",
        _pair(_NEVER, _NEVER + ', is_termination_msg=lambda m: "bye" in m["content"].lower()')
        + _talk("max_turns=4, summary_method='reflection_with_llm'"),
        ("A joke.", "Bye!", "Still there?", "No.", "Bye, bye.", "They joked."),
    ),
    Program(
        "who_has_no_answers_left_lets_its_turn_pass",
        _pair(_NEVER, _NEVER + ", max_consecutive_auto_reply=1") + _talk("max_turns=5"),
        ("A joke.", "Another?", "And another?", "A second joke.", "TERMINATE"),
    ),
    Program(
        "the_sender_has_no_answers_left_after_turns_that_passed",
        _pair(_NEVER + ", max_consecutive_auto_reply=2", _NEVER + ', is_termination_msg=lambda m: "?" in m["content"]')
        + _talk("max_turns=6"),
        ("A joke.", "Why?", "Oh?", "Well."),
    ),
    Program(
        "humans_at_the_end_of_turns_that_are_counted",
        _pair(emma=", max_consecutive_auto_reply=1") + _talk("max_turns=4") + 'print("=>", result.human_input)\n',
        ("A joke.", "TERMINATE", "Again.", "A joke, again."),
        inputs=("", "exit", "Go on.", "", "exit", "", "exit"),
    ),
    Program(
        "a_human_who_leaves_is_asked_again",
        CONFIG
        + """
import autogen

jack = autogen.ConversableAgent(
    "Jack", llm_config=llm_config, system_message="You are Jack.", human_input_mode="NEVER"
)
human = autogen.UserProxyAgent("human", code_execution_config=False)
result = jack.initiate_chat(human, message="Hello?", max_turns=4)
"""
        + _TOLD,
        ("Are you there?", "Still there?", "Good."),
        inputs=("exit", "", "Yes.", "exit"),
    ),
    Program(
        "a_proxy_that_runs_code_hears_itself",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    is_termination_msg=lambda m: "DONE" in m["content"],
    code_execution_config={"work_dir": "work", "use_docker": False, "last_n_messages": 3},
    default_auto_reply="Go on.",
)
writer = autogen.AssistantAgent(
    "writer",
    llm_config=llm_config,
    system_message="Write.",
    is_termination_msg=lambda m: "exitcode: 0" in m["content"],
)
for task in ["First.", "Second."]:
    result = user.initiate_chat(writer, message=task, max_turns=4)
    for message in result.chat_history:
        print("=>", message["role"], message["content"])
""",
        (
            "```python\nprint(1)\n```",
            "```sh\nexit 1\n```",
            "Fine.",
            "Fine.",
            "DONE",
        ),
    ),
    Program(
        "who_calls_tools_lets_its_turn_pass",
        _pair(_NEVER, _NEVER + ', is_termination_msg=lambda m: "enough" in (m["content"] or "")')
        + """

@jack.register_for_execution()
@emma.register_for_llm(description="Adds numbers.")
def add(a: int, b: int) -> int:
    return a + b


"""
        + """
result = jack.initiate_chat(emma, message="Add.", max_turns=5)
print("=>", len(result.chat_history), result.summary)
""",
        (call("add", a=1, b=2), "3", "That is enough.", "Or not enough?", "Right.", call("add", a=3, b=4)),
    ),
    Program(
        "a_condition_that_counts",
        CONFIG
        + """
import autogen

asked = 0


def is_last(message):
    global asked
    asked += 1
    print("=>", "asked", asked, message["content"])
    return asked == 2


writer = autogen.AssistantAgent("the writer", llm_config=llm_config, system_message="Write.")
user = autogen.UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    is_termination_msg=is_last,
    max_consecutive_auto_reply=2,
    code_execution_config=False,
)
for task in ["One.", "Two.", "Three."]:
    user.initiate_chat(writer, message=task)
print("=>", asked)
""",
        ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"),
    ),
    Program(
        "turns_that_pass_in_an_asynchronous_chat",
        _pair(_NEVER, _NEVER + ", max_consecutive_auto_reply=2")
        + """
import asyncio


async def talk():
    result = await jack.a_initiate_chat(emma, message="Tell me a joke.", max_turns=3)
    print("=>", [message["content"] for message in result.chat_history])


asyncio.run(talk())
""",
        ("A joke.", "Another?", "And another?", "A second joke."),
    ),
]

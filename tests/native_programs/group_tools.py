"""Programs whose groups call tools: calls and results are turns."""

from native_programs.program import CONFIG, Program, call, calls

_USER = """
import autogen

user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", code_execution_config=False, description="Runs tools."
)
"""
_AGENTS = (
    _USER
    + """
coder = autogen.AssistantAgent("coder", system_message="You code.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
"""
)
_TOOL = """

@user.register_for_execution()
@coder.register_for_llm(description="Adds two numbers.")
def add(x: int, y: int) -> int:
    print(f"=> add {x} {y}")
    return x + y


"""
_RUN = """
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
result = user.initiate_chat(manager, message="Add.")
print("=>", [(m["role"], m["content"]) for m in result.chat_history])
print("=>", [(m["name"], m["role"], m["content"]) for m in groupchat.messages])
print("=>", result.summary)
"""

PROGRAMS = [
    Program(
        "a_call_goes_to_the_member_that_runs_it",
        CONFIG
        + _AGENTS
        + _TOOL
        + """
groupchat = autogen.GroupChat(agents=[user, coder, critic], messages=[], max_round=8)
"""
        + _RUN,
        ("coder", call("add", x=1, y=2), "coder", "three", "critic", "fine", "critic", "TERMINATE"),
    ),
    Program(
        "calls_and_results_are_rounds",
        CONFIG
        + _AGENTS
        + _TOOL
        + """
groupchat = autogen.GroupChat(
    agents=[user, coder, critic], messages=[], max_round=6, speaker_selection_method="round_robin"
)
"""
        + _RUN,
        (calls(("add", {"x": 1, "y": 2}), ("add", {"x": 3, "y": 4})), "three and seven", "bad"),
    ),
    Program(
        "calls_are_not_filtered",
        CONFIG
        + _AGENTS
        + _TOOL
        + """
groupchat = autogen.GroupChat(
    agents=[user, coder, critic],
    messages=[],
    max_round=5,
    speaker_selection_method=lambda last, group: user if last is coder else coder,
    func_call_filter=False,
)
"""
        + _RUN,
        (call("add", x=1, y=2), "three"),
    ),
    Program(
        "two_members_run_tools_of_their_own",
        CONFIG
        + _USER
        + """
worker = autogen.UserProxyAgent(
    "worker", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="nothing to do"
)
coder = autogen.AssistantAgent("coder", system_message="You code.", llm_config=llm_config)


def add(x: int, y: int) -> int:
    return x + y


def fail(text: str) -> str:
    raise ValueError(text)


autogen.register_function(add, caller=coder, executor=user, name="sum_up", description="Adds.")
autogen.register_function(fail, caller=coder, executor=worker, description="Fails.")
groupchat = autogen.GroupChat(
    agents=[user, coder, worker], messages=[], max_round=9, speaker_selection_method="round_robin"
)
"""
        + _RUN,
        (call("sum_up", x=1, y=2), call("fail", text="no"), "done", "again", call("nothing")),
    ),
    Program(
        "a_member_runs_its_own_tools",
        CONFIG
        + _USER
        + """
coder = autogen.AssistantAgent("coder", system_message="You code.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)


def add(x: int, y: int) -> int:
    return x + y


autogen.register_function(add, caller=coder, executor=coder, description="Adds.")
groupchat = autogen.GroupChat(
    agents=[user, coder, critic], messages=[], max_round=6, allow_repeat_speaker=False
)
"""
        + _RUN,
        ("coder", call("add", x=1, y=2), "critic", "what now", "coder", "three", "user"),
    ),
    Program(
        "runs_of_tools_use_up_answers",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    code_execution_config=False,
    max_consecutive_auto_reply=2,
    is_termination_msg=lambda m: "stop" in m["content"],
)
coder = autogen.AssistantAgent("coder", system_message="You code.", llm_config=llm_config)
"""
        + _TOOL
        + """
groupchat = autogen.GroupChat(
    agents=[user, coder], messages=[], max_round=12, speaker_selection_method="round_robin"
)
"""
        + _RUN,
        (call("add", x=1, y=2), call("add", x=3, y=4), call("add", x=5, y=6)),
    ),
    Program(
        "a_human_lets_a_tool_run_or_not",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent("user", code_execution_config=False)
coder = autogen.AssistantAgent("coder", system_message="You code.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
"""
        + _TOOL
        + """
groupchat = autogen.GroupChat(
    agents=[user, coder, critic], messages=[], max_round=12, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
user.initiate_chat(manager, message="Add.")
print()
print("=>", [(m["name"], m["content"]) for m in groupchat.messages])
""",
        (call("add", x=1, y=2), "three", "fine", call("add", x=3, y=4), "sorry", "bad"),
        ("", "go on", "do not", "exit"),
    ),
    Program(
        "an_asynchronous_group_with_tools",
        CONFIG
        + """
import asyncio
"""
        + _AGENTS
        + """

@user.register_for_execution()
@coder.register_for_llm(description="Waits.")
async def wait(seconds: float) -> str:
    await asyncio.sleep(0)
    return f"waited {seconds}"


groupchat = autogen.GroupChat(
    agents=[user, coder, critic], messages=[], max_round=5, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)


async def main():
    await user.a_initiate_chat(manager, message="Wait.")


asyncio.run(main())
""",
        (call("wait", seconds=0.5), "done", "fine"),
    ),
    Program(
        "a_member_with_tools_and_an_empty_system_message",
        CONFIG
        + """
import autogen

writer = autogen.AssistantAgent("writer", system_message="", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You judge.", llm_config=llm_config)


def dice() -> int:
    print("=> rolled")
    return 4


autogen.register_function(dice, caller=writer, executor=critic, description="Rolls.")
groupchat = autogen.GroupChat(
    agents=[writer, critic], messages=[], max_round=4, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
critic.initiate_chat(manager, message="Roll.")
""",
        (call("dice"), "a four", "fine"),
    ),
    Program(
        "tools_that_a_loop_registers_and_tools_that_nobody_runs",
        CONFIG
        + _AGENTS
        + """

def add(x: int, y: int) -> int:
    print(f"=> add {x} {y}")
    return x + y


for agent in [coder, critic]:
    agent.register_for_llm(description="Adds two numbers.")(add)
for agent in (user,):
    agent.register_for_execution()(add)

groupchat = autogen.GroupChat(
    agents=[user, coder, critic], messages=[], max_round=6, speaker_selection_method="round_robin"
)
"""
        + _RUN
        + """

def look_up(word: str) -> str:
    return word


one = autogen.AssistantAgent("one", system_message="One.", llm_config=llm_config)
two = autogen.AssistantAgent("two", system_message="Two.", llm_config=llm_config)
for agent in [one, two]:
    agent.register_for_llm(description="Looks words up.", api_style="function")(look_up)
other = autogen.GroupChat([one, two], [], max_round=4)
result = one.initiate_chat(autogen.GroupChatManager(other, llm_config=llm_config), message="Talk.")
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
""",
        (
            *(call("add", x=1, y=2), "three", "fine"),
            *("two", "I look nothing up", "one", "nor do I", "one", "TERMINATE"),
        ),
    ),
]

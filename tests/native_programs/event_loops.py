"""Programs whose agents talk in several places, which must be one event loop in v0.4."""

from native_programs.program import CONFIG, Program

_TEAM = (
    CONFIG
    + """
import autogen

writer = autogen.AssistantAgent("writer", system_message="Write.", llm_config=llm_config)
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
"""
)
_ASK = """

def ask(question):
    return user.initiate_chat(writer, message=question, max_turns=1).summary
"""

PROGRAMS = [
    Program(
        "modules_that_share_their_agents",
        """
from asking import ask, user, writer

print("=>", user.initiate_chat(writer, message="One?", max_turns=1).summary)
print("=>", ask("Two?"))
print("=>", user.initiate_chat(writer, message="Three?", max_turns=1).summary)
""",
        ("Zero.", "One.", "Two.", "Three."),
        modules={"asking.py": _TEAM + 'user.initiate_chat(writer, message="Zero?", max_turns=1)\n' + _ASK},
    ),
    Program(
        "a_function_asks_after_the_last_chat_and_a_loop_of_its_own_runs",
        "import asyncio\n"
        + _TEAM
        + _ASK
        + """

async def count():
    return 3


print("=>", user.initiate_chat(writer, message="One?", max_turns=1).summary)
print("=>", ask("Two?"))
print("=>", asyncio.run(count()))
""",
        ("One.", "Two."),
    ),
]

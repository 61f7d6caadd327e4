"""AM610, AM611: what watches every agent of a process sees v0.2's agents only.

v0.2: autogen/runtime_logging.py, autogen/io/base.py IOStream.  v0.4: autogen_core.EVENT_LOGGER_NAME, run_stream.
"""

from __future__ import annotations

from autogen_codemods.rules.base import Kind, Rule, Tier

RULES = (
    Rule(
        code="AM610",
        title="runtime_logging keeps agents on compat",
        kind=Kind.DECISION,
        tier=Tier.NATIVE,
        why="runtime_logging writes what v0.2's agents and their models do into tables of a SQLite database, or into a "
        "file. v0.4 logs events, such as LLMCallEvent with the messages, the answer and its tokens, to a logger of "
        "Python's: other data in another form, and whoever reads the database has to change too. Agents of a program "
        "that starts it, and of the files linked to it, stay on compat and go on being recorded until it is replaced.",
        before='autogen.runtime_logging.start(config={"dbname": "logs.db"})',
        after="logger = logging.getLogger(EVENT_LOGGER_NAME)\n"
        "logger.setLevel(logging.INFO)\n"
        'logger.addHandler(logging.FileHandler("events.jsonl"))  # str(record.msg) is the event as JSON',
        see="https://microsoft.github.io/autogen/stable/user-guide/core-user-guide/framework/logging.html",
    ),
    Rule(
        code="AM611",
        title="an IOStream of one's own keeps agents on compat",
        kind=Kind.DECISION,
        tier=Tier.NATIVE,
        why="An IOStream gets everything that v0.2's agents print, and asks their humans. v0.4's agents print nothing: "
        "run_stream gives messages and events as objects, to show in any way, and a UserProxyAgent takes the "
        "input_func that asks. What the stream gets as printed text is not there any more, so the agents stay on "
        "compat until its text is made of messages.",
        before="with IOStream.set_default(stream):\n    user.initiate_chat(assistant, message=task)",
        after="async for message in team.run_stream(task=task):\n    await stream.send(message)",
    ),
)

_STREAM = "AM611"


def code_of(reason: str) -> str:
    """The rule for the reason why agents are watched."""
    return _STREAM if "IOStream" in reason else "AM610"

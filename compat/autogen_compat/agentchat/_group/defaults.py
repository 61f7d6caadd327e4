"""The texts that a group says when the program supplies none.

Templates are filled with `str.format`: `{roles}` is the list of names with descriptions, `{agentlist}` the list of
candidate names. Every text keeps what v0.2's promised the model (what it sees, that one name must come back) in
words of our own.
"""

from __future__ import annotations

SELECT_SPEAKER_MESSAGE = """Several roles take part in a conversation. These are the roles, with what each one does:
{roles}

You will be shown the conversation so far. Decide which role speaks next.
Choose one of {agentlist} and answer with that name alone."""

SELECT_SPEAKER_PROMPT = (
    "That was the conversation so far. Which role of {agentlist} speaks next? Answer with that name alone."
)

SELECT_SPEAKER_AFTER_SEVERAL_NAMES = """More than one name was in your answer; exactly one is needed.
Settle it like this, taking the first line that fits:
1. A name that the text gives as its own speaker ("As the ...") is the one.
2. A name that the text announces as "next" is the one.
3. Failing both, the name that came first is the one.
Keep the name's spelling and its upper and lower case.
Answer with the name ONLY, without a reason."""

SELECT_SPEAKER_AFTER_NO_NAME = """There was no name of a role in your answer; exactly one is needed.
Settle it like this, taking the first line that fits:
1. A name that the text gives as its own speaker ("As the ...") is the one.
2. A name that the text announces as "next" is the one.
3. Failing both, the name that came first is the one.
Keep the name's spelling and its upper and lower case. Only these names exist: {agentlist}.
Answer with the name ONLY, without a reason."""

INTRODUCTION = "Hello everyone. This team will work on the task together. Its members are:"

SELECTED_MARK = "[AGENT SELECTED]"
FAILED_MARK = "[AGENT SELECTION FAILED]"

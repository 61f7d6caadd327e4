"""What an assistant is told to do with retrieved documents.

Each prompt asks for exactly `UPDATE CONTEXT` where the documents do not do, and takes `input_question` and
`input_context`; the default one takes `input_sources` too.
"""

__all__ = ["PROMPT_CODE", "PROMPT_DEFAULT", "PROMPT_QA", "UPDATE_CONTEXT_IN_PROMPT"]

UPDATE_CONTEXT_IN_PROMPT = "you should reply exactly `UPDATE CONTEXT`"
"""How prompts say it, also those of users: a message with these words is a prompt and no request."""

_ASK_FOR_MORE = f"If neither what you know nor the context lets you answer, {UPDATE_CONTEXT_IN_PROMPT}."

_CODE_RULES = """\
- Every package that you need is installed. You MUST NOT install any.
- Put the code in a fenced block that names its language:
```language
# the code
```"""

_INPUT = """
The question of the user: {input_question}

The context: {input_context}
"""

PROMPT_CODE = f"""\
You write code for a user, from what you know and from documents that were looked up for the question.
{_ASK_FOR_MORE}
Rules for code:
{_CODE_RULES}
{_INPUT}"""

PROMPT_QA = f"""\
You answer questions of a user, from what you know and from documents that were looked up for the question.
{_ASK_FOR_MORE}
Make the answer as short as you can.
{_INPUT}"""

PROMPT_DEFAULT = f"""\
You help a user, from what you know and from documents that were looked up for the question.
First decide from the question and the context whether the user wants code or an answer; then reply accordingly.
{_ASK_FOR_MORE}
When the user wants code, keep to these rules:
{_CODE_RULES}
When the user wants an answer, make it as short as you can.
{_INPUT}
The context comes from: {{input_sources}}

An answer ends with a line that names the sources which it is based on: `Sources: source1, source2, ...`.
"""

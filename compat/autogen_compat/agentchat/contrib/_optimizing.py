"""What the optimizer of functions tells its model, and the functions that it may call."""

from __future__ import annotations

from typing import Any

__all__ = ["ADD_FUNC", "OPT_PROMPT", "REMOVE_FUNC", "REVISE_FUNC", "experience", "statistics"]

_NAME = {"type": "string", "description": "The name of the function, the same as in its code."}
_SIGNATURE: dict[str, Any] = {
    "name": _NAME,
    "description": {"type": "string", "description": "What the function does, in short."},
    "arguments": {
        "type": "string",
        "description": (
            "The arguments as the text of a JSON schema. Only string, integer, object, array and boolean are known "
            "there, no float; an array must have items. For example: "
            '{ "url": { "type": "string", "description": "The URL", }}'
        ),
    },
    "packages": {
        "type": "string",
        "description": (
            "The packages that the function imports and that pip has to install before it can run. A text, not a list."
        ),
    },
    "code": {"type": "string", "description": "The code in Python."},
}


def _tool(name: str, description: str, properties: dict[str, Any]) -> dict[str, Any]:
    parameters = {"type": "object", "properties": properties, "required": list(properties)}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


_NAMES = "Declare the packages that it needs. Its name MUST be the one that its code defines."
ADD_FUNC = _tool("add_function", f"Add a function that the conversations call for. {_NAMES}", _SIGNATURE)
REVISE_FUNC = _tool("revise_function", f"Change a function as the conversations call for. {_NAMES}", _SIGNATURE)
REMOVE_FUNC = _tool(
    "remove_function",
    "Remove a function. The assistant will not have it in later conversations.",
    {"name": _NAME},
)

OPT_PROMPT = """You look after the functions that an assistant can call. Improve the list of them, going by the list as
it is and by conversations of the assistant with its user.
Do one of these four things:
1. Change a function (call revise_function).
2. Remove a function (call remove_function).
3. Add a function (call add_function).
4. Nothing, if the list needs no more changes: answer "TERMINATE".

What to keep in mind:
(1) When you change a function:
1. Look first at the tasks that failed and at their errors, and improve the functions that were used there.
2. A call fails because of its arguments or because of the code. Look at the code above all: make it easy to call right.
3. Leave functions alone that work well and matter for the solutions.
4. After a NameError, see that the code defines the name by which the function is called.
(2) When you remove a function:
1. Remove it only if later tasks will not need it.
(3) When you add a function:
1. It should help with later tasks too: one that does a task of this kind, or a step of it, so that the assistant need
not start over each time.
2. It should answer a more general question, of which the one asked here is a case.
3. What is special about the case should come in as arguments: texts, names and numbers.
A function that may be worth adding, for instance, when the tasks are of mathematics:
{{
    \"name\": \"evaluate_expression\",
    \"description\": \"Computes the value of an expression that is given as a text.\",
    \"arguments\": {{
        \"expression\": {{
            \"type\": \"string\",
            \"description\": \"The expression.\"
        }}
    }},
    \"packages\": \"sympy\",
    \"code\": \"from sympy import sympify\\n\\ndef evaluate_expression(expression):\\n    return sympify(expression)\"
}}
(4) When you do nothing:
Do so only if another change would make the list worse for later tasks. Answer "TERMINATE".

A function is described by
1. its name
2. what it does
3. its arguments, as the text of a JSON schema
4. the packages that it imports
5. its code

These are the functions as they were in the conversations:
List A: {best_functions}.
These are the functions after {actions_num} changes of List A:
List B: {incumbent_functions}.

{accumulated_experience}

These are the {best_conversations_num} conversations about {best_conversations_num} tasks, with List A.
History:
{best_conversations_history}

{statistic_informations}

Now do one of the four things with List B.
Do not be content with "TERMINATE" while the list can be made better. A general function that saves the assistant from
proposing the same Python code again and again is worth adding, for instance.
"""


def experience(failures: list[dict[str, Any]]) -> str:
    """Lists of functions that did worse, as part of the prompt."""
    if not failures:
        return "\n"
    lines = [
        "Other lists of functions, and how well they did (0-100), the worst first:\n",
        *(f"Function: \n{each['functions']}\nPerformance: \n{each['performance']}\n" for each in failures),
    ]
    return "".join(lines)


def statistics(performance: list[dict[str, int]]) -> str:
    """How each conversation went, as part of the prompt."""
    if not performance:
        return "\n"
    return "Whether the user was satisfied with each conversation, 1 for yes and 0 for no:\n" + "".join(
        f"{each}\n" for each in performance
    )

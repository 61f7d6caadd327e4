"""Tools for models without tool calling: described in the prompt, called and answered in plain text."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from autogen_compat.oai._compatible import CONTINUE, without_names

__all__ = ["INSTRUCTION", "STEP_1", "STEP_2", "Texts", "described"]

_PLACE = "[FUNCTIONS_LIST]"
INSTRUCTION = (
    " You can use functions, in two steps; look at the conversation to see which step is next, and take one at a time. "
    "Step 1: choose the functions that the request needs and answer with JSON alone, in the form "
    '[{"name": "a_function", "arguments": {"an_argument": "a value"}}], with exactly these keys, '
    "numbers unquoted, and no text around it. "
    "Step 2, once you were told what the functions returned: answer the request in plain text, without JSON or code. "
    f"The functions are: {_PLACE}"
)
STEP_1 = " (proceed with step 1)"
STEP_2 = " (proceed with step 2)"


class Texts(NamedTuple):
    """What is added to the prompt; ``[FUNCTIONS_LIST]`` in the instruction stands for the functions."""

    instruction: str
    step_1: str
    step_2: str


def described(messages: list[dict[str, Any]], tools: list[dict[str, Any]] | None, texts: Texts) -> list[dict[str, Any]]:
    """The messages without tool calls, and with the instruction in the first system message."""
    result = [_as_text(message) for message in without_names(messages)]
    if len(result) > 1 and result[-1]["role"] == "system":
        result[-1] = {**result[-1], "role": "user"}
    if tools and result and result[0]["role"] == "system":
        functions = "".join(f"\n{json.dumps(tool)}\n" for tool in tools)
        instruction = texts.instruction.replace(_PLACE, functions).rstrip()
        result[0] = {**result[0], "content": result[0]["content"] + instruction}
        _append_step(result, _next_step(messages, texts))
    if result and result[-1]["role"] not in ("user", "system"):
        result.append({"role": "user", "content": CONTINUE})
    return result


def _next_step(messages: list[dict[str, Any]], texts: Texts) -> str:
    if any("tool_call_id" in message for message in messages):
        return texts.step_2 if "tool_call_id" in messages[-1] else ""
    return "" if any(message.get("tool_calls") for message in messages) else texts.step_1


def _append_step(result: list[dict[str, Any]], step: str) -> None:
    if step and result[-1]["role"] == "user":
        result[-1] = {**result[-1], "content": result[-1]["content"] + step}
    elif step:
        result.append({"role": "user", "content": step})


def _as_text(message: dict[str, Any]) -> dict[str, Any]:
    if message.get("tool_calls"):
        calls = "\n".join(json.dumps(call) for call in message["tool_calls"])
        return {"role": "assistant", "content": f"Run the following function(s):\n{calls}"}
    if "tool_call_id" in message:
        done = {"tool_call_id": message["tool_call_id"], "result": message["content"]}
        return {"role": "user", "content": f"The following function was run: {json.dumps(done)}"}
    return message

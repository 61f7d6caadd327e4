"""Messages as v0.2's agents print them (v0.2: ConversableAgent._print_received_message)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..code_utils import content_str
from ..formatting_utils import colored
from .base import IOStream

__all__ = ["RULE", "print_calls", "print_head", "print_received", "print_result", "print_text"]

RULE = "-" * 80


def print_received(message: Mapping[str, Any], sender: str, recipient: str) -> None:
    """Print a message that an agent receives on the stream of the context."""
    print_head(sender, recipient)
    for response in message.get("tool_responses") or ():
        print_received(response, sender, recipient)
    role = message.get("role")
    if role == "tool" and message.get("tool_responses"):
        return  # its content only repeats the responses
    if role in ("function", "tool"):
        print_result(message)
    else:
        print_text(message.get("content"))
        print_calls(message)
    IOStream.get_default().print("\n", RULE, flush=True, sep="")


def print_head(sender: str, recipient: str) -> None:
    """Print who says something to whom."""
    IOStream.get_default().print(colored(sender, "yellow"), "(to", f"{recipient}):\n", flush=True)


def print_result(message: Mapping[str, Any]) -> None:
    """Print what a function or tool answered."""
    say = IOStream.get_default().print
    called = message.get("name" if message["role"] == "function" else "tool_call_id", "No id found")
    title = f"***** Response from calling {message['role']} ({called}) *****"
    say(colored(title, "green"), flush=True)
    say(message["content"], flush=True)
    say(colored("*" * len(title), "green"), flush=True)


def print_text(content: Any) -> None:
    """Print the text of a message, or the parts of one with images."""
    if content is not None:
        IOStream.get_default().print(content_str(content), flush=True)


def print_calls(message: Mapping[str, Any]) -> None:
    """Print the functions and tools that a message asks for."""
    say = IOStream.get_default().print
    for title, call in _calls(message):
        say(colored(title, "green"), flush=True)
        say("Arguments: \n", call.get("arguments", "(No arguments found)"), flush=True, sep="")
        say(colored("*" * len(title), "green"), flush=True)


def _calls(message: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if message.get("function_call"):
        call = dict(message["function_call"])
        yield f"***** Suggested function call: {call.get('name', '(No function name found)')} *****", call
    for tool_call in message.get("tool_calls") or ():
        call = dict(tool_call.get("function", {}))
        call_id = tool_call.get("id", "No tool call id found")
        yield f"***** Suggested tool call ({call_id}): {call.get('name', '(No function name found)')} *****", call

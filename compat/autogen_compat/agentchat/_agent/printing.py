"""The printed conversation, character for character as v0.2 prints it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...code_utils import content_str
from ...formatting_utils import colored
from ...io.base import IOStream
from .base import AgentPart

__all__ = ("PrintingPart",)

_RULE = "-" * 80


class PrintingPart(AgentPart):
    """Prints what an agent receives."""

    def _print_received_message(self, message: Any, sender: Any) -> None:
        say = IOStream.get_default().print
        say(colored(sender.name, "yellow"), "(to", f"{self.name}):\n", flush=True)
        message = self._message_to_dict(message)
        for response in message.get("tool_responses") or ():
            self._print_received_message(response, sender)
        role = message.get("role")
        if role == "tool" and message.get("tool_responses"):
            return  # its content only repeats the responses
        if role in ("function", "tool"):
            self._print_result(message)
        else:
            self._print_text(message)
            for title, call in _calls(message):
                self._print_call(title, call)
        say("\n", _RULE, flush=True, sep="")

    def _print_result(self, message: dict[str, Any]) -> None:
        say = IOStream.get_default().print
        called = message.get("name" if message["role"] == "function" else "tool_call_id", "No id found")
        title = f"***** Response from calling {message['role']} ({called}) *****"
        say(colored(title, "green"), flush=True)
        say(message["content"], flush=True)
        say(colored("*" * len(title), "green"), flush=True)

    def _print_text(self, message: dict[str, Any]) -> None:
        content = message.get("content")
        if content is None:
            return
        if "context" in message:
            from ...oai.client import OpenAIWrapper

            allowed = self.llm_config and self.llm_config.get("allow_format_str_template", False)
            content = OpenAIWrapper.instantiate(content, message["context"], allowed)
        IOStream.get_default().print(content_str(content), flush=True)  # type: ignore[arg-type]

    @staticmethod
    def _print_call(title: str, call: dict[str, Any]) -> None:
        say = IOStream.get_default().print
        say(colored(title, "green"), flush=True)
        say("Arguments: \n", call.get("arguments", "(No arguments found)"), flush=True, sep="")
        say(colored("*" * len(title), "green"), flush=True)


def _calls(message: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if message.get("function_call"):
        call = dict(message["function_call"])
        yield f"***** Suggested function call: {call.get('name', '(No function name found)')} *****", call
    for tool_call in message.get("tool_calls") or ():
        call = dict(tool_call.get("function", {}))
        call_id = tool_call.get("id", "No tool call id found")
        yield f"***** Suggested tool call ({call_id}): {call.get('name', '(No function name found)')} *****", call

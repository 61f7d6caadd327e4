"""The printed conversation, character for character as v0.2 prints it."""

from __future__ import annotations

from typing import Any

from ...io._received import RULE, print_calls, print_head, print_result, print_text
from ...io.base import IOStream
from .base import AgentPart

__all__ = ("PrintingPart",)


class PrintingPart(AgentPart):
    """Prints what an agent receives."""

    def _print_received_message(self, message: Any, sender: Any) -> None:
        print_head(sender.name, self.name)
        message = self._message_to_dict(message)
        for response in message.get("tool_responses") or ():
            self._print_received_message(response, sender)
        role = message.get("role")
        if role == "tool" and message.get("tool_responses"):
            return  # its content only repeats the responses
        if role in ("function", "tool"):
            print_result(message)
        else:
            print_text(self._filled_in(message))
            print_calls(message)
        IOStream.get_default().print("\n", RULE, flush=True, sep="")

    def _filled_in(self, message: dict[str, Any]) -> Any:
        """The content of a message, with its context in it where it has one."""
        content = message.get("content")
        if content is None or "context" not in message:
            return content
        from ...oai.client import OpenAIWrapper

        allowed = self.llm_config and self.llm_config.get("allow_format_str_template", False)
        return OpenAIWrapper.instantiate(content, message["context"], allowed)

"""Human input: v0.2's three modes, its counters and its way to end a chat."""

from __future__ import annotations

import asyncio
import functools
import inspect
from typing import Any, NamedTuple

from ...engine import bridge
from ...engine.world import ASYNC, SYNC, World
from ...formatting_utils import colored
from ...io.base import IOStream
from .base import AgentPart

__all__ = ("HumanPart",)

INTERRUPTED = "USER INTERRUPTED"


class _Question(NamedTuple):
    """What a human is asked, and whether an empty answer ends the chat."""

    prompt: str
    ends_if_empty: bool


class HumanPart(AgentPart):
    """The first reply of the chain: end the chat, pass on a human's words, or let the others reply."""

    def get_human_input(self, prompt: str) -> str:
        """Ask the human; override this to ask elsewhere than at the console."""
        reply = IOStream.get_default().input(prompt)
        self._human_input.append(reply)
        return reply

    async def a_get_human_input(self, prompt: str) -> str:
        """Asynchronous :meth:`get_human_input`; by default that method in a thread."""
        if inspect.iscoroutinefunction(self.get_human_input):
            return await self.get_human_input(prompt)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, functools.partial(self.get_human_input, prompt))

    async def _ask_human(self, world: World, prompt: str) -> str:
        if world.is_async:
            return await self.a_get_human_input(prompt)
        return await world.run(self.get_human_input, prompt)

    def max_consecutive_auto_reply(self, sender: Any = None) -> int:
        """How many replies in a row need no human, in general or to one sender."""
        return self._max_consecutive_auto_reply if sender is None else self._max_consecutive_auto_reply_dict[sender]

    def update_max_consecutive_auto_reply(self, value: int, sender: Any = None) -> None:
        """Change the limit, for one sender or for all."""
        if sender is not None:
            self._max_consecutive_auto_reply_dict[sender] = value
            return
        self._max_consecutive_auto_reply = value
        for known in self._max_consecutive_auto_reply_dict:
            self._max_consecutive_auto_reply_dict[known] = value

    def reset_consecutive_auto_reply_counter(self, sender: Any = None) -> None:
        """Count from zero again, for one sender or for all."""
        if sender is None:
            self._consecutive_auto_reply_counter.clear()
        else:
            self._consecutive_auto_reply_counter[sender] = 0

    def check_termination_and_human_reply(
        self, messages: list[dict] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | dict | None]:
        """End the chat, or reply with a human's words, or count an auto reply.

        v0.2: conversable_agent.py check_termination_and_human_reply.

        :return: ``(True, None)`` ends the chat, ``(True, reply)`` sends the human's reply,
            ``(False, None)`` leaves it to the replies behind.
        """
        return bridge.drive(self._human_reply(SYNC, messages, sender))

    async def a_check_termination_and_human_reply(
        self, messages: list[dict] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | dict | None]:
        """Asynchronous :meth:`check_termination_and_human_reply`."""
        return await self._human_reply(ASYNC, messages, sender)

    async def _human_reply(self, world: World, messages: list[dict] | None, sender: Any) -> tuple[bool, Any]:
        if messages is None:
            messages = self._oai_messages[sender] if sender else []
        message = messages[-1] if messages or not world.is_async else {}
        reply = await self._human_words(world, message, sender)
        if reply == "exit":
            self._consecutive_auto_reply_counter[sender] = 0
            return True, None
        if reply or self._max_consecutive_auto_reply_dict[sender] == 0:
            self._consecutive_auto_reply_counter[sender] = 0
            return True, _interrupting(reply, message)
        self._consecutive_auto_reply_counter[sender] += 1
        if self.human_input_mode != "NEVER":
            _note("USING AUTO REPLY...")
        return False, None

    async def _human_words(self, world: World, message: dict, sender: Any) -> str:
        """What the human says; "" for nothing, "exit" for the end."""
        if self.human_input_mode == "NEVER":
            return "exit" if self._limit_reached(sender) or self._is_termination_msg(message) else ""
        question = self._question(message, sender)
        if question is None:
            return ""
        reply = await self._ask_human(world, question.prompt)
        if reply:
            return reply
        ends = question.ends_if_empty or (self.human_input_mode == "ALWAYS" and self._is_termination_msg(message))
        _note("NO HUMAN INPUT RECEIVED.")
        return "exit" if ends else ""

    def _limit_reached(self, sender: Any) -> bool:
        return self._consecutive_auto_reply_counter[sender] >= self._max_consecutive_auto_reply_dict[sender]

    def _question(self, message: dict, sender: Any) -> _Question | None:
        whom = "the sender" if sender is None else sender.name
        if self.human_input_mode == "ALWAYS":
            prompt = f"Your reply as {self.name} to {whom} (Enter: reply automatically, 'exit': end the conversation): "
            return _Question(prompt, ends_if_empty=False)
        limit_reached = self._limit_reached(sender)
        if self._is_termination_msg(message):
            return _Question(f"Your feedback to {whom} (Enter or 'exit': end the conversation): ", ends_if_empty=True)
        if not limit_reached:
            return None
        prompt = f"Your feedback to {whom} (Enter: reply automatically, 'exit': end the conversation): "
        return _Question(prompt, ends_if_empty=False)


def _note(text: str) -> None:
    IOStream.get_default().print(colored(f"\n>>>>>>>> {text}", "red"), flush=True)


def _interrupting(reply: str, message: dict) -> dict[str, Any]:
    """The human's words, and for each call that they interrupt a result that says so."""
    results: list[dict[str, Any]] = []
    if call := message.get("function_call"):
        results.append({"role": "function", "name": call.get("name", ""), "content": INTERRUPTED})
    results += [
        {"role": "tool", "tool_call_id": tool_call.get("id", ""), "content": INTERRUPTED}
        for tool_call in message.get("tool_calls") or ()
    ]
    response: dict[str, Any] = {"role": "user", "content": reply}
    return {**response, "tool_responses": results} if results else response

"""Hooks: functions of the user between receiving, replying and sending."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from ...engine import bridge
from ...engine.world import ASYNC, SYNC, World, is_async
from .base import AgentPart, is_silent

__all__ = ("HOOKABLE_METHODS", "HookPart")

HOOKABLE_METHODS = (
    "process_last_received_message",
    "a_process_last_received_message",
    "process_all_messages_before_reply",
    "a_process_all_messages_before_reply",
    "process_message_before_send",
    "a_process_message_before_send",
)


class HookPart(AgentPart):
    """Registering and calling hooks, kept in ``hook_lists`` by the method they belong to."""

    def register_hook(self, hookable_method: str, hook: Callable) -> None:
        """Call ``hook`` at one of the :data:`HOOKABLE_METHODS`; ``a_…`` ones in asynchronous chats.

        :raises AssertionError: if there is no such method or the hook is registered already.
        """
        assert hookable_method in self.hook_lists, f"{hookable_method} is not a hookable method."
        assert hook not in self.hook_lists[hookable_method], f"{hook} is already registered as a hook."
        wants_async, hook_is_async = hookable_method.startswith("a_"), is_async(hook)
        if wants_async != hook_is_async:
            kinds = {True: "asynchronous", False: "synchronous"}
            warnings.warn(
                f"Hook '{hook.__name__}' is {kinds[hook_is_async]}, but it's being registered in a "
                f"{kinds[wants_async]} context ('{hookable_method}'): it will not run.",
                UserWarning,
                stacklevel=2,
            )
        self.hook_lists[hookable_method].append(hook)

    def _hooks(self, world: World, method: str) -> list[Callable[..., Any]]:
        hooks = self.hook_lists["a_" + method if world.is_async else method]
        return [hook for hook in hooks if is_async(hook) is world.is_async]

    def process_all_messages_before_reply(self, messages: list[dict]) -> list[dict]:
        """The messages as the hooks want the replies to see them; histories stay as they are."""
        if not self.hook_lists["process_all_messages_before_reply"]:
            return messages
        return bridge.drive(self._all_messages(SYNC, messages))

    async def a_process_all_messages_before_reply(self, messages: list[dict]) -> list[dict]:
        """Asynchronous :meth:`process_all_messages_before_reply`."""
        return await self._all_messages(ASYNC, messages)

    async def _all_messages(self, world: World, messages: list[dict]) -> list[dict]:
        if messages is None:
            return messages
        for hook in self._hooks(world, "process_all_messages_before_reply"):
            messages = await world.run(hook, messages)
        return messages

    def process_last_received_message(self, messages: list[dict]) -> list[dict]:
        """The messages, the content of the last one as the hooks want it."""
        if not self.hook_lists["process_last_received_message"]:
            return messages
        return bridge.drive(self._last_message(SYNC, messages))

    async def a_process_last_received_message(self, messages: list[dict]) -> list[dict]:
        """Asynchronous :meth:`process_last_received_message`."""
        return await self._last_message(ASYNC, messages)

    async def _last_message(self, world: World, messages: list[dict]) -> list[dict]:
        name = "a_process_last_received_message" if world.is_async else "process_last_received_message"
        if not self.hook_lists[name] or not messages or not _may_be_processed(messages[-1]):
            return messages
        original = content = messages[-1]["content"]
        for hook in self._hooks(world, "process_last_received_message"):
            content = await world.run(hook, content)
        if content == original:
            return messages
        messages = messages.copy()
        messages[-1]["content"] = content  # v0.2 changes the stored message too
        return messages

    def _process_message_before_send(self, message: Any, recipient: Any, silent: bool) -> Any:
        if not self.hook_lists["process_message_before_send"]:
            return message
        return bridge.drive(self._before_send(SYNC, message, recipient, is_silent(self, silent)))

    async def _a_process_message_before_send(self, message: Any, recipient: Any, silent: bool) -> Any:
        return await self._before_send(ASYNC, message, recipient, silent)

    async def _before_send(self, world: World, message: Any, recipient: Any, silent: bool | None) -> Any:
        for hook in self._hooks(world, "process_message_before_send"):
            message = await world.run(hook, sender=self, message=message, recipient=recipient, silent=silent)
        return message


def _may_be_processed(message: dict[str, Any]) -> bool:
    if "function_call" in message or "context" in message:
        return False
    content = message.get("content")
    return isinstance(content, str | list) and content != "exit"

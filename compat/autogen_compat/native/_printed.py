"""Conversations on a stream of the program's own, in v0.2's words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, TypeVar

from autogen_agentchat.base import Response, TaskResult
from autogen_agentchat.messages import (
    BaseAgentEvent,
    BaseChatMessage,
    ModelClientStreamingChunkEvent,
    StopMessage,
    ThoughtEvent,
    ToolCallExecutionEvent,
    ToolCallRequestEvent,
)
from autogen_converters.messages import to_v02
from autogen_core import CancellationToken

from autogen_compat.formatting_utils import colored
from autogen_compat.io import IOStream
from autogen_compat.io._received import print_received

from ._introductions import is_introduction
from ._tool_turns import ToolCallMessage, ToolResultMessage, tool_dictionary

T = TypeVar("T", bound=TaskResult | Response)
_GREEN, _PLAIN = "\033[32m", "\033[0m\n"
_SAID = (BaseChatMessage, ToolCallRequestEvent, ToolCallExecutionEvent)


async def printed(
    run: AsyncIterator[BaseAgentEvent | BaseChatMessage | T], *between: str, manager: str = "chat_manager"
) -> T:
    """The result of a run, whose messages are printed as they come on the IOStream of the context.

    v0.4's ``Console`` prints to the terminal only.  The text is that of v0.2, without the notes about what is
    running, which start with ``>>>>>>>>``.

    v0.2: autogen/agentchat/conversable_agent.py _print_received_message, autogen/io/base.py.

    Args:
        run: what ``run_stream`` of a team or agent gives.
        between: the names of the two agents of a chat; none for a group.
        manager: whom the members of a group talk to.
    """
    page = _Page(between, manager)
    result: T | None = None
    async for each in run:  # to its end: a team counts as running until then
        if isinstance(each, TaskResult | Response):
            result = each
        else:
            page.add(each)
    if result is None:
        raise RuntimeError("the run ended without a result")
    return result


async def stream_input(prompt: str, cancellation_token: CancellationToken | None = None) -> str:
    """What is typed into the IOStream of the context, for the ``input_func`` of a UserProxyAgent."""
    return await asyncio.to_thread(IOStream.get_default().input, prompt)


class _Page:
    """What has been printed of a conversation."""

    def __init__(self, between: tuple[str, ...], manager: str) -> None:
        self._between = between
        self._manager = manager
        self._speaker: str | None = None
        self._is_streaming = False
        self._thought: str | None = None

    def add(self, message: BaseAgentEvent | BaseChatMessage) -> None:
        """Print one more message, or a piece of one."""
        if isinstance(message, ModelClientStreamingChunkEvent):
            self._stream(message)
        elif isinstance(message, ThoughtEvent):
            self._thought = message.content
        elif isinstance(message, _SAID) and type(message) is not StopMessage and not is_introduction(message):
            self._print(message)

    def _stream(self, chunk: ModelClientStreamingChunkEvent) -> None:
        say = IOStream.get_default().print
        if not self._is_streaming:
            self._announce(chunk.source)
            say(_GREEN, end="")
        self._is_streaming = True
        say(chunk.content, end="", flush=True)

    def _print(self, message: BaseAgentEvent | BaseChatMessage) -> None:
        if self._is_streaming:
            IOStream.get_default().print(_PLAIN)
        else:
            self._announce(message.source)
        self._is_streaming = False
        said, self._thought = _dictionary(message, self._thought), None
        sender = message.source
        if isinstance(message, ToolCallExecutionEvent):
            sender = self._partner(message.source)
        print_received(said, sender, self._partner(sender))
        self._speaker = ""

    def _announce(self, speaker: str) -> None:
        """Say whose turn it is, after the first message of a group."""
        if not self._between and self._speaker is not None:
            IOStream.get_default().print(colored(f"\nNext speaker: {speaker}\n", "green"), flush=True)

    def _partner(self, name: str) -> str:
        return next((each for each in self._between if each != name), self._manager)


def _dictionary(message: BaseAgentEvent | BaseChatMessage, thought: str | None) -> dict[str, Any]:
    if isinstance(message, ToolCallMessage):
        return {**tool_dictionary(message), "content": message.thought or None}
    if isinstance(message, ToolResultMessage):
        return tool_dictionary(message)
    found = to_v02(message)
    return {**found, "content": thought} if isinstance(message, ToolCallRequestEvent) else found

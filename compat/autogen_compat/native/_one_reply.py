"""One answer of an agent outside of its conversations."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Literal, overload
from weakref import WeakKeyDictionary

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.base import ChatAgent, Response
from autogen_agentchat.messages import BaseChatMessage, StopMessage, TextMessage
from autogen_core import CancellationToken, FunctionCall
from autogen_core.model_context import UnboundedChatCompletionContext
from autogen_core.models import AssistantMessage, LLMMessage, SystemMessage

from autogen_compat.engine.asking import asked_by

from ._human import HumanProxyAgent
from ._members import GroupMember
from ._stop import StopWhen, says_terminate, stops
from ._tool_turns import ToolCallingAgent, ToolCallMessage, ToolResultMessage, tool_dictionary

_MAX_REPLIES = 100
"""v0.2's default for ``max_consecutive_auto_reply``."""


@overload
async def reply_of(
    agent: HumanProxyAgent | ToolCallingAgent | GroupMember,
    messages: str | Sequence[Mapping[str, Any]],
    *,
    stop_when: StopWhen | None = ...,
    max_replies: int = ...,
) -> str | dict[str, Any] | None: ...


@overload
async def reply_of(
    agent: ChatAgent,
    messages: str | Sequence[Mapping[str, Any]],
    *,
    stop_when: StopWhen | None = ...,
    max_replies: int = ...,
) -> str | None: ...


async def reply_of(
    agent: ChatAgent,
    messages: str | Sequence[Mapping[str, Any]],
    *,
    stop_when: StopWhen | None = says_terminate,
    max_replies: int = _MAX_REPLIES,
) -> str | dict[str, Any] | None:
    """What an agent answers to some messages, of which it remembers nothing afterwards.

    What is asked at the same time, or while a conversation of the agent goes on, does not mix.

    v0.2: autogen/agentchat/conversable_agent.py generate_reply with ``messages``.

    Args:
        agent: the agent.  One that asks a human or runs code forgets a conversation that it is in.
        messages: a user's text, or v0.2's message dictionaries.
        stop_when: where it holds for the last of the messages there is no answer.
        max_replies: after so many answers in a row there is none, once. Those of its conversations do not count,
            as they did in v0.2 where the answer was to a ``sender``.

    Returns:
        The text of the answer; what a human typed, calls of tools and their results as dictionaries; None where
        there is no answer.

    Raises:
        ValueError: a message has a role that is not known.
    """
    given = [TextMessage(content=messages, source="user")] if isinstance(messages, str) else _given(messages, agent)
    memory = _MEMORIES.setdefault(agent, _Memory())
    if isinstance(agent, HumanProxyAgent):
        async with memory.lock:
            with asked_by(agent.name):
                return await _asked_of_human(agent, given, memory)
    if _is_over(memory, given, stop_when, max_replies):
        return None
    if isinstance(agent, AssistantAgent):
        with asked_by(agent.name):
            return _answer(await _besides(agent).on_messages(given, CancellationToken()))
    async with memory.lock:
        with asked_by(agent.name):
            return await _asked(agent, given)


class GivenMessage(BaseChatMessage):
    """A message that models read as it is given, such as one of the system or an earlier answer."""

    text: str
    given: LLMMessage
    type: Literal["GivenMessage"] = "GivenMessage"

    def to_text(self) -> str:
        return self.text

    def to_model_text(self) -> str:
        return self.text

    def to_model_message(self) -> LLMMessage:  # pyright: ignore[reportIncompatibleMethodOverride]
        return self.given


@dataclass
class _Memory:
    """What is remembered between the answers of an agent: how many it gave."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    replies: int = 0


_MEMORIES: WeakKeyDictionary[ChatAgent, _Memory] = WeakKeyDictionary()


def _is_over(memory: _Memory, given: Sequence[BaseChatMessage], stop_when: StopWhen | None, max_replies: int) -> bool:
    """v0.2: conversable_agent.py check_termination_and_human_reply, which counts anew after None."""
    over = memory.replies >= max_replies or stops(stop_when, given)
    memory.replies = 0 if over else memory.replies + 1
    return over


async def _asked(agent: ChatAgent, given: Sequence[BaseChatMessage]) -> str | dict[str, Any] | None:
    """The answer of an agent that has forgotten everything for the time being."""
    before = await agent.save_state()
    await _forget(agent)
    try:
        response = await agent.on_messages(given, CancellationToken())
    finally:
        await _forget(agent)
        await agent.load_state(before)
    return _answer(response)


def _answer(response: Response) -> str | dict[str, Any] | None:
    said = response.chat_message
    if isinstance(said, ToolCallMessage):
        return {**_CALLING, "content": said.thought or None, "tool_calls": tool_dictionary(said)["tool_calls"]}
    if isinstance(said, ToolResultMessage):
        found = tool_dictionary(said)
        return {key: found[key] for key in ("role", "tool_responses", "content")}
    return None if isinstance(said, StopMessage) else said.to_text()


_CALLING = {
    "content": None,
    "refusal": None,
    "role": "assistant",
    "annotations": None,
    "audio": None,
    "function_call": None,
}
"""What openai's message has besides calls of tools, which v0.2 gave as a dictionary."""


def _besides(agent: AssistantAgent) -> AssistantAgent:
    """The same agent without a memory, whose own conversation may go on at the same time."""
    other = copy(agent)
    other._model_context = UnboundedChatCompletionContext()
    return other


async def _asked_of_human(
    agent: HumanProxyAgent, given: Sequence[BaseChatMessage], memory: _Memory
) -> str | dict[str, Any] | None:
    """The answer of an agent that may ask a human; the human's own is a dictionary, as in v0.2."""
    before, agent.replies, typed = agent.replies, memory.replies, len(agent.human_input)
    try:
        answer = await _asked(agent, given)
        is_typed = any(agent.human_input[typed:])
    finally:
        memory.replies, agent.replies = agent.replies, before
        del agent.human_input[typed:]
    return {"role": "user", "content": answer} if is_typed and answer is not None else answer


async def _forget(agent: ChatAgent) -> None:
    """Forget what was said, and not how often a human left the answer to the program."""
    if isinstance(agent, HumanProxyAgent):
        await agent.forget(CancellationToken())
    else:
        await agent.on_reset(CancellationToken())


def _given(messages: Sequence[Mapping[str, Any]], agent: ChatAgent) -> list[BaseChatMessage]:
    return [_message(message, agent) for each in messages for message in _unrolled(each)]


def _unrolled(message: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The results of tools are messages of their own (v0.2: _generate_oai_reply_from_client)."""
    results = message.get("tool_responses") or ()
    yield from results
    if not results or message.get("role") != "tool":
        yield message


_ROLES = frozenset({"system", "user", "assistant"})


def _message(message: Mapping[str, Any], agent: ChatAgent) -> BaseChatMessage:
    role, text = message.get("role", "user"), message.get("content") or ""
    if message.get("tool_calls"):
        calls = [
            FunctionCall(id=call["id"], name=call["function"]["name"], arguments=call["function"]["arguments"])
            for call in message["tool_calls"]
        ]
        return ToolCallMessage(source=role, calls=calls, thought=text if isinstance(text, str) else "")
    if role not in _ROLES or not isinstance(text, str) or message.get("function_call"):
        from ._configurations import llm_messages

        [converted] = llm_messages([message])
        return GivenMessage(source="tool", text=text if isinstance(text, str) else "", given=converted)
    source = message.get("name") or role
    if role == "user":
        return TextMessage(content=text, source=source)
    if role == "system":
        return GivenMessage(source=source, text=text, given=SystemMessage(content=text))
    return GivenMessage(source=agent.name, text=text, given=AssistantMessage(content=text, source=source))

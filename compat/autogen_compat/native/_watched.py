"""A conversation whose messages functions of the program see as they are said."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from autogen_agentchat.base import Response, TaskResult
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, StopMessage

from autogen_compat.engine import bridge

from ._human import is_typed
from ._introductions import is_introduction
from ._reply_chain import Sender

Event = BaseAgentEvent | BaseChatMessage
T = TypeVar("T", bound=TaskResult | Response)
Watcher = Callable[[Any, Any, Any], Any]
"""``(agent, message, partner)``, may be asynchronous."""


async def watched(
    run: AsyncIterator[Event | T],
    *names: str,
    sent: Mapping[str, Watcher] | None = None,
    received: Mapping[str, Watcher] | None = None,
    manager: str | None = None,
) -> AsyncGenerator[Event | T, None]:
    """What a run gives, after functions have seen each of its messages.

    They are called with the agent and its partner, of whom they may ask the name, and the message as v0.2's agents
    sent it: a text, or a dictionary where a human typed it or a group's manager handed it on.

    v0.2: autogen/agentchat/conversable_agent.py send, receive, _process_received_message.

    Args:
        run: what ``run_stream`` of a team or agent gives.
        names: the two agents of a chat, or the members of a group.
        sent: by agent, what sees the messages that it sends.
        received: by agent, or by the manager, what sees the messages that it receives.
        manager: the name of the group's manager.
    """
    async for each in run:
        if isinstance(each, BaseChatMessage) and type(each) is not StopMessage and not is_introduction(each):
            for watcher, agent, message, partner in _calls(each, names, sent or {}, received or {}, manager):
                await bridge.call(watcher, Sender(agent), message, Sender(partner))
        yield each


def _calls(
    message: BaseChatMessage,
    names: Sequence[str],
    sent: Mapping[str, Watcher],
    received: Mapping[str, Watcher],
    manager: str | None,
) -> Iterator[tuple[Watcher, str, Any, str]]:
    speaker, text = message.source, _as_sent(message)
    others = [name for name in names if name != speaker]
    if speaker in sent:
        yield sent[speaker], speaker, text, manager or others[0]
    if manager is not None and manager in received:
        yield received[manager], manager, text, speaker
    if manager is not None:
        text = {"content": message.to_text(), "role": "user", "name": speaker}
    for name in others:
        if name in received:
            yield received[name], name, text, manager or speaker


def _as_sent(message: BaseChatMessage) -> Any:
    return {"role": "user", "content": message.to_text()} if is_typed(message) else message.to_text()

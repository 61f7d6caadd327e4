"""A legacy agent's place in a v0.4 team.

A seat gives the agent a name that the engine accepts, and never raises inside the runtime: after an
exception a v0.4 team cannot be used again and its caller sees a ``RuntimeError`` without the cause.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Any

from autogen_agentchat.agents import BaseChatAgent
from autogen_agentchat.base import Response
from autogen_agentchat.messages import (
    BaseAgentEvent,
    BaseChatMessage,
    HandoffMessage,
    MultiModalMessage,
    StopMessage,
    TextMessage,
    ToolCallSummaryMessage,
)
from autogen_core import CancellationToken

__all__ = ("PRODUCED", "Seat", "seat_names")

PRODUCED: tuple[type[BaseChatMessage], ...] = (
    TextMessage,
    MultiModalMessage,
    StopMessage,
    ToolCallSummaryMessage,
    HandoffMessage,
)
_NOT_A_NAME = re.compile(r"\W", re.ASCII)


def seat_names(agents: Sequence[Any]) -> list[str]:
    """A unique, valid v0.4 name for each agent, whatever v0.2 let them be called."""
    taken: set[str] = set()
    names: list[str] = []
    for agent in agents:
        base = _NOT_A_NAME.sub("_", str(agent.name)) or "_"
        base = base if base.isidentifier() else f"_{base}"
        name, count = base, 2
        while name in taken:
            name, count = f"{base}_{count}", count + 1
        taken.add(name)
        names.append(name)
    return names


class Seat(BaseChatAgent):
    """A participant whose every turn is ``take_turn(seat)``.

    :param name: the seat's name in the team, from :func:`seat_names`.
    :param agent: who sits there.
    :param take_turn: gives the response to what the seat has received; must not raise.
    """

    def __init__(self, name: str, agent: Any, take_turn: Callable[[Seat], Awaitable[Response]]) -> None:
        super().__init__(name, _describe(agent))
        self.agent = agent
        self._take_turn = take_turn

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return PRODUCED

    async def on_messages(self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken) -> Response:
        return await self._take_turn(self)

    async def on_messages_stream(
        self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | Response, None]:
        response = await self._take_turn(self)
        for message in response.inner_messages or ():
            yield message
        yield response

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        return None


def _describe(agent: Any) -> str:
    description = getattr(agent, "description", "")
    return description if isinstance(description, str) else str(description)

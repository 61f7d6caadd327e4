"""The answer among what an agent gives while it answers."""

from __future__ import annotations

from collections.abc import AsyncIterator

from autogen_agentchat.base import ChatAgent, Response


async def response_of(agent: ChatAgent, events: AsyncIterator[object]) -> Response:
    """The response of an agent whose `events` these are; the others are passed over.

    Raises:
        RuntimeError: none of them is a response.
    """
    async for event in events:
        if isinstance(event, Response):
            return event
    raise RuntimeError(f"{agent.name} gave no answer")

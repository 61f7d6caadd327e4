"""Conversations that go on with earlier ones."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import Any, Protocol, runtime_checkable

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.base import ChatAgent, TaskResult
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, TextMessage
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_core import CancellationToken

from ._stop import said
from ._tool_turns import read


@runtime_checkable
class Listener(Protocol):
    """An agent that may be told the last messages of a conversation without having to answer."""

    async def on_conversation_end(self, unread: Sequence[BaseChatMessage]) -> None:
        """Know messages that followed the agent's last answer."""
        ...


class SharedHistoryChat(RoundRobinGroupChat):
    """A round-robin team after whose runs every agent knows all that was said, so that the next team goes on with it.

    v0.4's agents hear a message when it is their turn again, which does not come for the last messages of a run.

    v0.2: autogen/agentchat/conversable_agent.py initiate_chat with ``clear_history=False``, send.

    Args:
        participants: the agents, in the order of their turns.
        options: the other arguments of RoundRobinGroupChat.
    """

    def __init__(self, participants: Sequence[ChatAgent], **options: Any) -> None:
        super().__init__([*participants], **options)
        self._agents = list(participants)

    async def run_stream(
        self,
        *,
        task: str | BaseChatMessage | Sequence[BaseChatMessage] | None = None,
        cancellation_token: CancellationToken | None = None,
        output_task_messages: bool = True,
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | TaskResult, None]:
        stream = super().run_stream(
            task=task, cancellation_token=cancellation_token, output_task_messages=output_task_messages
        )
        given = _messages(task)
        async for event in stream:
            if isinstance(event, TaskResult):
                await self._hand_on([*([] if output_task_messages else given), *event.messages], len(given))
            yield event

    async def _hand_on(self, messages: Sequence[BaseAgentEvent | BaseChatMessage], given: int) -> None:
        for agent in self._agents:
            answers = [number for number, each in enumerate(messages) if number >= given and each.source == agent.name]
            unread = messages[answers[-1] + 1 :] if answers else messages
            await tell(agent, said([each for each in unread if isinstance(each, BaseChatMessage)]))


def _messages(task: str | BaseChatMessage | Sequence[BaseChatMessage] | None) -> list[BaseChatMessage]:
    if task is None:
        return []
    if isinstance(task, str):
        return [TextMessage(content=task, source="user")]
    return [task] if isinstance(task, BaseChatMessage) else list(task)


async def tell(agent: ChatAgent, unread: Sequence[BaseChatMessage]) -> None:
    """Have an agent know messages without answering them."""
    if isinstance(agent, Listener):
        await agent.on_conversation_end(unread)
    elif isinstance(agent, AssistantAgent):
        for part in (part for message in unread for part in read(message)):
            await agent.model_context.add_message(part)

"""A group that one participant starts several times in one conversation."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import Any

from autogen_agentchat.base import ChatAgent, TaskResult
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, StopMessage
from autogen_agentchat.teams import SelectorGroupChat
from autogen_core import CancellationToken
from autogen_core.models import ChatCompletionClient

from ._asked import Thread
from ._selector import Selector


class RepeatedGroupChat(SelectorGroupChat):
    """A group in which, each time its conversation has ended, the starter speaks and the others go on from there.

    The run is over after so many of these rounds, or when the starter has nothing to say.  Conditions of termination
    and `max_turns` are counted anew in each of them.

    v0.2: autogen/agentchat/conversable_agent.py initiate_chat with ``max_turns``, whose recipient is a group.

    Args:
        participants: the members.
        model_client: as for SelectorGroupChat.
        starter: the member in whose name the task is given.
        times: how often the group talks, the first time about the task.
        selector_func: selects the speakers after the starter.
        options: the other arguments of SelectorGroupChat.
    """

    def __init__(
        self,
        participants: Sequence[ChatAgent],
        model_client: ChatCompletionClient,
        *,
        starter: ChatAgent,
        times: int,
        selector_func: Selector,
        **options: Any,
    ) -> None:
        super().__init__([*participants], model_client, selector_func=self._select, **options)
        self._starter, self._times = starter.name, times
        self._select_others = selector_func
        self._starts = False

    async def run_stream(
        self,
        *,
        task: str | BaseChatMessage | Sequence[BaseChatMessage] | None = None,
        cancellation_token: CancellationToken | None = None,
        output_task_messages: bool = True,
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | TaskResult, None]:
        whole = TaskResult(messages=[])
        for number in range(self._times):
            self._starts = number > 0
            stream = super().run_stream(
                task=None if self._starts else task,
                cancellation_token=cancellation_token,
                output_task_messages=output_task_messages,
            )
            said: Sequence[BaseAgentEvent | BaseChatMessage] = ()
            async for event in stream:
                if not isinstance(event, TaskResult):
                    yield event
                    continue
                said = event.messages
                whole = TaskResult(messages=[*whole.messages, *said], stop_reason=event.stop_reason)
            if number and _is_silent(said):
                break
        yield whole

    async def _select(self, messages: Thread) -> str | None:
        if self._starts:
            self._starts = False
            return self._starter
        return await self._select_others(messages)


def _is_silent(messages: Sequence[BaseAgentEvent | BaseChatMessage]) -> bool:
    """Whether who spoke first had nothing to say."""
    first = next((each for each in messages if isinstance(each, BaseChatMessage)), None)
    return type(first) is StopMessage

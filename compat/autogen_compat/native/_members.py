"""A participant of a group that runs tools or ends the group on rules of its own."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

from autogen_agentchat.agents import BaseChatAgent
from autogen_agentchat.base import ChatAgent, Response
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, StopMessage
from autogen_core import CancellationToken
from autogen_core.tools import BaseTool

from ._clearing import command_in
from ._forgetting import forget
from ._stop import StopWhen, said, stop_response, stops
from ._tool_turns import ToolCallMessage, ToolResultMessage, results_of


class GroupMember(BaseChatAgent):
    """Lets an agent answer, unless the group ends on its turn or it was asked to run tools.

    It has the name and the description of that agent.  Ending needs a ``StopMessageTermination`` in the team.

    v0.2: autogen/agentchat/conversable_agent.py check_termination_and_human_reply, generate_tool_calls_reply.

    Args:
        agent: gives the answers.
        tools: run when the last message, of a :class:`ToolCallingAgent`, calls any. A list may grow.
        stop_when: ends the conversation instead of answering when it holds for the last message, which is
            the agent's own where it speaks twice in a row.
        max_replies: ends the conversation instead of answering once more than this often.
        clears_history_of: the names of the agents of a group whose histories results of tools may clear; see
            :class:`ClearableContext`.
    """

    def __init__(
        self,
        agent: ChatAgent,
        *,
        tools: Sequence[BaseTool[Any, Any]] = (),
        stop_when: StopWhen | None = None,
        max_replies: int | None = None,
        clears_history_of: Sequence[str] = (),
    ) -> None:
        super().__init__(agent.name, agent.description)
        self._agent = agent
        self._tools = tools
        self._stop_when = stop_when
        self._max_replies = max_replies
        self._clears_history_of = tuple(clears_history_of)
        self._replies = 0
        self._unread: list[BaseChatMessage] = []
        self._last: Sequence[BaseChatMessage] = ()

    @property
    def tool_names(self) -> frozenset[str]:
        """The names of the tools that it runs."""
        return frozenset(tool.name for tool in self._tools)

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return tuple(dict.fromkeys((*self._agent.produced_message_types, ToolResultMessage, StopMessage)))

    async def on_messages(self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken) -> Response:
        response: Response | None = None
        async for event in self.on_messages_stream(messages, cancellation_token):
            response = event if isinstance(event, Response) else response
        if response is None:
            raise RuntimeError(f"{self._agent.name} gave no answer")
        return response

    async def on_messages_stream(
        self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | Response, None]:
        self._hear(messages)
        if self._replies == self._max_replies or stops(self._stop_when, self._last):
            self._replies = 0
            yield stop_response(self.name)
            return
        self._replies += 1
        async for event in self._answer(cancellation_token):
            if isinstance(event, Response):
                self._last = (event.chat_message,)
            yield event

    async def _answer(
        self, cancellation_token: CancellationToken
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | Response, None]:
        asked = self._last[-1] if self._last else None
        if isinstance(asked, ToolCallMessage) and self._tools:
            results = await results_of(asked, self._tools, cancellation_token)
            answer = ToolResultMessage(results=results, by_name=asked.by_name, source=self.name)
            command = command_in(answer.to_text(), self._clears_history_of) if self._clears_history_of else None
            answer.text = command.text if command is not None else None
            self._unread.append(answer)
            yield Response(chat_message=answer)
            return
        unread, self._unread = self._unread, []
        async for event in self._agent.on_messages_stream(unread, cancellation_token):
            yield event

    async def on_conversation_end(self, unread: Sequence[BaseChatMessage]) -> None:
        """Know the last messages, and count answers anew, when another conversation goes on with this one."""
        self._hear(unread)
        self._replies = 0

    def _hear(self, messages: Sequence[BaseChatMessage]) -> None:
        self._last = said(messages) or self._last
        self._unread.extend(said(messages))

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        self._replies, self._last = 0, ()
        self._unread.clear()
        await self._agent.on_reset(cancellation_token)

    async def forget(self, cancellation_token: CancellationToken) -> None:
        """Forget what was said, but not how often it answered."""
        self._last = ()
        self._unread.clear()
        await forget(self._agent, cancellation_token)

    async def close(self) -> None:
        await self._agent.close()

    async def save_state(self) -> Mapping[str, Any]:
        return await self._agent.save_state()

    async def load_state(self, state: Mapping[str, Any]) -> None:
        await self._agent.load_state(state)

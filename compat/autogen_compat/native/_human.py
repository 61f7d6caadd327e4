"""A human in a team, who may leave the answer to an agent."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import Any, Literal
from uuid import uuid4

from autogen_agentchat.agents import UserProxyAgent
from autogen_agentchat.base import ChatAgent, Response
from autogen_agentchat.messages import (
    BaseAgentEvent,
    BaseChatMessage,
    StopMessage,
    TextMessage,
    UserInputRequestedEvent,
)
from autogen_core import CancellationToken

from ._auto_reply import AutoReplyAgent
from ._stop import StopWhen, stop_response, stops


class HumanProxyAgent(UserProxyAgent):
    """Asks a human, who answers, presses Enter for the automatic answer, or types ``exit`` to end it.

    v0.2: autogen/agentchat/conversable_agent.py check_termination_and_human_reply with the modes ALWAYS
    and TERMINATE.  Ending needs a ``StopMessageTermination`` in the team.

    Args:
        name: the name of the agent, a Python identifier.
        asks: "always", or "at the end": only where the conversation would end by `stop_when` or
            `max_replies`.
        otherwise: gives the automatic answers, under this agent's name; default: the empty text.
        stop_when: whether the message received is a last one; Enter then ends the conversation.
        max_replies: automatic answers in a row before a human is asked "at the end".
        input_func: as for :class:`UserProxyAgent`; default: the console.
        description: what a selecting model reads about this agent.
    """

    def __init__(
        self,
        name: str,
        *,
        asks: Literal["always", "at the end"] = "always",
        otherwise: ChatAgent | None = None,
        stop_when: StopWhen | None = None,
        max_replies: int = 100,
        input_func: Any = None,
        description: str = "A human user",
    ) -> None:
        super().__init__(name, description=description, input_func=input_func or _ask)
        self._asks = asks
        self._otherwise: ChatAgent = otherwise or AutoReplyAgent(name)
        self._stop_when = stop_when
        self._max_replies = max_replies
        self._replies = 0
        self._unread: list[BaseChatMessage] = []
        self._last: Sequence[BaseChatMessage] = ()

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return (TextMessage, StopMessage)

    async def on_messages_stream(
        self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | Response, None]:
        self._last = messages or self._last
        self._unread.extend(messages)
        if self._is_automatic():
            yield await self._answer_by_agent(cancellation_token)
            return
        yield UserInputRequestedEvent(request_id=str(uuid4()), source=self.name)
        text = await self._get_input(self._prompt(), cancellation_token)
        if text == "exit" or (not text and stops(self._stop_when, self._last)):
            self._replies = 0
            yield stop_response(self.name)
        elif text:
            yield self._answer_by_human(text)
        else:
            yield await self._answer_by_agent(cancellation_token)

    async def on_reset(self, cancellation_token: CancellationToken | None = None) -> None:
        self._replies, self._last = 0, ()
        self._unread.clear()
        await self._otherwise.on_reset(cancellation_token or CancellationToken())

    def _is_automatic(self) -> bool:
        if self._asks == "always":
            return False
        return self._replies < self._max_replies and not stops(self._stop_when, self._last)

    async def _answer_by_agent(self, cancellation_token: CancellationToken) -> Response:
        self._replies += 1
        unread, self._unread = self._unread, []
        return await self._otherwise.on_messages(unread, cancellation_token)

    def _answer_by_human(self, text: str) -> Response:
        self._replies = 0
        answer = TextMessage(content=text, source=self.name)
        self._unread.append(answer)
        return Response(chat_message=answer)

    def _prompt(self) -> str:
        other = self._last[-1].source if self._last else "the team"
        return f"{self.name}, your answer to {other} (Enter: answer automatically, exit: end): "


def _ask(prompt: str) -> str:
    return input(prompt)

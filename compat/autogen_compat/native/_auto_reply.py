"""An agent that always answers the same."""

from __future__ import annotations

from collections.abc import Sequence

from autogen_agentchat.agents import BaseChatAgent
from autogen_agentchat.base import Response
from autogen_agentchat.messages import BaseChatMessage, StopMessage, TextMessage
from autogen_core import CancellationToken

from ._stop import StopWhen, said, stop_response, stops


class AutoReplyAgent(BaseChatAgent):
    """Answers every turn with one text, as v0.2's agents without model, tools and code did.

    v0.2: autogen/agentchat/conversable_agent.py ``default_auto_reply``.

    Args:
        name: the name of the agent, a Python identifier.
        reply: the text of every answer; v0.2's default is the empty string.
        stop_when: ends the conversation instead of answering when it holds for the last message, which is
            the agent's own where it speaks twice in a row; the team needs a ``StopMessageTermination``.
        max_replies: ends the conversation instead of answering once more than this often.
        description: what a selecting model reads about this agent.
    """

    def __init__(
        self,
        name: str,
        reply: str = "",
        *,
        stop_when: StopWhen | None = None,
        max_replies: int | None = None,
        description: str = "An agent that answers automatically.",
    ) -> None:
        super().__init__(name, description)
        self._reply = reply
        self._stop_when = stop_when
        self._replies_left = self._max_replies = max_replies
        self._last: Sequence[BaseChatMessage] = ()

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return (TextMessage, StopMessage)

    async def on_messages(self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken) -> Response:
        self._last = said(messages) or self._last
        if self._replies_left == 0 or stops(self._stop_when, self._last):
            self._replies_left = self._max_replies
            return stop_response(self.name)
        if self._replies_left is not None:
            self._replies_left -= 1
        answer = TextMessage(content=self._reply, source=self.name)
        self._last = (answer,)
        return Response(chat_message=answer)

    async def on_conversation_end(self, unread: Sequence[BaseChatMessage]) -> None:
        """Know the last messages, and count answers anew, when another conversation goes on with this one."""
        self._replies_left, self._last = self._max_replies, unread or self._last

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        self._replies_left, self._last = self._max_replies, ()

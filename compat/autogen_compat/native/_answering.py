"""An agent whose subclasses give every answer."""

from __future__ import annotations

import inspect
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from autogen_agentchat.agents import BaseChatAgent
from autogen_agentchat.base import Response
from autogen_agentchat.messages import BaseChatMessage, StopMessage, TextMessage
from autogen_core import CancellationToken

from ._reply_chain import dictionary_of, partner_in
from ._stop import said, stop_response


class AnsweringAgent(BaseChatAgent):
    """Answers by :meth:`generate_reply`, which reads the conversation as v0.2's message dictionaries.

    An answer of None ends the conversation, which needs a ``StopMessageTermination`` in the team.

    v0.2: autogen/agentchat/conversable_agent.py generate_reply.

    Args:
        name: the name of the agent.
        description: what a selecting model reads about this agent.
        sender: the name of whom the agent answers; default: whoever spoke last.
    """

    def __init__(
        self, name: str, *, description: str = "An agent that answers by itself.", sender: str | None = None
    ) -> None:
        super().__init__(name, description)
        self._partner = sender
        self._thread: list[BaseChatMessage] = []

    @abstractmethod
    def generate_reply(self, messages: list[dict[str, Any]] | None = None, sender: Any = None, **kwargs: Any) -> Any:
        """The answer to the last of the messages: a text, a dictionary with the text as its content, or None."""

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return (TextMessage, StopMessage)

    async def on_messages(self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken) -> Response:
        self._thread.extend(said(messages))
        heard = [dictionary_of(message, self.name) for message in self._thread]
        given = self.generate_reply(messages=heard, sender=partner_in(self._thread, self.name, self._partner))
        answer = await given if inspect.isawaitable(given) else given
        if answer is None:
            return stop_response(self.name)
        content = answer["content"] if isinstance(answer, dict) else answer
        message = TextMessage(content=str(content), source=self.name)
        self._thread.append(message)
        return Response(chat_message=message)

    async def on_conversation_end(self, unread: Sequence[BaseChatMessage]) -> None:
        """Know the last messages when another conversation goes on with this one."""
        self._thread.extend(said(unread))

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        self._thread.clear()

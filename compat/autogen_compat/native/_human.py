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
    HandoffMessage,
    StopMessage,
    TextMessage,
    UserInputRequestedEvent,
)
from autogen_core import CancellationToken

from ._auto_reply import AutoReplyAgent
from ._clearing import with_command
from ._forgetting import forget
from ._reply_chain import dictionary_of
from ._stop import StopWhen, said, says_terminate, stops
from ._tool_turns import ToolCallMessage, interruption

Asks = Literal["always", "at the end", "never"]
_TYPED = "typed"
_Answer = TextMessage | HandoffMessage | StopMessage


class HumanProxyAgent(UserProxyAgent):
    """Asks a human, who answers, presses Enter for the automatic answer, or types ``exit`` to end it.

    v0.2: autogen/agentchat/conversable_agent.py check_termination_and_human_reply with the modes ALWAYS
    and TERMINATE.  Ending needs a ``StopMessageTermination`` in the team.

    Args:
        name: the name of the agent, a Python identifier.
        asks: "always", "at the end": only where the conversation would end by `stop_when` or
            `max_replies`, or "never".
        otherwise: gives the automatic answers, under this agent's name; default: the empty text.
        stop_when: whether the message received is a last one; Enter then ends the conversation.  None: none is.
        max_replies: automatic answers in a row before a human is asked "at the end"; with 0 there are none, and
            Enter answers with the empty text.
        asks_twice: whether a human who leaves the answer to the program is asked once more, and both count, as in
            v0.2's asynchronous chats.
        input_func: as for :class:`UserProxyAgent`; default: the console.
        description: what a selecting model reads about this agent.
        clears_history_of: the names of the agents of a group whose histories the human may clear; see
            :class:`ClearableContext`.
    """

    def __init__(
        self,
        name: str,
        *,
        asks: Asks = "always",
        otherwise: ChatAgent | None = None,
        stop_when: StopWhen | None = says_terminate,
        max_replies: int = 100,
        asks_twice: bool = False,
        input_func: Any = None,
        description: str = "A human user",
        clears_history_of: Sequence[str] = (),
    ) -> None:
        super().__init__(name, description=description, input_func=input_func or _ask)
        self.asks: Asks = asks
        """When the human is asked; it may be set between conversations."""
        self._otherwise: ChatAgent = otherwise or AutoReplyAgent(name)
        self._stop_when = stop_when
        self._max_replies = max_replies
        self._asks_twice = asks_twice
        self._clears_history_of = tuple(clears_history_of)
        self.replies = 0
        """How often in a row the answer was left to the program."""
        self._unread: list[BaseChatMessage] = []
        self._last: Sequence[BaseChatMessage] = ()
        self.human_input: list[str] = []
        """What was typed since the last reset; v0.2: ChatResult.human_input."""

    @property
    def tool_names(self) -> frozenset[str]:
        """The names of the tools that the automatic answers run."""
        return getattr(self._otherwise, "tool_names", frozenset[str]())

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return (*dict.fromkeys((TextMessage, StopMessage, *self._otherwise.produced_message_types)),)

    async def on_messages_stream(
        self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | Response, None]:
        self._hear(messages)
        ends = stops(self._stop_when, self._last)
        if self._is_asked(ends):
            yield UserInputRequestedEvent(request_id=str(uuid4()), source=self.name)
        answer = await self._decision(ends, cancellation_token)
        if answer is None and self._asks_twice:
            answer = await self._decision(ends, cancellation_token)
        if answer is not None:
            if not isinstance(answer, StopMessage):
                self._unread.append(answer)
            self._last = [answer]
            yield Response(chat_message=answer)
            return
        unread, self._unread = self._unread, []
        async for each in self._otherwise.on_messages_stream(unread, cancellation_token):
            if isinstance(each, Response):
                self._last = [each.chat_message]
            yield each

    async def ask(self, prompt: str, cancellation_token: CancellationToken | None = None) -> str | None:
        """What the human types; a class of one's own may ask in its own way.  None is as good as Enter."""
        return await self._get_input(prompt, cancellation_token)

    def last_message(self) -> dict[str, Any] | None:
        """The last message of the conversation as v0.2's dictionary; None where nothing was said yet."""
        return dictionary_of(self._last[-1], self.name) if self._last else None

    async def on_conversation_end(self, unread: Sequence[BaseChatMessage]) -> None:
        """Know the last messages, and count answers anew, when another conversation goes on with this one."""
        self._hear(unread)
        self.replies = 0

    async def on_reset(self, cancellation_token: CancellationToken | None = None) -> None:
        self.replies, self.human_input, self._last = 0, [], ()
        self._unread.clear()
        await self._otherwise.on_reset(cancellation_token or CancellationToken())

    async def forget(self, cancellation_token: CancellationToken) -> None:
        """Forget what was said, but not what was typed and how often the answer was left to the program."""
        self._last = ()
        self._unread.clear()
        await forget(self._otherwise, cancellation_token)

    def _hear(self, messages: Sequence[BaseChatMessage]) -> None:
        self._last = said(messages) or self._last
        self._unread.extend(said(messages))

    def _is_asked(self, ends: bool) -> bool:
        return self.asks == "always" or (self.asks != "never" and self._is_over(ends))

    def _is_over(self, ends: bool) -> bool:
        """Whether the conversation ends here if no human goes on with it."""
        return ends or self.replies >= self._max_replies

    async def _decision(self, ends: bool, cancellation_token: CancellationToken) -> _Answer | None:
        asked = self._is_asked(ends)
        text = (await self.ask(self._prompt(), cancellation_token) or "") if asked else ""
        if asked:
            self.human_input.append(text)
        if text == "exit" or (ends and not text) or (self.asks == "never" and self._is_over(ends)):
            self.replies = 0
            return StopMessage(content="", source=self.name)
        if text or self._max_replies == 0:
            self.replies = 0
            return self._said(text)
        self.replies += 1
        return None

    def _said(self, text: str) -> TextMessage | HandoffMessage:
        asked = self._last[-1] if self._last else None
        if isinstance(asked, ToolCallMessage):
            return with_command(interruption(asked, text, self.name), self._clears_history_of)
        typed = TextMessage(content=text, source=self.name, metadata={_TYPED: "yes"})
        return with_command(typed, self._clears_history_of)

    def _prompt(self) -> str:
        other = self._last[-1].source if self._last else "the team"
        return f"{self.name}, your answer to {other} (Enter: answer automatically, exit: end): "


def asks_in(human_input_mode: str) -> Asks:
    """When a human is asked in a mode of v0.2; modes that it does not know were "TERMINATE" for it.

    v0.2: autogen/agentchat/conversable_agent.py check_termination_and_human_reply.
    """
    modes: dict[str, Asks] = {"ALWAYS": "always", "NEVER": "never"}
    return modes.get(human_input_mode, "at the end")


def is_typed(message: BaseChatMessage) -> bool:
    """Whether a human said a message."""
    return _TYPED in message.metadata


def _ask(prompt: str) -> str:
    return input(prompt)

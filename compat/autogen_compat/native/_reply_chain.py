"""An agent whose answers functions of the program may give, before another agent does."""

from __future__ import annotations

import copy
import inspect
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from autogen_agentchat.agents import BaseChatAgent
from autogen_agentchat.base import ChatAgent, Response
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, StopMessage, TextMessage
from autogen_core import CancellationToken

from ._forgetting import forget
from ._instructions import system_message_of
from ._introductions import as_heard
from ._responses import response_of
from ._stop import StopWhen, said, stop_response, stops
from ._stored import is_told_again

ReplyFunction = Callable[..., Any]
"""``(agent, messages, sender, config)`` gives whether its answer is final, and the answer."""

HookName = Literal["process_last_received_message", "process_all_messages_before_reply", "process_message_before_send"]


_OWN_OF_V02 = 4
"""The functions of v0.2's agents, for calls of functions and tools, before which others are asked.

One more, that ended asynchronous chats, came before the one that ended others.
"""
_EXIT = "exit"
"""A message that v0.2 handed to no hook."""


@dataclass(frozen=True)
class Sender:
    """Whom an agent talks with, as reply functions and hooks see it."""

    name: str


@dataclass(frozen=True)
class _Link:
    function: ReplyFunction
    config: Any


class ReplyChainAgent(BaseChatAgent):
    """Asks reply functions for an answer, and `agent` where none of them gives one.

    Reply functions and hooks see the conversation as v0.2's message dictionaries.  The agent itself ends the
    conversation on a last message, which needs a ``StopMessageTermination`` in the team; functions at positions
    0 and 1 are asked even then.

    v0.2: autogen/agentchat/conversable_agent.py register_reply, register_hook, generate_reply.

    Args:
        agent: gives the other answers; its name and description are this agent's.  Where functions give
            answers, or hooks are added, an AssistantAgent needs an :class:`OwnWordsContext`.
        stop_when: ends the conversation instead of answering when it holds for the last message received.
        max_replies: ends the conversation instead of answering once more than this often; answers of functions
            that are asked before that do not count.
        sender: the name of whom the agent answers; default: whoever spoke last.
        replies: reply functions at position 0.
    """

    def __init__(
        self,
        agent: ChatAgent,
        *,
        stop_when: StopWhen | None = None,
        max_replies: int | None = 100,
        sender: str | None = None,
        replies: Sequence[ReplyFunction] = (),
    ) -> None:
        super().__init__(agent.name, agent.description)
        self._agent = agent
        self._stop_when = stop_when
        self._replies_left = self._max_replies = max_replies
        self._sender = sender
        first = [_Link(function, None) for function in replies]
        self._chain: list[_Link | Literal["end"] | None] = [*first, None, "end", *[None] * _OWN_OF_V02]
        self._hooks: dict[str, list[Callable[..., Any]]] = {}
        self._thread: list[BaseChatMessage] = []
        self._unread: list[BaseChatMessage] = []

    @property
    def human_input(self) -> list[str]:
        """What a human typed, where the agent asks one; see :class:`HumanProxyAgent`."""
        return getattr(self._agent, "human_input", [])

    def add_reply(self, function: ReplyFunction, *, position: int = 0, config: Any = None) -> None:
        """Ask `function` for answers.

        Args:
            function: called as ``function(agent, messages=..., sender=..., config=...)``; gives (True, answer),
                where an answer of None ends the conversation, or (False, None) to leave it to the next.
            position: v0.2's, where the last to come is asked first: 0 and 1 before the conversation may end, 2 to 5
                after that.  Each function before moves those behind it one place on.
            config: handed to the function; copied once, so that the function may keep something in it.
        """
        self._chain.insert(min(position, len(self._chain)), _Link(function, copy.copy(config)))

    def add_hook(self, name: HookName, hook: Callable[..., Any]) -> None:
        """Let `hook` change what is received or sent.

        ``process_last_received_message`` gets the text received, which the agent remembers as it is changed;
        ``process_all_messages_before_reply`` all messages, whose changes count for this answer only.
        ``process_message_before_send`` gets `sender`,
        `message`, `recipient` and `silent`, and gives the text that is said.
        """
        self._hooks.setdefault(name, []).append(hook)

    @property
    def system_message(self) -> str:
        """What the model behind it is told first; empty where there is none, or it is told nothing.

        v0.2: autogen/agentchat/conversable_agent.py system_message.
        """
        return system_message_of(self._agent)

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return (*self._agent.produced_message_types, TextMessage, StopMessage)

    async def on_messages(self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken) -> Response:
        return await response_of(self, self.on_messages_stream(messages, cancellation_token))

    async def on_messages_stream(
        self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | Response, None]:
        self._hear(messages)
        heard = await self._heard()
        found = await self._answer_of_functions(heard)
        if isinstance(found, Response):
            yield await self._said(found)
            return
        await self._forget_where_hooked(heard)
        unread, self._unread = self._unread, []
        async for event in self._agent.on_messages_stream(unread, cancellation_token):
            yield await self._said(event) if isinstance(event, Response) else event

    async def on_conversation_end(self, unread: Sequence[BaseChatMessage]) -> None:
        """Know the last messages, and count answers anew, when another conversation goes on with this one."""
        self._hear(unread)
        self._replies_left = self._max_replies

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        self._replies_left = self._max_replies
        self._thread.clear()
        self._unread.clear()
        await self._agent.on_reset(cancellation_token)

    async def forget(self, cancellation_token: CancellationToken) -> None:
        """Forget what was said, but not how often it answered."""
        self._thread.clear()
        self._unread.clear()
        await forget(self._agent, cancellation_token)

    def _hear(self, messages: Sequence[BaseChatMessage]) -> None:
        heard = as_heard(said(messages), self.name)
        self._thread.extend(heard)
        self._unread.extend(heard)

    async def _answer_of_functions(self, heard: Sequence[dict[str, Any]]) -> Response | None:
        """The answer of the first function that has one, or the end of the conversation."""
        for link in filter(None, self._chain):
            if link == "end":
                if self._ends(heard):
                    return stop_response(self.name)
                continue
            given = link.function(self, messages=heard, sender=self._partner(), config=link.config)
            final, answer = await given if inspect.isawaitable(given) else given
            if final:
                return self._response(answer)
        return None

    def _ends(self, heard: Sequence[dict[str, Any]]) -> bool:
        if self._replies_left == 0 or stops(self._stop_when, self._messages(heard[-1:])):
            self._replies_left = self._max_replies
            return True
        if self._replies_left is not None:
            self._replies_left -= 1
        return False

    def _response(self, answer: Any) -> Response:
        if answer is None:
            return stop_response(self.name)
        content = answer["content"] if isinstance(answer, dict) else answer
        message = TextMessage(content=str(content), source=self.name)
        self._unread.append(message)
        return Response(chat_message=message)

    async def _heard(self) -> list[dict[str, Any]]:
        """The conversation as hooks leave it."""
        await self._change_last()
        heard = [dictionary_of(message, self.name) for message in self._thread]
        for hook in self._hooks.get("process_all_messages_before_reply", ()):
            heard = await _called(hook, heard)
        return heard

    async def _change_last(self) -> None:
        """Have hooks change the last message, which is read so from now on."""
        text = before = self._thread[-1].to_text() if self._thread else _EXIT
        for hook in self._hooks.get("process_last_received_message", ()) if before != _EXIT else ():
            text = await _called(hook, text)
        if text != before:
            last = self._thread[-1]
            self._thread[-1] = TextMessage(content=str(text), source=last.source, metadata=last.metadata)

    async def _forget_where_hooked(self, heard: Sequence[dict[str, Any]]) -> None:
        """Have the other agent read the whole conversation anew where hooks may have changed it."""
        if self._hooks:
            await self._agent.on_reset(CancellationToken())
            self._unread = self._messages(heard)

    async def _said(self, response: Response) -> Response:
        message = response.chat_message
        if type(message) is StopMessage:
            return response
        hooks = self._hooks.get("process_message_before_send", ())
        text: Any = message.to_text()
        for hook in hooks:
            text = await _called(hook, sender=self, message=text, recipient=self._partner(), silent=False)
        if hooks:
            message = TextMessage(content=text, source=self.name)
            response = Response(chat_message=message, inner_messages=response.inner_messages)
        self._thread.append(message)
        return response

    def _partner(self) -> Sender:
        return partner_in(self._thread, self.name, self._sender)

    def _messages(self, heard: Sequence[dict[str, Any]]) -> list[BaseChatMessage]:
        """v0.4's messages for dictionaries, which need no name where a hook made them."""
        found: list[BaseChatMessage] = []
        for each in heard:
            nameless = self.name if each.get("role") == "assistant" else "user"
            found.append(TextMessage(content=str(each["content"]), source=each.get("name") or nameless))
        return found


def partner_in(thread: Sequence[BaseChatMessage], owner: str, known: str | None) -> Sender:
    """Who talks with `owner`: the `known` name, or that of the last other speaker."""
    others = (message.source for message in reversed(thread) if message.source != owner)
    return Sender(known or next(others, "user"))


def dictionary_of(message: BaseChatMessage, owner: str) -> dict[str, Any]:
    """A text as v0.2's dictionary in the history of `owner`."""
    role = "assistant" if message.source == owner and not is_told_again(message) else "user"
    return {"content": message.to_text(), "role": role, "name": message.source}


async def _called(hook: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    given = hook(*arguments, **named)
    return await given if inspect.isawaitable(given) else given

"""Answers that other conversations give."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autogen_agentchat.base import ChatAgent, TaskResult, Team
from autogen_agentchat.messages import BaseChatMessage, TextMessage
from autogen_agentchat.ui import Console
from autogen_core import CancellationToken

from ._reply_chain import ReplyFunction
from ._results import summary_of
from ._summaries import ChatSide
from ._tasks import with_context

FirstMessage = Callable[[Any, Any, Any, Any], str | None]
"""``(agent, messages, sender, config)`` gives the first message of a chat, or nothing for no chat."""
SummaryOf = Callable[[TaskResult], str | Awaitable[str]]


@dataclass(frozen=True)
class NestedChat:
    """A conversation that starts afresh each time.

    v0.2: an entry of the ``chat_queue`` of autogen/agentchat/conversable_agent.py register_nested_chats.

    Args:
        runner: the team, or the one agent that answers once.
        message: the first message, or a function of the agent (a ChatSide), the messages it has heard, whom it
            answers, and None.  Without it the first of several chats gets the last message heard, and the others
            do not run.
        sender: in whose name the first message is given; default: the agent that has this chat.
        opening: messages that go before the first one.
        summary: what the next chats and the answer get of the result.
        silent: whether the conversation is not printed.
    """

    runner: Team | ChatAgent
    message: str | FirstMessage | None = None
    sender: str | None = None
    opening: Sequence[BaseChatMessage] = ()
    summary: SummaryOf = summary_of
    silent: bool = False

    async def run(self, text: str, agent: str) -> str:
        """Run the conversation in the name of `agent`, and give its summary."""
        if isinstance(self.runner, Team):
            await self.runner.reset()
        else:
            await self.runner.on_reset(CancellationToken())
        task = [*self.opening, TextMessage(content=text, source=self.sender or agent)]
        if self.silent:
            result = await self.runner.run(task=task)
        else:
            result = await Console(self.runner.run_stream(task=task))
        assert isinstance(result, TaskResult)
        summary = self.summary(result)
        return await summary if inspect.isawaitable(summary) else summary


def nested_chats(chats: Sequence[NestedChat]) -> ReplyFunction:
    """A reply function for :meth:`ReplyChainAgent.add_reply` that answers with the summary of the last chat.

    The chats run in order; each gets the summaries of those before it behind its first message.  Where none
    can run the conversation ends.

    v0.2: autogen/agentchat/conversable_agent.py _summary_from_nested_chats.
    """

    async def reply(
        agent: ChatAgent, messages: list[dict[str, Any]], sender: Any, config: Any
    ) -> tuple[bool, str | None]:
        side = ChatSide(agent.name, messages)
        texts = [_first_message(chat, index, side, sender) for index, chat in enumerate(chats)]
        summaries: list[str] = []
        for chat, text in zip(chats, texts, strict=True):
            if text:
                summaries.append(await chat.run(with_context(text, summaries), agent.name))
        return True, summaries[-1] if summaries else None

    return reply


def _first_message(chat: NestedChat, index: int, side: ChatSide, sender: Any) -> str | None:
    if chat.message is None:
        return side.messages[-1]["content"] if index == 0 else None
    return chat.message(side, side.messages, sender, None) if callable(chat.message) else chat.message

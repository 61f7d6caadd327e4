"""Starting chats: first messages, turns, summaries, results."""

from __future__ import annotations

import warnings
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autogen_agentchat.base import TaskResult
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage
from autogen_core import CancellationToken
from openai import BadRequestError

from ...engine import bridge, watch
from ...engine.dialogue import replying, starting
from ...engine.world import ASYNC, SYNC, World
from ...exception_utils import InvalidCarryOverType
from ..chat import ChatResult, _post_process_carryover_item, a_initiate_chats, initiate_chats
from ..utils import consolidate_chat_info, gather_usage_summary
from .base import AgentPart
from .exchange import exchanges_plainly
from .native import legacy

if TYPE_CHECKING:
    from ...cache.abstract_cache_base import AbstractCache

__all__ = ("DEFAULT_SUMMARY_METHOD", "DEFAULT_SUMMARY_PROMPT", "ChatPart")

DEFAULT_SUMMARY_METHOD = "last_msg"
DEFAULT_SUMMARY_PROMPT = (
    "Sum up what this conversation has brought to light. Start with the substance, not with an opening."
)


@dataclass
class _Chat:
    """One ``initiate_chat``; also the plan by which its starter goes on under ``max_turns``."""

    world: World
    starter: Any
    partner: Any
    message: Any
    silent: bool | None
    turns_left: float
    extra: dict[str, Any]
    started: bool = False

    async def next_message(self) -> Any:
        if self.turns_left <= 0:
            return None
        self.turns_left -= 1
        if self.started:
            history = self.starter.chat_messages[self.partner]
            generate_reply = self.world.method(self.starter, "generate_reply")
            return await self.world.settled(generate_reply(messages=history, sender=self.partner))
        self.started = True
        if callable(self.message):
            return await self.world.run(self.message, self.starter, self.partner, self.extra)
        return await self.world.call(self.starter, "generate_init_message", self.message, **self.extra)

    async def speak(self) -> bool:
        message = await self.next_message()
        if message is None:
            self.turns_left = 0
            return False
        with replying(self.starter, self.partner, exchanges_plainly(self.starter, self.partner)):
            send = self.world.method(self.starter, "send")
            await self.world.settled(send(message, self.partner, request_reply=True, silent=self.silent))
        return True


class ChatPart(AgentPart):
    """``initiate_chat`` and what it is made of."""

    DEFAULT_SUMMARY_PROMPT = DEFAULT_SUMMARY_PROMPT
    DEFAULT_SUMMARY_METHOD = DEFAULT_SUMMARY_METHOD

    def initiate_chat(
        self,
        recipient: Any,
        clear_history: bool = True,
        silent: bool | None = False,
        cache: AbstractCache | None = None,
        max_turns: int | None = None,
        summary_method: str | Callable | None = DEFAULT_SUMMARY_METHOD,
        summary_args: dict | None = {},  # noqa: B006  v0.2's signature
        message: dict | str | Callable | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        """Chat with ``recipient`` until nobody replies; a run of a two-seat v0.4 team.

        v0.2: conversable_agent.py initiate_chat.

        :param clear_history: forget earlier messages of the two.
        :param cache: model cache for this chat only.
        :param max_turns: rounds of one message each; None for no limit.
        :param summary_method: ``"last_msg"``, ``"reflection_with_llm"``, a function
            ``(sender, recipient, summary_args)``, or None.
        :param message: text, dict, function ``(sender, recipient, context)``, or None to ask the human.
        :param kwargs: context for message functions; ``carryover`` is added to the message.
        :raises AssertionError: if the summary method is unknown or lacks a model.
        :raises RuntimeError: if a reply function is async.
        """
        recipient = legacy(recipient)
        for agent in (self, recipient):
            agent._raise_exception_on_async_reply_functions()
        chat = _Chat(SYNC, self, recipient, message, silent, _turns(max_turns), kwargs)
        return bridge.drive(self._run_chat(chat, clear_history, cache, max_turns, summary_method, summary_args))

    async def a_initiate_chat(
        self,
        recipient: Any,
        clear_history: bool = True,
        silent: bool | None = False,
        cache: AbstractCache | None = None,
        max_turns: int | None = None,
        summary_method: str | Callable | None = DEFAULT_SUMMARY_METHOD,
        summary_args: dict | None = {},  # noqa: B006  v0.2's signature
        message: str | Callable | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        """Asynchronous :meth:`initiate_chat`; async reply functions, tools and human input are awaited."""
        chat = _Chat(ASYNC, self, legacy(recipient), message, silent, _turns(max_turns), kwargs)
        return await self._run_chat(chat, clear_history, cache, max_turns, summary_method, summary_args)

    def initiate_chat_stream(
        self, recipient: Any, *, cancellation_token: CancellationToken | None = None, **kwargs: Any
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | TaskResult, None]:
        """The chat as a v0.4 stream, for ``Console`` and everything else that reads team streams.

        :param kwargs: as for :meth:`a_initiate_chat`; the chat itself prints nothing by default.
        :return: v0.4 messages as they appear, then a ``TaskResult``.
        """
        kwargs.setdefault("silent", True)
        return watch.stream(lambda: self.a_initiate_chat(recipient, **kwargs), cancellation_token=cancellation_token)

    async def _run_chat(
        self, chat: _Chat, clear_history: bool, cache: Any, max_turns: Any, summary_method: Any, summary_args: Any
    ) -> ChatResult:
        recipient = chat.partner
        consolidate_chat_info({"recipient": recipient, "summary_method": summary_method}, uniform_sender=self)
        for agent in (self, recipient):
            agent.previous_cache, agent.client_cache = agent.client_cache, cache
        limited = isinstance(max_turns, int)
        self._prepare_chat(recipient, clear_history, reply_at_receive=not limited)
        if limited:
            # Code after an overridden send must run before the next turn: there, each turn is a run of its own.
            with starting(chat if exchanges_plainly(self, recipient) else None):
                while await chat.speak():
                    pass
        else:
            message = await chat.next_message()
            with starting():
                await chat.world.settled(chat.world.method(self, "send")(message, recipient, silent=chat.silent))
        summary = self._summarize_chat(summary_method, summary_args, recipient, cache=cache)
        for agent in (self, recipient):
            agent.client_cache, agent.previous_cache = agent.previous_cache, None
        return ChatResult(
            chat_history=self.chat_messages[recipient],
            summary=summary,
            cost=gather_usage_summary([self, recipient]),
            human_input=self._human_input,
        )

    def _prepare_chat(
        self, recipient: Any, clear_history: bool, prepare_recipient: bool = True, reply_at_receive: bool = True
    ) -> None:
        self.reset_consecutive_auto_reply_counter(recipient)
        self.reply_at_receive[recipient] = reply_at_receive
        if clear_history:
            self.clear_history(recipient)
            self._human_input = []
        if prepare_recipient:
            recipient._prepare_chat(self, clear_history, False, reply_at_receive)

    def _summarize_chat(self, summary_method: Any, summary_args: Any, recipient: Any = None, cache: Any = None) -> Any:
        if summary_method is None:
            return ""
        # A copy: v0.2 put the first chat's cache into its default for all later ones.
        summary_args = summary_args if "cache" in summary_args else {**summary_args, "cache": cache}
        named = {"reflection_with_llm": self._reflection_with_llm_as_summary, "last_msg": self._last_msg_as_summary}
        method = named.get(summary_method, summary_method) if isinstance(summary_method, str) else summary_method
        if not callable(method):
            raise ValueError(
                f"summary_method is {summary_method!r}; give 'last_msg', 'reflection_with_llm', a callable or None."
            )
        return method(self, recipient, summary_args)

    @staticmethod
    def _last_msg_as_summary(sender: Any, recipient: Any, summary_args: Any) -> str:
        try:
            content = recipient.last_message(sender)["content"]
        except (IndexError, AttributeError) as exc:
            warnings.warn(f"No last message to sum up the chat with ({exc}): the summary is empty.", stacklevel=2)
            return ""
        if isinstance(content, str):
            return content.replace("TERMINATE", "")
        if isinstance(content, list):
            texts = [part["text"] for part in content if isinstance(part, dict) and "text" in part]
            return "\n".join(text.replace("TERMINATE", "") for text in texts)
        return ""

    @staticmethod
    def _reflection_with_llm_as_summary(sender: Any, recipient: Any, summary_args: Any) -> Any:
        prompt = summary_args.get("summary_prompt")
        prompt = DEFAULT_SUMMARY_PROMPT if prompt is None else prompt
        if not isinstance(prompt, str):
            raise ValueError("The summary_prompt must be a string.")
        role = summary_args.get("summary_role")
        if role and not isinstance(role, str):
            raise ValueError("The summary_role in summary_arg must be a string.")
        messages = recipient.chat_messages_for_summary(sender)
        try:
            return sender._reflection_with_llm(
                prompt, messages, llm_agent=recipient, cache=summary_args.get("cache"), role=role
            )
        except BadRequestError as exc:
            warnings.warn(f"The model refused to sum up the chat ({exc}): the summary is empty.", stacklevel=2)
            return ""

    def _reflection_with_llm(
        self, prompt: str, messages: list[dict], llm_agent: Any = None, cache: Any = None, role: str | None = None
    ) -> Any:
        client = getattr(llm_agent, "client", None) or self.client
        if client is None:
            raise ValueError("No OpenAIWrapper client is found.")
        asked = [*messages, {"role": role or "system", "content": prompt}]
        return self._generate_oai_reply_from_client(llm_client=client, messages=asked, cache=cache)

    def generate_init_message(self, message: dict | str | None, **kwargs: Any) -> str | dict:
        """The first message of a chat, with the carryover in it; asks the human where there is none."""
        return bridge.drive(self._init_message(SYNC, message, kwargs))

    async def a_generate_init_message(self, message: dict | str | None, **kwargs: Any) -> str | dict:
        """Asynchronous :meth:`generate_init_message`."""
        return await self._init_message(ASYNC, message, kwargs)

    async def _init_message(self, world: World, message: Any, kwargs: dict[str, Any]) -> Any:
        if message is None:
            message = await self._ask_human(world, ">")
        return self._handle_carryover(message, kwargs)

    def _handle_carryover(self, message: Any, kwargs: dict) -> Any:
        if not kwargs.get("carryover"):
            return message
        if isinstance(message, str):
            return self._process_carryover(message, kwargs)
        if not isinstance(message, dict):
            raise InvalidCarryOverType("Carryover should be a string or a list of strings.")
        content = message.get("content")
        if isinstance(content, str):
            return {**message, "content": self._process_carryover(content, kwargs)}
        if isinstance(content, list):
            return {**message, "content": self._process_multimodal_carryover(content, kwargs)}
        return message

    def _process_carryover(self, content: str, kwargs: dict) -> str:
        carryover = kwargs.get("carryover")
        if not carryover:
            return content
        if isinstance(carryover, str):
            return f"{content}\nContext: \n{carryover}"
        if isinstance(carryover, list):
            return f"{content}\nContext: \n" + "\n".join(_post_process_carryover_item(item) for item in carryover)
        raise InvalidCarryOverType(
            "Carryover should be a string or a list of strings. Not adding carryover to the message."
        )

    def _process_multimodal_carryover(self, content: list[dict], kwargs: dict) -> list[dict]:
        if not kwargs.get("carryover"):
            return content
        return [{"type": "text", "text": self._process_carryover("", kwargs)}, *content]

    def initiate_chats(self, chat_queue: list[dict[str, Any]]) -> list[ChatResult]:
        """Run chats one after the other, this agent as the sender where none is named."""
        self._finished_chats = initiate_chats(self._check_chat_queue_for_sender(chat_queue))
        return self._finished_chats

    async def a_initiate_chats(self, chat_queue: list[dict[str, Any]]) -> dict[int, ChatResult]:
        """Run chats concurrently, as their prerequisites allow."""
        self._finished_chats = await a_initiate_chats(self._check_chat_queue_for_sender(chat_queue))
        return self._finished_chats

    def _check_chat_queue_for_sender(self, chat_queue: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for chat_info in chat_queue:
            if chat_info.get("sender") is None:
                chat_info["sender"] = self
        return list(chat_queue)

    def get_chat_results(self, chat_index: int | None = None) -> Any:
        """All results of the last ``initiate_chats``, or one of them."""
        return self._finished_chats if chat_index is None else self._finished_chats[chat_index]


def _turns(max_turns: Any) -> float:
    return max_turns if isinstance(max_turns, int) else 1

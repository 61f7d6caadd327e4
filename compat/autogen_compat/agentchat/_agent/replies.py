"""The chain of reply functions: who answers a message, and how."""

from __future__ import annotations

import copy
import functools
import logging
from collections.abc import Callable
from typing import Any

from ...engine import bridge
from ...engine.world import ASYNC, SYNC, World, is_async
from ...exception_utils import SenderRequired
from ...runtime_logging import log_event, logging_enabled
from ..agent import Agent
from ..chat import a_initiate_chats, initiate_chats
from .base import AgentPart

__all__ = ("ReplyPart",)

logger = logging.getLogger(__name__)


class ReplyPart(AgentPart):
    """Registration of reply functions, and asking them in order."""

    def register_reply(
        self,
        trigger: Any,
        reply_func: Callable,
        position: int = 0,
        config: Any = None,
        reset_config: Callable | None = None,
        *,
        ignore_async_in_sync_chat: bool = False,
        remove_other_reply_funcs: bool = False,
    ) -> None:
        """Ask ``reply_func(recipient, messages, sender, config)`` when the trigger matches the sender.

        :param trigger: an agent class, a name, an agent, a function of the sender, None (no sender),
            or a list of these.
        :param position: where in the chain; 0 asks it first.
        :param config: given to the function; a copy is restored by ``reset``.
        :param reset_config: resets the config instead.
        :param ignore_async_in_sync_chat: skip an async function in synchronous chats without an error.
        :param remove_other_reply_funcs: empty the chain before.
        :raises ValueError: if the trigger is of another kind.
        """
        if not isinstance(trigger, type | str | Agent | Callable | list):  # type: ignore[arg-type]
            raise ValueError("trigger must be a class, a string, an agent, a callable or a list.")
        if remove_other_reply_funcs:
            self._reply_func_list.clear()
        entry = {
            "trigger": trigger,
            "reply_func": reply_func,
            "config": copy.copy(config),
            "init_config": config,
            "reset_config": reset_config,
            "ignore_async_in_sync_chat": ignore_async_in_sync_chat and is_async(reply_func),
        }
        self._reply_func_list.insert(position, entry)

    def replace_reply_func(self, old_reply_func: Callable, new_reply_func: Callable) -> None:
        """Put another function wherever ``old_reply_func`` is registered."""
        for entry in self._reply_func_list:
            if entry["reply_func"] == old_reply_func:
                entry["reply_func"] = new_reply_func

    def generate_reply(
        self, messages: list[dict[str, Any]] | None = None, sender: Any = None, **kwargs: Any
    ) -> str | dict | None:
        """The first final answer of the chain, or the default auto reply.

        :param messages: what to answer; the history with the sender by default.
        :param kwargs: ``exclude``, a list of reply functions not to ask.
        :raises AssertionError: if neither messages nor sender is given.
        """
        return bridge.drive(self._reply(SYNC, messages, sender, kwargs.get("exclude", ())))

    async def a_generate_reply(
        self, messages: list[dict[str, Any]] | None = None, sender: Any = None, **kwargs: Any
    ) -> str | dict[str, Any] | None:
        """Asynchronous :meth:`generate_reply`; asks async reply functions too."""
        return await self._reply(ASYNC, messages, sender, kwargs.get("exclude", ()))

    async def _reply(self, world: World, messages: list[dict] | None, sender: Any, exclude: Any) -> Any:
        if messages is None:
            if sender is None:
                problem = f"Either {messages=} or {sender=} must be provided."
                logger.error(problem)
                raise AssertionError(problem)
            messages = self._oai_messages[sender]
        # The two worlds of v0.2 call these hooks in opposite order.
        hooks = ("process_last_received_message", "process_all_messages_before_reply")
        for hook in reversed(hooks) if world.is_async else hooks:
            messages = await world.settled(world.method(self, hook)(messages))
        for entry in self._reply_func_list:
            if self._is_asked(world, entry, sender, exclude):
                answer = entry["reply_func"](self, messages=messages, sender=sender, config=entry["config"])
                final, reply = await world.settled(answer)
                self._log_reply(world, entry["reply_func"], final, reply)
                if final:
                    return reply
        return self._default_auto_reply

    def _is_asked(self, world: World, entry: dict[str, Any], sender: Any, exclude: Any) -> bool:
        reply_func = entry["reply_func"]
        if reply_func in exclude:
            return False
        if not world.is_async and is_async(reply_func):
            return False
        return self._match_trigger(entry["trigger"], sender)

    def _log_reply(self, world: World, reply_func: Any, final: bool, reply: Any) -> None:
        if logging_enabled() and not world.is_async:
            log_event(
                self,  # type: ignore[arg-type]
                "reply_func_executed",
                reply_func_module=reply_func.__module__,
                reply_func_name=reply_func.__name__,
                final=final,
                reply=reply,
            )

    def _match_trigger(self, trigger: Any, sender: Any) -> bool:
        if trigger is None:
            return sender is None
        if isinstance(trigger, str):
            if sender is None:
                raise SenderRequired()
            return trigger == sender.name
        if isinstance(trigger, type):
            # Looking a protocol up by its members costs more than the rest of a turn.
            return trigger in type(sender).__mro__ or isinstance(sender, trigger)
        if isinstance(trigger, list):
            return any(self._match_trigger(each, sender) for each in trigger)
        if isinstance(trigger, Agent):
            return trigger == sender
        if callable(trigger):
            matches = trigger(sender)
            assert isinstance(matches, bool), f"trigger {trigger} must return a boolean value."
            return matches
        raise ValueError(f"Unsupported trigger type: {type(trigger)}")

    def _raise_exception_on_async_reply_functions(self) -> None:
        functions = [
            entry["reply_func"] for entry in self._reply_func_list if not entry.get("ignore_async_in_sync_chat", False)
        ]
        found = [function.__name__ for function in functions if is_async(function)]
        if found:
            raise RuntimeError(
                "Async reply functions can only be used with ConversableAgent.a_initiate_chat(). "
                f"The following async reply functions are found: {', '.join(dict.fromkeys(found))}"
            )

    def register_nested_chats(
        self,
        chat_queue: list[dict[str, Any]],
        trigger: Any,
        reply_func_from_nested_chats: str | Callable = "summary_from_nested_chats",
        position: int = 2,
        use_async: bool | None = None,
        **kwargs: Any,
    ) -> None:
        """Answer by running other chats first; by default with the summary of the last one.

        :param chat_queue: the chats, as for ``initiate_chats``; the first one without a message gets
            the last message received.
        :param reply_func_from_nested_chats: ``"summary_from_nested_chats"`` or a function
            ``(chat_queue, recipient, messages, sender, config)``.
        :param use_async: run them with ``a_initiate_chats``; each then needs a ``chat_id``.
        :raises ValueError: if a chat id is missing or the reply function is of the wrong kind.
        """
        if use_async and any(chat.get("chat_id") is None for chat in chat_queue):
            raise ValueError("chat_id is required for async nested chats")
        answer = self._nested_answer(reply_func_from_nested_chats, bool(use_async))
        nested_reply = _asking(answer, chat_queue, bool(use_async))
        self.register_reply(
            trigger,
            nested_reply,
            position,
            kwargs.get("config"),
            kwargs.get("reset_config"),
            ignore_async_in_sync_chat=(
                not use_async if use_async is not None else kwargs.get("ignore_async_in_sync_chat")  # type: ignore[arg-type]
            ),
        )

    def _nested_answer(self, answer: Any, use_async: bool) -> Callable[..., Any]:
        if answer == "summary_from_nested_chats":
            return self._a_summary_from_nested_chats if use_async else self._summary_from_nested_chats
        if not callable(answer):
            raise ValueError("reply_func_from_nested_chats must be a callable")
        if use_async and not is_async(answer):
            raise ValueError("reply_func_from_nested_chats must be a callable and a coroutine")
        return answer

    @staticmethod
    def _get_chats_to_run(chat_queue: Any, recipient: Any, messages: Any, sender: Any, config: Any) -> list[dict]:
        last_content = messages[-1].get("content")
        chats: list[dict[str, Any]] = []
        for index, described in enumerate(chat_queue):
            chat = described.copy()
            if chat.get("sender") is None:
                chat["sender"] = recipient
            message = chat.get("message")
            if message is None and index == 0:
                message = last_content
            if callable(message):
                message = message(recipient, messages, sender, config)
            if message:
                chats.append({**chat, "message": message})
        return chats

    @staticmethod
    def _summary_from_nested_chats(
        chat_queue: list[dict[str, Any]], recipient: Any, messages: Any, sender: Any, config: Any
    ) -> tuple[bool, str | None]:
        chats = ReplyPart._get_chats_to_run(chat_queue, recipient, messages, sender, config)
        return (True, initiate_chats(chats)[-1].summary) if chats else (True, None)

    @staticmethod
    async def _a_summary_from_nested_chats(
        chat_queue: list[dict[str, Any]], recipient: Any, messages: Any, sender: Any, config: Any
    ) -> tuple[bool, str | None]:
        chats = ReplyPart._get_chats_to_run(chat_queue, recipient, messages, sender, config)
        if not chats:
            return True, None
        results = await a_initiate_chats(chats)
        return True, results[chats[-1]["chat_id"]].summary


def _asking(answer: Callable[..., Any], chat_queue: list[dict[str, Any]], use_async: bool) -> Callable[..., Any]:
    """A reply function of the kind that the chain asks in sync or in async chats."""

    @functools.wraps(answer)
    def reply(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> Any:
        return answer(chat_queue, recipient, messages, sender, config)

    @functools.wraps(answer)
    async def a_reply(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> Any:
        return await answer(chat_queue, recipient, messages, sender, config)

    return a_reply if use_async else reply

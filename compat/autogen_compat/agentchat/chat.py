"""Several chats in a row or by their prerequisites (v0.2: autogen/agentchat/chat.py)."""

from __future__ import annotations

import asyncio
import logging
import warnings
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

from ..formatting_utils import colored
from ..io.base import IOStream
from .utils import consolidate_chat_info

__all__ = ("ChatResult", "a_initiate_chats", "initiate_chats")

logger = logging.getLogger(__name__)
Prerequisite = tuple[int, int]


@dataclass
class ChatResult:
    """What a chat leaves behind.

    Attributes:
        chat_id: the id that the chat had in a queue of chats.
        chat_history: the starter's own list of messages with its partner, not a copy.
        summary: what the chat's summary method made of it.
        cost: ``usage_including_cached_inference`` and ``usage_excluding_cached_inference``, in US
            dollars and tokens per model.
        human_input: what a human typed at the starter.
    """

    chat_id: int = None  # type: ignore[assignment]
    chat_history: list[dict[str, Any]] = None  # type: ignore[assignment]
    summary: str = None  # type: ignore[assignment]
    cost: dict[str, dict] = None  # type: ignore[assignment]
    human_input: list[str] = None  # type: ignore[assignment]


def _post_process_carryover_item(carryover_item: Any) -> str:
    if isinstance(carryover_item, dict) and "content" in carryover_item:
        return str(carryover_item["content"])
    return str(carryover_item)


def _validate_recipients(chat_queue: list[dict[str, Any]]) -> None:
    for chat_info in chat_queue:
        assert "recipient" in chat_info, "recipient must be provided."
    if len({chat_info["recipient"] for chat_info in chat_queue}) < len(chat_queue):
        warnings.warn(
            "A recipient occurs more than once in the queue: its history is cleared before each chat. "
            "Pass 'clear_history=False' in its later entries to keep it.",
            UserWarning,
            stacklevel=3,
        )


def _take_carryover(chat_info: dict[str, Any], finished: dict[int, ChatResult]) -> None:
    """Give the chat the summaries of the finished ones, but for those it excludes."""
    own = chat_info.get("carryover", [])
    excluded = chat_info.get("finished_chat_indexes_to_exclude_from_carryover", [])
    chat_info["carryover"] = ([own] if isinstance(own, str) else own) + [
        result.summary for index, result in finished.items() if index not in excluded
    ]


def _announce(chat_info: dict[str, Any]) -> None:
    if chat_info.get("silent", False):
        return
    if "message" not in chat_info:
        warnings.warn(
            "An entry of the chat queue has no 'message': input() will ask for it.", UserWarning, stacklevel=4
        )
    say = IOStream.get_default().print
    rule = colored("\n" + "*" * 80, "blue")
    say(rule, flush=True, sep="")
    say(colored("Starting a new chat....", "blue"), flush=True)
    if chat_info.get("verbose", False):
        say(colored("Message:\n" + _shown_message(chat_info.get("message")), "blue"), flush=True)
        say(colored("Carryover:\n" + _shown_carryover(chat_info["carryover"]), "blue"), flush=True)
    say(rule, flush=True, sep="")


def _shown_message(message: Any) -> str:
    if callable(message):
        return "Callable: " + message.__name__
    return "Dict: " + str(message) if isinstance(message, dict) else str(message)


def _shown_carryover(carryover: Any) -> str:
    if isinstance(carryover, list):
        return "\n".join(_post_process_carryover_item(item) for item in carryover)
    return carryover


def initiate_chats(chat_queue: list[dict[str, Any]]) -> list[ChatResult]:
    """Run the chats one after the other; each carries the summaries of the earlier ones over.

    :param chat_queue: per chat the arguments of ``initiate_chat`` plus ``sender`` and ``recipient``;
        ``finished_chat_indexes_to_exclude_from_carryover`` lists chats whose summary it does not get.
    :return: the results in the order of the queue.
    :raises AssertionError: if an entry is incomplete, before any chat runs.
    """
    consolidate_chat_info(chat_queue)
    _validate_recipients(chat_queue)
    finished: list[ChatResult] = []
    for chat_info in chat_queue.copy():
        _take_carryover(chat_info, dict(enumerate(finished)))
        _announce(chat_info)
        finished.append(chat_info["sender"].initiate_chat(**chat_info))
    return finished


def _prerequisites(chat_info: dict[str, Any]) -> list[int]:
    if "chat_id" not in chat_info:
        raise ValueError("Each chat of an asynchronous queue needs a 'chat_id' of its own.")
    prerequisites = chat_info.get("prerequisites", [])
    if not all(isinstance(chat_id, int) for chat_id in prerequisites):
        raise ValueError(f"Prerequisite chat id is not int in chat {chat_info['chat_id']}: {prerequisites!r}.")
    return prerequisites


def _chats_in_order(chat_book: dict[int, dict[str, Any]]) -> list[int]:
    """Chat ids such that prerequisites come first; none at all if they form a circle, as in v0.2."""
    graph = {chat_id: _prerequisites(chat_info) for chat_id, chat_info in chat_book.items()}
    for chat_id, prerequisites in graph.items():
        for unknown in set(prerequisites) - chat_book.keys():
            raise ValueError(f"Chat {chat_id} waits for chat {unknown}, which is not in the queue.")
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError:
        return []


async def _start_when_ready(
    chat_id: int, chat_info: dict[str, Any], prerequisites: dict[int, asyncio.Task[ChatResult]]
) -> asyncio.Task[ChatResult]:
    finished: dict[int, ChatResult] = {}
    for earlier_id, earlier in prerequisites.items():
        if earlier.cancelled():
            raise RuntimeError(f"Chat {earlier_id} is cancelled.")
        finished[earlier_id] = await earlier
    _take_carryover(chat_info, finished)
    _announce(chat_info)

    async def chat() -> ChatResult:
        result = await chat_info["sender"].a_initiate_chat(**chat_info)
        result.chat_id = chat_id
        return result

    return asyncio.create_task(chat())


async def a_initiate_chats(chat_queue: list[dict[str, Any]]) -> dict[int, ChatResult]:
    """Run the chats concurrently, each as soon as its ``prerequisites`` (chat ids) are finished.

    :param chat_queue: as for :func:`initiate_chats`, each entry with a unique ``chat_id``.
    :return: the results by chat id.
    :raises ValueError: if a chat id is missing or a prerequisite is not an int.
    """
    consolidate_chat_info(chat_queue)
    _validate_recipients(chat_queue)
    chat_book = {chat_info["chat_id"]: chat_info for chat_info in chat_queue if "chat_id" in chat_info}
    if len(chat_book) < len(chat_queue):
        raise ValueError("Each chat of an asynchronous queue needs a 'chat_id' of its own.")
    started: dict[int, asyncio.Task[ChatResult]] = {}
    for chat_id in _chats_in_order(chat_book):
        chat_info = chat_book[chat_id]
        prerequisites = {earlier: started[earlier] for earlier in chat_info.get("prerequisites", [])}
        started[chat_id] = await _start_when_ready(chat_id, chat_info, prerequisites)
    await asyncio.gather(*started.values())
    return {chat_id: task.result() for chat_id, task in started.items()}

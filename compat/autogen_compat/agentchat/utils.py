"""Helpers around chats (v0.2: autogen/agentchat/utils.py)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

__all__ = ("consolidate_chat_info", "gather_usage_summary", "parse_tags_from_content")

_SUMMARY_METHODS = ("last_msg", "reflection_with_llm")
_COUNTS = ("cost", "prompt_tokens", "completion_tokens", "total_tokens")


def consolidate_chat_info(chat_info, uniform_sender=None) -> None:
    """Check one chat's description, or a list of them, before anything runs.

    :raises AssertionError: if sender or recipient is missing, the summary method is unknown, or it
        needs a model that neither side has.
    """
    for chat in [chat_info] if isinstance(chat_info, dict) else chat_info:
        assert uniform_sender is not None or "sender" in chat, "sender must be provided."
        sender = chat["sender"] if uniform_sender is None else uniform_sender
        assert "recipient" in chat, "recipient must be provided."
        _check_summary_method(chat.get("summary_method"), sender, chat["recipient"])


def _check_summary_method(method: Any, sender: Any, recipient: Any) -> None:
    assert method is None or callable(method) or method in _SUMMARY_METHODS, (
        "summary_method must be a string chosen from 'reflection_with_llm' or 'last_msg' or a callable, or None."
    )
    if method == "reflection_with_llm":
        assert sender.client is not None or recipient.client is not None, (
            "llm client must be set in either the recipient or sender when summary_method is reflection_with_llm."
        )


def gather_usage_summary(agents: list[Any]) -> dict[str, dict[str, Any]]:
    """What the agents' models cost together, in US dollars and tokens.

    v0.4 agents count where their model client is of `engine.models`; a client that several share counts once.

    :return: ``usage_including_cached_inference`` and ``usage_excluding_cached_inference``, each with
        ``total_cost`` and a row per model; only ``{"total_cost": 0}`` where nothing was used.
    """
    clients = {id(client): client for agent in agents if (client := _counting_client(agent))}.values()
    return {
        "usage_including_cached_inference": _add_up(client.total_usage_summary for client in clients),
        "usage_excluding_cached_inference": _add_up(client.actual_usage_summary for client in clients),
    }


def _counting_client(agent: Any) -> Any:
    """The agent's client, where it keeps v0.2's summaries."""
    client = getattr(agent, "client", None) or getattr(agent, "_model_client", None)
    return client if hasattr(client, "total_usage_summary") else None


def _add_up(summaries: Iterable[dict[str, Any] | None]) -> dict[str, Any]:
    total: dict[str, Any] = {"total_cost": 0}
    for summary in summaries:
        for model, usage in (summary or {}).items():
            if model == "total_cost":
                total["total_cost"] += usage
            elif model not in total:
                total[model] = dict(usage)
            else:
                for count in _COUNTS:
                    total[model][count] += usage.get(count, 0)
    return total


def parse_tags_from_content(tag: str, content: str | list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Find HTML-like tags such as ``<img url>`` or ``<audio text="hi" prompt='x'>``.

    :return: one ``{"tag", "attr", "match"}`` per tag; words without a key are its ``src``.
    :raises ValueError: if the content is neither text nor a list of content parts.
    """
    return [
        {"tag": tag, "attr": _attributes(match.group(1).strip()), "match": match}
        for text in _texts(content)
        for match in re.finditer(f"<{tag} (.*?)>", text)
    ]


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        for part in content:
            if part.get("type") == "text":
                yield part["text"]
    else:
        raise ValueError(f"content must be str or list, but got {type(content)}")


def _attributes(text: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for word in _attribute_words(text):
        key, separator, value = word.partition("=")
        if separator and value[:1] in ("'", '"'):
            attributes[key] = value[1:-1]
            continue
        attributes["src"] = f"{attributes['src']} {word}" if "src" in attributes else word
    return attributes


def _attribute_words(text: str) -> list[str]:
    """Words of the tag; what follows a ``key="`` belongs to it, up to the next one."""
    words: list[str] = []
    for word in re.findall(r"[^ ]+", text):
        if re.match(r"""[^=]*=['"]""", word) or not words:
            words.append(word)
        else:
            words[-1] += f" {word}"
    return words

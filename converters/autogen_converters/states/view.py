"""A conversation as the model behind one participant sees it: v0.4 `LLMMessage` records.

v0.2 shows every tool call to everybody (autogen/agentchat/groupchat.py sends all messages to all agents); v0.4 keeps
tool calls to the agent that made them and passes on chat messages only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .._json import Record, is_list, is_record
from ..messages.records import record_to_v02

_CHAT_TYPES = frozenset({"TextMessage", "MultiModalMessage", "StopMessage", "HandoffMessage", "ToolCallSummaryMessage"})
View = Callable[[Sequence[Record], str], list[Record]]
"""What `owner` sees of v0.4 records."""


def is_chat(record: Record) -> bool:
    """Whether a v0.4 record is a chat message, which other agents receive, rather than an event."""
    kind = str(record.get("type"))
    return kind in _CHAT_TYPES or kind.startswith("StructuredMessage")


def v02_view(records: Iterable[Record], owner: str) -> list[Record]:
    """What v0.2 would have sent to `owner`'s model: everything, tool calls of others included."""
    return [_v02_seen(record, owner) for record in records]


def _v02_seen(record: Record, owner: str) -> Record:
    kind, source = record["type"], record["source"]
    if kind == "ToolCallRequestEvent":
        beside = record_to_v02(record, extras=False).get("content")
        thought = beside if isinstance(beside, str) and beside else None
        return assistant_message(source, record["content"], thought)
    if kind == "ToolCallExecutionEvent":
        return results_message(record["content"])
    if (record.get("metadata") or {}) and record_to_v02(record, extras=False).get("role") in ("system", "developer"):
        return {"content": model_text(record), "type": "SystemMessage"}
    if source == owner:
        return assistant_message(owner, model_text(record))
    return user_message(record)


def v04_view(records: Iterable[Record], owner: str) -> list[Record]:
    """What v0.4 keeps in `owner`'s model context: its own calls and words, and the chat messages of others."""
    seen: list[Record] = []
    thoughts: list[str] = []
    calling = False
    for record in records:
        if record["source"] != owner:
            seen += _others(record)
            continue
        kind = record["type"]
        if kind == "ThoughtEvent":
            thoughts.append(record["content"])
        elif kind == "ToolCallRequestEvent":
            seen.append(assistant_message(owner, record["content"], _joined(thoughts)))
            calling = True
        elif kind == "ToolCallExecutionEvent":
            seen.append(results_message(record["content"]))
        elif is_chat(record):
            if not (calling and kind in {"ToolCallSummaryMessage", "HandoffMessage"}):
                seen.append(assistant_message(owner, model_text(record), _joined(thoughts)))
            calling = False
    return seen


def _joined(thoughts: list[str]) -> str | None:
    text = "\n".join(thoughts)
    thoughts.clear()
    return text or None


def _others(record: Record) -> list[Record]:
    if not is_chat(record):
        return []
    context = record.get("context")
    handed: list[Record] = context if record["type"] == "HandoffMessage" and is_list(context) else []
    return [*handed, user_message(record)]


def assistant_message(source: str, content: Any, thought: str | None = None) -> Record:
    """An `AssistantMessage` record."""
    return {"content": content, "thought": thought, "source": source, "type": "AssistantMessage"}


def results_message(results: list[Record]) -> Record:
    """A `FunctionExecutionResultMessage` record."""
    return {"content": results, "type": "FunctionExecutionResultMessage"}


def user_message(record: Record) -> Record:
    """A chat message as the `UserMessage` record that v0.4 makes of it for others."""
    content = record["content"] if record["type"] == "MultiModalMessage" else model_text(record)
    return {"content": content, "source": record["source"], "type": "UserMessage"}


def model_text(record: Record) -> str:
    """The text of a message for a model; images are shown as `[image]`."""
    content = record.get("content")
    if isinstance(content, str):
        return content
    if is_list(content) and record["type"] == "MultiModalMessage":
        return "".join(" [image]" if is_record(part) else str(part) for part in content)
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False)

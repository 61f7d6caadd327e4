"""Model calls as logged, put together to the conversations that each agent's model saw, and a table of costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .._json import Record, is_list, is_record
from .base import Document, as_record, chat


@dataclass
class Call:
    """One logged model call; `request` and `response` as the OpenAI API has them."""

    where: str
    session: str
    agent: str
    request: Record
    response: Record
    cached: bool
    cost: float
    start: str | None
    end: str | None


@dataclass
class Costs:
    """Calls, tokens and money by session, agent and model."""

    rows: dict[tuple[str, str, str], Record] = field(default_factory=dict[tuple[str, str, str], Record])

    def note(self, call: Call) -> None:
        """Count a call."""
        model = str(call.response.get("model") or call.request.get("model") or "unknown")
        row = self.rows.setdefault((call.session, call.agent, model), _fresh_row())
        usage = as_record(call.response.get("usage"))
        row["calls"] += 1
        row["cached_calls"] += call.cached
        for key in ("prompt_tokens", "completion_tokens"):
            row[key] += usage.get(key) or 0
        row["cost"] += 0.0 if call.cached else call.cost
        row["cost_including_cached"] += call.cost

    def table(self) -> Document:
        """The table as a document."""
        rows = [
            {"session_id": session, "agent": agent, "model": model, **row}
            for (session, agent, model), row in self.rows.items()
        ]
        return Document({"costs": rows}, "costs")


def _fresh_row() -> Record:
    counts = dict.fromkeys(("calls", "cached_calls", "prompt_tokens", "completion_tokens"), 0)
    return {**counts, "cost": 0.0, "cost_including_cached": 0.0}


def conversations(calls: Iterable[Call], costs: Costs) -> Iterator[Document]:
    """The conversations behind model calls that come sorted by session and agent.

    A call whose request begins with the previous one's messages goes on with that conversation.
    """
    previous: Call | None = None
    for call in calls:
        costs.note(call)
        if previous is not None and not _goes_on(previous, call):
            yield _conversation(previous)
        previous = call
    if previous is not None:
        yield _conversation(previous)


def _goes_on(previous: Call, call: Call) -> bool:
    if (previous.session, previous.agent) != (call.session, call.agent):
        return False
    before, now = _messages(previous), _messages(call)
    return len(now) >= len(before) and now[: len(before)] == before


def _messages(call: Call) -> list[Any]:
    messages = call.request.get("messages")
    return messages if is_list(messages) else []


def _conversation(call: Call) -> Document:
    history = [*_messages(call), *_reply(call)]
    return chat(
        history, call.where, session_id=call.session, agent=call.agent, start_time=call.start, end_time=call.end
    )


def _reply(call: Call) -> list[Record]:
    choices = call.response.get("choices")
    first = choices[0] if is_list(choices) and choices else None
    message = first.get("message") if is_record(first) else None
    if not is_record(message):
        text = call.response.get("response")
        return [{"content": text, "role": "assistant", "name": call.agent}] if isinstance(text, str) else []
    kept = {key: message[key] for key in ("tool_calls", "function_call") if message.get(key)}
    reply = {"content": message.get("content"), "role": "assistant", **kept}
    return [reply if kept else {**reply, "name": call.agent}]

"""v0.2 histories of one agent <-> v0.4 `AssistantAgentState`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from .._json import Record, is_list, is_record, shown
from ..delta import apply, difference
from ..errors import MessageError
from ..histories.documents import messages_to_v04
from ..messages.records import MESSAGE_KEY, UNKNOWN_TIME, record_to_v02, with_source
from .names import with_outsiders
from .view import v02_view


def agent_state(llm_messages: Sequence[Record]) -> Record:
    """An `AssistantAgentState` with this model context."""
    return {"type": "AssistantAgentState", "version": "1.0.0", "llm_context": {"messages": list(llm_messages)}}


def owner_of(messages: Sequence[object]) -> str:
    """Whose list of v0.2 messages this is: the name on messages with role "assistant"; "" where there is none."""
    names = Counter[str]()
    for message in messages:
        if is_record(message) and message.get("role") == "assistant" and isinstance(message.get("name"), str):
            names[message["name"]] += 1
    return names.most_common(1)[0][0] if names else ""


def chat_messages_to_state(document: Record, participants: Sequence[str] = ()) -> Record:
    """v0.2 `agent.chat_messages` (by peer name) as the v0.4 state of that agent.

    v0.4 keeps one context where v0.2 keeps one per peer: the histories follow one another in their order.
    """
    histories = {peer: value for peer, value in document.items() if peer != MESSAGE_KEY}
    owner = owner_of([message for history in histories.values() for message in _checked(history)])
    seen: list[Record] = []
    for peer, history in histories.items():
        names = participants or tuple(name for name in (owner, peer) if name)
        records = messages_to_v04(history, names)
        called = with_outsiders({}, [owner, *(record["source"] for record in records)])
        renamed = [with_source(record, called[record["source"]], place) for place, record in enumerate(records)]
        seen += v02_view(renamed, called[owner])
    state = agent_state(seen)
    extras = document.get(MESSAGE_KEY)
    return apply(extras, state) if is_record(extras) else state


def _checked(history: Any) -> list[Any]:
    if not is_list(history):
        raise MessageError("", f"should be a list of messages by agent name, got {shown(history)}")
    return history


def state_to_chat_messages(state: Record) -> Record:
    """A v0.4 agent state as v0.2 `chat_messages`: one history, with the one peer there is or with "chat_manager".

    What is missing in it, and that it was a state, is kept under `autogen_v04`.
    """
    seen = llm_messages_of(state)
    others = list(dict.fromkeys(message["source"] for message in seen if message.get("type") == "UserMessage"))
    peer = others[0] if len(others) == 1 else "chat_manager"
    document: Record = {peer: [llm_to_v02(message) for message in seen]}
    return {**document, MESSAGE_KEY: difference(chat_messages_to_state(document), state)}


def llm_messages_of(state: Any) -> list[Record]:
    """The model context of an agent state, or none for agents that keep none."""
    context = state.get("llm_context") if is_record(state) else None
    messages = context.get("messages") if is_record(context) else None
    return [message for message in messages if is_record(message)] if is_list(messages) else []


def llm_to_v02(message: Record) -> Record:
    """One model message as the v0.2 message in the same agent's list."""
    kind, content = message.get("type"), message.get("content")
    source = message.get("source", "")
    if kind == "SystemMessage":
        return {"content": content, "role": "system"}
    if kind == "FunctionExecutionResultMessage":
        plain = _plain("ToolCallExecutionEvent", "", content)
        del plain["name"]
        return plain
    if kind == "AssistantMessage" and is_list(content):
        plain = _plain("ToolCallRequestEvent", source, content)
        return {**plain, "content": message.get("thought")}
    if kind == "AssistantMessage":
        return {"content": content, "role": "assistant", "name": source}
    return _plain("MultiModalMessage" if is_list(content) else "TextMessage", source, content)


def _plain(kind: str, source: str, content: object) -> Record:
    record: Record = {"type": kind, "source": source, "content": content, "created_at": UNKNOWN_TIME}
    return record_to_v02(record, extras=False)

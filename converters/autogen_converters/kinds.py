"""What a JSON value is: which version wrote it, and which of its formats it is in."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from ._json import Record, is_list, is_record, shown
from .errors import FileFormatError
from .messages.records import MESSAGE_KEY

V02, V04 = "v0.2", "v0.4"


class Kind(Enum):
    """A format: its name on the command line, the version that writes it, and its name for people."""

    MESSAGE_V02 = ("message-v0.2", V02, "v0.2 message")
    CHAT_RESULT = ("chat-result", V02, "v0.2 ChatResult")
    CHAT_MESSAGES = ("chat-messages", V02, "v0.2 chat_messages by agent")
    GROUP_V02 = ("group-state", V02, "v0.2 group chat with every agent's messages")
    CONFIG_LIST = ("config-list", V02, "v0.2 config list")
    LLM_CONFIG = ("llm-config", V02, "v0.2 llm_config")
    STUDIO_WORKFLOW = ("studio-workflow", V02, "AutoGen Studio 0.1 workflow")
    STUDIO_AGENT = ("studio-agent", V02, "AutoGen Studio 0.1 agent")
    MESSAGE_V04 = ("message-v0.4", V04, "v0.4 message")
    TASK_RESULT = ("task-result", V04, "v0.4 TaskResult")
    MESSAGES_BY_AGENT = ("messages-by-agent", V04, "v0.4 messages by agent")
    AGENT_STATE = ("agent-state", V04, "v0.4 agent state")
    TEAM_STATE = ("team-state", V04, "v0.4 team state")
    COMPONENT = ("component", V04, "v0.4 component")

    def __init__(self, label: str, version: str, title: str) -> None:
        self.label = label
        self.version = version
        self.title = title

    @property
    def is_message(self) -> bool:
        """Whether it is one message of a conversation."""
        return self.name in {"MESSAGE_V02", "MESSAGE_V04"}


def is_v04_message(value: Record) -> bool:
    """Whether an object is a v0.4 message; v0.2 messages have no `source`."""
    return isinstance(value.get("type"), str) and isinstance(value.get("source"), str) and "role" not in value


def is_v02_message(value: Record) -> bool:
    """Whether an object is a v0.2 message: it says, calls or answers something."""
    if "source" not in value and isinstance(value.get("content", _MISSING), (str, list, type(None))):
        return True
    return not _CALLS.isdisjoint(value)


_MISSING = object()
_CALLS = frozenset({"function_call", "tool_calls", "tool_responses"})


def _is_config(value: Record) -> bool:
    return isinstance(value.get("model"), str) and "content" not in value and "agents" not in value


def _all_are(value: Record, fits: Callable[[Record], bool]) -> bool:
    """Whether an object holds lists of messages by name, and a message or a key of ours."""
    lists = [item for key, item in value.items() if key != MESSAGE_KEY]
    if not lists or not all(is_list(item) for item in lists):
        return False
    messages = [message for item in lists for message in item]
    return bool(messages or MESSAGE_KEY in value) and all(is_record(message) and fits(message) for message in messages)


def _is_agent_state(value: Record) -> bool:
    kind = value.get("type")
    return "llm_context" in value or (isinstance(kind, str) and kind.endswith("State") and "version" in value)


_SIGNS: tuple[tuple[Kind, Callable[[Record], bool]], ...] = (
    (Kind.TEAM_STATE, lambda value: is_record(value.get("agent_states"))),
    (Kind.AGENT_STATE, _is_agent_state),
    (Kind.COMPONENT, lambda value: isinstance(value.get("provider"), str) and "config" in value),
    (Kind.CHAT_RESULT, lambda value: is_list(value.get("chat_history"))),
    (Kind.GROUP_V02, lambda value: is_record(value.get("chat_messages")) and is_list(value.get("messages"))),
    (
        Kind.TASK_RESULT,
        lambda value: is_list(value.get("messages")) and ("stop_reason" in value or "role" not in value),
    ),
    (Kind.LLM_CONFIG, lambda value: is_list(value.get("config_list"))),
    (Kind.STUDIO_WORKFLOW, lambda value: ("sender" in value and "receiver" in value) or "agents" in value),
    (Kind.STUDIO_AGENT, lambda value: is_record(value.get("config")) and "llm_config" in value["config"]),
    (Kind.MESSAGE_V04, is_v04_message),
    (Kind.MESSAGE_V02, is_v02_message),
    (Kind.CONFIG_LIST, _is_config),
    (Kind.CHAT_MESSAGES, lambda value: _all_are(value, is_v02_message)),
    (Kind.MESSAGES_BY_AGENT, lambda value: _all_are(value, is_v04_message)),
)


def recognise(value: Any) -> Kind:
    """The kind of one JSON object. Raises FileFormatError where it is none that is known."""
    if not is_record(value):
        raise FileFormatError(f"should be a JSON object, got {shown(value)}")
    for kind, fits in _SIGNS:
        if fits(value):
            return kind
    keys = ", ".join(map(str, list(value)[:5])) or "none"
    raise FileFormatError(f"is no history, state or config of either version (its keys: {keys})")


FAMILIES: dict[str, frozenset[Kind]] = {
    "messages": frozenset(
        {
            *(Kind.MESSAGE_V02, Kind.CHAT_RESULT, Kind.CHAT_MESSAGES),
            *(Kind.MESSAGE_V04, Kind.TASK_RESULT, Kind.MESSAGES_BY_AGENT),
        }
    ),
    "state": frozenset({Kind.GROUP_V02, Kind.AGENT_STATE, Kind.TEAM_STATE}),
    "config": frozenset(
        {Kind.CONFIG_LIST, Kind.LLM_CONFIG, Kind.STUDIO_AGENT, Kind.STUDIO_WORKFLOW, Kind.COMPONENT},
    ),
}
"""What `--kind` takes beside the names of kinds: data of any of these."""

LABELS = ("auto", *FAMILIES, *(kind.label for kind in Kind))
"""What `--kind` takes."""


def kind_of(value: Any, label: str = "auto") -> Kind:
    """The kind of a JSON value, or of the first thing in a list, given what it is said to be (one of `LABELS`).

    Raises FileFormatError where it is none that is known, or not what it is said to be.
    """
    first = value[0] if is_list(value) and value else value
    if label == "auto":
        return recognise(first)
    if label in FAMILIES:
        kind = recognise(first)
        if kind not in FAMILIES[label]:
            raise FileFormatError(f"is a {kind.title}, which is none of --kind {label}")
        return kind
    kind = next(kind for kind in Kind if kind.label == label)
    fits = {Kind.MESSAGE_V02: is_v02_message, Kind.MESSAGE_V04: is_v04_message}.get(kind)
    if fits and not (is_record(first) and fits(first)):
        raise FileFormatError(f"is no {kind.title}")
    return kind

"""Whatever JSON a file holds: it converts, or one ConversionError in one line says why not."""

from __future__ import annotations

import json
from typing import Any

from autogen_converters import ConversionError, convert
from autogen_converters.kinds import Kind, recognise
from autogen_converters.plan import FORMS, Plan, convert_document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .recorded import all_of

KEYS = [
    *("content", "role", "name", "tool_calls", "tool_responses", "function_call", "function", "arguments", "id"),
    *("messages", "chat_history", "chat_messages", "stop_reason", "summary", "cost", "autogen_v02", "autogen_v04"),
    *("set", "drop", "in", "team", "participants", "state", "agent_states", "agent_state", "message_buffer"),
    *("llm_context", "message_thread", "type", "source", "metadata", "created_at", "context", "version", "model"),
    *("provider", "config", "component_type", "config_list", "llm_config", "api_type", "base_url", "api_version"),
    *(
        "agents",
        "agent",
        "link",
        "sender",
        "receiver",
        "remaining",
        "ready",
        "tool_call_id",
        "RoundRobinGroupChatManager",
    ),
    *("GraphManager", "call_id", "image_url", "url", "0", "$image", "$dict", "models"),
]
TEXTS = [
    *("TextMessage", "MultiModalMessage", "ToolCallRequestEvent", "ToolCallExecutionEvent", "StructuredMessage[X]"),
    *("TeamState", "AssistantAgentState", "user", "assistant", "tool", "function", "text", "image_url", "groupchat"),
    *("data:image/png;base64,iVBORw0KGgo=", "team", "agent", "model", "gpt-4", "azure", "ollama", "x", ""),
    '{"set":{"role":"tool"}}',
]
leaf = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(TEXTS) | st.text(max_size=4)
value = st.recursive(
    leaf,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=25,
)
document = st.dictionaries(st.sampled_from(KEYS), value, min_size=1, max_size=6)
thorough = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
direction = st.sampled_from(["v0.4", "v0.2"])


def only_our_errors(action: Any) -> None:
    try:
        json.dumps(action())
    except ConversionError as error:
        assert "\n" not in str(error)


@given(document | st.lists(document, min_size=1, max_size=3), direction, st.sampled_from(FORMS), st.booleans())
@thorough
def test_any_document_converts_or_is_refused_in_one_line(data: Any, to: str, form: str, plain: bool) -> None:
    only_our_errors(lambda: convert(data, to, form=form, plain=plain))


@given(document, st.sampled_from(Kind), direction, st.sampled_from(FORMS))
@thorough
def test_any_document_called_any_kind_converts_or_is_refused(data: Any, kind: Kind, to: str, form: str) -> None:
    only_our_errors(lambda: convert_document(data, kind, Plan(to, form), {}))


REAL = [
    *all_of("v0.2/*/*.json").values(),
    *all_of("v0.4/*/*.json").values(),
    *all_of("v0.4-states/0.5.7/*.json").values(),
]


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for key, item in inner for place in places(item, (*path, key)))]


def put(data: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = put(data[path[0]], path[1:], new)
    return copy


@given(st.sampled_from(REAL), st.randoms(use_true_random=False), value, direction, st.sampled_from(FORMS))
@thorough
def test_a_real_document_with_one_wrong_value_converts_or_is_refused(
    data: Any, random: Any, wrong: Any, to: str, form: str
) -> None:
    damaged = put(data, random.choice(places(data)), wrong)
    only_our_errors(lambda: convert(damaged, to, form=form))


@given(st.lists(document, min_size=1, max_size=2) | document)
@thorough
def test_recognising_never_fails_otherwise(data: Any) -> None:
    only_our_errors(lambda: recognise(data).label)

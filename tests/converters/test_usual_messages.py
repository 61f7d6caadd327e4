"""What is translated at once is what is found field by field, for messages of the usual forms and all near them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from autogen_converters.messages import record_to_v02, record_to_v04, usual_v02, usual_v04
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from . import spaces

thorough = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NAMES = {"known": "search", "also known": "add"}
role = st.sampled_from(["user", "assistant", "system", "developer", "tool", "function"])
speaker = {"name": st.sampled_from(["ann", "bob"])}
call_id = st.sampled_from([*NAMES, "unknown"])
text = st.sampled_from(["Hello.", "", "Error: none", "日本", '"}}', '"},"drop":["name"]}'])
function = st.fixed_dictionaries({"name": st.sampled_from(["search", "add"]), "arguments": text})
call = st.fixed_dictionaries({"id": call_id, "type": st.just("function"), "function": function})
response = st.fixed_dictionaries({"tool_call_id": call_id, "role": st.just("tool"), "content": text})
named = st.builds(lambda response, name: {**response, "name": name}, response, st.sampled_from(["search", "add"]))


def _answered(responses: list[dict[str, Any]], name: str) -> dict[str, Any]:
    content = "\n\n".join(response["content"] for response in responses)
    return {"content": content, "role": "tool", "name": name, "tool_responses": responses}


usual = st.one_of(
    st.fixed_dictionaries({"content": text, "role": role}, optional=speaker),
    st.fixed_dictionaries(
        {
            "content": st.none() | text,
            "role": st.just("assistant"),
            "tool_calls": st.lists(call, min_size=1, max_size=3),
        },
        optional=speaker,
    ),
    st.builds(_answered, st.lists(response | named, min_size=1, max_size=3), speaker["name"]),
    st.builds(_answered, st.lists(response, min_size=1, max_size=12), speaker["name"]),
)
odd = st.sampled_from([None, "", 0, True, 1.5, [], {}, ["x"], {"a": 1}, "user", "Error: odd"])


@st.composite
def near(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> Any:
    """One of `values` with at most one thing changed, anywhere in it."""
    value = json.loads(json.dumps(draw(values)))
    if draw(st.booleans()):
        return value
    holder, key = draw(st.sampled_from(list(_places(value))))
    if draw(st.booleans()):
        del holder[key]
    elif isinstance(holder, dict) and draw(st.booleans()):
        holder["odd"] = draw(odd)
    else:
        holder[key] = draw(odd)
    return value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


@contextmanager
def field_by_field() -> Iterator[None]:
    with (
        mock.patch.object(usual_v02, "to_v04", lambda *arguments: None),
        mock.patch.object(usual_v04, "to_v02", lambda *arguments: None),
    ):
        yield


def outcome(convert: Any, value: Any, **options: Any) -> Any:
    try:
        return json.dumps(convert(value, **options))
    except ValueError as error:
        return type(error), str(error)


@given(near(usual) | spaces.v02_message, st.sampled_from(["ann", "cat", ""]), st.sampled_from([0, 3, 5000]))
@thorough
def test_a_v02_message(message: dict[str, Any], source: str, place: int) -> None:
    options = {"source": source, "tool_names": NAMES, "place": place}
    with field_by_field():
        expected = outcome(record_to_v04, message, **options)
    assert outcome(record_to_v04, message, **options) == expected


converted = st.builds(lambda message: record_to_v04(message, source="ann", tool_names=NAMES, place=3), usual)
own = st.builds(
    lambda record, usage: {**record, "id": "x", "created_at": "2025-01-01T00:00:00Z", "models_usage": usage},
    converted,
    st.sampled_from([None, {"prompt_tokens": 1, "completion_tokens": 2}]),
)


kinds = st.sampled_from(sorted(spaces.V04_KINDS)).flatmap(spaces.V04_KINDS.__getitem__)
quoted = st.builds(lambda message: json.loads(message.model_dump_json()), kinds)


@given(near(converted) | near(own) | near(quoted), st.sampled_from([3, 4]), st.booleans())
@thorough
def test_a_v04_record(record: dict[str, Any], place: int, extras: bool) -> None:
    options = {"extras": extras, "tool_names": NAMES, "place": place}
    with field_by_field():
        expected = outcome(record_to_v02, record, **options)
    assert outcome(record_to_v02, record, **options) == expected

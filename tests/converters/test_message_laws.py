"""v0.2 -> v0.4 -> v0.2 and v0.4 -> v0.2 -> v0.4 give back what they were given, over both whole spaces."""

from __future__ import annotations

import json
from typing import Any

import pytest
from autogen_agentchat.messages import StructuredMessage
from autogen_converters.delta import apply, difference, same
from autogen_converters.messages import MESSAGE_KEY, record_to_v02, record_to_v04, to_v02, to_v04
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from . import spaces

thorough = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
some = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(spaces.v02_message, spaces.name)
@thorough
def test_a_v02_message_survives_the_way_through_a_v04_object(message: dict[str, Any], source: str) -> None:
    assert to_v02(to_v04(message, source=source)) == message


@given(spaces.v02_message, spaces.name)
@thorough
def test_a_v02_message_survives_the_way_through_a_v04_record_in_a_file(message: dict[str, Any], source: str) -> None:
    record = json.loads(json.dumps(record_to_v04(message, source=source)))
    assert record_to_v02(record) == message


@given(spaces.v02_message, spaces.name)
@some
def test_converting_a_v02_message_is_pure(message: dict[str, Any], source: str) -> None:
    before = repr(message)
    assert to_v04(message, source=source).dump() == to_v04(message, source=source).dump()
    assert repr(message) == before


@pytest.mark.parametrize("kind", spaces.V04_KINDS)
def test_a_v04_message_survives_the_way_through_v02(kind: str) -> None:
    @given(spaces.V04_KINDS[kind], spaces.name)
    @some
    def survives(message: Any, other_source: str) -> None:
        back = to_v04(to_v02(message), source=message.source, types=[StructuredMessage[spaces.Weather]])
        assert type(back) is type(message)
        assert back.dump() == message.dump()
        if kind != "MultiModalMessage":
            assert back == message

    survives()


@pytest.mark.parametrize("kind", spaces.V04_KINDS)
def test_a_v04_record_survives_the_way_through_a_v02_file(kind: str) -> None:
    @given(spaces.V04_KINDS[kind])
    @some
    def survives(message: Any) -> None:
        record = json.loads(message.model_dump_json())
        on_disk = json.loads(json.dumps(record_to_v02(record)))
        assert record_to_v04(on_disk, source=record["source"]) == record

    survives()


@given(st.sampled_from(sorted(spaces.V04_KINDS)).flatmap(spaces.V04_KINDS.__getitem__))
@thorough
def test_without_extras_a_v02_message_has_only_keys_that_v02_stores(message: Any) -> None:
    known = {"content", "role", "name", "function_call", "tool_calls", "tool_responses", "tool_call_id", "context"}
    plain = to_v02(message.model_copy(update={"metadata": {}}), extras=False)
    assert MESSAGE_KEY not in plain
    assert plain.keys() <= known


json_object = st.dictionaries(spaces.text, spaces.json_value, max_size=4)


@given(json_object, json_object)
@thorough
def test_applying_a_difference_gives_the_second_value(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert same(apply(difference(old, new), old), new)


@given(json_object)
@some
def test_nothing_differs_from_itself(value: dict[str, Any]) -> None:
    assert difference(value, json.loads(json.dumps(value))) == {}

"""Single messages: what is refused, what comes out, and that nothing but data is in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from autogen_agentchat.messages import MultiModalMessage, StructuredMessage, TextMessage, ToolCallExecutionEvent
from autogen_converters.errors import MessageError
from autogen_converters.messages import METADATA_KEY, lost_fields, record_to_v02, record_to_v04, to_v02, to_v04


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ({"content": 7}, "content"),
        ({"content": {"text": "x"}}, "content"),
        ({"content": [7]}, "content[0]"),
        ({"content": "x", "tool_calls": "f"}, "tool_calls"),
        ({"content": "x", "tool_calls": [7]}, "tool_calls[0]"),
        ({"content": "x", "tool_calls": [{"id": "c"}]}, "tool_calls[0].function"),
        ({"content": "x", "tool_calls": [{"function": {"arguments": "{}"}}]}, "tool_calls[0].function.name"),
        (
            {"content": "x", "tool_calls": [{"function": {"name": "f", "arguments": 3}}]},
            "tool_calls[0].function.arguments",
        ),
        ({"content": "x", "function_call": "f"}, "function_call"),
        ({"content": "x", "tool_responses": [None]}, "tool_responses[0]"),
        ({"content": "x", "tool_responses": [{"content": 3}]}, "tool_responses[0].content"),
        ({"role": "tool", "tool_call_id": "c", "content": 3}, "content"),
        ({"role": "function", "name": "f", "content": {}}, "content"),
    ],
)
def test_a_field_of_the_wrong_type_is_named(message: dict[str, Any], field: str) -> None:
    with pytest.raises(MessageError) as caught:
        to_v04(message, source="a")
    assert caught.value.field == field
    assert "\n" not in str(caught.value)


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(MessageError, match="surrogate"):
        record_to_v04({"content": "\ud800", "role": "user", "name": "a"}, source="a")


def test_an_object_that_no_file_can_carry_is_refused_by_name_of_its_field() -> None:
    with pytest.raises(MessageError, match=r"^context: holds a builtin_function_or_method"):
        to_v04({"content": "x", "context": print}, source="a")


def test_a_message_that_contains_itself_is_refused() -> None:
    message: dict[str, Any] = {"content": "x", "role": "user"}
    message["context"] = message
    with pytest.raises(MessageError, match="contains itself"):
        to_v04(message, source="a")


def test_keys_that_are_not_text_are_refused() -> None:
    with pytest.raises(MessageError, match="keys"):
        to_v04({"content": "x", 3: 4}, source="a")  # type: ignore[dict-item]


def test_an_unknown_message_class_is_refused_and_never_imported() -> None:
    record = {"type": "os.system", "source": "a", "content": "x"}
    from autogen_converters.messages import load

    with pytest.raises(MessageError, match="types="):
        load(record)


def test_an_ordinary_text_carries_nothing_extra() -> None:
    record = record_to_v04({"content": "hi", "role": "user", "name": "bob"}, source="")
    assert record["metadata"] == {}
    assert record_to_v02(record) == {"content": "hi", "role": "user", "name": "bob"}


def test_content_that_is_edited_in_v04_is_what_goes_back() -> None:
    message = to_v04({"content": "hi", "role": "assistant", "name": "bob"}, source="")
    edited = message.model_copy(update={"content": "edited"})
    assert to_v02(edited, extras=False) == {"content": "edited", "role": "assistant", "name": "bob"}


def test_our_key_with_foreign_content_is_only_data() -> None:
    message = {"content": "hi", "role": "user", "name": "a", "autogen_v04": {"set": {"type": "Nonsense"}, "x": 1}}
    converted = to_v04(message, source="a")
    assert isinstance(converted, TextMessage)
    assert to_v02(converted) == message


def test_our_metadata_with_foreign_content_is_only_data() -> None:
    message = TextMessage(content="hi", source="a", metadata={METADATA_KEY: '{"set": {"content": {"$image": "x"}}}'})
    assert to_v04(to_v02(message), source="a") == message


def test_without_extras_what_is_lost_can_be_told() -> None:
    record = json.loads(TextMessage(content="hi", source="a").model_dump_json())
    assert sorted(lost_fields(record)) == ["created_at", "id"]


def test_a_structured_message_of_an_unknown_class_keeps_type_and_content() -> None:
    record = {"type": "StructuredMessage[Weather]", "source": "a", "content": {"city": "Oslo"}, "id": "i"}
    message = to_v04(record_to_v02(record), source="a")
    assert isinstance(message, StructuredMessage)
    assert message.dump()["type"] == "StructuredMessage[Weather]"
    assert message.content.model_dump() == {"city": "Oslo"}


def test_a_broken_picture_is_a_text_in_v04_and_itself_in_v02() -> None:
    part = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
    message = to_v04({"content": [part], "role": "user", "name": "a"}, source="a")
    assert isinstance(message, MultiModalMessage)
    assert isinstance(message.content[0], str)
    assert to_v02(message)["content"] == [part]


def test_equal_messages_convert_equally_whoever_asks() -> None:
    message = {"content": "hi", "role": "user", "name": "a"}
    assert to_v04(message, source="x") == to_v04(dict(reversed(message.items())), source="y")


def test_results_of_several_tools_are_joined_as_v02_joins_them() -> None:
    results = [{"content": text, "name": "f", "call_id": text, "is_error": False} for text in ("one", "two")]
    record = {"type": "ToolCallExecutionEvent", "source": "u", "content": results}
    assert record_to_v02(record)["content"] == "one\n\ntwo"
    assert isinstance(to_v04(record_to_v02(record), source="u"), ToolCallExecutionEvent)

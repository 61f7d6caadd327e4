"""Where the converters of Microsoft's migration guide fail or lose something, ours must not: one test for each."""

from __future__ import annotations

from typing import Any

import pytest
from autogen_agentchat import messages as v04
from autogen_converters.messages import to_v02, to_v04
from autogen_core import FunctionCall, Image
from autogen_core.code_executor import CodeBlock, CodeResult
from autogen_core.memory import MemoryContent
from autogen_core.models import FunctionExecutionResult, RequestUsage, UserMessage
from PIL import Image as PIL
from pydantic import BaseModel


def both_ways(message: dict[str, Any], source: str = "someone") -> Any:
    """The v0.4 message, having checked that it comes back as it was."""
    converted = to_v04(message, source=source)
    assert to_v02(converted) == message
    return converted


def back(message: Any, *types: Any) -> dict[str, Any]:
    """The v0.2 message, having checked that it comes back as it was."""
    converted = to_v02(message)
    assert to_v04(converted, source="someone", types=types) == message
    return converted


CALL = {"id": "c1", "type": "function", "function": {"name": "add", "arguments": '{"a": 1}'}}


def test_01_a_tool_call_as_v02_stores_it_has_arguments_not_args() -> None:
    message = both_ways({"content": None, "role": "assistant", "tool_calls": [CALL]})
    assert message.content == [FunctionCall(id="c1", arguments='{"a": 1}', name="add")]


def test_02_a_tool_call_that_the_guide_wrote_with_args_is_read_too() -> None:
    wrong = {"id": "c1", "type": "function", "function": {"name": "add", "args": '{"a": 1}'}}
    assert both_ways({"content": None, "tool_calls": [wrong]}).content[0].arguments == '{"a": 1}'


def test_03_several_tool_calls_stay_in_order() -> None:
    calls = [CALL, {**CALL, "id": "c2"}]
    assert [call.id for call in both_ways({"content": "", "tool_calls": calls}).content] == ["c1", "c2"]


def test_04_a_tool_response_without_a_name_is_read() -> None:
    response = {"tool_call_id": "c1", "role": "tool", "content": "3"}
    message = both_ways({"content": "3", "role": "tool", "name": "user", "tool_responses": [response]})
    assert (message.content[0].call_id, message.content[0].name, message.source) == ("c1", "", "user")


def test_05_a_tool_response_gets_its_name_from_the_call_before_it() -> None:
    response = {"tool_call_id": "c1", "role": "tool", "content": "3"}
    message = {"content": "3", "role": "tool", "name": "user", "tool_responses": [response]}
    assert to_v04(message, source="user", tool_names={"c1": "add"}).content[0].name == "add"


def test_06_an_error_of_a_tool_stays_an_error() -> None:
    response = {"tool_call_id": "c1", "role": "tool", "content": "Error: Function nope not found."}
    message = both_ways({"content": response["content"], "role": "tool", "tool_responses": [response]})
    assert message.content[0].is_error is True


def test_07_a_legacy_function_call_is_a_tool_call() -> None:
    message = both_ways({"content": None, "role": "assistant", "function_call": {"name": "f", "arguments": "{}"}})
    assert isinstance(message, v04.ToolCallRequestEvent)
    assert message.content == [FunctionCall(id="", arguments="{}", name="f")]


def test_08_a_legacy_function_result_is_a_tool_result() -> None:
    message = both_ways({"content": "8", "role": "function", "name": "double"}, source="user")
    assert isinstance(message, v04.ToolCallExecutionEvent)
    assert (message.content[0].name, message.content[0].content, message.source) == ("double", "8", "user")


def test_09_a_pil_image_is_a_picture() -> None:
    picture = PIL.new("RGB", (2, 2), (1, 2, 3))
    part = {"type": "image_url", "image_url": {"url": picture}}
    message = to_v04({"content": [part], "role": "user", "name": "a"}, source="a")
    assert message.content[0].image.getpixel((0, 0)) == (1, 2, 3)
    again = to_v02(message)["content"][0]["image_url"]["url"]
    assert (again.mode, again.size, again.tobytes()) == (picture.mode, picture.size, picture.tobytes())


def test_10_a_pil_image_keeps_its_transparency() -> None:
    picture = PIL.new("RGBA", (1, 1), (1, 2, 3, 4))
    message = {"content": [{"type": "image_url", "image_url": {"url": picture}}], "role": "user"}
    again = to_v02(to_v04(message, source="a"))["content"][0]["image_url"]["url"]
    assert again.mode == "RGBA"
    assert again.getpixel((0, 0)) == (1, 2, 3, 4)


def test_11_a_picture_at_an_http_address_is_named_not_fetched() -> None:
    part = {"type": "image_url", "image_url": {"url": "https://example.invalid/cat.png"}}
    assert both_ways({"content": [part], "role": "user", "name": "a"}).content == [
        "<img https://example.invalid/cat.png>"
    ]


def test_12_a_jpeg_data_address_is_a_picture_and_comes_back_byte_for_byte() -> None:
    from .spaces import PIXELS

    part = {"type": "image_url", "image_url": {"url": f"data:image/jpeg;base64,{PIXELS['JPEG']}"}}
    assert isinstance(both_ways({"content": [part], "role": "user"}).content[0], Image)


def test_13_a_picture_keeps_its_detail() -> None:
    from .spaces import PIXELS

    url = f"data:image/png;base64,{PIXELS['PNG']}"
    both_ways({"content": [{"type": "image_url", "image_url": {"url": url, "detail": "low"}}], "role": "user"})


def test_14_sound_and_unknown_parts_are_kept() -> None:
    parts = [
        {"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}},
        {"type": "hologram", "z": 3},
    ]
    assert both_ways({"content": parts, "role": "user"}).content == ["<input_audio>", "<hologram>"]


def test_15_a_message_without_a_name_takes_the_source_it_is_given() -> None:
    assert both_ways({"content": "hi", "role": "user"}, source="user_proxy").source == "user_proxy"


def test_16_tool_calls_null_is_a_text() -> None:
    message = both_ways({"content": "hi", "role": "assistant", "name": "a", "tool_calls": None})
    assert isinstance(message, v04.TextMessage)


def test_17_text_beside_a_tool_call_is_kept() -> None:
    message = both_ways({"content": "Let me see.", "role": "assistant", "tool_calls": [CALL]})
    assert to_v02(message)["content"] == "Let me see."


@pytest.mark.parametrize("role", ["user", "assistant", "system", "developer", "tool"])
def test_18_the_role_is_kept(role: str) -> None:
    both_ways({"content": "hi", "role": role, "name": "a"})


def test_19_the_context_is_kept() -> None:
    both_ways({"content": "hi", "role": "user", "name": "a", "context": {"name": "Ada", "pair": (1, 2)}})


def test_20_content_null_is_not_an_error_and_not_an_empty_text() -> None:
    assert both_ways({"content": None, "role": "assistant", "name": "a"}).content == ""


def test_21_a_tool_message_as_openai_has_it_is_a_tool_result() -> None:
    message = both_ways({"content": "3", "role": "tool", "tool_call_id": "c1"})
    assert message.content[0].call_id == "c1"


def test_22_the_way_back_writes_arguments_so_that_v02_runs_the_tool_with_them() -> None:
    request = v04.ToolCallRequestEvent(source="a", content=[FunctionCall(id="c1", arguments='{"a": 1}', name="add")])
    assert back(request)["tool_calls"] == [CALL]


BASE: dict[str, Any] = {
    "source": "a",
    "models_usage": RequestUsage(3, 4),
    "metadata": {"k": "v"},
}
EVENTS: dict[str, Any] = {
    "23_a_thought": v04.ThoughtEvent(content="hm", **BASE),
    "24_a_memory_query": v04.MemoryQueryEvent(content=[MemoryContent(content="x", mime_type="text/plain")], **BASE),
    "25_a_request_for_input": v04.UserInputRequestedEvent(request_id="r", **BASE),
    "26_a_streamed_chunk": v04.ModelClientStreamingChunkEvent(content="x", full_message_id="m", **BASE),
    "27_a_selection_of_speakers": v04.SelectSpeakerEvent(content=["b", "c"], **BASE),
    "28_a_message_of_the_selector": v04.SelectorEvent(content="b", **BASE),
    "29_generated_code": v04.CodeGenerationEvent(
        content="x", retry_attempt=1, code_blocks=[CodeBlock(code="1", language="python")], **BASE
    ),
    "30_executed_code": v04.CodeExecutionEvent(retry_attempt=0, result=CodeResult(exit_code=1, output="no"), **BASE),
}


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_events_that_the_guide_refuses_go_both_ways(event: Any) -> None:
    assert isinstance(back(event)["content"], str)


class Weather(BaseModel):
    city: str


def test_31_a_structured_message_goes_both_ways() -> None:
    message = v04.StructuredMessage[Weather](content=Weather(city="Oslo"), source="a")
    assert back(message, v04.StructuredMessage[Weather])["content"] == '{"city": "Oslo"}'


def test_32_a_handoff_keeps_its_target_and_context() -> None:
    handoff = v04.HandoffMessage(content="over", target="b", context=[UserMessage(content="x", source="u")], source="a")
    assert back(handoff)["autogen_v04"]["set"]["target"] == "b"


def test_33_ids_usage_metadata_and_time_are_kept() -> None:
    message = v04.TextMessage(content="hi", id="own-id", **BASE)
    assert {"id", "models_usage", "metadata", "created_at"} <= {
        *back(message)["autogen_v04"]["set"],
        *back(message)["autogen_v04"].get("in", {}),
    }


def test_34_a_summary_of_tools_keeps_its_calls_and_results() -> None:
    result = FunctionExecutionResult(content="3", name="add", call_id="c1", is_error=False)
    call = FunctionCall(id="c1", arguments="{}", name="add")
    back(v04.ToolCallSummaryMessage(content="3", source="a", tool_calls=[call], results=[result]))


def test_35_results_keep_name_and_error() -> None:
    result = FunctionExecutionResult(content="no", name="add", call_id="c1", is_error=True)
    back(v04.ToolCallExecutionEvent(content=[result], source="a"))

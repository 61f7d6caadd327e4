"""A streamed answer is put together, whatever its pieces are."""

from __future__ import annotations

from typing import Any

import pytest
from autogen_compat.oai._stream import StreamedAnswer, add_field, add_function_call, add_tool_call
from hypothesis import given
from hypothesis import strategies as st
from openai.types.chat import ChatCompletionChunk
from openai.types.chat.chat_completion_chunk import ChoiceDeltaFunctionCall, ChoiceDeltaToolCall

ASK = [{"role": "user", "content": "Hi"}]


def chunk(index: int = 0, finish_reason: str | None = None, **delta: Any) -> ChatCompletionChunk:
    choice = {"index": index, "delta": delta, "finish_reason": finish_reason}
    return ChatCompletionChunk.model_validate(
        {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4", "choices": [choice]}
    )


def whole(*chunks: ChatCompletionChunk, n: int = 1) -> Any:
    answer = StreamedAnswer(n)
    for each in chunks:
        answer.add(each)
    return answer.finish(ASK)


@given(st.lists(st.text(), min_size=1))
def test_the_pieces_make_the_text_and_each_is_a_token(pieces: list[str]) -> None:
    answer = whole(*(chunk(content=piece) for piece in pieces))
    assert answer.choices[0].message.content == "".join(pieces)
    assert answer.usage.completion_tokens == len(pieces)


@given(st.lists(st.tuples(st.integers(0, 2), st.text()), min_size=1))
def test_choices_are_kept_apart(pieces: list[tuple[int, str]]) -> None:
    answer = whole(*(chunk(index, content=piece) for index, piece in pieces), n=3)
    for index in range(3):
        assert answer.choices[index].message.content == "".join(piece for place, piece in pieces if place == index)


@given(st.lists(st.text(min_size=1), min_size=1, max_size=8))
def test_the_arguments_of_a_call_are_joined(pieces: list[str]) -> None:
    first = {"index": 0, "id": "c1", "type": "function", "function": {"name": "f", "arguments": ""}}
    rest = [{"index": 0, "function": {"arguments": piece}} for piece in pieces]
    answer = whole(*(chunk(tool_calls=[each]) for each in (first, *rest)))
    [call] = answer.choices[0].message.tool_calls
    assert (call.id, call.function.name, call.function.arguments) == ("c1", "f", "".join(pieces))


def test_calls_that_come_out_of_order_are_put_in_order() -> None:
    calls = [
        {"index": i, "id": f"c{i}", "type": "function", "function": {"name": "f", "arguments": "{}"}} for i in (1, 0)
    ]
    answer = whole(*(chunk(tool_calls=[call]) for call in calls))
    assert [call.id for call in answer.choices[0].message.tool_calls] == ["c0", "c1"]


def test_a_call_that_never_came_leaves_no_hole() -> None:
    call = {"index": 1, "id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    assert [each.id for each in whole(chunk(tool_calls=[call])).choices[0].message.tool_calls] == ["c1"]


def test_pieces_without_choices_are_passed_over() -> None:
    usage_only = chunk(content="x").model_copy(update={"choices": []})
    assert whole(chunk(content="a"), usage_only, chunk(content="b")).choices[0].message.content == "ab"


def test_lists_cannot_be_streamed_into_a_field() -> None:
    class Piece:
        c = ["x"]

    with pytest.raises(NotImplementedError, match="Field c"):
        add_field(Piece, {}, "c")


def test_tools_that_are_no_functions_are_refused() -> None:
    odd = ChoiceDeltaToolCall.model_construct(index=0, type="browser", function=None)
    with pytest.raises(NotImplementedError, match="browser"):
        add_tool_call(odd, None, 0)


def test_a_call_of_nothing_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="Function call is not found"):
        add_function_call(ChoiceDeltaFunctionCall(), None, 0)

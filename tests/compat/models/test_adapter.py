"""A v0.4 model client answers for legacy agents."""

from __future__ import annotations

import json
from typing import Any

import pytest
from autogen_compat import OpenAIWrapper
from autogen_compat.engine.models._from_v02 import chat_completion, llm_messages, tool_schemas
from autogen_core import FunctionCall
from autogen_core.models import (
    AssistantMessage,
    CreateResult,
    FunctionExecutionResultMessage,
    RequestUsage,
    SystemMessage,
    UserMessage,
)
from autogen_ext.models.replay import ReplayChatCompletionClient

CALL = {"id": "c1", "type": "function", "function": {"name": "add", "arguments": '{"a": 1}'}}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def result(content: Any, **fields: Any) -> CreateResult:
    usage = RequestUsage(prompt_tokens=3, completion_tokens=2)
    return CreateResult(**{"finish_reason": "stop", "content": content, "usage": usage, "cached": False, **fields})


def test_a_wrapper_asks_it() -> None:
    native = ReplayChatCompletionClient(["Hello."])
    client = OpenAIWrapper(config_list=[{"model": "m", "model_client": native}], cache_seed=None, price=[1, 1])
    [message] = client.extract_text_or_completion_object(client.create(messages=[{"role": "user", "content": "Hi"}]))
    assert message.content == "Hello."
    assert client.total_usage_summary and client.total_usage_summary["total_cost"] > 0


def test_something_else_is_refused() -> None:
    with pytest.raises(TypeError, match="ChatCompletionClient"):
        OpenAIWrapper(config_list=[{"model": "m", "model_client": "gpt-4"}])


def test_the_first_system_messages_are_one_and_later_ones_a_users() -> None:
    messages = [
        {"role": "system", "content": "a"},
        {"role": "system", "content": "b"},
        {"role": "user", "content": "c", "name": "Bob"},
        {"role": "system", "content": "d"},
    ]
    assert llm_messages(messages) == [
        SystemMessage(content="a\nb"),
        UserMessage(content="c", source="Bob"),
        UserMessage(content="d", source="system"),
    ]


def test_results_of_one_round_are_one_message() -> None:
    calls = {"role": "assistant", "content": "hm", "tool_calls": [CALL, {**CALL, "id": "c2"}], "name": "bob"}
    results = [{"role": "tool", "tool_call_id": key, "content": key.upper()} for key in ("c1", "c2")]
    asked, answered = llm_messages([calls, *results])
    assert isinstance(asked, AssistantMessage) and (asked.thought, asked.source) == ("hm", "bob")
    assert isinstance(answered, FunctionExecutionResultMessage)
    assert [(each.call_id, each.name, each.content) for each in answered.content] == [
        ("c1", "add", "C1"),
        ("c2", "add", "C2"),
    ]


def test_legacy_function_calls_and_results_belong_together() -> None:
    call = {"role": "assistant", "content": None, "function_call": {"name": "f", "arguments": ""}}
    asked, answered = llm_messages([call, {"role": "function", "name": "f", "content": "1"}])
    assert asked.content == [FunctionCall(id="call_f", name="f", arguments="{}")]
    assert isinstance(answered, FunctionExecutionResultMessage) and answered.content[0].call_id == "call_f"


def test_images_come_along() -> None:
    image = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}}
    [message] = llm_messages([{"role": "user", "content": [{"type": "text", "text": "Look"}, image]}])
    assert message.content[0] == "Look" and len(message.content) == 2


def test_empty_messages_stay_behind() -> None:
    assert llm_messages([{"role": "assistant", "content": ""}, {"role": "user", "content": None}]) == []


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"role": "narrator", "content": "x"}, "narrator"),
        (
            {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "http://x/a.png"}}]},
            "http://x/a.png",
        ),
    ],
)
def test_what_cannot_be_said_is_refused(message: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        llm_messages([message])


def test_tools_and_functions_are_schemas() -> None:
    function = {"name": "f", "description": "d", "parameters": {"type": "object", "properties": {"a": {}}}}
    schemas = tool_schemas({"tools": [{"type": "function", "function": function}], "functions": [{"name": "g"}]})
    assert [schema["name"] for schema in schemas] == ["f", "g"]


def test_an_answer_is_a_chat_completion() -> None:
    answer = chat_completion(result("Hi", finish_reason="length"), "m")
    assert (answer.choices[0].message.content, answer.choices[0].finish_reason, answer.model) == ("Hi", "length", "m")
    assert answer.usage and answer.usage.total_tokens == 5


def test_calls_and_their_thought_come_along() -> None:
    call = FunctionCall(id="c", name="f", arguments=json.dumps({"a": 1}))
    choice = chat_completion(result([call], finish_reason="function_calls", thought="hm"), "m").choices[0]
    assert (choice.finish_reason, choice.message.content) == ("tool_calls", "hm")
    assert choice.message.tool_calls and choice.message.tool_calls[0].id == "c"

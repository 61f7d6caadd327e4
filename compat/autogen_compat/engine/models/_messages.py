"""v0.4's model messages, tools and answers as v0.2's dicts of OpenAI's protocol."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Literal

from autogen_core import FunctionCall, Image
from autogen_core.models import (
    AssistantMessage,
    CreateResult,
    FinishReasons,
    FunctionExecutionResultMessage,
    LLMMessage,
    RequestUsage,
    SystemMessage,
    UserMessage,
)
from autogen_core.tools import Tool, ToolSchema

__all__ = ["create_result", "request_messages", "request_tool_choice", "request_tools", "usage_of"]

ToolChoice = Tool | Literal["auto", "required", "none"]

_FINISH_REASONS: dict[str, FinishReasons] = {
    "stop": "stop",
    "length": "length",
    "content_filter": "content_filter",
    "tool_calls": "function_calls",
    "function_call": "function_calls",
    "function_calls": "function_calls",
}


def _wire_name(source: str) -> str:
    """A sender's name as OpenAI's API admits it."""
    return re.sub(r"[^a-zA-Z0-9_-]", "_", source)[:64]


def _part(part: str | Image) -> dict[str, Any]:
    if isinstance(part, str):
        return {"type": "text", "text": part}
    return {"type": "image_url", "image_url": {"url": part.data_uri}}


def _user(message: UserMessage) -> dict[str, Any]:
    content = message.content
    return {
        "role": "user",
        "content": content if isinstance(content, str) else [_part(part) for part in content],
        "name": _wire_name(message.source),
    }


def _call(call: FunctionCall) -> dict[str, Any]:
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}


def _assistant(message: AssistantMessage) -> dict[str, Any]:
    if isinstance(message.content, str):
        return {"role": "assistant", "content": message.content}
    return {
        "role": "assistant",
        "content": message.thought,
        "tool_calls": [_call(call) for call in message.content],
    }


def request_messages(messages: Sequence[LLMMessage]) -> list[dict[str, Any]]:
    """The messages of a request."""
    result: list[dict[str, Any]] = []
    for message in messages:
        if isinstance(message, SystemMessage):
            result.append({"role": "system", "content": message.content})
        elif isinstance(message, UserMessage):
            result.append(_user(message))
        elif isinstance(message, AssistantMessage):
            result.append(_assistant(message))
        else:
            result.extend(_results(message))
    return result


def _results(message: FunctionExecutionResultMessage) -> list[dict[str, Any]]:
    return [{"role": "tool", "tool_call_id": each.call_id, "content": each.content} for each in message.content]


def request_tools(tools: Sequence[Tool | ToolSchema]) -> list[dict[str, Any]]:
    """The tools of a request."""
    return [{"type": "function", "function": _function(tool)} for tool in tools]


def _function(tool: Tool | ToolSchema) -> dict[str, Any]:
    schema = tool if isinstance(tool, dict) else tool.schema
    function: dict[str, Any] = {"name": schema["name"], "description": schema.get("description", "")}
    if "parameters" in schema:
        function["parameters"] = dict(schema["parameters"])
    if schema.get("strict"):
        function["strict"] = True
    return function


def request_tool_choice(choice: ToolChoice) -> Any:
    """The ``tool_choice`` of a request; None where it need not be sent."""
    if isinstance(choice, Tool):
        return {"type": "function", "function": {"name": choice.schema["name"]}}
    return None if choice == "auto" else choice


def _calls(message: Any) -> list[FunctionCall]:
    tool_calls = getattr(message, "tool_calls", None)
    if tool_calls:
        return [FunctionCall(id=c.id or "", name=c.function.name, arguments=c.function.arguments) for c in tool_calls]
    legacy = getattr(message, "function_call", None)
    if legacy:
        return [FunctionCall(id=f"call_{legacy.name}", name=legacy.name, arguments=legacy.arguments)]
    return []


def usage_of(response: Any) -> RequestUsage:
    """The tokens of an answer."""
    usage = getattr(response, "usage", None)
    return RequestUsage(
        prompt_tokens=getattr(usage, "prompt_tokens", None) or 0,
        completion_tokens=getattr(usage, "completion_tokens", None) or 0,
    )


class PricedResult(CreateResult):
    """An answer that knows what it has cost.

    Attributes:
        cost: in US dollars, or in the currency of the configuration's ``price``.
    """

    cost: float = 0.0


def create_result(response: Any, extracted: list[Any], *, cached: bool) -> CreateResult:
    """An answer of `OpenAIWrapper.create` in v0.4's terms: its first choice.

    Args:
        response: the answer.
        extracted: what `extract_text_or_completion_object` makes of it.
        cached: whether it came from the cache.
    """
    first = extracted[0] if extracted else ""
    calls = _calls(first)
    text = first if isinstance(first, str) else getattr(first, "content", None)
    choices = getattr(response, "choices", None) or [None]
    reason = _FINISH_REASONS.get(getattr(choices[0], "finish_reason", None) or "stop", "unknown")
    return PricedResult(
        finish_reason="function_calls" if calls else reason,
        content=calls or _text(text),
        usage=usage_of(response),
        cached=cached,
        thought=_text(text) or None if calls else _reasoning(choices[0]),
        cost=getattr(response, "cost", None) or 0.0,
    )


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value)


def _reasoning(choice: Any) -> str | None:
    thought = getattr(getattr(choice, "message", None), "reasoning_content", None)
    return thought if isinstance(thought, str) else None

"""v0.2's dicts of OpenAI's protocol as v0.4's model messages, and v0.4's answers as OpenAI's."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from autogen_core import FunctionCall, Image
from autogen_core.models import (
    AssistantMessage,
    CreateResult,
    FunctionExecutionResult,
    FunctionExecutionResultMessage,
    LLMMessage,
    SystemMessage,
    UserMessage,
)
from autogen_core.tools import ParametersSchema, ToolSchema
from openai.types.chat import ChatCompletion

__all__ = ["chat_completion", "llm_messages", "tool_schemas"]

_DATA_URI = "data:"
_REASONS = {"function_calls": "tool_calls", "unknown": "stop"}


def llm_messages(messages: Sequence[Mapping[str, Any]]) -> list[LLMMessage]:
    """The messages of a request for a v0.4 client.

    Only the first system messages stay so, as one: v0.4's clients refuse others, so later ones are a user's.

    Raises:
        ValueError: a message has a role that is not known, or an image that is not in the message itself.
    """
    result: list[LLMMessage] = []
    names: dict[str, str] = {}
    for message in messages:
        converted = _message(message, names)
        if isinstance(converted, SystemMessage) and result:
            converted = _late_system(converted, result)
        if isinstance(converted, FunctionExecutionResultMessage) and result:
            converted = _joined(converted, result)
        if converted is not None:
            result.append(converted)
    return result


def _late_system(message: SystemMessage, before: list[LLMMessage]) -> LLMMessage | None:
    first = before[0]
    if len(before) == 1 and isinstance(first, SystemMessage):
        before[0] = SystemMessage(content=f"{first.content}\n{message.content}")
        return None
    return UserMessage(content=message.content, source="system")


def _joined(message: FunctionExecutionResultMessage, before: list[LLMMessage]) -> LLMMessage | None:
    """The results of one round of calls are one message."""
    last = before[-1]
    if not isinstance(last, FunctionExecutionResultMessage):
        return message
    last.content.extend(message.content)
    return None


def _message(message: Mapping[str, Any], names: dict[str, str]) -> LLMMessage | None:
    role, content = message.get("role", "user"), message.get("content")
    source = message.get("name") or role
    if message.get("tool_calls") or message.get("function_call"):
        return AssistantMessage(content=_calls(message, names), thought=_text(content) or None, source=source)
    if role in ("tool", "function"):
        return FunctionExecutionResultMessage(content=[_result(message, names)])
    if not content:
        return None
    if role == "system":
        return SystemMessage(content=_text(content))
    if role == "assistant":
        return AssistantMessage(content=_text(content), source=source)
    if role == "user":
        return UserMessage(content=_parts(content), source=source)
    raise ValueError(f"a message has the role {role!r}; known are system, user, assistant, tool and function")


def _calls(message: Mapping[str, Any], names: dict[str, str]) -> list[FunctionCall]:
    legacy = message.get("function_call")
    calls = message.get("tool_calls") or [{"id": f"call_{legacy['name']}", "function": legacy}]  # pyright: ignore[reportOptionalSubscript]
    for call in calls:
        names[call["id"]] = call["function"]["name"]
    return [
        FunctionCall(id=c["id"], name=c["function"]["name"], arguments=c["function"]["arguments"] or "{}")
        for c in calls
    ]


def _result(message: Mapping[str, Any], names: dict[str, str]) -> FunctionExecutionResult:
    call_id = message.get("tool_call_id") or f"call_{message.get('name', '')}"
    name = message.get("name") or names.get(call_id, "")
    return FunctionExecutionResult(content=_text(message.get("content")), name=name, call_id=call_id, is_error=False)


def _text(content: Any) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    return "".join(part.get("text", "") for part in content)


def _parts(content: Any) -> str | list[str | Image]:
    if isinstance(content, str):
        return content
    return [part["text"] if part.get("type") == "text" else _image(part) for part in content]


def _image(part: Mapping[str, Any]) -> Image:
    url = part["image_url"]["url"] if isinstance(part["image_url"], Mapping) else part["image_url"]
    if not url.startswith(_DATA_URI):
        raise ValueError(f"the image {url} is not in the message itself; this provider takes data URIs only")
    return Image.from_base64(url.split(",", 1)[1])


def tool_schemas(params: Mapping[str, Any]) -> list[ToolSchema]:
    """The tools and legacy functions of a request."""
    functions = [*(tool["function"] for tool in params.get("tools") or []), *(params.get("functions") or [])]
    return [_schema(function) for function in functions]


def _schema(function: Mapping[str, Any]) -> ToolSchema:
    parameters = function.get("parameters") or {"type": "object", "properties": {}}
    return ToolSchema(
        name=function["name"],
        description=function.get("description", ""),
        parameters=ParametersSchema(**{"type": "object", "properties": {}, **parameters}),
        strict=False,
    )


def chat_completion(result: CreateResult, model: str) -> ChatCompletion:
    """An answer of a v0.4 client in OpenAI's terms."""
    calls = result.content if isinstance(result.content, list) else []
    message = {
        "role": "assistant",
        "content": (result.thought or "") if calls else result.content,
        "tool_calls": [_tool_call(call) for call in calls] or None,
    }
    reason = "tool_calls" if calls else _REASONS.get(result.finish_reason, result.finish_reason)
    usage = result.usage
    return ChatCompletion.model_validate(
        {
            "id": f"chatcmpl-{uuid4().hex}",
            "model": model,
            "created": int(time.time()),
            "object": "chat.completion",
            "choices": [{"index": 0, "finish_reason": reason, "message": message, "logprobs": None}],
            "usage": {
                "prompt_tokens": usage.prompt_tokens,
                "completion_tokens": usage.completion_tokens,
                "total_tokens": usage.prompt_tokens + usage.completion_tokens,
            },
        }
    )


def _tool_call(call: FunctionCall) -> dict[str, Any]:
    arguments = call.arguments if isinstance(call.arguments, str) else json.dumps(call.arguments)
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": arguments}}

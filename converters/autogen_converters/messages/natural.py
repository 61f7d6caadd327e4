"""What both versions can say, translated field by field.

`to_v04` and `to_v02` here are the plain translations, without what only one side has; `records` adds that.
v0.2's fields: autogen/agentchat/conversable_agent.py `_append_oai_message`; v0.4's: autogen_agentchat/messages.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from .._json import Record, is_list, is_record, shown
from ..errors import MessageError
from .images import ImageReader, data_uri

ToolNames = Mapping[str, str]
"""Function name by tool call id, for tool responses, which v0.2 stores without names."""


def to_v04(message: Record, source: str, names: ToolNames, read_image: ImageReader) -> Record:
    """The v0.4 `source`, `content` and `type` of a v0.2 message.

    Raises MessageError naming the field that is neither v0.2's nor OpenAI's.
    """
    name = message.get("name")
    speaker = name if isinstance(name, str) and name else source
    if message.get("tool_responses"):
        return _v04("ToolCallExecutionEvent", speaker, _responses(message["tool_responses"], names))
    if message.get("tool_calls"):
        return _v04("ToolCallRequestEvent", speaker, _calls(message["tool_calls"]))
    if message.get("function_call"):
        call = _function(message["function_call"], "function_call")
        return _v04("ToolCallRequestEvent", speaker, [{"id": "", **call}])
    if message.get("role") == "function":
        result = _result(message, "", str(name or ""), "")
        return _v04("ToolCallExecutionEvent", source, [result])
    if message.get("role") == "tool" and "tool_call_id" in message:
        return _v04("ToolCallExecutionEvent", source, [_response(message, "", names)])
    return _spoken(message.get("content"), speaker, read_image)


def _v04(kind: str, source: str, content: Any) -> Record:
    return {"source": source, "content": content, "type": kind}


def _spoken(content: object, source: str, read_image: ImageReader) -> Record:
    if isinstance(content, str):
        return _v04("TextMessage", source, content)
    if content is None:
        return _v04("TextMessage", source, "")
    if is_list(content):
        parts = [_part(part, f"content[{index}]", read_image) for index, part in enumerate(content)]
        return _v04("MultiModalMessage", source, parts)
    raise MessageError("content", f"should be text, a list of parts or null, got {shown(content)}")


def _part(part: object, field: str, read_image: ImageReader) -> str | Record:
    if isinstance(part, str):
        return part
    if not is_record(part):
        raise MessageError(field, f"should be an object with a type, got {shown(part)}")
    if isinstance(text := part.get("text"), str) and part.get("type", "text") == "text":
        return text
    if part.get("type") != "image_url":
        return f"<{part.get('type', 'part')}>"
    image = part.get("image_url")
    url = image.get("url") if is_record(image) else image
    data = read_image(url)
    if data is not None:
        return {"data": data}
    return f"<img {url}>" if isinstance(url, str) and len(url) < 2048 else "<image>"


def _calls(calls: object) -> list[Record]:
    return [_call(call, f"tool_calls[{index}]") for index, call in enumerate(_items(calls, "tool_calls"))]


def _call(call: object, field: str) -> Record:
    if not is_record(call):
        raise MessageError(field, f"should be an object, got {shown(call)}")
    identifier = call.get("id")
    return {
        "id": identifier if isinstance(identifier, str) else "",
        **_function(call.get("function"), f"{field}.function"),
    }


def _function(function: object, field: str) -> Record:
    if not is_record(function):
        raise MessageError(field, f"should be an object with name and arguments, got {shown(function)}")
    name = function.get("name")
    if not isinstance(name, str):
        raise MessageError(f"{field}.name", f"should be text, got {shown(name)}")
    arguments = function.get("arguments", function.get("args"))
    return {"arguments": _arguments(arguments, f"{field}.arguments"), "name": name}


def _arguments(value: object, field: str) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return "{}"
    if not is_record(value):
        raise MessageError(field, f"should be JSON text, got {shown(value)}")
    try:
        return json.dumps(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise MessageError(field, f"is not JSON: {error}") from None


def _responses(responses: object, names: ToolNames) -> list[Record]:
    items = _items(responses, "tool_responses")
    return [_response(item, f"tool_responses[{index}]", names) for index, item in enumerate(items)]


def _items(value: object, field: str) -> list[Any]:
    if not is_list(value):
        raise MessageError(field, f"should be a list, got {shown(value)}")
    return value


def _response(response: object, field: str, names: ToolNames) -> Record:
    if not is_record(response):
        raise MessageError(field, f"should be an object, got {shown(response)}")
    given, identifier = response.get("name"), response.get("tool_call_id")
    call_id = identifier if isinstance(identifier, str) else ""
    name = given if isinstance(given, str) and given else names.get(call_id, "")
    return _result(response, field, name, call_id)


def _result(response: Record, field: str, name: str, call_id: str) -> Record:
    content = _result_text(response.get("content"), f"{field}.content" if field else "content")
    return {"content": content, "name": name, "call_id": call_id, "is_error": content.startswith("Error:")}


def _result_text(content: object, field: str) -> str:
    if isinstance(content, str):
        return content
    if content is None:
        return ""
    if is_list(content):
        return "".join(str(part.get("text", "")) if is_record(part) else str(part) for part in content)
    raise MessageError(field, f"should be text, got {shown(content)}")


def to_v02(record: Record) -> Record:
    """The v0.2 message for a v0.4 record of any type.

    A record whose content is not what its type says comes out as text, so that nothing stops a history.
    """
    source = record.get("source", "")
    form = _FORMS.get(str(record.get("type")), _text_form)
    try:
        return form(record, source)
    except (KeyError, TypeError, AttributeError):
        return _said(str(record.get("content", "")), source)


def _said(content: object, source: object) -> Record:
    return {"content": content, "role": "user", "name": source}


def _text_form(record: Record, source: object) -> Record:
    content = record.get("content", "")
    return _said(content if isinstance(content, str) else json.dumps(content), source)


def _multimodal_form(record: Record, source: object) -> Record:
    return _said([_v02_part(part) for part in record["content"]], source)


def _v02_part(part: str | Record) -> Record:
    if isinstance(part, str):
        return {"type": "text", "text": part}
    return {"type": "image_url", "image_url": {"url": data_uri(part["data"])}}


def _request_form(record: Record, source: object) -> Record:
    calls = [
        {"id": call["id"], "type": "function", "function": {"name": call["name"], "arguments": call["arguments"]}}
        for call in record["content"]
    ]
    return {"content": None, "role": "assistant", "name": source, "tool_calls": calls}


def _execution_form(record: Record, source: object) -> Record:
    responses = [_v02_response(result) for result in record["content"]]
    return {"content": joined(responses), "role": "tool", "name": source, "tool_responses": responses}


def joined(responses: list[Record]) -> str:
    """The content of a v0.2 message with these responses."""
    return "\n\n".join([response["content"] for response in responses])


def _v02_response(result: Record) -> Record:
    response = {"tool_call_id": result["call_id"], "role": "tool", "content": result["content"]}
    if result.get("name"):
        response["name"] = result["name"]
    return response


def _code_result_form(record: Record, source: object) -> Record:
    exit_code, output = record["result"]["exit_code"], record["result"]["output"]
    outcome = "execution failed" if exit_code else "execution succeeded"
    return _said(f"exitcode: {exit_code} ({outcome})\nCode output: {output}", source)


def _names_form(record: Record, source: object) -> Record:
    return _said(", ".join(record["content"]), source)


def _memory_form(record: Record, source: object) -> Record:
    return _said("\n".join(str(memory["content"]) for memory in record["content"]), source)


_FORMS: dict[str, Callable[[Record, object], Record]] = {
    "MultiModalMessage": _multimodal_form,
    "ToolCallRequestEvent": _request_form,
    "ToolCallExecutionEvent": _execution_form,
    "CodeExecutionEvent": _code_result_form,
    "SelectSpeakerEvent": _names_form,
    "MemoryQueryEvent": _memory_form,
}

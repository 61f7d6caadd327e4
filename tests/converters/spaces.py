"""Hypothesis strategies for both whole message spaces."""

from __future__ import annotations

import base64
from datetime import timezone
from io import BytesIO
from typing import Any

from autogen_agentchat import messages as v04
from autogen_core import FunctionCall, Image
from autogen_core.code_executor import CodeBlock, CodeResult
from autogen_core.memory import MemoryContent, MemoryMimeType
from autogen_core.models import (
    AssistantMessage,
    FunctionExecutionResult,
    FunctionExecutionResultMessage,
    RequestUsage,
    SystemMessage,
    UserMessage,
)
from hypothesis import strategies as st
from PIL import Image as PIL
from pydantic import BaseModel

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
name = st.one_of(st.sampled_from(["assistant", "user_proxy", "Product Manager", "user-proxy", "", "日本"]), text)
json_value = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
python_value = st.recursive(
    json_value | st.floats(allow_nan=False) | st.binary(max_size=8) | st.datetimes() | st.dates(),
    lambda inner: st.tuples(inner, inner) | st.dictionaries(st.integers() | text, inner, max_size=2),
    max_leaves=4,
)


def _encoded(image_format: str, mode: str = "RGB") -> str:
    buffer = BytesIO()
    PIL.new(mode, (3, 2), 77).save(buffer, format=image_format)
    return base64.b64encode(buffer.getvalue()).decode()


PIXELS = {kind: _encoded(kind) for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP")}
image_url = st.one_of(
    st.sampled_from([f"data:image/{kind.lower()};base64,{data}" for kind, data in PIXELS.items()]),
    st.sampled_from(
        [
            "https://example.com/cat.png",
            "data:image/png;base64,AAAA",
            "data:image/png;base64,iVBORw0KGgo",
            "data:image/svg+xml;utf8,<svg/>",
            f"data:image/jpeg;base64,{PIXELS['PNG']}",
            "<PIL.PngImagePlugin.PngImageFile image mode=RGB size=3x2 at 0x7F>",
        ]
    ),
    text,
)
part = st.one_of(
    st.builds(lambda t: {"type": "text", "text": t}, text),
    st.builds(lambda u: {"type": "image_url", "image_url": {"url": u}}, image_url),
    st.builds(lambda u, d: {"type": "image_url", "image_url": {"url": u, "detail": d}}, image_url, text),
    st.builds(lambda u: {"type": "image_url", "image_url": u}, image_url),
    st.just({"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}}),
    st.dictionaries(text, json_value, max_size=3),
    st.builds(lambda kind, rest: {"type": kind, **rest}, text, st.dictionaries(text, json_value, max_size=2)),
    text,
)
content = st.none() | text | st.lists(part, max_size=4)
arguments = st.one_of(text, st.just('{"a": 1}'), st.none(), st.dictionaries(text, json_value, max_size=2))
function = st.one_of(
    st.fixed_dictionaries({"name": text, "arguments": arguments}),
    st.fixed_dictionaries({"name": text, "args": arguments}),
    st.fixed_dictionaries({"name": text}),
)
call = st.fixed_dictionaries(
    {"function": function}, optional={"id": text | st.none(), "type": text, "index": st.integers()}
)
tool_text = text | st.none() | st.builds("Error: {}".format, text)
response = st.fixed_dictionaries(
    {"content": tool_text}, optional={"tool_call_id": text | st.none(), "role": text, "name": text}
)
shared = {
    "role": st.sampled_from(["user", "assistant", "system", "developer", "tool", "function"]) | text,
    "name": name | st.none(),
    "context": python_value,
    "unknown": json_value,
    "autogen_v04": json_value,
}


def _message(required: dict[str, Any], **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    rest = {key: value for key, value in {**shared, **optional}.items() if key not in required}
    return st.fixed_dictionaries(required, optional=rest)


v02_message = st.one_of(
    _message({"content": content}),
    _message({"content": text, "role": st.sampled_from(["user", "assistant", "system"]), "name": name}),
    _message({}, content=content, function_call=function | st.none(), tool_calls=st.none() | st.just([])),
    _message({"tool_calls": st.lists(call, min_size=1, max_size=3)}, content=content),
    _message({"tool_responses": st.lists(response, min_size=1, max_size=3)}, content=tool_text),
    _message({"content": tool_text, "role": st.sampled_from(["tool", "function"])}, tool_call_id=text | st.none()),
)


class Weather(BaseModel):
    city: str
    degrees: float
    tags: list[str] = []


image = st.builds(
    lambda size, colour: Image(PIL.new("RGB", size, colour)),
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
    st.tuples(*[st.integers(0, 255)] * 3),
)
usage = st.none() | st.builds(RequestUsage, st.integers(0, 10**6), st.integers(0, 10**6))
forged = st.sampled_from(
    ["", "[]", '{"set":{"role":"assistant"}}', '{"set":{"content":"other"}}', '{"in":{"content":{"drop":["0"]}}}', "{"]
)
metadata = st.dictionaries(text, text, max_size=2) | st.fixed_dictionaries({"autogen_v02": forged | text})
base = {
    "source": name,
    "id": text,
    "models_usage": usage,
    "metadata": metadata,
    "created_at": st.datetimes(timezones=st.just(timezone.utc)),
}
function_call = st.builds(FunctionCall, id=text, arguments=text, name=text)
result = st.builds(FunctionExecutionResult, content=text, name=text, call_id=text, is_error=st.none() | st.booleans())
llm_message = st.one_of(
    st.builds(SystemMessage, content=text),
    st.builds(UserMessage, content=text, source=name),
    st.builds(
        AssistantMessage, content=text | st.lists(function_call, max_size=2), source=name, thought=st.none() | text
    ),
    st.builds(FunctionExecutionResultMessage, content=st.lists(result, max_size=2)),
)
memory = st.builds(
    MemoryContent,
    content=text | st.dictionaries(text, json_value, max_size=2),
    mime_type=st.sampled_from([MemoryMimeType.TEXT.value, "x/y"]),
    metadata=st.none() | st.dictionaries(text, json_value, max_size=2),
)
lists = {"tool_calls": st.lists(function_call, max_size=2), "results": st.lists(result, max_size=2)}
V04_KINDS: dict[str, st.SearchStrategy[Any]] = {
    "TextMessage": st.builds(v04.TextMessage, content=text, **base),
    "StopMessage": st.builds(v04.StopMessage, content=text, **base),
    "MultiModalMessage": st.builds(v04.MultiModalMessage, content=st.lists(text | image, max_size=3), **base),
    "HandoffMessage": st.builds(
        v04.HandoffMessage, content=text, target=name, context=st.lists(llm_message, max_size=3), **base
    ),
    "ToolCallSummaryMessage": st.builds(v04.ToolCallSummaryMessage, content=text, **lists, **base),
    "StructuredMessage[Weather]": st.builds(
        v04.StructuredMessage[Weather],
        content=st.builds(Weather, city=text, degrees=st.floats(allow_nan=False, allow_infinity=False)),
        format_string=st.none() | text,
        **base,
    ),
    "ToolCallRequestEvent": st.builds(v04.ToolCallRequestEvent, content=st.lists(function_call, max_size=3), **base),
    "ToolCallExecutionEvent": st.builds(v04.ToolCallExecutionEvent, content=st.lists(result, max_size=3), **base),
    "CodeGenerationEvent": st.builds(
        v04.CodeGenerationEvent,
        content=text,
        retry_attempt=st.integers(0, 9),
        code_blocks=st.lists(st.builds(CodeBlock, code=text, language=text), max_size=2),
        **base,
    ),
    "CodeExecutionEvent": st.builds(
        v04.CodeExecutionEvent,
        retry_attempt=st.integers(0, 9),
        result=st.builds(CodeResult, exit_code=st.integers(-9, 255), output=text),
        **base,
    ),
    "UserInputRequestedEvent": st.builds(v04.UserInputRequestedEvent, request_id=text, **base),
    "MemoryQueryEvent": st.builds(v04.MemoryQueryEvent, content=st.lists(memory, max_size=2), **base),
    "ModelClientStreamingChunkEvent": st.builds(
        v04.ModelClientStreamingChunkEvent, content=text, full_message_id=st.none() | text, **base
    ),
    "ThoughtEvent": st.builds(v04.ThoughtEvent, content=text, **base),
    "SelectSpeakerEvent": st.builds(v04.SelectSpeakerEvent, content=st.lists(text, max_size=3), **base),
    "SelectorEvent": st.builds(v04.SelectorEvent, content=text, **base),
}

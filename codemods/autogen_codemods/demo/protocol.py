"""The OpenAI chat and completion protocols, as far as a server must speak them: bodies and event streams.

Everything is a pure function of the request, the answer and a serial number, so that two runs of one program see
the same ids, times and token counts. Tokens are counted as words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from .script import Answer, Body, Call, text_of

_EPOCH = 1_700_000_000
_PIECE = re.compile(r"\s*\S+|\s+$")


def usage(request: Body, answer: Answer) -> dict[str, int]:
    """Token figures of one exchange, in words, unless the answer brings its own."""
    if answer.usage is not None:
        return dict(answer.usage)
    messages: list[Body] = request.get("messages") or [{"content": request.get("prompt")}]
    prompt = sum(len(text_of(each).split()) for each in messages)
    said = " ".join([*_texts(request, answer), *(f"{call.name} {call.arguments}" for call in answer.calls)])
    completion = len(said.split())
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def chat_completion(request: Body, answer: Answer, serial: int) -> Body:
    """The body of a `chat.completion`."""
    choices = [
        {
            "index": index,
            "message": _message(text, answer, serial),
            "finish_reason": _finish_reason(answer),
            "logprobs": None,
        }
        for index, text in enumerate(_texts(request, answer) or [None])
    ]
    return {**_head("chat.completion", request, answer, serial), "choices": choices, "usage": usage(request, answer)}


def text_completion(request: Body, answer: Answer, serial: int) -> Body:
    """The body of a legacy `text_completion`."""
    choices = [
        {"index": index, "text": text, "finish_reason": _finish_reason(answer), "logprobs": None}
        for index, text in enumerate(_texts(request, answer))
    ]
    return {**_head("text_completion", request, answer, serial), "choices": choices, "usage": usage(request, answer)}


def chat_stream(request: Body, answer: Answer, serial: int) -> Iterator[Body]:
    """The events of a streamed chat completion, without the closing `[DONE]`."""
    head = _head("chat.completion.chunk", request, answer, serial)
    texts = _texts(request, answer) or [None]
    for index, text in enumerate(texts):
        for delta in _deltas(text, answer, serial):
            yield {**head, "choices": [_chunk_choice(index, delta, None)]}
        yield {**head, "choices": [_chunk_choice(index, {}, _finish_reason(answer))]}
    options: Body = request.get("stream_options") or {}
    if options.get("include_usage"):
        yield {**head, "choices": [], "usage": usage(request, answer)}


def text_stream(request: Body, answer: Answer, serial: int) -> Iterator[Body]:
    """The events of a streamed text completion, without the closing `[DONE]`."""
    head = _head("text_completion", request, answer, serial)
    for index, text in enumerate(_texts(request, answer)):
        for piece in pieces(text):
            yield {**head, "choices": [{"index": index, "text": piece, "finish_reason": None, "logprobs": None}]}
        last = {"index": index, "text": "", "finish_reason": _finish_reason(answer), "logprobs": None}
        yield {**head, "choices": [last]}


def error_body(answer: Answer) -> Body:
    """The body of an error of the OpenAI form."""
    kind = answer.error_type or ("rate_limit_exceeded" if answer.status == 429 else "scripted_error")
    message = answer.message or f"scripted error {answer.status}"
    return {"error": {"message": message, "type": kind, "param": None, "code": answer.code}}


def pieces(text: str) -> list[str]:
    """Cut a text into words with the space before them; joined again they give the text."""
    return _PIECE.findall(text)


def _head(kind: str, request: Body, answer: Answer, serial: int) -> Body:
    return {
        "id": f"chatcmpl-{serial:06d}",
        "object": kind,
        "created": _EPOCH + serial,
        "model": answer.model or request.get("model", "scripted"),
        "system_fingerprint": None,
    }


def _texts(request: Body, answer: Answer) -> list[str]:
    wanted = int(request.get("n") or 1)
    if answer.choices:
        return list(answer.choices)[:wanted]
    return [] if answer.text is None else [answer.text] * wanted


def _finish_reason(answer: Answer) -> str:
    if answer.finish_reason is not None:
        return answer.finish_reason
    if answer.tool_calls:
        return "tool_calls"
    return "function_call" if answer.function_call else "stop"


def _message(text: str | None, answer: Answer, serial: int) -> Body:
    message: Body = {"role": "assistant", "content": text, "refusal": None}
    if answer.tool_calls:
        message["tool_calls"] = [_tool_call(call, serial, index) for index, call in enumerate(answer.tool_calls)]
    if answer.function_call:
        message["function_call"] = _function(answer.function_call)
    return message


def _tool_call(call: Call, serial: int, index: int) -> Body:
    return {"id": call.id or f"call_{serial:06d}_{index}", "type": "function", "function": _function(call)}


def _function(call: Call) -> Body:
    return {"name": call.name, "arguments": call.arguments}


def _chunk_choice(index: int, delta: Body, finish_reason: str | None) -> Body:
    return {"index": index, "delta": delta, "finish_reason": finish_reason, "logprobs": None}


def _deltas(text: str | None, answer: Answer, serial: int) -> Iterator[Body]:
    yield {"role": "assistant", "content": None if text is None else ""}
    for piece in pieces(text or ""):
        yield {"content": piece}
    for index, call in enumerate(answer.tool_calls):
        opening = _tool_call(call, serial, index)
        opening["function"] = {"name": call.name, "arguments": ""}
        yield {"tool_calls": [{"index": index, **opening}]}
        for piece in pieces(call.arguments):
            yield {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}
    if answer.function_call:
        yield {"function_call": {"name": answer.function_call.name, "arguments": ""}}
        for piece in pieces(answer.function_call.arguments):
            yield {"function_call": {"arguments": piece}}


def event(body: Body | str) -> bytes:
    """One server-sent event."""
    data: Any = body if isinstance(body, str) else json.dumps(body)
    return f"data: {data}\n\n".encode()

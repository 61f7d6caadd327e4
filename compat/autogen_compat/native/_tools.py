"""Tools that run one after the other and answer in JSON."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import Any
from weakref import WeakKeyDictionary

from autogen_core import CancellationToken
from autogen_core.tools import FunctionTool
from pydantic import BaseModel

_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


class SequentialFunctionTool(FunctionTool):
    """A function tool that keeps v0.2's order, thread and result texts.

    Several calls of one answer run in their order, synchronous functions on the thread of the event loop
    and not at once on worker threads.  Results other than text reach the model as JSON, and an error as
    ``Error: text``.

    v0.2: autogen/function_utils.py serialize_to_str, conversable_agent.py execute_function.
    """

    async def run(self, args: BaseModel, cancellation_token: CancellationToken) -> str:
        arguments = {name: getattr(args, name) for name in type(args).model_fields}
        async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
            try:
                result = self._func(**arguments)
                return _as_text(await result if inspect.isawaitable(result) else result)
            except Exception as error:
                raise RuntimeError(f"Error: {error}") from error


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, BaseModel):
        return value.model_dump_json()
    return json.dumps(value, ensure_ascii=False)

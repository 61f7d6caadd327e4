"""Tools that run one after the other, take what the model says, and answer in JSON."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from autogen_core import CancellationToken
from autogen_core.tools import BaseTool, FunctionTool, ParametersSchema, ToolSchema
from pydantic import BaseModel

from ..engine import bridge
from ..function_utils import (
    get_function_schema,
    get_typed_signature,
    load_basemodels_if_needed,
    serialize_to_str,
)

T = TypeVar("T", bound=BaseTool[Any, Any])
_within: ContextVar[asyncio.Lock | None] = ContextVar("_within", default=None)
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


class SequentialFunctionTool(FunctionTool):
    """A function tool that keeps v0.2's schema, arguments, order, thread and result texts.

    Several calls of one answer run in their order, synchronous functions on the thread of the event loop
    and not at once on worker threads.  Arguments are handed on as the model wrote them; only pydantic models
    are made of theirs.  Results other than text reach the model as JSON, and an error as ``Error: text``.

    v0.2: autogen/function_utils.py get_function_schema, load_basemodels_if_needed, serialize_to_str;
    conversable_agent.py execute_function.
    """

    def __init__(self, func: Callable[..., Any], description: str, name: str | None = None) -> None:
        super().__init__(_as_function(func, name), description, name)
        self._told = func
        self._call = load_basemodels_if_needed(func)

    @property
    def schema(self) -> ToolSchema:
        told = get_function_schema(self._told, name=self.name, description=self.description)["function"]["parameters"]
        parameters = ParametersSchema(type="object", properties=told["properties"], required=told["required"])
        return ToolSchema(name=self.name, description=self.description, parameters=parameters, strict=False)

    async def run_json(
        self, args: Mapping[str, Any], cancellation_token: CancellationToken, call_id: str | None = None
    ) -> str:
        """Run the function with these arguments, as they are."""
        async with in_turn():
            try:
                return serialize_to_str(await result_of(self._call, args))
            except Exception as error:
                raise RuntimeError(f"Error: {error}") from error

    async def run(self, args: BaseModel, cancellation_token: CancellationToken) -> str:
        """Run the function with arguments that were validated."""
        return await self.run_json(args.model_dump(exclude_unset=True), cancellation_token)


def _as_function(func: Callable[..., Any], name: str | None) -> Callable[..., Any]:
    """`func`, or a function with its annotated parameters where FunctionTool takes no such callable."""
    parameters = get_typed_signature(func).parameters.values()
    annotated = [each for each in parameters if each.annotation is not inspect.Parameter.empty]
    if inspect.isfunction(func) and len(annotated) == len(parameters):
        return func

    def call(**arguments: Any) -> Any:
        return func(**arguments)

    call.__name__ = name or func.__name__
    call.__annotations__ = {each.name: each.annotation for each in annotated}
    call.__signature__ = inspect.Signature(annotated)  # pyright: ignore[reportFunctionMemberAccess]
    return call


def put_tool(tools: list[T], tool: T) -> None:
    """Add a tool behind the others, in the place of one of its name.

    v0.2: autogen/agentchat/conversable_agent.py update_tool_signature.
    """
    tools[:] = [*(each for each in tools if each.name != tool.name), tool]


@asynccontextmanager
async def in_turn() -> AsyncIterator[None]:
    """Held while a tool runs: in each event loop they run one after the other, as do those of a chat within a tool."""
    async with _within.get() or _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        token = _within.set(asyncio.Lock())
        try:
            yield
        finally:
            _within.reset(token)


async def result_of(function: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    """What a function gives, or the coroutine that it gives.

    A synchronous one may run an event loop of its own, as v0.2's synchronous chats let it: it sees none running.
    Where synchronous code waits for the team, it runs on that thread: chats within it need the engine's loop.
    """
    loop = asyncio.get_running_loop()
    if inspect.iscoroutinefunction(function):
        return await function(**arguments)
    if bridge.is_sync_home():
        return await bridge.call(_in_this_turn(function), arguments)
    asyncio._set_running_loop(None)
    try:
        result = function(**arguments)
    finally:
        asyncio._set_running_loop(loop)
    return await result if inspect.isawaitable(result) else result


def _in_this_turn(function: Callable[..., Any]) -> Callable[[Mapping[str, Any]], Any]:
    """`function` for another context, in which the tools of chats within it belong to the turn that it has here."""
    turn = _within.get()

    def call(arguments: Mapping[str, Any]) -> Any:
        token = _within.set(turn)
        try:
            return function(**arguments)
        finally:
            _within.reset(token)

    return call


def tool_schemas(tools: Iterable[BaseTool[Any, Any]]) -> list[dict[str, Any]]:
    """The tools as a request to OpenAI tells a model of them.

    v0.2: autogen/agentchat/conversable_agent.py update_tool_signature, ``llm_config["tools"]``.
    """
    return [{"type": "function", "function": _told(tool.schema)} for tool in tools]


def _told(schema: ToolSchema) -> dict[str, Any]:
    parameters = schema.get("parameters", {"type": "object", "properties": {}})
    return {"description": schema.get("description", ""), "name": schema["name"], "parameters": dict(parameters)}

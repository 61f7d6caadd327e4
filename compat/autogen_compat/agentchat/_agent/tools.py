"""Functions and tools: telling the model about them, and running what it calls."""

from __future__ import annotations

import functools
import inspect
import json
import logging
import warnings
from collections.abc import Callable
from typing import Any, Literal, TypeVar

from autogen_core.tools import BaseTool

from ..._json_text import escape_control_characters
from ...engine import bridge
from ...engine.world import ASYNC, SYNC, World
from ...formatting_utils import colored
from ...function_utils import get_function_schema, load_basemodels_if_needed, serialize_to_str
from ...io.base import IOStream
from ...runtime_logging import log_function_use, logging_enabled
from .base import AgentPart
from .v04_parts import as_function, tool_schema

__all__ = ("ToolPart",)

logger = logging.getLogger(__name__)
F = TypeVar("F", bound=Callable[..., Any])


class ToolPart(AgentPart):
    """Registration of functions, and the replies that run function and tool calls."""

    @property
    def function_map(self) -> dict[str, Callable]:
        """The functions that the agent can execute, by name."""
        return self._function_map

    def can_execute_function(self, name: list[str] | str) -> bool:
        """Whether the agent has this function, or all of these."""
        return all(each in self._function_map for each in (name if isinstance(name, list) else [name]))

    def register_function(self, function_map: dict[str, Callable | None]) -> None:
        """Add functions to execute; None removes one.

        :raises ValueError: if a name has other characters than letters, digits, ``_`` and ``-``.
        """
        for name, func in function_map.items():
            self._assert_valid_name(name)
            if func is None and name not in self._function_map:
                warnings.warn(f"The function {name} to remove doesn't exist", UserWarning, stacklevel=2)
            if name in self._function_map:
                _warn_overridden(name)
        self._function_map.update(function_map)  # type: ignore[arg-type]
        self._function_map = {name: func for name, func in self._function_map.items() if func is not None}

    def update_function_signature(self, func_sig: str | dict, is_remove: None) -> None:
        """Tell the model of a function (legacy ``functions``), or take it back by its name.

        :raises AssertionError: if the agent has no ``llm_config``, or no such functions to remove.
        """
        if not isinstance(self.llm_config, dict):
            _refuse("To update a function signature, agent must have an llm_config")
        self._update_signatures("functions", func_sig, is_remove, lambda entry: entry)

    def update_tool_signature(self, tool_sig: str | dict, is_remove: None) -> None:
        """Tell the model of a tool, or take it back by its name.

        :raises AssertionError: if the agent has no ``llm_config``, or no such tools to remove.
        """
        if not self.llm_config:
            _refuse("To update a tool signature, agent must have an llm_config")
        self._update_signatures("tools", tool_sig, is_remove, lambda entry: entry.get("function", {}))

    def _update_signatures(self, key: str, signature: Any, is_remove: Any, inner: Callable[[dict], dict]) -> None:
        if is_remove:
            if key not in self.llm_config:
                _refuse(f"The agent config doesn't have {key.removesuffix('s')} {signature}.")
            kept = [entry for entry in self.llm_config[key] if inner(entry).get("name") != signature]
        else:
            kept = self._with_signature(key, signature, inner)
        self.llm_config[key] = kept
        if not kept:
            del self.llm_config[key]
        self._renew_client()

    def _with_signature(self, key: str, signature: Any, inner: Callable[[dict], dict]) -> list[dict]:
        if not isinstance(signature, dict):
            kind = key.removesuffix("s")
            raise ValueError(
                f"The {kind} signature must be of the type dict. Received {kind} signature type {type(signature)}"
            )
        name = self._assert_valid_name(inner(signature)["name"])
        known = self.llm_config.get(key, [])
        if any(inner(entry).get("name") == name for entry in known):
            _warn_overridden(name)
        return [entry for entry in known if inner(entry).get("name") != name] + [signature]

    def _renew_client(self) -> None:
        from ...oai.client import OpenAIWrapper

        self.client = OpenAIWrapper(**self.llm_config)

    def register_for_llm(
        self,
        *,
        name: str | None = None,
        description: str | None = None,
        api_style: Literal["function", "tool"] = "tool",
    ) -> Callable[[F], F]:
        """Decorator: tell this agent's model of the function, with a schema from its annotations.

        A v0.4 tool brings its own name, description and schema.

        :param api_style: ``"tool"``, or ``"function"`` for endpoints that know only the older form.
        :raises ValueError: if there is no description, here or from an earlier registration.
        :raises RuntimeError: if the agent has no ``llm_config``.
        """

        def register(func: F) -> F:
            schema = _schema(func, name, description)
            if self.llm_config is None:
                raise RuntimeError("LLM config must be setup before registering a function for LLM.")
            if api_style == "function":
                self.update_function_signature(schema["function"], is_remove=False)  # type: ignore[arg-type]
            elif api_style == "tool":
                self.update_tool_signature(schema, is_remove=False)  # type: ignore[arg-type]
            else:
                raise ValueError(f"Unsupported API style: {api_style}")
            return func

        return register

    def register_for_execution(self, name: str | None = None) -> Callable[[F], F]:
        """Decorator: let this agent execute the function, or a v0.4 tool, when a model calls it."""

        def register(func: F) -> F:
            if isinstance(func, BaseTool):
                self.register_function({name or func.name: as_function(func)})
                return func  # type: ignore[return-value]
            _remember_name(func, name)
            self.register_function({func._name: self._wrap_function(func)})  # type: ignore[attr-defined]
            return func

        return register

    def _wrap_function(self, func: F) -> F:
        """The function with pydantic arguments built from JSON and its result as a string."""
        if inspect.iscoroutinefunction(func):

            @load_basemodels_if_needed
            @functools.wraps(func)
            async def wrapped(*args, **kwargs):
                return self._log_use(func, kwargs, await func(*args, **kwargs))
        else:

            @load_basemodels_if_needed
            @functools.wraps(func)
            def wrapped(*args, **kwargs):
                return self._log_use(func, kwargs, func(*args, **kwargs))

        wrapped._origin = func  # type: ignore[attr-defined]
        return wrapped  # type: ignore[return-value]

    def _log_use(self, func: Callable, kwargs: dict[str, Any], result: Any) -> str:
        if logging_enabled():
            log_function_use(self, func, kwargs, result)  # type: ignore[arg-type]
        return serialize_to_str(result)

    def generate_function_call_reply(
        self, messages: list[dict] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, dict | None]:
        """Run the legacy function call of the last message, if it has one."""
        return bridge.drive(self._function_reply(SYNC, messages, sender))

    async def a_generate_function_call_reply(
        self, messages: list[dict] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, dict | None]:
        """Asynchronous :meth:`generate_function_call_reply`."""
        return await self._function_reply(ASYNC, messages, sender)

    async def _function_reply(self, world: World, messages: list[dict] | None, sender: Any) -> tuple[bool, dict | None]:
        message = (self._oai_messages[sender] if messages is None else messages)[-1]
        call = message.get("function_call")
        return (True, await self._execute(world, call)) if call else (False, None)

    async def _execute(self, world: World, call: dict[str, Any]) -> dict[str, str]:
        """Run one call by the method that v0.2 uses for it, so that overrides are honoured."""
        if not inspect.iscoroutinefunction(self._function_map.get(call.get("name", ""))):
            return self.execute_function(call)[1]
        if world.is_async:
            return (await self.a_execute_function(call))[1]
        return bridge.run_private(self.a_execute_function, call)[1]

    def execute_function(self, func_call: dict[str, Any], verbose: bool = False) -> tuple[bool, dict[str, str]]:
        """Run ``{"name", "arguments"}`` (arguments as JSON text); never raises for the function.

        :return: whether it ran without an exception, and the ``role: function`` message for the model.
        """
        return bridge.drive(self._run_call(SYNC, func_call, verbose))

    async def a_execute_function(self, func_call: dict[str, Any]) -> tuple[bool, dict[str, str]]:
        """Asynchronous :meth:`execute_function`; sync functions run too."""
        return await self._run_call(ASYNC, func_call, False)

    async def _run_call(self, world: World, call: dict[str, Any], verbose: bool) -> tuple[bool, dict[str, str]]:
        name = call.get("name", "")
        func = self._function_map.get(name)
        arguments: Any = None
        if func is None:
            succeeded, content = False, f"Error: Function {name} not found."
        else:
            arguments, problem = _parse_arguments(call.get("arguments", "{}"))
            succeeded, content = False, problem
            if arguments is not None:
                _say(f"\n>>>>>>>> EXECUTING {'ASYNC ' if world.is_async else ''}FUNCTION {name}...")
                succeeded, content = await _attempt(world, func, arguments)
        if verbose:
            _say(f"\nInput arguments: {arguments}\nOutput:\n{content}")
        return succeeded, {"name": name, "role": "function", "content": str(content)}

    def _str_for_tool_response(self, tool_response: dict[str, Any]) -> str:
        return str(tool_response.get("content", ""))

    def generate_tool_calls_reply(
        self, messages: list[dict] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, dict | None]:
        """Run the tool calls of the last message one after the other, on this thread."""
        message = (self._oai_messages[sender] if messages is None else messages)[-1]
        calls = message.get("tool_calls", [])
        return self._tool_reply([bridge.drive(self._tool_result(SYNC, call)) for call in calls])

    async def a_generate_tool_calls_reply(
        self, messages: list[dict] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, dict | None]:
        """Run the tool calls of the last message concurrently."""
        import asyncio

        message = (self._oai_messages[sender] if messages is None else messages)[-1]
        calls = [self._a_execute_tool_call(call) for call in message.get("tool_calls", [])]
        return self._tool_reply(list(await asyncio.gather(*calls)))

    async def _a_execute_tool_call(self, tool_call: dict[str, Any]) -> dict[str, Any]:
        result = (await self.a_execute_function(tool_call.get("function", {})))[1]
        return {"tool_call_id": tool_call["id"], "role": "tool", "content": result.get("content", "")}

    async def _tool_result(self, world: World, tool_call: dict[str, Any]) -> dict[str, Any]:
        result = await self._execute(world, tool_call.get("function", {}))
        content = result.get("content", "")
        response = {"role": "tool", "content": "" if content is None else content}
        # Some endpoints (Mistral) give calls no id and want none back.
        return response if tool_call.get("id") is None else {"tool_call_id": tool_call["id"], **response}

    def _tool_reply(self, results: list[dict[str, Any]]) -> tuple[bool, dict | None]:
        if not results:
            return False, None
        text = "\n\n".join(self._str_for_tool_response(result) for result in results)
        return True, {"role": "tool", "tool_responses": results, "content": text}

    @staticmethod
    def _format_json_str(jstr: str) -> str:
        """JSON text as models write it: line breaks and tabs inside strings escaped, outside dropped."""
        return escape_control_characters(jstr)


def _parse_arguments(text: str) -> tuple[Any, str]:
    try:
        return json.loads(ToolPart._format_json_str(text)), ""
    except json.JSONDecodeError as exc:
        return None, f"Error: {exc}\n The argument must be in JSON format."


async def _attempt(world: World, func: Callable[..., Any], arguments: dict[str, Any]) -> tuple[bool, Any]:
    try:
        if world.is_async:
            return True, await world.run(func, **arguments)
        return True, func(**arguments)
    except Exception as exc:
        return False, f"Error: {exc}"


def _remember_name(func: Any, name: str | None) -> None:
    if name:
        func._name = name
    elif not hasattr(func, "_name"):
        func._name = func.__name__


def _remember(func: Any, name: str | None, description: str | None) -> None:
    """Later registrations of the same function may leave out its name and description."""
    _remember_name(func, name)
    if description:
        func._description = description
    elif not hasattr(func, "_description"):
        raise ValueError("Function description is required, none found.")


def _schema(func: Any, name: str | None, description: str | None) -> dict[str, Any]:
    if isinstance(func, BaseTool):
        schema = tool_schema(func)
        schema["function"].update({"name": name or func.name, "description": description or func.description})
        return schema
    _remember(func, name, description)
    return get_function_schema(func, name=func._name, description=func._description)


def _say(text: str) -> None:
    IOStream.get_default().print(colored(text, "magenta"), flush=True)


def _warn_overridden(name: str) -> None:
    warnings.warn(f"Function '{name}' is being overridden.", UserWarning, stacklevel=4)


def _refuse(message: str) -> None:
    logger.error(message)
    raise AssertionError(message)

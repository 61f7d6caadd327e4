"""Tools whose schemas are written out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from autogen_core import CancellationToken
from autogen_core.tools import BaseTool, ParametersSchema, ToolSchema
from pydantic import BaseModel

from ._tools import in_turn, result_of


class _Arguments(BaseModel, extra="allow"):
    pass


class WrittenTool(BaseTool[BaseModel, BaseModel]):
    """A tool with a schema of one's own; the function gets the arguments as the model gives them.

    Results reach the model as ``str`` makes them, and an error as ``Error: text``.

    v0.2: autogen/agentchat/conversable_agent.py execute_function, with a function of ``function_map``.

    Args:
        function: what runs; None for a tool that only the model knows.
        schema: its name, description and parameters, as OpenAI takes them.
        called_by_name: whether v0.2 knew it as a function: calls had no ids and were told as ``function_call``.
    """

    def __init__(
        self, function: Callable[..., Any] | None, schema: Mapping[str, Any], *, called_by_name: bool = False
    ) -> None:
        super().__init__(_Arguments, BaseModel, schema["name"], schema.get("description", ""))
        self._function = function
        self.called_by_name = called_by_name
        self._parameters: Mapping[str, Any] = schema.get("parameters") or {}

    @property
    def schema(self) -> ToolSchema:
        parameters = ParametersSchema(**{"type": "object", "properties": {}, **self._parameters})
        return ToolSchema(name=self.name, description=self.description, parameters=parameters, strict=False)

    async def run_json(
        self, args: Mapping[str, Any], cancellation_token: CancellationToken, call_id: str | None = None
    ) -> str:
        """Run the function with these arguments, as they are."""
        if self._function is None:
            raise RuntimeError(f"Error: Function {self.name} not found.")
        async with in_turn():
            try:
                return str(await result_of(self._function, args))
            except Exception as error:
                raise RuntimeError(f"Error: {error}") from error

    async def run(self, args: BaseModel, cancellation_token: CancellationToken) -> Any:
        """Run the function with arguments that were validated."""
        return await self.run_json(args.model_dump(), cancellation_token)


def function_tools(
    schemas: Iterable[Mapping[str, Any]], functions: Mapping[str, Callable[..., Any]] | None = None
) -> list[WrittenTool]:
    """A tool for each schema, which runs the function of its name.

    Args:
        schemas: as in v0.2's ``llm_config["functions"]`` or, with a ``type``, ``llm_config["tools"]``.
        functions: by name, as in v0.2's ``function_map``; without them others run the tools.
    """
    known = functions or {}
    written = [(schema.get("function", schema), "function" not in schema) for schema in schemas]
    return [WrittenTool(known.get(each["name"]), each, called_by_name=by_name) for each, by_name in written]


def functions_by_name(functions: Mapping[str, Callable[..., Any] | None]) -> list[WrittenTool]:
    """A tool for each function, for a :class:`GroupMember` that runs what others, told of it, call.

    Args:
        functions: as in v0.2's ``function_map``.
    """
    return [WrittenTool(function, {"name": name}) for name, function in functions.items() if function is not None]

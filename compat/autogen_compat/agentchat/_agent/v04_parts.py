"""v0.4 tools and memories in legacy agents."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from autogen_core import CancellationToken
from autogen_core.memory import Memory, MemoryContent
from autogen_core.tools import BaseTool

from ...code_utils import content_str
from ...engine import bridge, watch
from .base import AgentPart

__all__ = ("MemoryPart", "as_function", "tool_schema")


def tool_schema(tool: BaseTool[Any, Any]) -> dict[str, Any]:
    """The tool as models of legacy agents are told of it."""
    schema = tool.schema
    return {
        "type": "function",
        "function": {
            "description": schema.get("description", ""),
            "name": schema["name"],
            "parameters": dict(schema.get("parameters", {})),
        },
    }


def as_function(tool: BaseTool[Any, Any]) -> Callable[..., Any]:
    """The tool as a function that legacy agents can execute; its result is the tool's own text."""

    async def run(**arguments: Any) -> str:
        result = await tool.run_json(arguments, watch.token() or CancellationToken())
        return tool.return_value_as_string(result)

    run.__name__ = tool.name
    return run


class MemoryPart(AgentPart):
    """v0.4 memories, asked before each model reply."""

    def add_memory(self, memory: Memory) -> None:
        """Let the agent's model see what ``memory`` finds for the last message, as a system message.

        The history stays as it is. (Not of v0.2; v0.4's ``AssistantAgent(memory=…)``.)
        """

        def recall(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
            return _with_memories(messages, bridge.run(_query, memory, messages))

        async def a_recall(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
            return _with_memories(messages, await bridge.arun(_query, memory, messages))

        self.hook_lists["process_all_messages_before_reply"].append(recall)
        self.hook_lists["a_process_all_messages_before_reply"].append(a_recall)


async def _query(memory: Memory, messages: list[dict[str, Any]]) -> list[MemoryContent]:
    text = content_str(messages[-1].get("content") or "") if messages else ""
    return (await memory.query(text, cancellation_token=CancellationToken())).results


def _with_memories(messages: list[dict[str, Any]], memories: list[MemoryContent]) -> list[dict[str, Any]]:
    if not memories:
        return messages
    lines = [f"{number}. {_text(memory)}" for number, memory in enumerate(memories, 1)]
    told = {"role": "system", "content": "What you remember that may matter here:\n" + "\n".join(lines)}
    return [*messages[:-1], told, messages[-1]]


def _text(memory: MemoryContent) -> str:
    return memory.content if isinstance(memory.content, str) else json.dumps(memory.content, default=str)

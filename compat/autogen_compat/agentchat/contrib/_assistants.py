"""Assistants and threads as OpenAI kept them until 2026-08-26, in the memory of this process."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

__all__ = ["HOSTED_TOOLS", "Assistant", "Assistants", "Thread", "matching"]

HOSTED_TOOLS = ("code_interpreter", "retrieval", "file_search")
"""Tools that ran at OpenAI and went with it."""


@dataclass
class Assistant:
    """What an assistant is told and may call.

    Attributes:
        specifications: the tools, as of OpenAI's API.
    """

    id: str
    name: str
    instructions: str
    model: str
    specifications: list[dict[str, Any]]

    @property
    def tools(self) -> list[Any]:
        """The tools as objects, as openai's client gave them."""
        return [_object(each) for each in self.specifications]

    @property
    def functions(self) -> list[dict[str, Any]]:
        """The tools that run here."""
        return [each for each in self.specifications if each.get("type") not in HOSTED_TOOLS]


def _object(value: Any) -> Any:
    if isinstance(value, dict):
        return SimpleNamespace(**{key: _object(each) for key, each in value.items()})
    return [_object(each) for each in value] if isinstance(value, list) else value


@dataclass
class Thread:
    """A conversation with an assistant, as messages for its model."""

    id: str = field(default_factory=lambda: f"thread_{uuid.uuid4().hex[:24]}")
    messages: list[dict[str, Any]] = field(default_factory=list)


class Assistants:
    """The assistants of an account, by id."""

    def __init__(self) -> None:
        self._by_id: dict[str, Assistant] = {}

    def create(
        self, *, name: str, instructions: str, model: str, tools: list[dict[str, Any]], assistant_id: str | None = None
    ) -> Assistant:
        """A new assistant, with an id of its own where none is given."""
        assistant_id = assistant_id or f"asst_{uuid.uuid4().hex[:24]}"
        self._by_id[assistant_id] = Assistant(assistant_id, name, instructions, model, tools)
        return self._by_id[assistant_id]

    def get(self, assistant_id: str) -> Assistant | None:
        """The assistant of this id, if it was made by this process."""
        return self._by_id.get(assistant_id)

    def named(self, name: str) -> list[Assistant]:
        """The assistants of this name, the newest first."""
        return [each for each in reversed(self._by_id.values()) if each.name == name]

    def delete(self, assistant_id: str) -> None:
        """Forget the assistant."""
        self._by_id.pop(assistant_id, None)


def matching(candidates: Iterable[Any], instructions: str | None, tools: list[dict[str, Any]]) -> list[Any]:
    """The candidates with these instructions, if any are given, the same kinds of tools and the same functions."""
    kinds = {_kind(tool.get("type")) for tool in tools}
    functions = {tool.get("function", {}).get("name") for tool in tools if tool.get("type") not in HOSTED_TOOLS}
    return [
        each
        for each in candidates
        if (not instructions or instructions == getattr(each, "instructions", None))
        and kinds == {_kind(tool.type) for tool in each.tools}
        and functions == {tool.function.name for tool in each.tools if hasattr(tool, "function")}
    ]


def _kind(kind: Any) -> Any:
    return "file_search" if kind == "retrieval" else kind

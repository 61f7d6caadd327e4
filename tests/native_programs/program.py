"""What a program is, and what is observed when it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

REPORT = "=> "
"""Lines of output that start so are compared; everything else is the engines' own printing."""

CONFIG = """\
import os

config_list = [{"model": "gpt-4o", "api_key": "none", "base_url": os.environ["MODEL_URL"]}]
llm_config = {"config_list": config_list, "cache_seed": None}
"""


@dataclass(frozen=True)
class Program:
    """A legacy program: its modules, what the model answers, and what a human types.

    `celled`: the source is a notebook's, where cells are joined and top-level ``await`` is allowed.
    """

    name: str
    source: str
    answers: tuple[Any, ...] = ()
    inputs: tuple[str, ...] = ()
    modules: Mapping[str, str] = field(default_factory=dict[str, str])
    celled: bool = False


def needs_server(program: Program) -> bool:
    """Whether a program keeps something in Redis."""
    return "REDIS_URL" in program.source


@dataclass(frozen=True)
class Trace:
    """What is observed: requests to the model, reported lines, files left behind."""

    requests: list[Any]
    reported: list[str]
    files: dict[str, str]


def call(tool: str, /, **arguments: Any) -> dict[str, Any]:
    """An answer that calls one tool."""
    return {"tool_calls": [{"name": tool, "arguments": arguments}]}


def calls(*each: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """An answer that calls several tools."""
    return {"tool_calls": [{"name": name, "arguments": arguments} for name, arguments in each]}

"""Configs of agents: checked, read, searched, and the classes that they name."""

from __future__ import annotations

import importlib
import json
import logging
import sys
from pathlib import Path
from typing import Any

from ...._optional import require
from ....retrieve_utils import chroma_embedding
from ...assistant_agent import AssistantAgent
from ...conversable_agent import ConversableAgent

__all__ = ["Config", "agent_class", "check", "listed", "nearest", "read_library"]

logger = logging.getLogger(__name__)

Config = dict[str, Any]

_OWN_PACKAGES = ("autogen", __name__.partition(".")[0])


def listed(value: Any) -> Any:
    """A list of one where it is no list; empty for None."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def check(config: Config) -> None:
    """Raise an AssertionError where the config lacks what agents are made of."""
    for key in ("coding", "default_llm_config", "code_execution_config"):
        assert config.get(key) is not None, f'Missing "{key}" in your config.'
    for agent in config["agent_configs"]:
        for key in ("name", "system_message", "description"):
            assert agent.get(key) is not None, f'Missing agent "{key}" in your agent_configs.'


def read_library(path_or_json: str) -> list[Config]:
    """The agents of a file or of JSON text."""
    try:
        return json.loads(path_or_json)
    except json.JSONDecodeError:
        return json.loads(Path(path_or_json).read_text(encoding="utf-8"))


def nearest(library: list[Config], task: str, top_k: int, embedding_model: str) -> list[Config]:
    """The agents of the library whose descriptions are nearest to each line of the task."""
    chroma = require("chromadb", extra="retrievechat", what_for="Building agents from a library")
    client = chroma.EphemeralClient()
    collection = client.get_or_create_collection("agent_list", embedding_function=chroma_embedding(embedding_model))
    try:
        ids = [str(number) for number in range(len(library))]
        collection.upsert(documents=[agent["description"] for agent in library], ids=ids)
        skills = task.replace(":", " ").split("\n")
        found = collection.query(query_texts=skills, n_results=min(top_k, len(library)))["ids"]
    finally:
        client.delete_collection("agent_list")
    return [library[int(number)].copy() for number in dict.fromkeys(number for each in found for number in each)]


def agent_class(path: str | None) -> type[ConversableAgent]:
    """The class that a config names by its path; AssistantAgent by default, and where it is no agent."""
    if not path:
        return AssistantAgent
    module_name, _, class_name = path.replace("/", ".").rpartition(".")
    found = getattr(_module(module_name), class_name, None)
    if isinstance(found, type) and issubclass(found, ConversableAgent):
        return found
    logger.error("%s is not a ConversableAgent. Use AssistantAgent as default", path)
    return AssistantAgent


def _module(name: str) -> Any:
    """A module that a config names: one of ours, or one that the program has imported itself."""
    package, _, rest = name.partition(".")
    if package in _OWN_PACKAGES:
        return importlib.import_module(f"{_OWN_PACKAGES[1]}.{rest}" if rest else _OWN_PACKAGES[1])
    if name not in sys.modules:
        raise ValueError(f"model_path names the module {name}, which is not imported: import it before you build.")
    return sys.modules[name]

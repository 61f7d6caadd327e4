"""Helpers for OpenAI's Assistants API (v0.2: autogen/oai/openai_utils.py).

OpenAI shut that API down on 2026-08-26; the helpers still serve endpoints that speak it.
"""

from __future__ import annotations

import importlib.metadata
import logging
import time
from typing import Any

__all__ = [
    "create_gpt_assistant",
    "create_gpt_vector_store",
    "detect_gpt_assistant_api_version",
    "retrieve_assistants_by_name",
    "update_gpt_assistant",
]

_POLL_SECONDS = 1.0


def retrieve_assistants_by_name(client: Any, name: str) -> list[Any]:
    """The assistants of the account that are called `name`."""
    return [assistant for assistant in client.beta.assistants.list().data if assistant.name == name]


def detect_gpt_assistant_api_version() -> str:
    """``"v1"`` for openai before 1.21, else ``"v2"``."""
    major, minor = (int(part) for part in importlib.metadata.version("openai").split(".")[:2])
    return "v1" if (major, minor) < (1, 21) else "v2"


def create_gpt_vector_store(client: Any, name: str, fild_ids: list[str]) -> Any:
    """A vector store of uploaded files, when they are indexed.

    Raises:
        AttributeError: the store could not be made.
        ValueError: indexing ended in another state than "completed".
    """
    stores = getattr(client, "vector_stores", None) or client.beta.vector_stores
    try:
        store = stores.create(name=name)
    except Exception as error:
        raise AttributeError(
            f"Failed to create vector store, please install the latest OpenAI python package: {error}"
        ) from error
    batch = stores.file_batches.create_and_poll(vector_store_id=store.id, file_ids=fild_ids)
    if batch.status == "in_progress":
        time.sleep(_POLL_SECONDS)
        batch = stores.file_batches.poll(batch.id, vector_store_id=store.id)
    if batch.status != "completed":
        raise ValueError(f"Failed to upload files to vector store {store.id}:{batch.status}")
    return store


def _v1_arguments(config: dict[str, Any]) -> dict[str, Any]:
    tools = config.get("tools", [])
    if "tool_resources" in config:
        raise ValueError("`tool_resources` argument are not supported in the openai assistant V1 API.")
    if any(tool["type"] == "file_search" for tool in tools):
        raise ValueError("`file_search` tool are not supported in the openai assistant V1 API, please use `retrieval`.")
    return {"tools": tools, "file_ids": config.get("file_ids", [])}


def _v2_arguments(client: Any, name: str, config: dict[str, Any]) -> dict[str, Any]:
    tools = config.get("tools", [])
    resources: dict[str, Any] = config.get("tool_resources", {})
    file_ids = config.get("file_ids")
    if resources.get("file_search") is not None and file_ids is not None:
        raise ValueError(
            "Cannot specify both `tool_resources['file_search']` tool and `file_ids` in the assistant config."
        )
    for tool in tools:
        if tool["type"] == "retrieval":
            tool["type"] = "file_search"
            if file_ids is not None:
                store = create_gpt_vector_store(client, f"{name}-vectorestore", file_ids)
                resources["file_search"] = {"vector_store_ids": [store.id]}
        elif tool["type"] == "code_interpreter" and file_ids is not None:
            resources["code_interpreter"] = {"file_ids": file_ids}
    return {"tools": tools, **({"tool_resources": resources} if resources else {})}


def create_gpt_assistant(
    client: Any, name: str, instructions: str, model: str, assistant_config: dict[str, Any]
) -> Any:
    """A new assistant of the account; v1's ``retrieval`` and ``file_ids`` are put in v2's terms.

    Raises:
        ValueError: `assistant_config` mixes the terms of both API versions.
    """
    if detect_gpt_assistant_api_version() == "v1":
        arguments = _v1_arguments(assistant_config)
    else:
        arguments = _v2_arguments(client, name, assistant_config)
    logging.info("Creating assistant with config: %s", arguments)
    return client.beta.assistants.create(name=name, instructions=instructions, model=model, **arguments)


def update_gpt_assistant(client: Any, assistant_id: str, assistant_config: dict[str, Any]) -> Any:
    """The assistant with the tools, instructions and files of `assistant_config`; what is None there stays."""
    files = "file_ids" if detect_gpt_assistant_api_version() == "v1" else "tool_resources"
    changes = {
        key: assistant_config[key] for key in ("tools", "instructions", files) if assistant_config.get(key) is not None
    }
    return client.beta.assistants.update(assistant_id=assistant_id, **changes)

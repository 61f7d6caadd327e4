"""v0.4 components as plain JSON: made without importing what they name, and read back as data."""

from __future__ import annotations

from typing import Any

from .._json import Record, is_list, is_record
from ..errors import ConversionError
from ..messages.records import MESSAGE_KEY
from .llm import client_to_config
from .secrets import redacted

_AGENTS = "autogen_agentchat.agents."
_TEAMS = "autogen_agentchat.teams."
_CONDITIONS = "autogen_agentchat.conditions."


def component(provider: str, kind: str, config: Record, version: int = 1) -> Record:
    """A component in the shape of `dump_component()`."""
    name = provider.rpartition(".")[2]
    return {
        "provider": provider,
        "component_type": kind,
        "version": version,
        "component_version": version,
        "description": None,
        "label": name,
        "config": config,
    }


def assistant(name: str, model_client: Record, *, description: str | None, system_message: str | None) -> Record:
    """An `AssistantAgent` component."""
    config = {
        "name": name,
        "model_client": model_client,
        "description": description or f"The agent {name}.",
        "system_message": system_message,
        "reflect_on_tool_use": False,
        "tool_call_summary_format": "{result}",
        "model_client_stream": False,
    }
    return component(f"{_AGENTS}AssistantAgent", "agent", config, version=2)


def human(name: str, description: str | None) -> Record:
    """A `UserProxyAgent` component, which asks a person."""
    return component(f"{_AGENTS}UserProxyAgent", "agent", {"name": name, "description": description or "A human user"})


def executor(name: str, where: str, work_dir: str | None, description: str | None) -> Record:
    """A `CodeExecutorAgent` component; `where` is "local" or "docker"."""
    runs = component(_EXECUTORS[where], "code_executor", {"timeout": 60, "work_dir": work_dir or "coding"})
    config = {"name": name, "code_executor": runs, "description": description or "Runs code that it is given."}
    return component(f"{_AGENTS}CodeExecutorAgent", "agent", config)


_EXECUTORS = {
    "local": "autogen_ext.code_executors.local.LocalCommandLineCodeExecutor",
    "docker": "autogen_ext.code_executors.docker.DockerCommandLineCodeExecutor",
}


SELECTOR_PROMPT = """Several agents work on a task together. These are the agents and what each is for:
{roles}

What has been said so far:
{history}

Who should speak next? Answer with exactly one name from {participants}, and nothing else."""
"""Asks a model for the next speaker; v0.4 fills in the three names in braces."""


def stops_at(text: str, max_messages: int) -> Record:
    """The termination condition of v0.2's default: the word, or so many messages."""
    word = component(f"{_CONDITIONS}TextMentionTermination", "termination", {"text": text})
    count = component(f"{_CONDITIONS}MaxMessageTermination", "termination", {"max_messages": max_messages})
    either = {"conditions": [word, count]}
    return component("autogen_agentchat.base.OrTerminationCondition", "termination", either)


def team(kind: str, participants: list[Record], termination: Record, **config: Any) -> Record:
    """A team component; `kind` is its class, for instance "RoundRobinGroupChat"."""
    fields = {"participants": participants, "termination_condition": termination, **config}
    return component(f"{_TEAMS}{kind}", "team", fields)


def component_to_v02(document: Record) -> Record:
    """A v0.4 component as v0.2 data: model client -> config entry, agent and team -> their configs.

    The class that a component names is never imported. Raises ConversionError for kinds v0.2 has nothing for.
    """
    clean: Record = redacted(document)
    kind = clean.get("component_type") or _guessed_type(clean)
    convert = {"model": client_to_config, "agent": _agent_to_v02, "team": _team_to_v02}.get(str(kind))
    if convert is None:
        raise ConversionError(f"component {clean.get('provider')!r}: v0.2 has nothing like a {kind}")
    return convert(clean)


def _guessed_type(document: Record) -> str:
    config = document.get("config")
    fields: Record = config if is_record(config) else {}
    return "team" if "participants" in fields else "agent" if "name" in fields else "model"


def _agent_to_v02(document: Record) -> Record:
    config: Record = document.get("config") or {}
    model = config.get("model_client")
    agent: Record = {
        "name": config.get("name"),
        "description": config.get("description"),
        "llm_config": {"config_list": [client_to_config(model)]} if is_record(model) else False,
    }
    if "system_message" in config:
        agent["system_message"] = config["system_message"]
    kind = "userproxy" if str(document.get("provider", "")).endswith("UserProxyAgent") else "assistant"
    return {"type": kind, "config": agent, MESSAGE_KEY: document}


def _team_to_v02(document: Record) -> Record:
    config: Record = document.get("config") or {}
    members = config.get("participants")
    chat: Record = {
        "name": config.get("name") or "group_chat",
        "speaker_selection_method": _SELECTION.get(str(document.get("provider", "")).rpartition(".")[2], "auto"),
        "allow_repeat_speaker": bool(config.get("allow_repeated_speaker", False)),
        "max_round": config.get("max_turns") or 100,
    }
    model = config.get("model_client")
    chat["llm_config"] = {"config_list": [client_to_config(model)]} if is_record(model) else False
    agents = [component_to_v02(member) for member in members if is_record(member)] if is_list(members) else []
    return {"type": "groupchat", "config": chat, "agents": agents, MESSAGE_KEY: document}


_SELECTION = {"RoundRobinGroupChat": "round_robin", "SelectorGroupChat": "auto"}

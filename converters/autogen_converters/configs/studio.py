"""AutoGen Studio 0.1 agents and workflows (which run on v0.2) as v0.4 components.

Shapes: autogen-studio 0.1 `datamodel.py` (Agent, AgentConfig, Workflow).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._json import Record, is_list, is_record, shown
from ..errors import ConversionError, MessageError
from ..messages.records import MESSAGE_KEY, METADATA_KEY
from ..states.names import team_names
from .components import SELECTOR_PROMPT, assistant, executor, human, stops_at, team
from .llm import llm_config_to_v04
from .secrets import redacted

_KEEPS_GOING = 100


def studio_agent_to_v04(document: Record) -> Record:
    """A Studio agent as an agent or team component; its own fields stay under `autogen_v02`."""
    stored = document.get(MESSAGE_KEY)
    if is_record(stored):
        return redacted(stored)
    return {**_agent(document), METADATA_KEY: redacted(document)}


def _agent(document: Record) -> Record:
    config = _config(document)
    name = str(config.get("name") or "agent")
    name = team_names([name])[name]
    if document.get("type") == "groupchat":
        return _group(document, config)
    if document.get("type") == "userproxy" or not _models(document, config):
        return _proxy(name, config)
    client = llm_config_to_v04(_llm_config(document, config))[0]
    system_message = config.get("system_message")
    return assistant(name, client, description=config.get("description"), system_message=system_message)


def _config(document: Record) -> Record:
    config = document.get("config")
    if not is_record(config):
        raise MessageError("config", f"should be an object, got {shown(config)}")
    return config


def _proxy(name: str, config: Record) -> Record:
    where = config.get("code_execution_config")
    if config.get("human_input_mode") == "ALWAYS" or where not in ("local", "docker"):
        return human(name, config.get("description"))
    return executor(name, where, None, config.get("description"))


def _models(document: Record, config: Record) -> list[Any]:
    llm = config.get("llm_config")
    listed = llm.get("config_list") if is_record(llm) else None
    linked = document.get("models")
    return (listed if is_list(listed) else []) or (linked if is_list(linked) else [])


def _llm_config(document: Record, config: Record) -> Record:
    llm = config.get("llm_config")
    shared: Record = {key: value for key, value in llm.items() if value is not None} if is_record(llm) else {}
    models = [_model(entry) for entry in _models(document, config) if is_record(entry)]
    return {**shared, "config_list": models}


def _model(entry: Record) -> Record:
    kept = {"model", "api_key", "base_url", "api_type", "api_version"}
    return {key: value for key, value in entry.items() if key in kept and value is not None}


def _group(document: Record, config: Record) -> Record:
    members = document.get("agents")
    participants = [_agent(member) for member in members if is_record(member)] if is_list(members) else []
    if not participants:
        raise ConversionError(f"group chat {config.get('name')!r} has no agents")
    stop = stops_at("TERMINATE", int(config.get("max_round") or _KEEPS_GOING))
    if config.get("speaker_selection_method") == "round_robin" or not _models(document, config):
        return team("RoundRobinGroupChat", participants, stop)
    client = llm_config_to_v04(_llm_config(document, config))[0]
    choice = {
        "selector_prompt": SELECTOR_PROMPT,
        "allow_repeated_speaker": bool(config.get("allow_repeat_speaker", True)),
    }
    return team("SelectorGroupChat", participants, stop, model_client=client, **choice)


def workflow_to_v04(document: Record) -> Record:
    """A Studio workflow as a team component.

    A group chat as receiver becomes that team with the sender in it; two agents, or a sequence, take turns.
    """
    agents = _ordered_agents(document)
    if not agents:
        raise ConversionError("the workflow has no agents")
    receiver = agents[-1]
    result = _group_with(agents[:-1], receiver) if receiver.get("type") == "groupchat" else _turns(agents)
    return {**result, METADATA_KEY: redacted(document)}


def _ordered_agents(document: Record) -> list[Record]:
    both = [document.get("sender"), document.get("receiver")]
    if any(both):
        return [agent for agent in both if is_record(agent)]
    linked = document.get("agents")
    entries = [entry for entry in linked if is_record(entry)] if is_list(linked) else []
    ordered = sorted(entries, key=_place)
    agents = [entry.get("agent", entry) for entry in ordered]
    return [agent for agent in agents if is_record(agent)]


def _place(entry: Record) -> tuple[int, int]:
    link = entry.get("link")
    fields: Record = link if is_record(link) else {}
    sequence = fields.get("sequence_id")
    return (fields.get("agent_type") == "receiver", sequence if isinstance(sequence, int) else 0)


def _group_with(senders: Sequence[Record], receiver: Record) -> Record:
    inside = receiver.get("agents")
    members = [member for member in inside if is_record(member)] if is_list(inside) else []
    names = {_config(member).get("name") for member in members}
    outside = [sender for sender in senders if _config(sender).get("name") not in names]
    return _group({**receiver, "agents": [*outside, *members]}, _config(receiver))


def _turns(agents: Sequence[Record]) -> Record:
    limits = [_config(agent).get("max_consecutive_auto_reply") for agent in agents]
    turns = max((limit for limit in limits if isinstance(limit, int)), default=_KEEPS_GOING)
    members = [_agent(agent) for agent in agents[1:]] + [_agent(agents[0])]
    return team("RoundRobinGroupChat", members, stops_at("TERMINATE", 2 * turns + 2))

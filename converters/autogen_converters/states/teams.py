"""v0.2 conversations <-> v0.4 `TeamState`: every agent's context and inbox, and the manager's state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._json import Record, is_list, is_record, shown
from ..delta import apply, difference
from ..errors import ConversionError, MessageError
from ..histories.context import names_in
from ..histories.documents import messages_to_v02, messages_to_v04
from ..kinds import is_v04_message
from ..messages.records import MESSAGE_KEY, with_source
from .agents import agent_state, llm_messages_of, llm_to_v02
from .managers import MANAGERS, Manager, Team
from .names import team_names, with_outsiders
from .view import View, is_chat, user_message, v02_view, v04_view

if TYPE_CHECKING:
    from .graph import Graph

_MANAGER_NAMES = {manager.key: manager for manager in MANAGERS.values()}


def team_state(
    messages: Sequence[object], kind: str, *, participants: Mapping[str, str] | None = None, graph: Graph | None = None
) -> Record:
    """The v0.4 `TeamState` from which a team goes on where a v0.2 conversation stopped.

    Args:
        messages: `groupchat.messages`, or the chat history of two agents.
        kind: "round-robin", "selector", "swarm", "graph" or "magentic-one".
        participants: v0.4 names by v0.2 names, in the order of the team; by default all who speak, in that order.
        graph: the `GraphFlow`'s graph; by default the participants one after another.

    Raises:
        ConversionError: an unknown kind, no participants, or a message that cannot be read.
    """
    if kind not in MANAGERS:
        raise ConversionError(f"no team is called {kind!r}; choose from {', '.join(MANAGERS)}")
    names = dict(participants or team_names(names_in(messages)))
    if not names:
        raise ConversionError("no message names its speaker; say who takes part with --participants")
    records = messages_to_v04(messages, list(names))
    speakers = dict.fromkeys(record["source"] for record in records)
    if records and speakers.keys().isdisjoint(names):
        raise ConversionError(
            f"none of the participants ({', '.join(names)}) speaks; those who do: {', '.join(speakers)}"
        )
    called = with_outsiders(names, speakers)
    thread = [with_source(record, called[record["source"]], place) for place, record in enumerate(records)]
    return _state_of(thread, MANAGERS[kind], Team(tuple(names.values()), graph), v02_view)


def _state_of(thread: Sequence[Record], manager: Manager, team: Team, view: View) -> Record:
    agents = {name: _container(thread, name, view) for name in team.participants}
    return {
        "type": "TeamState",
        "version": "1.0.0",
        "agent_states": {**agents, manager.key: manager.state(thread, team)},
    }


def _container(thread: Sequence[Record], owner: str, view: View) -> Record:
    split = _answered(thread, owner, view)
    inbox = [record for record in thread[split:] if is_chat(record)]
    return {
        "type": "ChatAgentContainerState",
        "version": "1.0.0",
        "agent_state": agent_state(view(thread[:split], owner)),
        "message_buffer": inbox,
    }


def _answered(thread: Sequence[Record], owner: str, view: View) -> int:
    """How much of the thread is in the agent's context: what came after it still waits in its inbox."""
    for index in range(len(thread), 0, -1):
        record = thread[index - 1]
        if record["source"] == owner or (not is_chat(record) and view([record], owner)):
            return index
    return 0


def team_state_to_v02(state: Record) -> Record:
    """A v0.4 `TeamState` as `{"messages": groupchat.messages, "chat_messages": {agent: its own list}}`.

    Raises ConversionError where the state has no manager that is known here.
    """
    agents = state.get("agent_states")
    if not is_record(agents):
        raise MessageError("agent_states", f"should be an object, got {shown(agents)}")
    manager = _manager_of(agents)
    participants = tuple(name for name in agents if name != manager.key)
    thread = _thread(agents[manager.key])
    rebuilt = _state_of(thread, manager, Team(participants), v04_view)
    extras = {"team": manager.key, "participants": list(participants), "state": difference(rebuilt, state)}
    views = {name: _own_list(agents[name]) for name in participants}
    return {"messages": messages_to_v02(thread), "chat_messages": views, MESSAGE_KEY: extras}


def _manager_of(agents: Record) -> Manager:
    found = next((_MANAGER_NAMES[name] for name in agents if name in _MANAGER_NAMES), None)
    if found is None:
        known = ", ".join(_MANAGER_NAMES)
        raise ConversionError(f"agent_states: no manager's state among {', '.join(agents)} (known: {known})")
    return found


def _thread(manager_state: Any) -> list[Record]:
    thread = manager_state.get("message_thread") if is_record(manager_state) else None
    if not is_list(thread) or not all(is_record(item) and is_v04_message(item) for item in thread):
        raise MessageError("message_thread", "should be a list of messages")
    return thread


def _own_list(container: Any) -> list[Record]:
    fields: Record = container if is_record(container) else {}
    inbox = fields.get("message_buffer")
    waiting = [user_message(record) for record in inbox if is_record(record)] if is_list(inbox) else []
    return [llm_to_v02(message) for message in [*llm_messages_of(fields.get("agent_state", fields)), *waiting]]


def _is_ours(extras: Record) -> bool:
    members = extras.get("participants")
    named = is_list(members) and all(isinstance(name, str) for name in members)
    return named and str(extras.get("team")) in _MANAGER_NAMES and is_record(extras.get("state"))


def group_to_team_state(document: Record, kind: str = "selector", **options: Any) -> Record:
    """The way back of `team_state_to_v02`; a document that v0.2 wrote becomes a team of `kind`, as `team_state`."""
    messages = document.get("messages")
    if not is_list(messages):
        raise MessageError("messages", f"should be a list of messages, got {shown(messages)}")
    extras = document.get(MESSAGE_KEY)
    if not is_record(extras) or not _is_ours(extras):
        return team_state(messages, kind, **options)
    manager, team = _MANAGER_NAMES[extras["team"]], Team(tuple(extras["participants"]))
    rebuilt = _state_of(messages_to_v04(messages, team.participants), manager, team, v04_view)
    return apply(extras["state"], rebuilt)

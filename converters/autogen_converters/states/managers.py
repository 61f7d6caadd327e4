"""The state of a team's manager after a conversation: thread, turns, who spoke, who is next.

Fields and meanings: autogen_agentchat/state/_states.py and each manager's `select_speaker`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._json import Record
from .view import is_chat, model_text

if TYPE_CHECKING:
    from .graph import Graph


@dataclass(frozen=True)
class Team:
    """Who is in a team, by v0.4 names in order, and for GraphFlow its graph."""

    participants: tuple[str, ...]
    graph: Graph | None = None


Thread = Sequence[Record]


def last_speaker(thread: Thread, team: Team) -> str | None:
    """The participant who answered last."""
    spoken = (
        record["source"] for record in reversed(thread) if is_chat(record) or record["source"] in team.participants
    )
    return next((source for source in spoken if source in team.participants), None)


def _state(kind: str, thread: Thread, **fields: object) -> Record:
    return {"type": kind, "version": "1.0.0", "message_thread": list(thread), "current_turn": 0, **fields}


def _round_robin(thread: Thread, team: Team) -> Record:
    last = last_speaker(thread, team)
    following = (team.participants.index(last) + 1) % len(team.participants) if last else 0
    return _state("RoundRobinManagerState", thread, next_speaker_index=following)


def _selector(thread: Thread, team: Team) -> Record:
    return _state("SelectorManagerState", thread, previous_speaker=last_speaker(thread, team))


def _swarm(thread: Thread, team: Team) -> Record:
    targets = (record.get("target") for record in reversed(thread) if record["type"] == "HandoffMessage")
    handed = (target for target in targets if target in team.participants)
    current = next(handed, None) or last_speaker(thread, team) or team.participants[0]
    return _state("SwarmManagerState", thread, current_speaker=current)


def _graph(thread: Thread, team: Team) -> Record:
    from .graph import Graph, graph_progress

    graph = team.graph or Graph.chain(team.participants)
    return {"message_thread": list(thread), "current_turn": 0, **graph_progress(graph, thread)}


def _magentic_one(thread: Thread, team: Team) -> Record:
    chat = [record for record in thread if is_chat(record)]
    rounds = sum(record["source"] in team.participants for record in chat)
    task = " ".join(model_text(record) for record in chat[:1])
    fields = {"task": task, "facts": "", "plan": "", "n_rounds": rounds, "n_stalls": 0}
    return _state("MagenticOneOrchestratorState", chat, **fields)


@dataclass(frozen=True)
class Manager:
    """A kind of team: its manager's key in a team state, and how its state follows from a thread."""

    key: str
    state: Callable[[Thread, Team], Record]


MANAGERS: dict[str, Manager] = {
    "round-robin": Manager("RoundRobinGroupChatManager", _round_robin),
    "selector": Manager("SelectorGroupChatManager", _selector),
    "swarm": Manager("SwarmGroupChatManager", _swarm),
    "graph": Manager("GraphManager", _graph),
    "magentic-one": Manager("MagenticOneOrchestrator", _magentic_one),
}
"""The kinds of team by their name on the command line."""

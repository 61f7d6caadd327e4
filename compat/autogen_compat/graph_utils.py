"""Who may speak after whom in a group chat (v0.2: autogen/graph_utils.py)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from .agentchat.agent import Agent

__all__ = (
    "check_graph_validity",
    "has_self_loops",
    "invert_disallowed_to_allowed",
    "visualize_speaker_transitions_dict",
)

Transitions = dict[Agent, list[Agent]]


def has_self_loops(allowed_speaker_transitions: dict) -> bool:
    """Whether an agent may speak twice in a row."""
    return any(speaker in followers for speaker, followers in allowed_speaker_transitions.items())


def check_graph_validity(allowed_speaker_transitions_dict: dict, agents: list[Agent]) -> None:
    """Check the transitions; log a warning for agents that are isolated, unknown or named twice.

    :raises ValueError: if it is no dict of agents of the group to lists of agents.
    """
    transitions = allowed_speaker_transitions_dict
    if not isinstance(transitions, dict):
        raise ValueError("allowed_speaker_transitions_dict must be a dictionary.")
    if not all(isinstance(followers, list) for followers in transitions.values()):
        raise ValueError("allowed_speaker_transitions_dict must be a dictionary with lists as values.")
    if not all(speaker in agents for speaker in transitions):
        raise ValueError("allowed_speaker_transitions_dict has keys not in agents.")
    if not all(isinstance(agent, Agent) for followers in transitions.values() for agent in followers):
        raise ValueError("allowed_speaker_transitions_dict has values that are not lists of Agents.")
    _warn_of_doubtful(transitions, agents)


def _warn_of_doubtful(transitions: Transitions, agents: list[Agent]) -> None:
    leaving = {speaker for speaker, followers in transitions.items() if followers}
    entered = {agent for followers in transitions.values() for agent in followers}
    connected = leaving | entered
    if isolated := [agent for agent in agents if agent not in connected]:
        logging.warning(f"No transition leads to or from these agents: {_names(isolated)}")
    if different := connected.symmetric_difference(agents):
        logging.warning(f"The transitions and the group do not have the same agents; different: {_names(different)}")
    for speaker, followers in transitions.items():
        if repeated := {agent for agent in followers if followers.count(agent) > 1}:
            logging.warning(f"The transitions from '{speaker.name}' name these agents twice: {_names(repeated)}")


def _names(agents: Iterable[Agent]) -> list[str]:
    return [agent.name for agent in agents]


def invert_disallowed_to_allowed(disallowed_speaker_transitions_dict: dict, agents: list[Agent]) -> dict:
    """Everybody may speak after everybody, but for the given transitions."""
    allowed: dict[Any, list[Agent]] = {agent: list(agents) for agent in agents}
    for speaker, banned in disallowed_speaker_transitions_dict.items():
        allowed[speaker] = [agent for agent in allowed[speaker] if agent not in banned]
    return allowed


def visualize_speaker_transitions_dict(
    speaker_transitions_dict: dict, agents: list[Agent], export_path: str | None = None
) -> None:
    """Draw the transitions, into a file or a window.

    :raises ImportError: if matplotlib or networkx is missing.
    """
    try:
        import matplotlib.pyplot as plt
        import networkx as nx
    except ImportError as exc:
        raise ImportError('Drawing transitions needs: pip install "autogen-migrate[graph]"') from exc
    graph = nx.DiGraph()
    graph.add_nodes_from(agent.name for agent in agents)
    graph.add_edges_from(
        (speaker.name, agent.name) for speaker, followers in speaker_transitions_dict.items() for agent in followers
    )
    nx.draw(graph, with_labels=True, font_weight="bold")
    if export_path is None:
        plt.show()
    else:
        plt.savefig(export_path)

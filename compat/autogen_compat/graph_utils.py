"""Who may speak after whom in a group chat (v0.2: autogen/graph_utils.py)."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from .agentchat.agent import Agent

Transitions: TypeAlias = "dict[Agent, list[Agent]]"


def has_self_loops(allowed_speaker_transitions: Mapping[Agent, list[Agent]]) -> bool:
    """Whether an agent may speak twice in a row."""
    return any(agent in following for agent, following in allowed_speaker_transitions.items())


def check_graph_validity(allowed_speaker_transitions_dict: Mapping[Agent, list[Agent]], agents: list[Agent]) -> None:
    """Check the transitions of a group chat; isolated, missing and doubled agents are logged as warnings.

    Raises:
        ValueError: this is no dict of lists of agents, or a key is not in `agents`.
    """
    # Group chats import this module, so at the top this would be a cycle.
    from .agentchat.agent import Agent

    transitions: Any = allowed_speaker_transitions_dict
    if not isinstance(transitions, dict):
        raise ValueError("allowed_speaker_transitions_dict must be a dictionary.")
    if not all(isinstance(following, list) for following in transitions.values()):
        raise ValueError("allowed_speaker_transitions_dict must be a dictionary with lists as values.")
    if not all(agent in agents for agent in transitions):
        raise ValueError("allowed_speaker_transitions_dict has keys not in agents.")
    if not all(isinstance(agent, Agent) for following in transitions.values() for agent in following):
        raise ValueError("allowed_speaker_transitions_dict has values that are not lists of Agents.")
    for warning in _doubts(transitions, agents):
        logging.warning(warning)


def _doubts(transitions: Transitions, agents: list[Agent]) -> Iterable[str]:
    speaking = {agent for agent, following in transitions.items() if following}
    followed = {agent for following in transitions.values() for agent in following}
    isolated = set(agents) - speaking - followed
    if isolated:
        yield (
            "Warning: There are isolated agent nodes, there are not incoming nor outgoing edges. "
            f"Isolated agents: {_names(isolated)}"
        )
    differing = (speaking | followed) ^ set(agents)
    if differing:
        yield (
            "Warning: The set of agents in allowed_speaker_transitions do not match agents. "
            f"Offending agents: {_names(differing)}"
        )
    for agent, following in transitions.items():
        doubled = {other for other in following if following.count(other) > 1}
        if doubled:
            yield (
                f"Agent '{agent.name}' has duplicate elements: {_names(doubled)}. Please remove duplicates manually."
            )


def _names(agents: Iterable[Named]) -> list[str]:
    return [agent.name for agent in agents]


def invert_disallowed_to_allowed(
    disallowed_speaker_transitions_dict: Mapping[Agent, list[Agent]], agents: list[Agent]
) -> Transitions:
    """Everything that is not disallowed.

    Raises:
        KeyError: an agent with disallowed transitions is not in `agents`.
    """
    allowed = {agent: list(agents) for agent in agents}
    for agent, disallowed in disallowed_speaker_transitions_dict.items():
        allowed[agent] = [other for other in allowed[agent] if other not in disallowed]
    return allowed


class Named(Protocol):
    """An agent of v0.2 or v0.4."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...


def visualize_speaker_transitions_dict(
    speaker_transitions_dict: Mapping[Any, Sequence[Named]], agents: Sequence[Named], export_path: str | None = None
) -> None:
    """Draw the transitions by the names of the agents, to a file if `export_path` names one, else to the screen.

    Raises:
        ImportError: networkx or matplotlib is not installed.
    """
    try:
        import matplotlib.pyplot as plt
        import networkx as nx
    except ImportError as error:
        message = 'Drawing transitions needs networkx and matplotlib: pip install "autogen-migrate[graph]"'
        raise ImportError(message) from error
    graph: Any = nx.DiGraph()
    graph.add_nodes_from(_names(agents))
    graph.add_edges_from(
        (agent.name, other.name) for agent, following in speaker_transitions_dict.items() for other in following
    )
    nx.draw(graph, with_labels=True, font_weight="bold")
    if export_path is None:
        plt.show()
    else:
        plt.savefig(export_path)

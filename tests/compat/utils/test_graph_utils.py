"""Transitions between the speakers of a group chat."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from autogen_compat.agentchat import Agent, ConversableAgent
from autogen_compat.graph_utils import (
    check_graph_validity,
    has_self_loops,
    invert_disallowed_to_allowed,
    visualize_speaker_transitions_dict,
)

mpl.use("Agg")


@pytest.fixture(scope="module")
def agents() -> list[Agent]:
    return [ConversableAgent(name, llm_config=False, code_execution_config=False) for name in ("a", "b", "c")]


def ring(agents: list[Agent]) -> dict[Agent, list[Agent]]:
    a, b, c = agents
    return {a: [b], b: [c], c: [a]}


def test_transitions_must_be_a_dict(agents: list[Agent]) -> None:
    wrong: Any = [agents]
    with pytest.raises(ValueError, match="must be a dictionary."):
        check_graph_validity(wrong, agents)


def test_the_values_must_be_lists(agents: list[Agent]) -> None:
    wrong: Any = {agents[0]: agents[1]}
    with pytest.raises(ValueError, match="with lists as values"):
        check_graph_validity(wrong, agents)


def test_the_keys_must_be_in_the_group(agents: list[Agent]) -> None:
    with pytest.raises(ValueError, match="has keys not in agents"):
        check_graph_validity(ring(agents), agents[:2])


def test_the_lists_must_hold_agents(agents: list[Agent]) -> None:
    wrong: Any = {agents[0]: ["b"]}
    with pytest.raises(ValueError, match="not lists of Agents"):
        check_graph_validity(wrong, agents)


def test_a_whole_graph_passes_without_warning(agents: list[Agent], caplog: pytest.LogCaptureFixture) -> None:
    check_graph_validity(ring(agents), agents)
    assert caplog.records == []


def test_isolated_and_missing_agents_are_warned_of(agents: list[Agent], caplog: pytest.LogCaptureFixture) -> None:
    a, b, _ = agents
    with caplog.at_level(logging.WARNING):
        check_graph_validity({a: [b], b: []}, agents)
    assert "Isolated agents: ['c']" in caplog.text
    assert "do not match agents. Offending agents: ['c']" in caplog.text


def test_doubled_agents_are_warned_of(agents: list[Agent], caplog: pytest.LogCaptureFixture) -> None:
    a, b, c = agents
    with caplog.at_level(logging.WARNING):
        check_graph_validity({a: [b, b, c], b: [a], c: [a]}, agents)
    assert "Agent 'a' has duplicate elements: ['b']. Please remove duplicates manually." in caplog.text


def test_a_self_loop_is_seen(agents: list[Agent]) -> None:
    assert not has_self_loops(ring(agents))
    assert has_self_loops({agents[0]: [agents[0]]})


def test_what_is_not_disallowed_is_allowed_in_the_order_of_the_agents(agents: list[Agent]) -> None:
    a, b, c = agents
    assert invert_disallowed_to_allowed({a: [b], c: [a, c]}, agents) == {a: [a, c], b: [a, b, c], c: [b]}


def test_disallowing_for_a_stranger_is_an_error(agents: list[Agent]) -> None:
    with pytest.raises(KeyError):
        invert_disallowed_to_allowed({agents[2]: []}, agents[:2])


def test_a_drawing_is_written_to_a_file(agents: list[Agent], tmp_path: Path) -> None:
    path = tmp_path / "graph.png"
    visualize_speaker_transitions_dict(ring(agents), agents, str(path))
    assert path.read_bytes().startswith(b"\x89PNG")


def test_missing_drawing_packages_are_named_when_they_are_needed() -> None:
    program = """
import sys
sys.modules["networkx"] = None
from autogen_compat.graph_utils import visualize_speaker_transitions_dict
try: visualize_speaker_transitions_dict({}, [])
except ImportError as error: print(error)
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert 'pip install "autogen-migrate[graph]"' in result.stdout

import difflib
import json
from collections.abc import Iterator

import autogen_compat
import pytest
from autogen_codemods.demo.model_server import ModelServer

from differential.play import Record, play
from differential.record import recording
from differential.scenario import modules, scenarios_of

CASES = [(module, name) for module in modules() for name in scenarios_of(module)]


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.mark.parametrize(("module", "name"), CASES, ids=[f"{module}::{name}" for module, name in CASES])
def test_compat_does_what_v02_did(module: str, name: str, server: ModelServer):
    expected = recording(module).get(name)
    assert expected is not None, f"not recorded: python -m tests.differential.record {module}::{name}"
    actual = json.loads(json.dumps(play(autogen_compat, scenarios_of(module)[name], server)))
    assert actual == expected, "\n" + "\n".join(difference(expected, actual))


def difference(expected: Record, actual: Record) -> list[str]:
    """A unified diff of two records."""
    old, new = (
        json.dumps(each, indent=1, sort_keys=True, ensure_ascii=False).splitlines() for each in (expected, actual)
    )
    return list(difflib.unified_diff(old, new, "v0.2.40", "compat", lineterm="", n=4))


def test_every_recording_belongs_to_a_scenario():
    assert [(module, name) for module in modules() for name in recording(module) if (module, name) not in CASES] == []

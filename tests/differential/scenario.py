"""How a scenario is written down. Standard library only: it is imported under v0.2.40 as well."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

SCENARIOS = Path(__file__).parent / "scenarios"
Body = dict[str, Any]


@dataclass(frozen=True)
class Scenario:
    """One scenario: what the model answers, what the human types, and the program."""

    name: str
    program: Callable[..., Any]
    script: Any
    inputs: Sequence[str]


def scenario(
    *answers: Any,
    rules: Sequence[Mapping[str, Any]] = (),
    model: Callable[[Body], Any] | None = None,
    inputs: Sequence[str] = (),
) -> Callable[[Callable[..., Any]], Scenario]:
    """Declare a function as a scenario.

    The model gives `answers` in order (texts, or mappings as in autogen_codemods.demo.script.Answer), after the
    answers of any matching `rules`; or `model` computes the answer from the request's body. `inputs` are the lines
    that the human types.
    """
    script: Any = model if model is not None else {"rules": list(rules), "default": list(answers)}

    def declare(program: Callable[..., Any]) -> Scenario:
        return Scenario(program.__name__, program, script, inputs)

    return declare


def modules() -> list[str]:
    """Every scenario file as `area/module`."""
    return sorted(str(path.relative_to(SCENARIOS).with_suffix("")) for path in SCENARIOS.glob("*/*.py"))


def scenarios_of(module: str) -> dict[str, Scenario]:
    """The scenarios of `area/module` by name, in the order of the file."""
    loaded = _load(module)
    return {each.name: each for each in vars(loaded).values() if isinstance(each, Scenario)}


def _load(module: str) -> ModuleType:
    path = SCENARIOS / f"{module}.py"
    spec = importlib.util.spec_from_file_location("scenario_" + module.replace("/", "_"), path)
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded

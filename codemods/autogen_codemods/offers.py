"""What to write in the place of agents that v0.4 has in another form: code with the values of the call."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import libcst as cst

_WIDTH = 48
"""The longest value that is shown whole."""


@dataclass(frozen=True)
class Offer:
    """What does the job of a class of v0.2.

    `told`: the difference, in a few words; `code`: what to write, with ``{argument|default}`` for the values of the
    call; `before` and `after`: an example.
    """

    told: str
    code: str
    before: str
    after: str

    def message(self, call: cst.Call, parameters: tuple[str, ...] = ("name",)) -> str:
        """What is said about one call."""
        return f"{self.told}: write {written(self.code, call, parameters)}" if self.code else self.told


def written(template: str, call: cst.Call, parameters: tuple[str, ...] = ("name",)) -> str:
    """A template with the values that a call gives, those without keyword in the order of `parameters`."""
    values = _values(call, parameters)
    return re.sub(r"\{(\w+)\|([^}]*)\}", lambda found: values.get(found[1], found[2]), template)


def _values(call: cst.Call, parameters: tuple[str, ...]) -> Mapping[str, str]:
    given: dict[str, str] = {}
    waiting = list(parameters)
    for arg in call.args:
        if arg.star:
            continue
        if arg.keyword is not None:
            given[arg.keyword.value] = _shown(arg.value)
        elif waiting:
            given[waiting.pop(0)] = _shown(arg.value)
    return given


def _shown(node: cst.BaseExpression) -> str:
    text = " ".join(cst.Module([]).code_for_node(node).split())
    return text if len(text) <= _WIDTH else "…"

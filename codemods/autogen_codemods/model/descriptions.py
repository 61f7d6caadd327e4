"""Descriptions that are given to agents after they are made: ``agent.description = "…"``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from autogen_codemods.model.program import Agent, Program
    from autogen_codemods.model.view import ModuleView


@dataclass(eq=False)
class Description:
    """One such assignment, on a line of its own; `attribute` is its target."""

    view: ModuleView
    agent: Agent
    line: cst.SimpleStatementLine
    attribute: cst.Attribute
    value: cst.BaseExpression


def collect_descriptions(program: Program, view: ModuleView) -> None:
    """Note where a module sets the descriptions of agents."""
    for node in view.nodes:
        match node:
            case cst.SimpleStatementLine(
                body=[
                    cst.Assign(
                        targets=[cst.AssignTarget(target=cst.Attribute(attr=cst.Name("description")) as attribute)]
                    ) as assign
                ]
            ):
                agent = program.agent(view, attribute.value)
                if agent is not None:
                    program.claim(attribute.value)
                    program.descriptions.append(Description(view, agent, node, attribute, assign.value))
            case _:
                pass

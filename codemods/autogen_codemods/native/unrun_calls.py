"""Calls of tools that no member of a group runs: v0.2's group fails there, and so does v0.4's team."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model.function_maps import maps_of
from autogen_codemods.model.program import Program, same_function
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am502_functions import listed
from autogen_codemods.native.groups import GroupFacts

if TYPE_CHECKING:
    from autogen_codemods.native.component import Component


def fails_at_calls(component: Component, facts: GroupFacts) -> bool:
    """Whether the group surely fails when a tool is called, which none of its members runs, as v0.2's did."""
    program, members = component.program, facts.group.members or ()
    running = [run.agent for run in program.executed_tools]
    if any(each in running or list(maps_of(program, each)) or listed(each) for each in members):
        return False
    told = [tool for tool in program.model_tools if tool.agent in members]
    if any(same_function(run, tool) for run in program.executed_tools for tool in told):
        return False
    chats = [each.chat for each in component.all_facts if each.chat.recipient is facts.manager]
    selects = facts.selection in {"auto", "round_robin", "random", "manual"}
    return selects and facts.finds_runners and all(_ends_with_program(program, each.view, each.call) for each in chats)


def _ends_with_program(program: Program, view: ModuleView, call: cst.Call) -> bool:
    """Whether a program surely ends where a chat fails: v0.4's team cannot be run again after that."""
    function = view.function(call)
    if any(isinstance(node, cst.Try | cst.TryStar) for node in view.nodes) or _is_within(view, call):
        return False
    if function is None:
        return not view.celled
    above = view.parent(view.parent(function) or function)
    plain = function.asynchronous is None and not function.decorators and isinstance(above, cst.Module | None)
    name = function.name.value
    calls = [node for node in view.nodes if isinstance(node, cst.Name) and node.value == name]
    return (
        plain and not any(_is_within(view, node) for node in calls) and not any(program.tracer.imports_of(view, name))
    )


def _is_within(view: ModuleView, node: cst.CSTNode) -> bool:
    """Whether a context manager may swallow what fails at a place."""
    return any(isinstance(each, cst.With) for each in view.ancestors(node))

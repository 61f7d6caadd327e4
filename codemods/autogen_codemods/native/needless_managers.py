"""Managers that nobody starts, of groups that another manager has talk: their lines go."""

from __future__ import annotations

from autogen_codemods.model.program import Manager, Program
from autogen_codemods.native.component import Component
from autogen_codemods.native.done import Log
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.homes import is_removable


def is_needless(program: Program, drafts: Drafts, manager: Manager) -> bool:
    """Whether nothing reads a manager, and its group has another one."""
    if (
        manager.variable is None
        or drafts[manager.view].is_exported(manager.variable)
        or _others(program, manager) == []
    ):
        return False
    return not program.trace(manager).uses and is_removable(program, manager)


def is_sole(program: Program, drafts: Drafts, manager: Manager) -> bool:
    """Whether the group of a manager has no other that is started."""
    return all(is_needless(program, drafts, other) for other in _others(program, manager))


def remove(component: Component, drafts: Drafts, log: Log) -> None:
    """Take the lines of needless managers away."""
    used = {id(facts.manager) for facts in component.group_facts}
    for manager in (each for each in component.managers if id(each) not in used):
        drafts[manager.view].remove(manager.statement)
        log.did("AM402", manager.call, f"nothing uses {manager.name}: no team is needed")


def _others(program: Program, manager: Manager) -> list[Manager]:
    return [each for each in program.managers if each.group is manager.group and each is not manager]

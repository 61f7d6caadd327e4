"""The GroupChat of a team, of which nothing is left but the messages that are read of results."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.program import Group, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am304_histories import history_of
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.homes import stands_among_others
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.returned_groups import returned_with_others, without
from autogen_codemods.native.text import comments


def remove_group(draft: Draft, program: Program, group: Group) -> None:
    """Take a group's line away, and those that set its attribute to None before; raises NotProven."""
    places = returned_with_others(program, group)
    if group.target is None or not stands_among_others(group) or places is None or _is_needed(program, group):
        raise NotProven("AM402", group.call, "the group goes other ways than straight to its manager")
    emptied = _emptied(program, group)
    draft.remove(group.statement)
    manager = next((each for each in program.managers if each.group is group and each.view is draft.view), None)
    if manager is not None and (told := comments(draft.view.code(group.call))):
        draft.insert_before(manager.statement, told)
    without(draft, places)
    for line in emptied:
        draft.remove(line)


def _is_needed(program: Program, group: Group) -> bool:
    """Whether a use in another file is none that is read of a result."""
    read = {id(each.attribute.value) for each in program.reads if history_of(each) is not None}
    others = (use for use in program.trace(group).uses if use.view is not group.view)
    return any(id(use.node) not in read and id(use.node) not in program.claimed for use in others)


def _emptied(program: Program, group: Group) -> list[cst.SimpleStatementLine]:
    """The lines on which the group's attribute is None until the group is made; raises NotProven for others."""
    target = group.target
    if not isinstance(target, cst.Attribute):
        return []
    stores = [
        (view, node)
        for view in program.views
        for node in view.nodes
        if isinstance(node, cst.AssignTarget | cst.AnnAssign)
        and isinstance(node.target, cst.Attribute)
        and node.target.attr.value == target.attr.value
        and node.target is not target
    ]
    found = [_none_line(group.view, view, node) for view, node in stores]
    read = {id(use.node) for use in (*program.trace(group).uses, *program.trace(group).passing)}
    lines = [each for each in found if each is not None]
    if len(lines) != len(found) or (lines and not _is_read_only_as(program, target.attr.value, read)):
        raise NotProven("AM402", group.call, "the attribute that holds the group holds others too")
    return lines


def _none_line(
    home: ModuleView, view: ModuleView, node: cst.AssignTarget | cst.AnnAssign
) -> cst.SimpleStatementLine | None:
    assign = view.parent(node) if isinstance(node, cst.AssignTarget) else node
    line = view.parent(assign) if assign is not None else None
    if view is not home or not isinstance(assign, cst.Assign | cst.AnnAssign) or assign.value is None:
        return None
    alone = isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
    if not isinstance(line, cst.SimpleStatementLine) or not alone or view.code(assign.value) != "None":
        return None
    block = view.parent(line)
    return line if isinstance(block, cst.IndentedBlock) and len(block.body) > 1 else None


def _is_read_only_as(program: Program, name: str, known: set[int]) -> bool:
    """Whether every read of an attribute of this name is a known one."""
    return all(id(node) in known for _, node in program.tracer.attribute_reads(name))

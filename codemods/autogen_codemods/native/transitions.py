"""Who may speak after whom in a group: the dictionary that v0.2's group is given, and v0.4's selector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.model.group_reads import Entry, stores_before
from autogen_codemods.model.literals import constant
from autogen_codemods.model.program import Group, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.proof import NotProven


@dataclass(frozen=True)
class Transitions:
    """Who may, or may not, follow whom: ``allowed`` or ``disallowed`` and the dictionary."""

    kind: str
    node: cst.BaseExpression
    may_end: bool
    """Whether an agent may be no key of the allowed ones; the conversation ends after it."""
    is_filled_later: bool = False
    """Whether entries are put into the dictionary behind the line on which it is made."""


def transitions_of(program: Program, group: Group, given: Mapping[str, cst.BaseExpression]) -> Transitions | None:
    """The transitions of a group, if it has any; raises NotProven."""
    view, node = group.view, given.get("allowed_or_disallowed_speaker_transitions")
    if node is None or constant(view, node) is None:
        return None
    kind = constant(view, given.get("speaker_transitions_type"))
    kind = kind.lower() if isinstance(kind, str) else kind
    if kind not in ("allowed", "disallowed"):
        raise NotProven("AM403", node, "speaker_transitions_type is not a constant")
    written, stores = view.value(node), stores_before(view, node)
    if not isinstance(written, cst.Dict | cst.DictComp) and not (
        kind == "allowed" and _is_dictionary(program, view, node)
    ):
        raise NotProven("AM403", node, "the speaker transitions are not written out")
    if kind == "disallowed" and stores is None and _may_change(view, node):
        raise NotProven("AM403", node, "the speaker transitions may change when there is a group")
    keys = None if stores is None else _keys(group, written, stores)
    missing = keys is None or len(keys) < len(group.items or ()) or group.gathered is not None
    return Transitions(str(kind), node, kind == "allowed" and missing, stores != [])


def _may_change(view: ModuleView, node: cst.BaseExpression) -> bool:
    """Whether a dictionary is more than read and handed on."""
    variable = view.variable(node)
    above = [view.parent(read) for read in variable.reads] if variable is not None else []
    return any(isinstance(each, cst.Attribute | cst.Subscript) for each in above)


def _is_dictionary(program: Program, view: ModuleView, node: cst.BaseExpression) -> bool:
    """Whether an expression is a dictionary that the project makes."""
    found = program.tracer.resolver.values(view, node)
    return bool(found) and all(isinstance(each, v.Container) and each.kind == "dict" for each in found)


def _keys(group: Group, node: cst.BaseExpression, stores: Sequence[Entry]) -> set[str] | None:
    """The members, as they are written, that are keys of a dictionary; None if it may have other keys."""
    texts = {group.view.code(item) for item in group.items or ()}
    elements = node.elements if isinstance(node, cst.Dict) else ()
    keys = [element.key if isinstance(element, cst.DictElement) else None for element in elements]
    keys += [store.key if store.is_certain else None for store in stores]
    found = {group.view.code(key) for key in keys if key is not None}
    return found if None not in keys and found <= texts else None


def annotate_dictionary(draft: Draft, node: cst.BaseExpression) -> None:
    """Give the dictionary that is filled later the type that its first line does not tell."""
    variable = draft.view.variable(node)
    line = variable.statement.body[0] if variable is not None else None
    if variable is None or not isinstance(line, cst.Assign) or not _is_empty(variable.value):
        return
    target = line.targets[0].target
    if not draft.is_gone(target):
        agent = draft.use("autogen_agentchat.base", "ChatAgent")
        draft.replace(target, f"{variable.name}: dict[{agent}, list[{agent}]]")


def _is_empty(node: cst.BaseExpression) -> bool:
    if isinstance(node, cst.Call):
        return isinstance(node.func, cst.Name) and node.func.value == "dict" and not node.args
    return isinstance(node, cst.Dict) and not node.elements

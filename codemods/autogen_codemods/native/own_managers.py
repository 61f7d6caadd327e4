"""Classes of one's own below GroupChatManager: those that preset arguments, or see the messages of their group."""

from __future__ import annotations

from autogen_codemods.model.program import Manager
from autogen_codemods.native.am230_subclasses import dissolve, is_only_made
from autogen_codemods.native.component import Component
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.watching import check_kinds, check_method

CODE = "AM230"
_SEEING = frozenset({"receive", "_process_received_message"})
"""A manager receives each message of its group once; what it sends goes to each member."""


def check(component: Component, manager: Manager, drafts: Drafts) -> None:
    """The class must do no more; raises NotProven."""
    of = manager.subclass
    if of is None:
        return
    if of.view is not manager.view or {of.name, "*"} & drafts[of.view].exported:
        raise NotProven(CODE, manager.call, f"other files may use the class {of.name}")
    if of.other_statements or (of.constructor is not None and of.preset is None):
        raise NotProven(CODE, of.node, f"the class {of.name} keeps something of its own")
    check_kinds(of)
    for name, method in of.methods.items():
        if name == "__init__":
            continue
        if name not in _SEEING:
            raise NotProven(CODE, method, f"the class {of.name} has its own {name}")
        check_method(of.view, of, method)
    same = [each for each in component.program.managers if each.subclass and each.subclass.node is of.node]
    if not is_only_made(of) or not all(each in component.managers for each in same):
        raise NotProven(CODE, of.node, f"the class {of.name} is used otherwise than to make managers")


def drop(drafts: Drafts, manager: Manager) -> None:
    """Put functions that see messages in the place of the class, or nothing."""
    if manager.subclass is not None:
        dissolve(drafts[manager.subclass.view], manager.subclass, [])

"""Classes of the module below v0.2's GroupChat that select the speakers in a method of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model import signatures
from autogen_codemods.model.subclasses import Subclass, class_here, handed_on, super_call
from autogen_codemods.model.view import ModuleView

BASE, CHOOSES = "GroupChat", "select_speaker"


@dataclass(eq=False)
class GroupClass(Subclass):
    """Such a class, with what its constructor does besides calling v0.2's."""

    @property
    def chooser(self) -> cst.FunctionDef | None:
        """The method that selects the speakers."""
        return self.methods.get(CHOOSES)


def group_class_of(view: ModuleView, node: cst.BaseExpression) -> GroupClass | None:
    """The class of this module below GroupChat that an expression names."""
    found = class_here(view, node)
    if found is None or found[1] != BASE:
        return None
    definition, base, references = found
    return GroupClass(view, definition, base, references)


def group_arguments(view: ModuleView, of: GroupClass, call: cst.Call) -> dict[str, cst.Arg] | None:
    """The arguments that v0.2's constructor gets in the end; None where they cannot be told."""
    return handed_on(of, super_call(of.handing) if of.handing else None, signatures.GROUP_CHAT_PARAMETERS, call)


def handed_names(of: Subclass) -> Iterator[cst.BaseExpression]:
    """What the constructor hands to v0.2's."""
    call = super_call(of.handing) if of.handing is not None else None
    yield from (arg.value for arg in (call.args if call is not None else ()))

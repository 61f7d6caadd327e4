"""Classes of the module below v0.2's GroupChat that select the speakers in a method of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import Assignment

from autogen_codemods.model import signatures
from autogen_codemods.model.subclasses import Subclass, handed_on, super_call
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
    if not isinstance(node, cst.Name) or node.value not in view.class_names:
        return None
    found = view.assignments(node)
    if len(found) != 1 or not isinstance(found[0], Assignment) or not isinstance(found[0].node, cst.ClassDef):
        return None
    definition = found[0].node
    bases = [arg for arg in definition.bases if not arg.star]
    if len(bases) != 1 or view.legacy_name(bases[0].value) != BASE or definition.keywords or definition.decorators:
        return None
    return GroupClass(view, definition, BASE, tuple(view.references(found[0])))


def group_arguments(view: ModuleView, of: GroupClass, call: cst.Call) -> dict[str, cst.Arg] | None:
    """The arguments that v0.2's constructor gets in the end; None where they cannot be told."""
    return handed_on(of, super_call(of.handing) if of.handing else None, signatures.GROUP_CHAT_PARAMETERS, call)


def handed_names(of: Subclass) -> Iterator[cst.BaseExpression]:
    """What the constructor hands to v0.2's."""
    call = super_call(of.handing) if of.handing is not None else None
    yield from (arg.value for arg in (call.args if call is not None else ()))

"""A GroupChat that a function returns beside its manager: it goes from the result, and from where that is unpacked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from autogen_codemods.model.program import Group, Program
from autogen_codemods.model.tracing import Use
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft
from autogen_codemods.tree.walk import walk

Place = tuple[cst.Tuple, int]
"""A tuple, and the position at which it has the group."""


def returned_with_others(program: Program, group: Group) -> list[Place] | None:
    """The tuples by which a function hands a group on; None where it is handed on in any other way."""
    view, returned, unpacked = group.view, list[Place](), list[cst.Tuple]()
    for use in _handing_on(program, group):
        above = view.parent(use.node) if use.view is view else None
        holder = view.parent(above) if isinstance(above, cst.Element) else None
        match use.node, above:
            case cst.Name(), cst.Element() if isinstance(holder, cst.Tuple):
                returned.append((holder, list(holder.elements).index(above)))
            case cst.Tuple(), cst.Return():
                continue
            case cst.Call(), cst.Assign(targets=[cst.AssignTarget(target=cst.Tuple() as target)]):
                unpacked.append(target)
            case _:
                return None
    if not returned:
        return []
    positions = {(position, len(holder.elements)) for holder, position in returned}
    if len(positions) != 1 or not all(_is_whole_result(view, holder, returned) for holder, _ in returned):
        return None
    [(position, size)] = positions
    found = [*returned, *((target, position) for target in unpacked)]
    return found if all(len(holder.elements) == size and _is_plain(holder) for holder, _ in found) else None


def without(draft: Draft, places: Sequence[Place]) -> None:
    """Take the group out of these tuples."""
    for holder, position in places:
        rest = [draft.view.code(each.value) for index, each in enumerate(holder.elements) if index != position]
        text = ", ".join(rest)
        draft.replace(holder, f"({text})" if holder.lpar and len(rest) > 1 else text)
        annotation = _annotation(draft.view, holder)
        if isinstance(annotation, cst.Subscript) and not draft.is_gone(annotation):
            types = [draft.view.code(each) for index, each in enumerate(annotation.slice) if index != position]
            kinds = ", ".join(kind.rstrip(", ") for kind in types)
            draft.replace(annotation, f"{draft.code(annotation.value)}[{kinds}]" if len(types) > 1 else kinds)


def _annotation(view: ModuleView, holder: cst.Tuple) -> cst.BaseExpression | None:
    """The type of the result of the function that returns a tuple."""
    function = view.function(holder) if isinstance(view.parent(holder), cst.Return) else None
    return function.returns.annotation if function is not None and function.returns is not None else None


def _handing_on(program: Program, group: Group) -> Iterator[Use]:
    """The expressions that hand a group on, besides those that are rewritten as a whole."""
    for use in program.trace(group).passing:
        around = (use.node, *use.view.ancestors(use.node))
        if use.node is not group.call and not any(id(node) in program.claimed for node in around):
            yield use


def _is_whole_result(view: ModuleView, holder: cst.Tuple, returned: Sequence[Place]) -> bool:
    """Whether a tuple is returned, and every result of its function is such a one."""
    function = view.function(holder)
    if function is None or not isinstance(view.parent(holder), cst.Return):
        return False
    annotation = _annotation(view, holder)
    if annotation is not None and not (
        isinstance(annotation, cst.Subscript) and len(annotation.slice) == len(holder.elements)
    ):
        return False
    own = [node for node in walk(function) if isinstance(node, cst.Return) and view.function(node) is function]
    return all(any(node.value is each for each, _ in returned) for node in own)


def _is_plain(holder: cst.Tuple) -> bool:
    """Whether a tuple is one of plain names, of which something is left."""
    plain = all(isinstance(element.value, cst.Name | cst.Attribute) for element in holder.elements)
    return plain and len(holder.elements) > 1

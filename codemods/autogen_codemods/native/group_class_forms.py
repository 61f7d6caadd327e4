"""The v0.4 form of a class of one's own below GroupChat: the object that a selector_func asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from autogen_codemods.model.group_classes import CHOOSES, GroupClass
from autogen_codemods.model.program import Group
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am405_group_classes import READ, choice, goes_on, own_names, self_of, set_by
from autogen_codemods.native.choosers import annotate
from autogen_codemods.native.draft import Draft, call
from autogen_codemods.tree.walk import walk

_GROUP_NAMES = ("group", "group_chat", "chat", "group_view")


def chooser(draft: Draft, group: Group) -> str:
    """What the selector asks; the class becomes that of an object of its own."""
    of = group.subclass
    assert of is not None and of.chooser is not None
    if of.node not in draft.removed:
        _rewrite_class(draft, group, of)
    kept = of.kept
    given = [
        f"{arg.keyword.value}={draft.code(arg.value)}" if arg.keyword else draft.code(arg.value)
        for name, arg in _given(group.call, of)
        if name in kept
    ]
    return f"{call(of.name, given, 8)}.{CHOOSES}"


def _given(made: cst.Call, of: GroupClass) -> Iterator[tuple[str, cst.Arg]]:
    """The arguments of the constructor by name; positional ones by keyword, as others between them go."""
    names = [each.name.value for each in of.constructor.params.params[1:]] if of.constructor is not None else []
    for position, arg in enumerate(made.args):
        name = arg.keyword.value if arg.keyword else names[position]
        yield name, arg if arg.keyword else arg.with_changes(keyword=cst.Name(name))


def dissolve(draft: Draft, group: Group) -> None:
    """Take a class away that only presets arguments."""
    of = group.subclass
    if of is not None and of.chooser is None and of.node not in draft.removed:
        draft.remove(of.node)


def _rewrite_class(draft: Draft, group: Group, of: GroupClass) -> None:
    view, method = draft.view, of.chooser
    assert method is not None
    draft.removed.append(of.node)
    name_end, base_end = view.span(of.node.name).end, view.span(of.node.bases[0]).end
    closing = re.compile(r"\s*,?\s*\)").match(view.text, base_end)
    draft.put(name_end, closing.end() if closing else base_end, "")
    names = {node.value for node in walk(method) if isinstance(node, cst.Name)}
    seen = next(each for each in _GROUP_NAMES if each not in names)
    annotate(draft, method)
    selector = method.params.params[2]
    typed = f": {draft.use('autogen_compat.native', 'GroupView')}" if selector.annotation is not None else ""
    draft.put(*_span(view, selector), f"{seen}{typed}")
    own = own_names(view, of)
    for node in walk(method.body):
        above = view.parent(node)
        is_self = isinstance(node, cst.Name) and node.value == self_of(method)
        if is_self and isinstance(above, cst.Attribute) and above.value is node and above.attr.value in READ - own:
            draft.replace(node, seen)
    for made in goes_on(view, method):
        draft.replace(made, choice(group) or '"auto"')
    _rewrite_constructor(draft, of)


def _rewrite_constructor(draft: Draft, of: GroupClass) -> None:
    """Leave of the constructor what is its own."""
    constructor, handing = of.constructor, of.handing
    if constructor is None or handing is None:
        return
    rest = [line for line in constructor.body.body if line is not handing]
    if not set_by(draft.view, constructor) and all(_is_docstring(line) for line in rest):
        draft.remove(constructor)
        return
    draft.remove(handing)
    given = constructor.params.params
    wanted = [each for each in (*given[1:], *constructor.params.kwonly_params) if each.name.value in of.kept]
    first, last = draft.view.span(given[0]).start, draft.view.span(constructor.params).end
    parts = [self_of(constructor), *(draft.view.text[slice(*_span(draft.view, each))] for each in wanted)]
    draft.put(first, last, ", ".join(parts))


def _span(view: ModuleView, parameter: cst.Param) -> tuple[int, int]:
    """Where a parameter stands, with its type and its default."""
    annotation = parameter.annotation.annotation if parameter.annotation is not None else None
    last = parameter.default or annotation or parameter.name
    return view.span(parameter.name).start, view.span(last).end


def _is_docstring(line: cst.CSTNode) -> bool:
    match line:
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString())]):
            return True
        case _:
            return False

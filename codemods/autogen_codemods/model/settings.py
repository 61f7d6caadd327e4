"""What is in a configuration dictionary, through names, copies and merges, as long as nothing changes it later."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst
from libcst.metadata import BaseAssignment, ImportAssignment

from autogen_codemods.model.literals import UNKNOWN, constant, elements, keywords
from autogen_codemods.model.view import ModuleView
from autogen_codemods.tree.walk import dotted, walk

_CHANGES = frozenset(
    {"append", "clear", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault", "sort", "update"}
)
_ENVIRONMENT = frozenset({"os.getenv", "os.environ.get", "getenv", "environ.get", "int", "float", "str"})
_COPIES = frozenset({"copy.copy", "copy.deepcopy", "deepcopy"})
_LOOKS = frozenset(
    {"bool", "dict", "isinstance", "json.dumps", "len", "list", "pprint", "print", "repr", "str", "type"}
)
"""Functions that read what they are given and keep nothing of it."""


Entries = dict[str, cst.BaseExpression]


def settings_of(view: ModuleView, node: cst.BaseExpression) -> Entries | None:
    """The entries of a dictionary with constant keys; None if they cannot be told or may change."""
    followed = _followed(view, node)
    match followed:
        case cst.Dict():
            return _of_display(view, followed)
        case cst.Call():
            return _of_call(view, followed)
        case cst.BinaryOperation(operator=cst.BitOr()):
            return _merged(view, (followed.left, followed.right))
        case _:
            return None


def only_element(view: ModuleView, node: cst.BaseExpression) -> cst.BaseExpression | None:
    """The one element of a list display that nothing changes."""
    followed = _followed(view, node)
    items = elements(view, followed) if followed is not None else None
    return items[0] if items is not None and len(items) == 1 else None


def is_off(view: ModuleView, node: cst.BaseExpression) -> bool:
    """Whether a setting is false, zero, None or empty, and stays so."""
    value = _followed(view, node)
    if isinstance(value, cst.List | cst.Tuple):
        return not value.elements
    found = constant(view, node)
    return found is not UNKNOWN and not found


def meaning_of(view: ModuleView, node: cst.CSTNode) -> tuple[int, ...] | None:
    """The bindings of the names in an expression; None if one may be another, or what it means may change."""
    names = [each for each in walk(node) if isinstance(each, cst.Name) and not is_part(view, each)]
    if not all(_is_fixed(view, name) for name in names):
        return None
    return tuple(id(assignment) for name in names for assignment in view.assignments(name))


def names_behind(view: ModuleView, node: cst.BaseExpression) -> set[str]:
    """The variables that a configuration is made of, however far."""
    found: set[str] = set()
    waiting: list[cst.CSTNode] = [node]
    while waiting:
        for each in walk(waiting.pop()):
            variable = None if is_part(view, each) else view.variable(each)
            if variable is not None and variable.name not in found:
                found.add(variable.name)
                waiting.append(variable.value)
    return found


def is_pure(call: cst.Call) -> bool:
    """Whether a call only reads or copies what it is given, or the environment."""
    return dotted(call.func) in _ENVIRONMENT | _COPIES | {"dict", "list", "len"}


def _has_effects(node: cst.BaseExpression) -> bool:
    """Whether it matters when and how often an expression is evaluated."""
    calls = [each for each in walk(node) if isinstance(each, cst.Call | cst.Await | cst.NamedExpr)]
    return any(not isinstance(each, cst.Call) or dotted(each.func) not in _ENVIRONMENT for each in calls)


def means_the_same(view: ModuleView, node: cst.BaseExpression, owner: cst.CSTNode) -> bool:
    """Whether an expression has no effects and means the same at `owner`."""
    if _has_effects(node):
        return False
    scope = view.scope(owner)
    for name in (each for each in walk(node) if isinstance(each, cst.Name) and not is_part(view, each)):
        found = view.assignments(name)
        if len(found) > 1 or (scope is not None and set(scope[name.value]) != set(found)):
            return False
    return True


def _followed(view: ModuleView, node: cst.BaseExpression) -> cst.BaseExpression | None:
    """The expression behind names and subscripts; None if what they mean may change."""
    while True:
        if isinstance(node, cst.Subscript):
            picked = _picked(view, node)
            if picked is None:
                return None
            node = picked
        elif isinstance(node, cst.Name) and (variable := view.variable(node)) is not None:
            if not _is_fixed(view, node):
                return None
            node = variable.value
        else:
            return node


def _of_display(view: ModuleView, node: cst.Dict) -> Entries | None:
    found: Entries = {}
    for element in node.elements:
        if isinstance(element, cst.StarredDictElement):
            inner = settings_of(view, element.value)
            if inner is None:
                return None
            found |= inner
        elif isinstance(element, cst.DictElement) and isinstance(element.key, cst.SimpleString):
            found[str(element.key.evaluated_value)] = element.value
        else:
            return None
    return found


def _of_call(view: ModuleView, node: cst.Call) -> Entries | None:
    name = dotted(node.func)
    if isinstance(node.func, cst.Attribute) and node.func.attr.value == "copy" and not node.args:
        return settings_of(view, node.func.value)
    if name in _COPIES and len(node.args) == 1 and not node.args[0].star and node.args[0].keyword is None:
        return settings_of(view, node.args[0].value)
    if name != "dict":
        return None
    given = [arg for arg in node.args if arg.keyword is None]
    if any(arg.star == "*" for arg in given) or len(given) > 1 + sum(arg.star == "**" for arg in given):
        return None
    base = _merged(view, [arg.value for arg in given])
    named = keywords([arg for arg in node.args if arg.keyword is not None])
    return None if base is None or named is None else base | named


def _merged(view: ModuleView, nodes: Sequence[cst.BaseExpression]) -> Entries | None:
    found: Entries = {}
    for node in nodes:
        inner = settings_of(view, node)
        if inner is None:
            return None
        found |= inner
    return found


def _picked(view: ModuleView, node: cst.Subscript) -> cst.BaseExpression | None:
    """The element of a list or dictionary at a constant place."""
    if len(node.slice) != 1 or not isinstance(node.slice[0].slice, cst.Index):
        return None
    place = constant(view, node.slice[0].slice.value)
    if isinstance(place, str):
        found = settings_of(view, node.value)
        return None if found is None else found.get(place)
    whole = _followed(view, node.value)
    items = elements(view, whole) if whole is not None else None
    if items is None or place is UNKNOWN or not isinstance(place, int) or not -len(items) <= place < len(items):
        return None
    return items[place]


def is_part(view: ModuleView, name: cst.CSTNode) -> bool:
    """Whether a name is an attribute's or a keyword's, not a variable's."""
    above = view.parent(name)
    return (isinstance(above, cst.Attribute) and above.attr is name) or (
        isinstance(above, cst.Arg) and above.keyword is name
    )


def _is_fixed(view: ModuleView, name: cst.Name) -> bool:
    found = view.assignments(name)
    variable = view.variable(name)
    if variable is not None and _is_immutable(view, variable.value):
        return True
    return len(found) < 2 and all(_is_module(each) or _is_untouched(view, each, set()) for each in found)


def _is_module(assignment: BaseAssignment) -> bool:
    return isinstance(assignment, ImportAssignment) and isinstance(assignment.node, cst.Import)


def _is_immutable(view: ModuleView, value: cst.BaseExpression) -> bool:
    return constant(view, value) is not UNKNOWN or isinstance(value, cst.FormattedString)


def _is_untouched(view: ModuleView, assignment: BaseAssignment, seen: set[int]) -> bool:
    if id(assignment) in seen:
        return True
    seen.add(id(assignment))
    return all(_only_looks(view, node, seen) for node in view.references(assignment))


_HOLDERS = (cst.Element, cst.List, cst.Tuple, cst.DictElement, cst.Dict, cst.IfExp, cst.BooleanOperation)
"""What a value is a part or an outcome of, without a copy."""


def _only_looks(view: ModuleView, node: cst.CSTNode, seen: set[int]) -> bool:
    """Whether a read of a name leaves what it names as it is, for good."""
    for above in view.ancestors(node):
        match above:
            case cst.Subscript(value=whole) | cst.Attribute(value=whole) if whole is node:
                node = above
            case cst.Call(func=function) if function is node:
                return not (isinstance(node, cst.Attribute) and node.attr.value in _CHANGES)
            case cst.Arg():
                return _is_harmless(view, view.parent(above))
            case cst.AssignTarget() | cst.Del() | cst.Return() | cst.Yield() | cst.NamedExpr():
                return False
            case cst.AugAssign(target=target) | cst.For(iter=target):
                return target is not node
            case cst.Assign() | cst.AnnAssign():
                return _is_harmless_alias(view, above, seen)
            case _ if isinstance(above, _HOLDERS):
                node = above
            case _:
                return True
    return True


def _is_harmless(view: ModuleView, call: cst.CSTNode | None) -> bool:
    """Whether a call keeps and changes nothing of its arguments: v0.2 copies configurations that it is given."""
    if not isinstance(call, cst.Call):
        return False
    return view.qualified(call.func) is not None or dotted(call.func) in _LOOKS | _COPIES


def _is_harmless_alias(view: ModuleView, node: cst.Assign | cst.AnnAssign, seen: set[int]) -> bool:
    """Whether nothing changes a value through another name that it gets."""
    targets = [each.target for each in node.targets] if isinstance(node, cst.Assign) else [node.target]
    found = [view.assignments(target) for target in targets if isinstance(target, cst.Name)]
    if len(found) != len(targets):
        return False
    return all(_is_untouched(view, assignment, seen) for each in found for assignment in each)

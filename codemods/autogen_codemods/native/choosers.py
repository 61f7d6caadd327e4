"""What a speaker selection function reads and gives back, and whether a v0.4 team can give it that."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods.model import signatures
from autogen_codemods.model.group_reads import Chooser, parameters
from autogen_codemods.model.program import Group, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.proof import NotProven
from autogen_codemods.tree.walk import walk

CODE = "AM403"

_OF_SPEAKER = frozenset({"name", "description"})
_OF_GROUP = frozenset({"messages", "agents", "agent_names", "max_round", "agent_by_name", "next_agent"})
_NAMES_OF_AGENTS = frozenset({"name", "agent_names", "agent_by_name"})
_CHANGING = frozenset(
    {"append", "clear", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault", "sort", "update"}
)
_READING = frozenset(
    {"all", "any", "bool", "dict", "enumerate", "filter", "isinstance", "len", "list", "map", "max", "min", "next"}
    | {"print", "range", "repr", "reversed", "set", "sorted", "str", "sum", "tuple", "type", "zip", "dumps"}
)
_TYPES = {
    "Agent": ("autogen_agentchat.base", "ChatAgent"),
    "ConversableAgent": ("autogen_agentchat.base", "ChatAgent"),
    "GroupChat": ("autogen_compat.native", "GroupView"),
}
"""What v0.2's types of parameters and results are now."""


def check_chooser(group: Group, program: Program) -> None:
    """The function must only read what a GroupView has; raises NotProven."""
    function, view = group.chooser, group.view
    assert function is not None
    names = parameters(function, view)
    plain = isinstance(function, cst.Lambda) or (function.asynchronous is None and not function.decorators)
    if len(names) != 2 or not plain:
        raise NotProven(CODE, function, "the selection function does not take the last speaker and the group")
    for node in walk(function.body):
        if isinstance(node, cst.Name) and node.value in names and not view.is_label(node):
            check_use(view, node, is_group=node.value == names[1])
    check_members(group, program)


def check_members(group: Group, program: Program) -> None:
    """The function must know members only, and of them what v0.4's agents have too; raises NotProven."""
    function, view = group.chooser, group.view
    assert function is not None
    for node in walk(function.body):
        if isinstance(node, cst.Attribute) and node.attr.value in signatures.OF_LEGACY_AGENTS:
            raise NotProven(CODE, node, f"the selection function reads {view.code(node)}, which v0.4's agents have not")
    inside = {id(node) for node in walk(function.body)}
    for agent in program.agents:
        trace = program.trace(agent)
        known = any(id(use.node) in inside for use in (*trace.uses, *trace.passing))
        if agent not in (group.members or ()) and known:
            raise NotProven(CODE, function, f"the selection function knows {agent.name}, who is not in the group")


def check_use(view: ModuleView, node: cst.Name | cst.Attribute, *, is_group: bool) -> None:
    """A group or a speaker may be asked for what v0.4 has too; raises NotProven."""
    above = view.parent(node)
    attribute = above.attr.value if isinstance(above, cst.Attribute) and above.value is node else None
    if is_group:
        if attribute not in _OF_GROUP:
            raise NotProven(CODE, node, f"the selection function uses {view.code(node)} in a way that v0.4 has not")
        assert isinstance(above, cst.Attribute)
        if isinstance(view.parent(above), cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del):
            raise NotProven(CODE, node, f"the selection function sets the group's {attribute}")
        if attribute in {"messages", "agents"} and _is_changed(view, above, depth=0):
            raise NotProven(CODE, node, f"the selection function may change the group's {attribute}")
        return
    compared = isinstance(above, cst.Comparison | cst.ComparisonTarget | cst.Index | cst.Return)
    if attribute not in _OF_SPEAKER and not compared and not _is_for_next(view, above):
        raise NotProven(CODE, node, f"the selection function uses {view.code(node)} in a way that v0.4 has not")


def _is_for_next(view: ModuleView, above: cst.CSTNode | None) -> bool:
    """Whether a node is the argument of ``groupchat.next_agent`` or of a dictionary's ``get``."""
    called = view.parent(above) if isinstance(above, cst.Arg) else None
    function = called.func if isinstance(called, cst.Call) else None
    return isinstance(function, cst.Attribute) and function.attr.value in {"next_agent", "get"}


def _is_changed(view: ModuleView, node: cst.BaseExpression, depth: int) -> bool:
    """Whether what is reached from `node`, a list of messages or a part of it, may be changed.

    `depth`: 0 for the list, 1 for a message, 2 for what a message holds, which is text.
    """
    above = view.parent(node)
    while isinstance(above, cst.Subscript | cst.Attribute | cst.Call):
        if isinstance(above, cst.Attribute) and (above.attr.value in _CHANGING and depth < 2):
            return True
        if isinstance(above, cst.Call) and above.func is not node:
            break
        sliced = isinstance(above, cst.Subscript) and isinstance(above.slice[0].slice, cst.Slice)
        depth += 2 if isinstance(above, cst.Call) else int(isinstance(above, cst.Subscript) and not sliced)
        node, above = above, view.parent(above)
    if depth >= 2:
        return isinstance(above, cst.AssignTarget | cst.AugAssign | cst.Del)
    match above:
        case cst.Arg():
            called = view.parent(above)
            function = called.func if isinstance(called, cst.Call) else None
            name = function.attr if isinstance(function, cst.Attribute) else function
            return not (isinstance(name, cst.Name) and name.value in _READING)
        case cst.Assign() | cst.AnnAssign() | cst.NamedExpr():
            return any(_is_changed(view, read, depth) for read in _reads_of(view, above))
        case _:
            return isinstance(above, cst.AssignTarget | cst.AugAssign | cst.Del)


def _reads_of(view: ModuleView, node: cst.Assign | cst.AnnAssign | cst.NamedExpr) -> list[cst.Name]:
    """The reads of the names that an assignment binds."""
    targets = [each.target for each in node.targets] if isinstance(node, cst.Assign) else [node.target]
    names = [target for target in targets if isinstance(target, cst.Name)]
    found = {id(read): read for name in names for each in view.assignments(name) for read in view.references(each)}
    return [read for read in found.values() if isinstance(read, cst.Name)]


def reads_names(function: Chooser) -> bool:
    """Whether a function may compare agents by their names."""
    for node in walk(function.body):
        if isinstance(node, cst.Attribute) and node.attr.value in _NAMES_OF_AGENTS:
            return True
        if isinstance(node, cst.SimpleString) and node.evaluated_value == "name":
            return True
    return False


def may_end(function: Chooser) -> bool:
    """Whether a selection function may give None: by a return of what may be None, or by running to its end."""
    if isinstance(function, cst.Lambda):
        return not _is_some(function.body, set())
    returns = [node for node in walk(function.body) if isinstance(node, cst.Return)]
    set_here = {name for node in walk(function.body) for name in _set_names(node)}
    return not all(_is_some(each.value, set_here) for each in returns) or not _ends(function.body)


def _is_some(value: cst.BaseExpression | None, set_here: set[str]) -> bool:
    """Whether an expression is surely not None: a text, or a name that the function does not set itself."""
    if isinstance(value, cst.IfExp):
        return _is_some(value.body, set_here) and _is_some(value.orelse, set_here)
    if isinstance(value, cst.Name):
        return value.value != "None" and value.value not in set_here
    return isinstance(value, cst.SimpleString)


def _set_names(node: cst.CSTNode) -> Iterator[str]:
    if isinstance(node, cst.AssignTarget | cst.AnnAssign | cst.NamedExpr | cst.For | cst.AsName):
        target = node.name if isinstance(node, cst.AsName) else node.target
        yield from (each.value for each in walk(target) if isinstance(each, cst.Name))


def _ends(block: cst.BaseSuite) -> bool:
    last = block.body[-1]
    if isinstance(last, cst.SimpleStatementLine):
        return isinstance(last.body[-1], cst.Return | cst.Raise)
    if isinstance(last, cst.If) and last.orelse is not None:
        rest = last.orelse if isinstance(last.orelse, cst.If) else last.orelse.body
        return _ends(last.body) and (_ends(rest) if isinstance(rest, cst.BaseSuite) else _ends_if(rest))
    return False


def _ends_if(statement: cst.If) -> bool:
    return _ends(cst.IndentedBlock([statement]))


def annotate(draft: Draft, function: Chooser) -> None:
    """Put the types that parameters and results have now in the place of v0.2's."""
    if isinstance(function, cst.Lambda):
        return
    annotations = [each.annotation for each in function.params.params]
    for annotation in (*annotations, function.returns):
        for node in walk(annotation) if annotation is not None else ():
            known = (
                _TYPES.get(draft.view.legacy_name(node) or "") if isinstance(node, cst.Name | cst.Attribute) else None
            )
            outer = draft.view.parent(node)
            if known is not None and not isinstance(outer, cst.Attribute):
                draft.replace(node, draft.use(*known))

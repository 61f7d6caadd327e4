"""Groups whose list of agents is put together when the program runs: the team takes the list as it is.

v0.2's group keeps the list itself, so nothing may change it once there is a team; v0.4's team copies it.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.model.program import Agent, Group, Manager, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft, items
from autogen_codemods.native.homes import is_at_hand
from autogen_codemods.native.proof import NotProven
from autogen_codemods.tree.walk import walk

CODE = "AM402"
_CHANGES = frozenset(
    {"append", "clear", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault", "sort", "update"}
)


def check_open_group(program: Program, group: Group, manager: Manager) -> None:
    """The list must be complete where the manager is made; raises NotProven."""
    if group.gathered is None:
        return
    given = (group.arguments or {})["agents"].value
    if manager.view is group.view:
        _check_names(group, manager, given)
    for container in group.gathered.containers:
        for view, node in _changes(program, container):
            if not _is_before(container, view, node, manager):
                raise NotProven(CODE, node, "the agents of the group may change when there is a team")


def is_certain(group: Group, agent: Agent) -> bool:
    """Whether an agent is in a group in any case, if it may be in it."""
    return group.gathered is None or agent in group.gathered.certain or agent not in group.gathered.agents


def participants(draft: Draft, group: Group, manager: Manager) -> str:
    """The expression for the list where the team is made; raises NotProven."""
    given = (group.arguments or {})["agents"].value
    if not is_at_hand(group.view, given, draft.view, manager.statement):
        raise NotProven(CODE, given, "the agents of the group are not at hand where they are needed")
    if isinstance(given, cst.Name | cst.Attribute):
        for target in _targets(draft.view, group):
            agents = f"list[{draft.use('autogen_agentchat.base', 'ChatAgent')}]"
            draft.replace(target, f"{draft.code(target)}: {agents}")
        return draft.code(given)
    name = draft.fresh("participants", manager.statement)
    spread = list(_spread(draft, given))
    listed = draft.code(given) if len(spread) == 1 else items(spread)
    draft.insert_before(manager.statement, [f"{name} = {listed}"])
    return name


def _targets(view: ModuleView, group: Group) -> Iterator[cst.BaseExpression]:
    """What a list that the group is given as it is gets assigned to where it is made, without its type."""
    given = (group.arguments or {})["agents"].value
    for container in group.gathered.containers if group.gathered is not None else ():
        above = view.parent(container.node) if container.node in view else None
        if isinstance(above, cst.Assign) and len(above.targets) == 1:
            target = above.targets[0].target
            if _is_declared_elsewhere(view, target):
                continue
            if view.code(target) == view.code(given) and isinstance(container.node, cst.List | cst.ListComp | cst.Call):
                yield target


def _is_declared_elsewhere(view: ModuleView, target: cst.BaseExpression) -> bool:
    """Whether a name is global or nonlocal where it is assigned, and can have no type there."""
    function = view.function(target)
    declared = (node for node in walk(function) if isinstance(node, cst.Global | cst.Nonlocal)) if function else ()
    names = {item.name.value for node in declared for item in node.names}
    return isinstance(target, cst.Name) and target.value in names


def _spread(draft: Draft, node: cst.BaseExpression) -> Iterator[str]:
    """The items of one list display that is the sum of lists."""
    match node:
        case cst.BinaryOperation(operator=cst.Add()):
            yield from (*_spread(draft, node.left), *_spread(draft, node.right))
        case cst.List():
            yield from (draft.code(each).rstrip(", ") for each in node.elements)
        case _:
            yield f"*{draft.code(node)}"


def _check_names(group: Group, manager: Manager, given: cst.BaseExpression) -> None:
    """The list is written at the manager, so its names must mean the same as at the group."""
    view = group.view
    first, last = view.span(group.call).end, view.span(manager.call).start
    names = {each.value for each in walk(given) if isinstance(each, cst.Name)}
    for node in view.nodes:
        target = node.target if isinstance(node, cst.AssignTarget | cst.AnnAssign | cst.AugAssign | cst.For) else None
        if isinstance(target, cst.Name) and target.value in names and first <= view.span(target).start < last:
            raise NotProven(CODE, target, f"{target.value} is another list where the manager is made")


def _changes(program: Program, container: v.Container) -> Iterator[tuple[ModuleView, cst.CSTNode]]:
    """What changes a list or dictionary in the files that were read."""
    resolver = program.tracer.resolver
    for path in resolver.files.parsed:
        view = resolver.files.view(path)
        for node in view.nodes if view is not None else ():
            changed = _changed(node)
            if view is not None and changed is not None and container in resolver.values(view, changed):
                yield view, node


def _changed(node: cst.CSTNode) -> cst.BaseExpression | None:
    """The expression for the list or dictionary that a statement changes, if it may be one that does."""
    match node:
        case cst.Call(func=cst.Attribute(value=holder, attr=cst.Name(value=method))) if method in _CHANGES:
            return holder
        case cst.AssignTarget(target=cst.Subscript(value=holder)) | cst.Del(target=cst.Subscript(value=holder)):
            return holder
        case cst.AugAssign(target=target):
            return target
        case _:
            return None


def _is_before(container: v.Container, view: ModuleView, change: cst.CSTNode, manager: Manager) -> bool:
    """Whether a change is over when the manager is made."""
    function, home = view.function(change), manager.view.function(manager.call)
    if view is not manager.view:
        return function is None
    if function is home:
        start = view.span(manager.call).start
        return view.span(change).end <= start and not _share_loop(container, view, change, manager)
    if function is None and home is not None:
        return view.span(change).end <= view.span(home).start
    if function is None or container.node not in view or view.function(container.node) is not function:
        return _is_in_constructor(view, change, manager)
    return _is_unknown_yet(container, view, change, function)


def _share_loop(container: v.Container, view: ModuleView, change: cst.CSTNode, manager: Manager) -> bool:
    """Whether a loop around the manager changes a list that was there before the loop."""
    around = {id(each): each for each in view.ancestors(manager.call) if isinstance(each, cst.For | cst.While)}
    loops = [around[id(each)] for each in view.ancestors(change) if id(each) in around]
    return any(container.node not in view or loop not in list(view.ancestors(container.node)) for loop in loops)


def _is_unknown_yet(container: v.Container, view: ModuleView, change: cst.CSTNode, function: cst.FunctionDef) -> bool:
    """Whether the function that makes the list changes it before it gives it to any other."""
    span = view.span(change)
    inside = (node for node in walk(function) if isinstance(node, cst.Call) and view.function(node) is function)
    later = [view.span(node).start for node in inside if _changed(node) is None and view.span(node).end < span.start]
    made = view.span(container.node).end
    handing = [call for call in later if call > made]
    return not any(_hands_over(view, function, start, container) for start in handing)


def _hands_over(view: ModuleView, function: cst.FunctionDef, start: int, container: v.Container) -> bool:
    """Whether the call that starts at `start` is given a name of the list."""
    names = {
        target.value
        for node in walk(function)
        if isinstance(node, cst.Assign) and node.value is container.node
        for target in (each.target for each in node.targets)
        if isinstance(target, cst.Name)
    }
    calls = (node for node in walk(function) if isinstance(node, cst.Call) and view.span(node).start == start)
    arguments = (arg.value for call in calls for arg in call.args)
    return any(isinstance(each, cst.Name) and each.value in names for arg in arguments for each in walk(arg))


def _is_in_constructor(view: ModuleView, change: cst.CSTNode, manager: Manager) -> bool:
    """Whether a method makes the team after the constructor of its object has changed the list."""
    function, home = view.function(change), view.function(manager.call)
    if function is None or home is None or function.name.value != "__init__":
        return False
    if view.parent(function) is not view.parent(home):
        return False
    calls = [node for node in walk(function) if isinstance(node, cst.Attribute) and node.attr.value == home.name.value]
    return all(view.span(node).start > view.span(change).end for node in calls)

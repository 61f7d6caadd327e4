"""AM405: a class of one's own below GroupChat that selects the speakers keeps that method, and is no group any more.

v0.2: autogen/agentchat/groupchat.py GroupChat.select_speaker.  v0.4: SelectorGroupChat(selector_func=…).
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods.model import signatures
from autogen_codemods.model.group_classes import CHOOSES, GroupClass, handed_names
from autogen_codemods.model.program import Group, Manager, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.callbacks import check_body
from autogen_codemods.native.choosers import check_members, check_use
from autogen_codemods.native.component import Component
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM405",
    title="a GroupChat of one's own that selects the speakers becomes the object that a selector_func asks",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's teams ask a selector_func for the next speaker. What the class keeps between two turns stays its own; "
    "what it read of v0.2's group it reads of a GroupView. A select_speaker that goes on to v0.2's leaves the choice "
    'to the model: it gives "auto".',
    before="class Relay(GroupChat):\n"
    "    def select_speaker(self, last_speaker, selector):\n"
    "        return self.next_agent(last_speaker)",
    after="class Relay:\n"
    "    def select_speaker(self, last_speaker, group):\n"
    "        return group.next_agent(last_speaker)",
)

CODE = RULE.code
READ = frozenset({"messages", "agents", "agent_names", "max_round", "agent_by_name", "next_agent"})
"""What a GroupView has too."""
_STORING = (cst.AssignTarget, cst.AnnAssign, cst.AugAssign)
_TESTING = (cst.AssignTarget, cst.AnnAssign, cst.BooleanOperation, cst.If, cst.UnaryOperation)


def check(component: Component, group: Group, manager: Manager, exported: frozenset[str]) -> None:
    """The class must change nothing but who speaks next; raises NotProven."""
    of, view, program = group.subclass, group.view, component.program
    if of is None:
        return
    if {of.name, "*"} & exported:
        raise NotProven(CODE, of.node, f"other files may use the class {of.name}")
    same = [each for each in program.groups if each.subclass is not None and each.subclass.node is of.node]
    if not all(map(component.holds, same)):
        raise NotProven(CODE, of.node, f"groups of {of.name} belong to what has nothing to do with each other")
    if any(not _is_made(view, node) for node in of.references):
        raise NotProven(CODE, of.node, f"the class {of.name} is used otherwise than to make groups")
    for name, method in of.methods.items():
        if name in signatures.GROUP_CHAT_NAMES - {CHOOSES} or method.decorators:
            raise NotProven(CODE, method, f"the class {of.name} has its own {name}")
    own = own_names(view, of)
    if taken := sorted(own & signatures.GROUP_CHAT_NAMES - {CHOOSES}):
        raise NotProven(CODE, of.node, f"the class {of.name} sets {taken[0]}, which v0.2's group has")
    if of.chooser is not None:
        _check_chooser(program, group, of.chooser, own)
        if any(chat.is_async for chat in component.chats if chat.recipient is manager):
            raise NotProven(CODE, of.node, f"an asynchronous chat asks no {CHOOSES} of {of.name}")
    elif own:
        raise NotProven(CODE, of.node, f"the class {of.name} has more than arguments, and selects no speakers")
    for method in (each for each in of.methods.values() if each is not of.chooser):
        _check_method(view, of, method, own)
    _check_lists(program, group)


def _check_lists(program: Program, group: Group) -> None:
    """A default list is one for all groups of the class."""
    given = (group.arguments or {}).get("messages")
    constructor = group.subclass.constructor if group.subclass is not None else None
    inside = constructor is not None and given is not None and any(given.value is each for each in walk(constructor))
    if inside and len([each for each in program.groups if each.subclass and each.subclass.name == _name(group)]) > 1:
        raise NotProven(CODE, group.call, f"the groups of {_name(group)} share their list of messages")


def _name(group: Group) -> str:
    return group.subclass.name if group.subclass is not None else ""


def own_names(view: ModuleView, of: GroupClass) -> set[str]:
    """The attributes and methods that only the class has; raises NotProven for other parts of its body."""
    found = set(of.methods) - {"__init__"}
    for statement in of.other_statements:
        targets = list(_targets(statement))
        if not targets or not all(isinstance(each, cst.Name) for each in targets):
            raise NotProven(CODE, statement, f"the class {of.name} has more than methods and attributes")
        found |= {each.value for each in targets if isinstance(each, cst.Name)}
    for method in of.methods.values():
        found |= set_by(view, method)
    return found


def _targets(statement: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """What a line of assignments assigns to; nothing for other statements."""
    smalls = statement.body if isinstance(statement, cst.SimpleStatementLine) else ()
    if all(isinstance(small, cst.Assign | cst.AnnAssign) for small in smalls):
        for small in smalls:
            if isinstance(small, cst.Assign):
                yield from (each.target for each in small.targets)
            elif isinstance(small, cst.AnnAssign):
                yield small.target


def set_by(view: ModuleView, method: cst.FunctionDef) -> set[str]:
    """The attributes that a method sets of its object."""
    targets = (each.target for each in walk(method.body) if isinstance(each, _STORING))
    own = (each for each in targets if isinstance(each, cst.Attribute) and view.code(each.value) == self_of(method))
    return {each.attr.value for each in own}


def self_of(method: cst.FunctionDef) -> str:
    """The name of the first parameter."""
    return method.params.params[0].name.value if method.params.params else ""


def _check_chooser(program: Program, group: Group, chooser: cst.FunctionDef, own: set[str]) -> None:
    view = group.view
    names = [each.name.value for each in chooser.params.params]
    if len(names) != 3 or chooser.asynchronous is not None or chooser.params.star_kwarg is not None:
        raise NotProven(CODE, chooser, f"the {CHOOSES} of {_name(group)} does not take the last speaker and a selector")
    inside = {id(node) for each in goes_on(view, chooser) for node in walk(each)}
    for node in walk(chooser.body):
        if not isinstance(node, cst.Name) or view.is_label(node) or id(node) in inside:
            continue
        if node.value == "super":
            raise NotProven(CODE, node, f"the {CHOOSES} of {_name(group)} does more with the choice of v0.2's")
        if node.value == names[2]:
            raise NotProven(CODE, node, f"the {CHOOSES} of {_name(group)} uses {names[2]}, the manager of v0.2")
        if node.value == names[0]:
            _check_self(view, _name(group), node, own | READ)
        elif node.value == names[1] and not _is_kept(view, chooser, node):
            check_use(view, node, is_group=False)
    if inside and isinstance(_method_given(group), cst.BaseExpression) and choice(group) is None:
        raise NotProven(CODE, chooser, f"the {CHOOSES} of {_name(group)} goes on to a function that selects")
    for node in walk(chooser.body):
        if isinstance(node, cst.Return) and isinstance(node.value, cst.SimpleString | cst.FormattedString):
            raise NotProven(CODE, node, f"the {CHOOSES} of {_name(group)} gives a text, which is no agent")
    check_body(view, CODE, chooser)
    check_members(group, program)


def _check_self(view: ModuleView, name: str, node: cst.Name, known: set[str]) -> None:
    above = view.parent(node)
    if not isinstance(above, cst.Attribute) or above.attr.value not in known:
        raise NotProven(CODE, node, f"the class {name} uses its group in a way that v0.4 has not")
    if above.attr.value in READ:
        check_use(view, node, is_group=True)


def _is_kept(view: ModuleView, chooser: cst.FunctionDef, node: cst.Name) -> bool:
    """Whether the last speaker is kept in an attribute that is only compared, or asked for a name; raises NotProven."""
    above = view.parent(node)
    target = above.targets[0].target if isinstance(above, cst.Assign) and len(above.targets) == 1 else None
    if not isinstance(target, cst.Attribute) or view.code(target.value) != self_of(chooser):
        return False
    name = target.attr.value
    for each in walk(view.parent(chooser) or chooser):
        is_read = isinstance(each, cst.Attribute) and each.attr.value == name and each is not target
        if is_read and isinstance(each, cst.Attribute) and not isinstance(view.parent(each), _TESTING):
            check_use(view, each, is_group=False)
    return True


def _check_method(view: ModuleView, of: GroupClass, method: cst.FunctionDef, own: set[str]) -> None:
    """Another method may use what is its own."""
    handed = {id(each) for value in handed_names(of) for each in walk(value)}
    handing = {id(each) for each in walk(of.handing)} if of.handing is not None else set[int]()
    if method.name.value == "__init__" and of.handing is None:
        raise NotProven(CODE, method, f"the constructor of {of.name} does not call v0.2's first")
    for node in walk(method.body):
        if not isinstance(node, cst.Name) or view.is_label(node) or id(node) in handing | handed:
            continue
        if node.value == self_of(method):
            _check_self(view, of.name, node, own)
        if node.value == "super" or (method.name.value == "__init__" and node.value == "agents"):
            raise NotProven(CODE, node, f"the {method.name.value} of {of.name} does more with v0.2's group")
    check_body(view, CODE, method)


def _is_made(view: ModuleView, node: cst.CSTNode) -> bool:
    above = view.parent(node)
    if isinstance(above, cst.Arg):
        above = view.parent(above)
        return isinstance(above, cst.Call) and isinstance(above.func, cst.Name) and above.func.value == "super"
    return isinstance(above, cst.Call) and above.func is node


def goes_on(view: ModuleView, chooser: cst.FunctionDef) -> list[cst.Call]:
    """The ``return super().select_speaker(last_speaker, selector)`` of a method."""
    names = [each.name.value for each in chooser.params.params[1:]]
    found: list[cst.Call] = []
    for node in walk(chooser.body):
        match node:
            case cst.Return(
                value=cst.Call(
                    func=cst.Attribute(value=cst.Call(func=cst.Name("super")), attr=cst.Name(value=method))
                ) as made
            ) if method == CHOOSES and [view.code(arg.value) for arg in made.args] == names:
                found.append(made)
            case _:
                pass
    return found


def _method_given(group: Group) -> cst.BaseExpression | None:
    given = (group.arguments or {}).get("speaker_selection_method")
    return given.value if given is not None else None


def choice(group: Group) -> str | None:
    """How v0.2's own method selects, as it is written."""
    node = _method_given(group)
    if node is None:
        return '"auto"'
    return group.view.code(node) if isinstance(node, cst.SimpleString) else None

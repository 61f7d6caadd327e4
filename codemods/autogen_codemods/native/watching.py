"""Methods of a class of one's own that see messages on their way, as functions."""

from __future__ import annotations

import re

import libcst as cst

from autogen_codemods.model.literals import bound_arguments
from autogen_codemods.model.program import Agent, Manager
from autogen_codemods.model.subclasses import Subclass
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.callbacks import check_agents, check_body, parameters_of
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.proof import NotProven
from autogen_codemods.tree.walk import walk

CODE = "AM237"
_METHODS = {
    "send": ("sends", ("message", "recipient", "request_reply", "silent")),
    "a_send": ("sends", ("message", "recipient", "request_reply", "silent")),
    "receive": ("receives", ("message", "sender", "request_reply", "silent")),
    "a_receive": ("receives", ("message", "sender", "request_reply", "silent")),
    "_process_received_message": ("receives", ("message", "sender", "silent")),
}
"""v0.2's methods by name: what the agent does, and their parameters after ``self``."""
WATCHING = frozenset(_METHODS)
_BOTH = "_process_received_message"
"""What chats of both kinds call."""
_GONE = "pass  # handed on"
_CHANGING = frozenset({"update", "pop", "clear", "setdefault", "append", "extend"})


def check_kinds(of: Subclass) -> None:
    """A class may see what it receives in one of v0.2's two places; raises NotProven."""
    if _BOTH in of.methods and {"receive", "a_receive"} & of.methods.keys():
        raise NotProven(CODE, of.methods[_BOTH], f"the class {of.name} sees twice what it receives")


def check_method(view: ModuleView, of: Subclass, method: cst.FunctionDef) -> None:
    """A method may look at the message and must hand it on as it is; raises NotProven."""
    name, own = method.name.value, parameters_of(method)
    if method.decorators or method.params.star_kwarg is not None or isinstance(method.params.star_arg, cst.Param):
        raise NotProven(CODE, method, f"the class {of.name} has its own {name} with * or ** arguments")
    if len(own) < 3 or (method.asynchronous is not None) != name.startswith("a_"):
        raise NotProven(CODE, method, f"the class {of.name} has its own {name}")
    handed = _handed_on(view, of, method)
    if handed is None:
        raise NotProven(CODE, method, f"the class {of.name} has its own {name}, which does not just hand messages on")
    seen = [each for each in method.body.body if each is not handed]
    unused = set(own[3:])
    for node in (each for statement in seen for each in walk(statement)):
        if isinstance(node, cst.Return):
            raise NotProven(CODE, node, f"the {name} of {of.name} does not hand every message on")
        if isinstance(node, cst.Name) and node.value in unused and not view.is_label(node):
            raise NotProven(CODE, node, f"the {name} of {of.name} reads {node.value}")
        if _changes(node, own[1]):
            raise NotProven(CODE, node, f"the {name} of {of.name} changes the message")
    check_agents(view, CODE, method, {own[0], own[2]}, [id(node) for node in walk(handed)])
    check_body(view, CODE, method)


def _handed_on(view: ModuleView, of: Subclass, method: cst.FunctionDef) -> cst.SimpleStatementLine | None:
    """The statement that hands a message on to v0.2's method, the last or, where it is received, the first."""
    found = [each for each in method.body.body if isinstance(each, cst.SimpleStatementLine) and _is_super(each)]
    if len(found) != 1 or sum(_is_super(node) for node in walk(method.body)) < 1:
        return None
    [line] = found
    supers = [node for node in walk(method.body) if isinstance(node, cst.Name) and node.value in ("super", of.base)]
    inside = {id(node) for node in walk(line)}
    after = method.body.body[-1] is not line
    if any(id(node) not in inside for node in supers) or (after and not method.name.value.startswith("_")):
        return None
    return line if _passes_all(method, line) else None


def _is_super(node: cst.CSTNode) -> bool:
    """Whether a statement is ``super().method(…)``, awaited or returned or not."""
    return isinstance(node, cst.SimpleStatementLine) and len(node.body) == 1 and _super_call(node.body[0]) is not None


def _super_call(small: cst.BaseSmallStatement) -> cst.Call | None:
    value = small.value if isinstance(small, cst.Expr | cst.Return) else None
    value = value.expression if isinstance(value, cst.Await) else value
    if not isinstance(value, cst.Call) or not isinstance(value.func, cst.Attribute):
        return None
    receiver = value.func.value
    named = isinstance(receiver, cst.Call) and isinstance(receiver.func, cst.Name) and receiver.func.value == "super"
    return value if named and value.func.attr.value in WATCHING else None


def _passes_all(method: cst.FunctionDef, line: cst.SimpleStatementLine) -> bool:
    call = _super_call(line.body[0])
    own, (_, parameters) = parameters_of(method)[1:], _METHODS[method.name.value]
    if call is None or not isinstance(call.func, cst.Attribute) or call.func.attr.value != method.name.value:
        return False
    given = bound_arguments(call, parameters)
    if given is None or len(own) > len(parameters):
        return False
    passed = {name: arg.value.value for name, arg in given.items() if isinstance(arg.value, cst.Name)}
    needed = [name for name in parameters if name != "silent"]
    return (
        len(passed) == len(given)
        and all(passed.get(name) == mine for name, mine in _pairs(needed, own))
        and all(passed.get(name) in (None, mine) for name, mine in _pairs(parameters, own))
    )


def _pairs(parameters: tuple[str, ...] | list[str], own: list[str]) -> list[tuple[str, str]]:
    return [(name, own[index] if index < len(own) else "") for index, name in enumerate(parameters)]


def _changes(node: cst.CSTNode, message: str) -> bool:
    """Whether a node changes the message or gives its name another value."""
    if isinstance(node, cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del | cst.For | cst.NamedExpr):
        target = node.target
        while isinstance(target, cst.Subscript | cst.Attribute):
            target = target.value
        return isinstance(target, cst.Name) and target.value == message
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in _CHANGING:
        return isinstance(node.func.value, cst.Name) and node.func.value.value == message
    return False


def watches(party: Agent | Manager) -> bool:
    """Whether the class of an agent or manager sees messages on their way."""
    return party.subclass is not None and bool(WATCHING & party.subclass.methods.keys())


def functions_of(party: Agent | Manager, *, is_async: bool) -> list[tuple[str, str]]:
    """What the class of an agent or manager sees in a chat of this kind, and the names of the functions for it."""
    of = party.subclass
    found: list[tuple[str, str]] = []
    for name, method in (of.methods if of is not None else {}).items():
        if of is None or name not in WATCHING or (name != _BOTH and name.startswith("a_") is not is_async):
            continue
        if seen_in(method):
            found.append((_METHODS[name][0], function_name(of, name)))
    return found


def seen_in(method: cst.FunctionDef) -> list[cst.BaseStatement]:
    """The statements of a method besides a docstring and the one that hands the message on."""
    lines = [each for each in method.body.body if isinstance(each, cst.BaseStatement) and not _is_super(each)]
    return [each for each in lines if not _is_docstring(each)]


def _is_docstring(statement: cst.CSTNode) -> bool:
    match statement:
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString())]):
            return True
        case _:
            return False


def function_name(of: Subclass, method: str) -> str:
    """What the function is called that takes the place of a method."""
    return f"{words(of.name)}_{_METHODS[method][0]}"


def words(name: str) -> str:
    """The name of a class as that of a function."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def as_function(draft: Draft, of: Subclass, method: cst.FunctionDef) -> str:
    """The text of a method as a function, its lines relative to the first."""
    view, (agent, message, partner) = draft.view, parameters_of(method)[:3]
    for node in (each for statement in seen_in(method) for each in walk(statement)):
        if isinstance(node, cst.Name) and node.value == agent and not view.is_label(node):
            draft.replace(node, "agent")
    for line in method.body.body:
        if _is_super(line) and isinstance(line, cst.SimpleStatementLine):
            draft.replace(line.body[0], _GONE)
    whole = draft.code(method).rstrip()
    header = view.text[view.span(method).start : view.span(method.body).start]
    head = "async def" if method.asynchronous is not None else "def"
    lines = whole[len(header) :].splitlines(keepends=True) if whole.startswith(header) else []
    body = "".join(line for line in lines if line.strip() != _GONE).rstrip()
    return f"{head} {function_name(of, method.name.value)}(agent, {message}, {partner}):\n{body.lstrip(chr(10))}"

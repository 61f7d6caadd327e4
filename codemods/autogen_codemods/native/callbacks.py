"""Functions of the program that are called with agents and v0.2's message dictionaries, and go on being called so."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import libcst as cst

from autogen_codemods.model.literals import entries
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.proof import NotProven
from autogen_codemods.tree.walk import dotted, walk

Callback = cst.FunctionDef | cst.Lambda

_READ_ONLY = frozenset(
    {
        "len",
        "print",
        "str",
        "repr",
        "bool",
        "list",
        "tuple",
        "reversed",
        "enumerate",
        "any",
        "all",
        "sorted",
        "isinstance",
        "json.dumps",
        "copy.copy",
        "copy.deepcopy",
        "deepcopy",
        "pprint",
    }
)
"""Functions that leave the messages that they get as they are."""
_READ_ONLY_METHODS = frozenset({"get", "join", "format"})
_CHANGING = frozenset({"append", "clear", "pop", "extend", "insert", "remove", "update", "sort", "reverse"})
_LOOP_CALLS = frozenset({"run_until_complete", "asyncio.run", "initiate_chat", "initiate_chats"})


def callback_of(view: ModuleView, node: cst.BaseExpression | None) -> Callback | None:
    """The function or lambda of this module that an expression names."""
    if isinstance(node, cst.Lambda):
        return node
    return view.definition(node)


def replying(view: ModuleView, node: cst.BaseExpression | None) -> Callback | None:
    """The function, lambda or method of the same object that an expression names."""
    method = _own_method(view, node) if isinstance(node, cst.Attribute) else None
    return method or callback_of(view, node)


def _own_method(view: ModuleView, node: cst.Attribute) -> cst.FunctionDef | None:
    """The method that ``self.method`` means in another method of its class."""
    function = view.function(node)
    owner = view.parent(view.parent(function) or function) if function is not None else None
    if not isinstance(owner, cst.ClassDef) or function is None or not function.params.params:
        return None
    if view.code(node.value) != function.params.params[0].name.value or function.decorators:
        return None
    methods = [each for each in owner.body.body if isinstance(each, cst.FunctionDef)]
    found = [each for each in methods if each.name.value == node.attr.value]
    return found[0] if len(found) == 1 and not found[0].decorators else None


def given_to(view: ModuleView, function: Callback) -> list[str]:
    """The names of the parameters that a function is called with; a method's own object aside."""
    above = view.parent(view.parent(function) or function)
    return parameters_of(function)[1:] if isinstance(above, cst.ClassDef) else parameters_of(function)


def parameters_of(function: Callback) -> list[str]:
    """The names of a function's parameters, in order."""
    given = function.params
    return [each.name.value for each in (*given.posonly_params, *given.params, *given.kwonly_params)]


SYSTEM_MESSAGE = "system_message"
"""What a ReplyChainAgent tells of the agent that it is made around."""
_KEPT = frozenset({"name", "description"})


def check_agents(
    view: ModuleView,
    code: str,
    function: Callback,
    names: Collection[str],
    dead: Collection[int],
    instructed: str | None = None,
) -> None:
    """Parameters that hold agents may be asked for their names only; raises NotProven.

    `dead`: calls that never run; `instructed`: the parameter that may be asked for its system message, too.
    """
    for node in walk(function.body):
        if not isinstance(node, cst.Name) or node.value not in names or view.is_label(node):
            continue
        above = view.parent(node)
        read = above.attr.value if isinstance(above, cst.Attribute) and above.value is node else None
        if read in _KEPT or (read == SYSTEM_MESSAGE and node.value == instructed and not is_set(view, above)):
            continue
        if any(id(outer) in dead for outer in view.ancestors(node)):
            continue
        raise NotProven(code, node, f"{_named(function)} uses {node.value}, an agent of v0.2, for more than its name")


def is_set(view: ModuleView, node: cst.CSTNode | None) -> bool:
    """Whether an attribute gets another value."""
    above = view.parent(node) if node is not None else None
    return isinstance(above, cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del)


def check_messages(
    view: ModuleView, code: str, function: Callback, names: Collection[str], dead: Collection[int]
) -> None:
    """Parameters that hold messages may be read only: in v0.2 a change would last; raises NotProven."""
    held = {*names, *_derived(function, names)}
    for node in walk(function.body):
        target = _changed(node)
        if target is not None and _root(target) in held:
            raise NotProven(code, node, f"{_named(function)} changes messages, which v0.2 kept")
        if isinstance(node, cst.Call) and id(node) not in dead:
            _check_call(view, code, function, node, held)


def check_body(view: ModuleView, code: str, function: Callback) -> None:
    """Nothing of v0.2 and no event loop may be used within; raises NotProven."""
    for node in walk(function.body):
        if isinstance(node, cst.Call) and _is_loop_call(node):
            raise NotProven(code, node, f"{_named(function)} starts a chat or an event loop")
        if isinstance(node, cst.Name | cst.Attribute) and view.legacy_name(node) is not None:
            raise NotProven(code, node, f"{_named(function)} uses {view.code(node)} of v0.2")
        if isinstance(node, cst.Yield):
            raise NotProven(code, node, f"{_named(function)} is a generator")


def dead_calls(view: ModuleView, function: Callback, config: cst.BaseExpression | None) -> set[int]:
    """Calls of an entry of the configuration that is None: v0.2's example of a reply function has one."""
    found = entries(view.value(config)) if config is not None else None
    empty = {key for key, value in (found or {}).items() if isinstance(value, cst.Name) and value.value == "None"}
    aliases = {
        node.target.value
        for assign in walk(function.body)
        if isinstance(assign, cst.Assign) and _entry(assign.value) in empty
        for node in assign.targets
        if isinstance(node.target, cst.Name)
    }
    calls = (node for node in walk(function.body) if isinstance(node, cst.Call))
    return {id(node) for node in calls if _entry(node.func) in empty or dotted(node.func) in aliases}


def _entry(node: cst.BaseExpression) -> str | None:
    """The key in ``config["key"]``."""
    match node:
        case cst.Subscript(
            value=cst.Name(value="config"),
            slice=[cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString() as key))],
        ):
            return str(key.evaluated_value)
        case _:
            return None


def annotate(draft: Draft, function: Callback) -> None:
    """Put v0.4's type of an agent in the place of v0.2's in the parameters' annotations."""
    if isinstance(function, cst.Lambda):
        return
    given = function.params
    for parameter in (*given.posonly_params, *given.params, *given.kwonly_params):
        for node in walk(parameter.annotation) if parameter.annotation is not None else ():
            if isinstance(node, cst.Name | cst.Attribute) and draft.view.legacy_name(node):
                asked = f"{parameter.name.value}.{SYSTEM_MESSAGE}" in draft.view.code(function.body)
                home, cls = ("autogen_agentchat.base", "ChatAgent")
                home, cls = ("autogen_compat.native", "ReplyChainAgent") if asked else (home, cls)
                draft.replace(node, draft.use(home, cls))


def returns_of(function: Callback) -> list[cst.BaseExpression | None]:
    """What a function may return, None for a bare ``return``."""
    if isinstance(function, cst.Lambda):
        return [function.body]
    return [node.value for node in walk(function.body) if isinstance(node, cst.Return)]


def never_answers(function: Callback) -> bool:
    """Whether a reply function surely leaves every answer to others: each return is ``False, …``."""
    returns = returns_of(function)
    return bool(returns) and all(_is_false_first(each) for each in returns)


def _is_false_first(node: cst.BaseExpression | None) -> bool:
    match node:
        case cst.Tuple(elements=[cst.Element(value=cst.Name(value="False")), _]):
            return True
        case cst.List(elements=[cst.Element(value=cst.Name(value="False")), _]):
            return True
        case _:
            return False


def _named(function: Callback) -> str:
    return "a lambda" if isinstance(function, cst.Lambda) else f"the function {function.name.value}"


def _is_loop_call(node: cst.Call) -> bool:
    name = dotted(node.func) or ""
    return name in _LOOP_CALLS or name.rpartition(".")[2] in _LOOP_CALLS


def _derived(function: Callback, names: Collection[str]) -> set[str]:
    """Variables that hold a part of the messages."""
    held = set(names)
    for node in walk(function.body):
        for target, value in _bindings(node):
            if _root(value) in held:
                held.update(each.value for each in walk(target) if isinstance(each, cst.Name))
    return held


def _bindings(node: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, cst.BaseExpression]]:
    if isinstance(node, cst.Assign):
        yield from ((each.target, node.value) for each in node.targets)
    elif isinstance(node, cst.NamedExpr | cst.AnnAssign) and node.value is not None:
        yield node.target, node.value
    elif isinstance(node, cst.For | cst.CompFor):
        inner = node.iter.args[0].value if isinstance(node.iter, cst.Call) and node.iter.args else node.iter
        yield node.target, inner


def _root(node: cst.CSTNode) -> str | None:
    while isinstance(node, cst.Subscript | cst.Attribute):
        node = node.value
    return node.value if isinstance(node, cst.Name) else None


def _changed(node: cst.CSTNode) -> cst.CSTNode | None:
    """What a statement or call changes in place."""
    if isinstance(node, cst.AssignTarget | cst.AugAssign) and isinstance(node.target, cst.Subscript):
        return node.target
    if isinstance(node, cst.AugAssign):
        return node.target
    if isinstance(node, cst.Del):
        return node.target
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in _CHANGING:
        return node.func.value
    return None


def _check_call(view: ModuleView, code: str, function: Callback, call: cst.Call, held: set[str]) -> None:
    """Messages themselves may be handed only to functions that are known to leave them alone."""
    name = dotted(call.func) or ""
    if name in _READ_ONLY or (isinstance(call.func, cst.Attribute) and call.func.attr.value in _READ_ONLY_METHODS):
        return
    for arg in call.args:
        if _is_message(arg.value, held):
            reason = f"{_named(function)} hands messages to {name or 'a function'}, which may change them"
            raise NotProven(code, call, reason)


def _is_message(node: cst.BaseExpression, held: set[str]) -> bool:
    """Whether an expression is the list of messages or one of them, not the text of one."""
    if isinstance(node, cst.Name):
        return node.value in held
    match node:
        case cst.Subscript(value=cst.Name(value=name), slice=[cst.SubscriptElement(slice=index)]) if name in held:
            text = index.value if isinstance(index, cst.Index) else None
            return not isinstance(text, cst.SimpleString)
        case _:
            return False

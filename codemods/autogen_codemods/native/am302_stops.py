"""What ends a conversation: v0.2's ``is_termination_msg`` as an expression over a message's text."""

from __future__ import annotations

import ast
import builtins
import re
from dataclasses import dataclass, field, replace

import libcst as cst
from libcst.metadata import BuiltinScope, GlobalScope

from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.conditions import MESSAGE, TEXT, Simplify, as_bool, as_code, holds, is_text_name
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

CODE = "AM302"
RULE = Rule(
    code=CODE,
    title="is_termination_msg becomes a termination condition",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="A condition on the text of a message is a TextMentionTermination or a FunctionalTermination of the team, "
    "bound to the agent whose messages were tested.",
    before='is_termination_msg=lambda m: "TERMINATE" in m["content"]',
    after='termination_condition=TextMentionTermination("TERMINATE", sources=["assistant"])',
)
_TERMINATE = "TERMINATE"
AS_RECEIVED = "as_received"
"""What gives a message as v0.2's dictionary."""


@dataclass(frozen=True)
class Stop:
    """A condition on a message's text. `template` has ``{0}`` where the message goes."""

    template: str
    mention: str | None = None
    """The text whose mention is the whole condition."""
    never: bool = False
    implied_by_default: bool = False
    """Whether it holds for the text "TERMINATE", v0.2's default condition."""
    remembers: bool = False
    """Whether asking it once more may change its answers."""
    exact: str = field(default="", compare=False)
    """The condition on v0.2's dictionary, which has the calls of tools too; empty where it cannot be said."""
    reads_calls: bool = False
    """Whether the dictionary is tested."""
    ignores_names: bool = False
    """Whether a function that gets the dictionary surely does not read the name of the speaker."""

    @property
    def reads_message(self) -> bool:
        """Whether more than a text is tested."""
        return MESSAGE in self.template.replace(TEXT, "")

    @property
    def names(self) -> set[str]:
        """What it reads of the module in which it is written."""
        nodes = list(ast.walk(ast.parse(self.template, mode="eval")))
        own = {each.arg for each in nodes if isinstance(each, ast.arg)} | set(dir(builtins))
        own |= {TEXT, MESSAGE, AS_RECEIVED}
        return {each.id for each in nodes if isinstance(each, ast.Name)} - own

    @property
    def reads_names(self) -> bool:
        """Whether it may read the name of the speaker."""
        return self.reads_message and not self.ignores_names

    @property
    def beyond_text(self) -> bool:
        """Whether it may hold for calls of tools, which have no text, or for more of them than their text."""
        return not self.reads_calls and (self.reads_message or self.holds_for("") is True)

    def exactly(self) -> Stop:
        """The same condition, asked with v0.2's dictionary."""
        return replace(self, template=self.exact, mention=None, never=False, reads_calls=True)

    def on(self, message: str) -> str:
        """The condition for the message that the expression `message` gives."""
        return self.template.replace(TEXT, f"{message}.to_text()").replace(MESSAGE, message)

    def holds_for(self, text: str) -> bool | None:
        """Whether a message of this text is a last one; None when in doubt."""
        condition = ast.parse(self.template, mode="eval").body
        if isinstance(condition, ast.Call) and isinstance(condition.func, ast.Name) and condition.func.id == "bool":
            [condition] = condition.args
        return holds(condition, text)


DEFAULT = Stop(f'{TEXT} == "TERMINATE"', implied_by_default=True)
"""v0.2: ConversableAgent.__init__ without ``is_termination_msg``."""

NEVER = Stop("False", never=True)
"""No message is a last one."""


def is_implied(stop: Stop, outer: Stop) -> bool:
    """Whether every message that `stop` takes for a last one is one for `outer` too."""
    if stop.never or stop.template == outer.template or outer.template == "True":
        return True
    return stop == DEFAULT and outer.implied_by_default


def stop_of(view: ModuleView, node: cst.BaseExpression) -> Stop:
    """The condition that an ``is_termination_msg`` argument means; raises NotProven."""
    value = view.value(node)
    definition = view.definition(value)
    if isinstance(value, cst.Name) and value.value == "None":
        return DEFAULT
    if isinstance(value, cst.Lambda):
        parameter, body = _lambda(view, value)
        try:
            return _with_dictionary(view, node, value, _read(view, value, parameter, body))
        except NotProven:
            return _opaque(view, node, value)
    if definition is not None:
        try:
            return _with_dictionary(view, node, definition, _read(view, definition, *_function(view, definition)))
        except NotProven:
            return _opaque(view, node, definition)
    if isinstance(value, cst.Name) and view.is_imported(value):
        return _opaque(view, node, None)
    raise NotProven(CODE, node, "its is_termination_msg is not written here as a lambda or function")


def _with_dictionary(
    view: ModuleView, node: cst.BaseExpression, function: cst.FunctionDef | cst.Lambda, stop: Stop
) -> Stop:
    """A condition on a text, which may also be asked with v0.2's dictionary."""
    return replace(stop, exact=_exact(view, node, function), ignores_names=_ignores_names(view, function))


def _exact(view: ModuleView, node: cst.BaseExpression, definition: cst.FunctionDef | cst.Lambda | None) -> str:
    """The condition on v0.2's dictionary, or nothing where the names that it reads are not those of the module."""
    names = _free_names(definition) if isinstance(definition, cst.Lambda) else set[str]()
    if definition is not None and not all(_is_global(view, definition, name) for name in names):
        return ""
    if _BOUND & {*names, view.code(node)}:
        return ""
    function = f"({view.code(node)})" if isinstance(node, cst.Lambda) else view.code(node)
    return f"bool({function}({AS_RECEIVED}({MESSAGE})))"


def _free_names(function: cst.Lambda) -> set[str]:
    own = {each.name.value for each in function.params.params}
    return {each.value for each in walk(function.body) if isinstance(each, cst.Name)} - own


_BOUND = frozenset({"messages", "message"})
"""The parameters of the functions into which conditions are put."""
_OF_TOOLS = frozenset({"tool_calls", "tool_responses", "function_call"})
"""Entries of messages that became events in v0.4."""


_CHANGING = frozenset({"add", "append", "clear", "extend", "insert", "pop", "remove", "update", "write"})
_SHOWING = frozenset({"input", "next", "print"})


def _opaque(view: ModuleView, node: cst.BaseExpression, definition: cst.FunctionDef | cst.Lambda | None) -> Stop:
    """A condition that goes on getting v0.2's dictionary: of a text message it has these three entries."""
    if isinstance(definition, cst.FunctionDef) and (definition.asynchronous is not None or definition.decorators):
        raise NotProven(CODE, node, "its is_termination_msg is asynchronous or decorated")
    exact = _exact(view, node, definition)
    if not exact:
        raise NotProven(CODE, node, "its is_termination_msg uses names that only its function has")
    ignores_names = _ignores_names(view, definition)
    texts = [each for each in walk(definition) if isinstance(each, cst.SimpleString)] if definition else []
    remembers = definition is not None and any(map(_has_effect, walk(definition)))
    if any(each.evaluated_value in _OF_TOOLS for each in texts):
        return Stop(exact, remembers=remembers, exact=exact, reads_calls=True, ignores_names=ignores_names)
    message = f'{{"content": {TEXT}, "role": "user", "name": {MESSAGE}.source}}'
    template = exact.replace(f"{AS_RECEIVED}({MESSAGE})", message)
    return Stop(template, remembers=remembers, exact=exact, ignores_names=ignores_names)


def _ignores_names(view: ModuleView, function: cst.FunctionDef | cst.Lambda | None) -> bool:
    """Whether a function reads entries of its message by keys that are written out, and none is the name."""
    if function is None or not function.params.params:
        return False
    message = function.params.params[0].name.value
    for node in walk(function.body):
        if not isinstance(node, cst.Name) or node.value != message:
            continue
        above = view.parent(node)
        key: cst.BaseExpression | None = None
        if isinstance(above, cst.Subscript) and isinstance(above.slice[0].slice, cst.Index):
            key = above.slice[0].slice.value
        elif isinstance(above, cst.ComparisonTarget) and isinstance(comparison := view.parent(above), cst.Comparison):
            key = comparison.left
        elif isinstance(above, cst.Attribute) and above.attr.value == "get":
            call = view.parent(above)
            key = call.args[0].value if isinstance(call, cst.Call) and call.args else None
        if not isinstance(key, cst.SimpleString) or key.evaluated_value == "name":
            return False
    return True


def _has_effect(node: cst.CSTNode) -> bool:
    """Whether a part of a function may leave something behind that asking once more would show."""
    if isinstance(node, cst.Call):
        called = node.func.attr.value if isinstance(node.func, cst.Attribute) else None
        return called in _CHANGING or (isinstance(node.func, cst.Name) and node.func.value in _SHOWING)
    if isinstance(node, cst.AssignTarget | cst.AugAssign | cst.AnnAssign):
        return isinstance(node.target, cst.Attribute | cst.Subscript)
    return isinstance(node, cst.Global | cst.Nonlocal)


def _is_global(view: ModuleView, node: cst.CSTNode, name: str) -> bool:
    """Whether a name that a function reads means the same in the whole module."""
    scope = view.scope(node)
    scopes = [each.scope for each in scope[name]] if scope is not None else []
    return all(isinstance(each, GlobalScope | BuiltinScope) for each in scopes)


def _lambda(view: ModuleView, node: cst.Lambda) -> tuple[str, ast.expr]:
    parsed = ast.parse(view.code(node).strip(), mode="eval").body if "\n" not in view.code(node) else None
    parsed = parsed or ast.parse(f"({view.code(node)})", mode="eval").body
    if not isinstance(parsed, ast.Lambda) or len(parsed.args.args) != 1:
        raise NotProven(CODE, node, "its is_termination_msg does not take one message")
    return parsed.args.args[0].arg, parsed.body


def _function(view: ModuleView, node: cst.FunctionDef) -> tuple[str, ast.expr]:
    """A function whose body is one return, with plain assignments before it."""
    source = re.sub(r"(?m)^" + re.escape(_indent(view, node)), "", view.code(node))
    parsed = ast.parse(source).body[0]
    if not isinstance(parsed, ast.FunctionDef) or len(parsed.args.args) != 1 or parsed.decorator_list:
        raise NotProven(CODE, node, "its is_termination_msg function does not take one message")
    body = _single_expression(parsed.body)
    if body is None:
        raise NotProven(CODE, node, "its is_termination_msg function does more than return one condition")
    return parsed.args.args[0].arg, body


def _indent(view: ModuleView, node: cst.FunctionDef) -> str:
    start = view.span(node).start
    return view.text[view.text.rfind("\n", 0, start) + 1 : start]


def _single_expression(body: list[ast.stmt]) -> ast.expr | None:
    values: dict[str, ast.expr] = {}
    for statement in body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            values[statement.targets[0].id] = _Inline(values).visit(statement.value)
        elif isinstance(statement, ast.Return) and statement.value is not None:
            return _Inline(values).visit(statement.value)
        else:
            return None
    return None


class _Inline(ast.NodeTransformer):
    def __init__(self, values: dict[str, ast.expr]) -> None:
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.values.get(node.id, node)


def _read(view: ModuleView, node: cst.CSTNode, parameter: str, body: ast.expr) -> Stop:
    simple = Simplify(parameter).visit(body)
    names = {each.id for each in ast.walk(simple) if isinstance(each, ast.Name)}
    if parameter in names:
        raise NotProven(CODE, node, "its is_termination_msg reads more of a message than its content")
    unknown = {name for name in names - {TEXT, MESSAGE} if name in _BOUND or not _is_global(view, node, name)}
    if unknown:
        unknown = ", ".join(sorted(unknown))
        raise NotProven(CODE, node, f"its is_termination_msg uses {unknown}")
    if isinstance(simple, ast.Constant):
        return Stop(str(bool(simple.value)), never=not simple.value, implied_by_default=bool(simple.value))
    return Stop(as_code(as_bool(simple)), _mention(simple), implied_by_default=holds(simple, _TERMINATE) is True)


def _mention(condition: ast.expr) -> str | None:
    if isinstance(condition, ast.Compare) and isinstance(condition.ops[0], ast.In) and len(condition.ops) == 1:
        left = condition.left
        if isinstance(left, ast.Constant) and isinstance(left.value, str) and is_text_name(condition.comparators[0]):
            return left.value
    return None

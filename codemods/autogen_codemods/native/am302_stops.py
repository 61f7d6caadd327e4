"""What ends a conversation: v0.2's ``is_termination_msg`` as an expression over a message's text."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

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
_TEXT = "TEXT_OF_THE_MESSAGE"
_MESSAGE = "THE_MESSAGE"
_TERMINATE = "TERMINATE"


@dataclass(frozen=True)
class Stop:
    """A condition on a message's text. `template` has ``{0}`` where the message goes."""

    template: str
    mention: str | None = None
    """The text whose mention is the whole condition."""
    never: bool = False
    implied_by_default: bool = False
    """Whether it holds for the text "TERMINATE", v0.2's default condition."""

    @property
    def reads_message(self) -> bool:
        """Whether more than a text is tested."""
        return _MESSAGE in self.template.replace(_TEXT, "")

    def on(self, message: str) -> str:
        """The condition for the message that the expression `message` gives."""
        return self.template.replace(_TEXT, f"{message}.to_text()").replace(_MESSAGE, message)


DEFAULT = Stop(f'{_TEXT} == "TERMINATE"', implied_by_default=True)
"""v0.2: ConversableAgent.__init__ without ``is_termination_msg``."""


def stop_of(view: ModuleView, node: cst.BaseExpression) -> Stop:
    """The condition that an ``is_termination_msg`` argument means; raises NotProven."""
    value = view.value(node)
    definition = view.definition(value)
    if isinstance(value, cst.Name) and value.value == "None":
        return DEFAULT
    if isinstance(value, cst.Lambda):
        parameter, body = _lambda(view, value)
    elif definition is not None:
        try:
            return _read(view, node, *_function(view, definition))
        except NotProven:
            return _opaque(view, node, definition)
    elif isinstance(value, cst.Name) and view.is_imported(value):
        return _opaque(view, node, None)
    else:
        raise NotProven(CODE, node, "its is_termination_msg is not written here as a lambda or function")
    return _read(view, node, parameter, body)


def _opaque(view: ModuleView, node: cst.BaseExpression, definition: cst.FunctionDef | None) -> Stop:
    """A condition that goes on getting v0.2's dictionary: of a text message it has these three entries."""
    if definition is not None and (definition.asynchronous is not None or definition.decorators):
        raise NotProven(CODE, node, "its is_termination_msg is asynchronous or decorated")
    message = f'{{"content": {_TEXT}, "role": "user", "name": {_MESSAGE}.source}}'
    return Stop(f"bool({view.code(node)}({message}))")


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
    simple = _Simplify(parameter).visit(body)
    names = {each.id for each in ast.walk(simple) if isinstance(each, ast.Name)}
    if parameter in names:
        raise NotProven(CODE, node, "its is_termination_msg reads more of a message than its content")
    if names - {_TEXT, "any", "all", "len", "str", "bool"}:
        unknown = ", ".join(sorted(names - {_TEXT}))
        raise NotProven(CODE, node, f"its is_termination_msg uses {unknown}")
    if isinstance(simple, ast.Constant):
        return Stop(str(bool(simple.value)), never=not simple.value, implied_by_default=bool(simple.value))
    return Stop(_unparse(_as_bool(simple)), _mention(simple), implied_by_default=_holds(simple, _TERMINATE) is True)


class _Simplify(ast.NodeTransformer):
    """Replaces every way to get at the content by one name, and folds what is always true of a text."""

    def __init__(self, parameter: str) -> None:
        self.parameter = parameter

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if self._is_message(node.value) and _is_text(node.slice, "content"):
            return ast.Name(_TEXT, ast.Load())
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr == "get" and self._is_message(function.value):
            if node.args and _is_text(node.args[0], "content"):
                return ast.Name(_TEXT, ast.Load())
            return node
        if isinstance(function, ast.Name) and function.id == "isinstance" and self._is_message(node.args[0]):
            return ast.Constant(ast.unparse(node.args[-1]) in {"dict", "Dict"})
        self.generic_visit(node)
        if isinstance(function, ast.Name) and function.id == "str" and _are_text(node.args):
            return ast.Name(_TEXT, ast.Load())
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        if len(node.ops) == 1 and _is_text(node.left, "content") and self._is_message(node.comparators[0]):
            return ast.Constant(isinstance(node.ops[0], ast.In))
        self.generic_visit(node)
        if len(node.ops) != 1:
            return node
        operator, right = node.ops[0], node.comparators[0]
        if _is_text_name(node.left) and isinstance(right, ast.Constant) and right.value is None:
            return ast.Constant(isinstance(operator, ast.IsNot | ast.NotEq))
        return _find_as_in(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Or):
            return node.values[0] if _is_or_empty(node) else node
        rest = [value for value in node.values if not (isinstance(value, ast.Constant) and value.value is True)]
        if len(rest) > 1:
            rest = [value for value in rest if not _is_text_name(value) or _may_hold_for_empty(rest)]
        return rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest) if rest else ast.Constant(True)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.test, ast.Constant):
            return node.body if node.test.value else node.orelse
        if _is_constant(node.body, True) and _is_constant(node.orelse, False):
            return node.test
        if _is_text_name(node.test) and isinstance(node.orelse, ast.Constant) and not node.orelse.value:
            return node.body if not _may_hold_for_empty([node.body]) else node
        return node

    def _is_message(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id == self.parameter


def _find_as_in(node: ast.Compare) -> ast.AST:
    """``text.find("x") >= 0`` and its variants as ``"x" in text``."""
    call, right, operator = node.left, node.comparators[0], node.ops[0]
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "find"):
        return node
    written = ast.unparse(right)
    found = (isinstance(operator, ast.GtE) and written == "0") or (
        isinstance(operator, ast.NotEq | ast.Gt | ast.IsNot) and written == "-1"
    )
    return ast.Compare(call.args[0], [ast.In()], [call.func.value]) if found and len(call.args) == 1 else node


def _is_constant(node: ast.AST, value: bool) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _is_text(node: ast.AST, text: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == text


def _is_text_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == _TEXT


def _are_text(nodes: list[ast.expr]) -> bool:
    return len(nodes) == 1 and _is_text_name(nodes[0])


def _is_or_empty(node: ast.BoolOp) -> bool:
    return len(node.values) == 2 and _is_text_name(node.values[0]) and _is_text(node.values[1], "")


def _may_hold_for_empty(conditions: list[ast.expr]) -> bool:
    return all(_is_text_name(each) or _holds(each, "") is not False for each in conditions)


def _holds(condition: ast.expr, text: str) -> bool | None:
    """Whether a condition made of string operations on constants holds for `text`; None when in doubt."""
    if not _is_pure(condition):
        return None
    try:
        code = compile(ast.fix_missing_locations(ast.Expression(condition)), "condition", "eval")
        return bool(eval(code, {"__builtins__": {}}, {_TEXT: text}))
    except (TypeError, ValueError):
        return None


_PURE_METHODS = frozenset({"strip", "rstrip", "lstrip", "upper", "lower", "endswith", "startswith", "replace", "find"})
_PURE_NODES = (
    ast.Compare
    | ast.BoolOp
    | ast.UnaryOp
    | ast.Name
    | ast.Constant
    | ast.cmpop
    | ast.boolop
    | ast.unaryop
    | ast.expr_context
    | ast.Subscript
    | ast.Slice
)


def _is_pure(condition: ast.expr) -> bool:
    for node in ast.walk(condition):
        if isinstance(node, ast.Call):
            if not isinstance(node.func, ast.Attribute) or node.func.attr not in _PURE_METHODS or node.keywords:
                return False
        elif not isinstance(node, _PURE_NODES | ast.Attribute):
            return False
    return True


def _mention(condition: ast.expr) -> str | None:
    if isinstance(condition, ast.Compare) and isinstance(condition.ops[0], ast.In) and len(condition.ops) == 1:
        left = condition.left
        if isinstance(left, ast.Constant) and isinstance(left.value, str) and _is_text_name(condition.comparators[0]):
            return left.value
    return None


def _as_bool(condition: ast.expr) -> ast.expr:
    call = isinstance(condition, ast.Call) and isinstance(condition.func, ast.Attribute)
    if call and condition.func.attr in {"endswith", "startswith"}:  # type: ignore[union-attr]
        return condition
    if isinstance(condition, ast.Compare) or (isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not)):
        return condition
    if isinstance(condition, ast.BoolOp) and all(_as_bool(each) is each for each in condition.values):
        return condition
    return ast.Call(ast.Name("bool", ast.Load()), [condition], [])


def _unparse(condition: ast.expr) -> str:
    text = ast.unparse(ast.fix_missing_locations(condition))
    text = re.sub(r"'([^'\"\\]*)'", r'"\1"', text)
    return f"({text})" if isinstance(condition, ast.BoolOp) else text

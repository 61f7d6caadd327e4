"""Conditions on a v0.2 message, simplified to conditions on its text."""

from __future__ import annotations

import ast
import re

TEXT = "TEXT_OF_THE_MESSAGE"
MESSAGE = "THE_MESSAGE"
_AS_TEXT = frozenset({"str", "content_str"})
"""Functions that leave a text as it is; v0.2: autogen/code_utils.py content_str."""


class Simplify(ast.NodeTransformer):
    """Replaces every way to get at the content by one name, and folds what is always true of a text."""

    def __init__(self, parameter: str) -> None:
        self.parameter = parameter

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        found = self._entry(node.slice) if self._is_message(node.value) else None
        return found or self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr == "get" and self._is_message(function.value):
            if node.args and _is_text(node.args[0], "tool_calls"):
                return ast.Constant(None)
            found = self._entry(node.args[0]) if node.args else None
            return found or node
        if isinstance(function, ast.Name) and function.id == "isinstance" and self._is_message(node.args[0]):
            return ast.Constant(ast.unparse(node.args[-1]) in {"dict", "Dict"})
        self.generic_visit(node)
        if isinstance(function, ast.Name) and function.id in _AS_TEXT and _are_text(node.args):
            return ast.Name(TEXT, ast.Load())
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        if len(node.ops) == 1 and self._is_message(node.comparators[0]) and self._entry(node.left) is not None:
            return ast.Constant(isinstance(node.ops[0], ast.In))
        if len(node.ops) == 1 and self._is_message(node.comparators[0]) and _is_text(node.left, "tool_calls"):
            return ast.Constant(isinstance(node.ops[0], ast.NotIn))
        self.generic_visit(node)
        if len(node.ops) != 1:
            return node
        operator, right = node.ops[0], node.comparators[0]
        if isinstance(node.left, ast.Constant) and isinstance(right, ast.Constant):
            if isinstance(operator, ast.Eq | ast.NotEq):
                return ast.Constant((node.left.value == right.value) is isinstance(operator, ast.Eq))
            return node
        if is_text_name(node.left) and isinstance(right, ast.Constant) and right.value is None:
            return ast.Constant(isinstance(operator, ast.IsNot | ast.NotEq))
        return _find_as_in(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        decisive = isinstance(node.op, ast.Or)
        if any(_is_constant(each, decisive) for each in node.values):
            return ast.Constant(decisive)
        if isinstance(node.op, ast.Or):
            return node.values[0] if _is_or_empty(node) else node
        rest = [value for value in node.values if not (isinstance(value, ast.Constant) and value.value is True)]
        if len(rest) > 1:
            rest = [value for value in rest if not is_text_name(value) or may_hold_for_empty(rest)]
        return rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest) if rest else ast.Constant(True)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        negated = isinstance(node.op, ast.Not) and isinstance(node.operand, ast.Constant)
        return ast.Constant(not node.operand.value) if negated else node  # type: ignore[union-attr]

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.test, ast.Constant):
            return node.body if node.test.value else node.orelse
        if _is_constant(node.body, True) and _is_constant(node.orelse, False):
            return node.test
        if is_text_name(node.test) and isinstance(node.orelse, ast.Constant) and not node.orelse.value:
            return node.body if not may_hold_for_empty([node.body]) else node
        return node

    def _entry(self, key: ast.AST) -> ast.expr | None:
        """What stands under a key of a text message in v0.2."""
        if _is_text(key, "content"):
            return ast.Name(TEXT, ast.Load())
        if _is_text(key, "name"):
            return ast.Attribute(ast.Name(MESSAGE, ast.Load()), "source", ast.Load())
        return ast.Constant("user") if _is_text(key, "role") else None

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


def is_text_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == TEXT


def _are_text(nodes: list[ast.expr]) -> bool:
    return len(nodes) == 1 and is_text_name(nodes[0])


def _is_or_empty(node: ast.BoolOp) -> bool:
    return len(node.values) == 2 and is_text_name(node.values[0]) and _is_text(node.values[1], "")


def may_hold_for_empty(conditions: list[ast.expr]) -> bool:
    return all(is_text_name(each) or holds(each, "") is not False for each in conditions)


def holds(condition: ast.expr, text: str) -> bool | None:
    """Whether a condition made of string operations on constants holds for `text`; None when in doubt."""
    if not is_pure(condition):
        return None
    try:
        code = compile(ast.fix_missing_locations(ast.Expression(condition)), "condition", "eval")
        return bool(eval(code, {"__builtins__": {}}, {TEXT: text}))
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
    | ast.List
    | ast.Tuple
)


def is_pure(condition: ast.expr) -> bool:
    """Whether a condition is made of operations on texts alone."""
    for node in ast.walk(condition):
        if isinstance(node, ast.Call):
            if not isinstance(node.func, ast.Attribute) or node.func.attr not in _PURE_METHODS or node.keywords:
                return False
        elif isinstance(node, ast.Name):
            if node.id != TEXT:
                return False
        elif not isinstance(node, _PURE_NODES | ast.Attribute):
            return False
    return True


def as_bool(condition: ast.expr) -> ast.expr:
    """A condition that gives True or False, not only what counts as such."""
    call = isinstance(condition, ast.Call) and isinstance(condition.func, ast.Attribute)
    if call and condition.func.attr in {"endswith", "startswith"}:  # type: ignore[union-attr]
        return condition
    if isinstance(condition, ast.Compare) or (isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not)):
        return condition
    if isinstance(condition, ast.BoolOp) and all(as_bool(each) is each for each in condition.values):
        return condition
    return ast.Call(ast.Name("bool", ast.Load()), [condition], [])


def as_code(condition: ast.expr) -> str:
    """The text of a condition, as it may stand beside others."""
    text = ast.unparse(ast.fix_missing_locations(condition))
    text = re.sub(r"'([^'\"\\]*)'", r'"\1"', text)
    return f"({text})" if isinstance(condition, ast.BoolOp) else text

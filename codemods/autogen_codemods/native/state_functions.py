"""A function that selects speakers by who spoke last and what the last message says: where it leads from whom."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import libcst as cst

from autogen_codemods.model.group_reads import Chooser, parameters
from autogen_codemods.model.program import Agent
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.conditions import TEXT, Simplify, is_pure

T = TypeVar("T")
Test = bool | ast.expr
"""What is known of a test, or a condition on the text of the last message."""

_LAST = "last_message_of_the_group"
_MOST = 8
"""Ways from one speaker on, of which more would be no graph to read."""
_OPPOSITES: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


class NotAGraph(Exception):
    """The function does more than to tell who follows whom."""


@dataclass(frozen=True)
class Outcome:
    """Whom the function gives where all conditions hold: an agent, or None for the end of the conversation."""

    conditions: tuple[ast.expr, ...]
    agent: Agent | None
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Speaker:
    """The agent that spoke last, and by what name."""

    agent: Agent
    name: str


@dataclass(frozen=True)
class StateFunction:
    """Reads a selection function; `agent_of` tells which agent an expression is."""

    view: ModuleView
    function: Chooser
    agent_of: Callable[[cst.CSTNode], Agent | None]
    _values: dict[str, ast.expr] = field(default_factory=dict[str, ast.expr], compare=False)

    def after(self, agent: Agent, name: str) -> list[Outcome]:
        """Where the function leads after an agent, each way once; raises NotAGraph."""
        speaker = _Speaker(agent, name)
        if isinstance(self.function, cst.Lambda):
            found = list(self._given(self.function.body, speaker, (), ()))
        else:
            found = list(self._run(self.function.body.body, speaker, ()))
        if len(found) > _MOST:
            raise NotAGraph
        return found

    def _run(
        self,
        body: Sequence[cst.BaseStatement | cst.BaseSmallStatement],
        speaker: _Speaker,
        conditions: tuple[ast.expr, ...],
    ) -> Iterator[Outcome]:
        if not body:
            yield Outcome(conditions, None)
            return
        first, *rest = body
        match first:
            case cst.SimpleStatementLine():
                lines = (*first.leading_lines, first.trailing_whitespace)
                told = tuple(each.comment.value for each in lines if each.comment is not None)
                yield from self._line(first.body, rest, speaker, conditions, told)
            case cst.If():
                yield from self._branches(first, rest, speaker, conditions)
            case _:
                raise NotAGraph

    def _line(
        self,
        line: Sequence[cst.BaseSmallStatement],
        rest: Sequence[cst.BaseStatement | cst.BaseSmallStatement],
        speaker: _Speaker,
        conditions: tuple[ast.expr, ...],
        told: tuple[str, ...],
    ) -> Iterator[Outcome]:
        for statement in line:
            if isinstance(statement, cst.Return):
                yield from self._given(statement.value, speaker, conditions, told)
                return
            if isinstance(statement, cst.Assign):
                self._note(statement)
            elif not isinstance(statement, cst.Pass) and not _is_text(statement):
                raise NotAGraph
        yield from self._run(rest, speaker, conditions)

    def _given(
        self,
        value: cst.BaseExpression | None,
        speaker: _Speaker,
        conditions: tuple[ast.expr, ...],
        told: tuple[str, ...],
    ) -> Iterator[Outcome]:
        """What an expression gives that is returned."""
        if value is None or (isinstance(value, cst.Name) and value.value == "None"):
            yield Outcome(conditions, None, told)
        elif isinstance(value, cst.IfExp):
            for test, branch in self._sides(value.test, value.body, value.orelse, speaker):
                yield from self._given(branch, speaker, (*conditions, *test), told)
        elif (agent := self.agent_of(value)) is not None:
            yield Outcome(conditions, agent, told)
        else:
            raise NotAGraph

    def _branches(
        self,
        statement: cst.If,
        rest: Sequence[cst.BaseStatement | cst.BaseSmallStatement],
        speaker: _Speaker,
        conditions: tuple[ast.expr, ...],
    ) -> Iterator[Outcome]:
        otherwise = statement.orelse
        second: Sequence[cst.BaseStatement | cst.BaseSmallStatement] = ()
        if isinstance(otherwise, cst.If):
            second = [otherwise]
        elif otherwise is not None:
            second = otherwise.body.body
        bodies = ([*statement.body.body, *rest], [*second, *rest])
        for test, body in self._sides(statement.test, *bodies, speaker):
            yield from self._run(body, speaker, (*conditions, *test))

    def _sides(
        self, test: cst.BaseExpression, first: T, second: T, speaker: _Speaker
    ) -> Iterator[tuple[tuple[ast.expr, ...], T]]:
        """The sides of a test that may be taken, with the condition on which they are."""
        known = self._test(test, speaker)
        if isinstance(known, bool):
            yield (), first if known else second
            return
        yield (known,), first
        yield (opposite(known),), second

    def _test(self, node: cst.BaseExpression, speaker: _Speaker) -> Test:
        last, _ = parameters(self.function, self.view)
        match node:
            case cst.UnaryOperation(operator=cst.Not()):
                inner = self._test(node.expression, speaker)
                return not inner if isinstance(inner, bool) else opposite(inner)
            case cst.BooleanOperation():
                return self._both(node, speaker)
            case cst.Comparison(comparisons=[target]) if _is_named(node.left, last):
                return self._is_speaker(target, speaker)
            case cst.Comparison(comparisons=[target]) if self.view.code(node.left) == f"{last}.name":
                return _is_name(target, speaker.name)
            case _:
                return self._condition(node)

    def _both(self, node: cst.BooleanOperation, speaker: _Speaker) -> Test:
        left = self._test(node.left, speaker)
        decisive = isinstance(node.operator, cst.Or)
        if left is decisive:
            return left
        right = self._test(node.right, speaker)
        if isinstance(left, bool):
            return right
        if isinstance(right, bool):
            return right if right is decisive else left
        return ast.BoolOp(ast.Or() if decisive else ast.And(), [left, right])

    def _is_speaker(self, target: cst.ComparisonTarget, speaker: _Speaker) -> bool:
        """Whether ``last_speaker is agent`` holds, or a comparison like it; texts are no agents."""
        compared = target.comparator
        if isinstance(target.operator, cst.In | cst.NotIn) and isinstance(compared, cst.List | cst.Tuple):
            agents = [self.agent_of(element.value) for element in compared.elements]
            if None in agents:
                raise NotAGraph
            return (speaker.agent in agents) is isinstance(target.operator, cst.In)
        agent = self.agent_of(compared)
        if agent is None and not isinstance(compared, cst.SimpleString):
            raise NotAGraph
        if isinstance(target.operator, cst.Is | cst.Equal):
            return agent is speaker.agent
        if isinstance(target.operator, cst.IsNot | cst.NotEqual):
            return agent is not speaker.agent
        raise NotAGraph

    def _condition(self, node: cst.BaseExpression) -> Test:
        """A condition on the text of the last message."""
        read = Simplify(_LAST).visit(self._inlined(node))
        if isinstance(read, ast.Constant):
            return bool(read.value)
        if not isinstance(read, ast.expr) or not is_pure(read):
            raise NotAGraph
        if TEXT not in {each.id for each in ast.walk(read) if isinstance(each, ast.Name)}:
            raise NotAGraph
        return read

    def _note(self, statement: cst.Assign) -> None:
        """A name for the messages, or for a part of them; one name stands for one thing."""
        [target, *others] = statement.targets
        if others or not isinstance(target.target, cst.Name):
            raise NotAGraph
        name, value = target.target.value, self._inlined(statement.value)
        if ast.dump(self._values.setdefault(name, value)) != ast.dump(value):
            raise NotAGraph

    def _inlined(self, node: cst.BaseExpression) -> ast.expr:
        parsed = ast.parse(f"({self.view.code(node)})", mode="eval").body
        _, group = parameters(self.function, self.view)
        return _Last(group, self._values).visit(parsed)


class _Last(ast.NodeTransformer):
    """Puts one name in the place of the last message of the group."""

    def __init__(self, group: str, values: Mapping[str, ast.expr]) -> None:
        self.group, self.values = group, values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return copy.deepcopy(self.values.get(node.id, node))

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        is_last = ast.unparse(node.slice) == "-1" and ast.unparse(node.value) == f"{self.group}.messages"
        return ast.Name(_LAST, ast.Load()) if is_last else node


def opposite(condition: ast.expr) -> ast.expr:
    """A condition that holds where another does not."""
    if isinstance(condition, ast.Compare) and len(condition.ops) == 1:
        operator = _OPPOSITES.get(type(condition.ops[0]))
        if operator is not None:
            return ast.Compare(condition.left, [operator()], condition.comparators)
    if isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not):
        return condition.operand
    return ast.UnaryOp(ast.Not(), condition)


def _is_named(node: cst.BaseExpression, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name


def _is_name(target: cst.ComparisonTarget, name: str) -> bool:
    """Whether ``last_speaker.name == "..."`` holds, or its opposite."""
    compared = target.comparator
    if not isinstance(compared, cst.SimpleString) or not isinstance(target.operator, cst.Equal | cst.NotEqual):
        raise NotAGraph
    return (compared.evaluated_value == name) is isinstance(target.operator, cst.Equal)


def _is_text(statement: cst.BaseSmallStatement) -> bool:
    """Whether a statement is nothing but a text, as the one that describes a function."""
    return isinstance(statement, cst.Expr) and isinstance(statement.value, cst.SimpleString | cst.ConcatenatedString)

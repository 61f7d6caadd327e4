"""Where a chat stands: places in which its v0.4 run can be awaited."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.program import Chat
from autogen_codemods.model.resumptions import Resumption
from autogen_codemods.model.view import ModuleView, Statement
from autogen_codemods.native.proof import NotProven
from autogen_codemods.tree.walk import dotted, walk

CODE = "AM301"
_NOT_ALWAYS = (cst.IfExp, cst.BooleanOperation)
_NOT_HERE = (cst.Lambda, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)
_CATCH_ALL = frozenset({"Exception", "BaseException", "KeyboardInterrupt"})


def line_of(chat: Chat | Resumption) -> Statement:
    """The statement of the chat, or of what loads one, above which its team can be made; raises NotProven."""
    view = chat.view
    awaited = chat.is_async or (isinstance(chat, Chat) and chat.threaded)
    if isinstance(view.parent(chat.call), cst.Await) != awaited:
        raise NotProven(CODE, chat.call, "the asynchronous chat is not awaited where it starts")
    line = view.statement(chat.call)
    if isinstance(line, cst.SimpleStatementLine):
        if len(line.body) != 1:
            raise NotProven(CODE, chat.call, "the chat shares its line with other statements")
    elif not _starts(view, chat, line):
        raise NotProven(CODE, chat.call, "the chat is a condition or a default")
    _check_expression(view, chat, line)
    check_handlers(view, line)
    for outer in view.ancestors(line):
        if isinstance(outer, cst.ClassDef):
            raise NotProven(CODE, chat.call, "the chat runs in the body of a class")
        if isinstance(outer, cst.FunctionDef):
            _check_function(outer, chat)
            break
    return line


def expression_of(chat: Chat) -> cst.BaseExpression:
    """The call of a chat with its ``await``, if there is one."""
    above = chat.view.parent(chat.call)
    return above if isinstance(above, cst.Await) else chat.call


def is_alone(chat: Chat) -> bool:
    """Whether the chat is all of its statement."""
    return isinstance(chat.view.parent(expression_of(chat)), cst.Expr)


def is_assigned(chat: Chat) -> bool:
    """Whether the chat's result is all that its statement assigns, to whatever."""
    above = chat.view.parent(expression_of(chat))
    return isinstance(above, cst.Assign | cst.AnnAssign)


def comes_first(chat: Chat) -> bool:
    """Whether no other call of the statement is evaluated before the chat."""
    view = chat.view
    around = {id(each) for each in view.ancestors(chat.call)}
    start = view.span(chat.call).start
    calls = (each for each in walk(view.statement(chat.call)) if isinstance(each, cst.Call | cst.Await))
    return all(id(each) in around or view.span(each).start >= start for each in calls)


def _starts(view: ModuleView, chat: Chat | Resumption, line: Statement) -> bool:
    """Whether a compound statement begins with the chat, always and once."""
    if isinstance(line, cst.If):
        return chat.call in walk(line.test) and not isinstance(view.parent(line), cst.If)
    if isinstance(line, cst.For):
        return chat.call in walk(line.iter)
    return False


def _check_expression(view: ModuleView, chat: Chat | Resumption, line: Statement) -> None:
    """The chat must run always and once when its statement is reached; raises NotProven."""
    below: cst.CSTNode = chat.call
    for outer in view.ancestors(chat.call):
        if outer is line:
            return
        if isinstance(outer, _NOT_HERE):
            raise NotProven(CODE, chat.call, "the chat runs in a comprehension or lambda")
        if isinstance(outer, _NOT_ALWAYS) and below is not _first(outer):
            raise NotProven(CODE, chat.call, "the chat runs only under a condition within an expression")
        below = outer


def _first(expression: cst.CSTNode) -> cst.CSTNode | None:
    """The part of a conditional expression that is always evaluated."""
    if isinstance(expression, cst.IfExp):
        return expression.test
    return expression.left if isinstance(expression, cst.BooleanOperation) else None


def check_handlers(view: ModuleView, line: Statement) -> None:
    """v0.4's teams raise RuntimeError for every error of an agent; raises NotProven for handlers of other types."""
    for outer in view.ancestors(line):
        if isinstance(outer, cst.FunctionDef):
            return
        if not isinstance(outer, cst.Try) or line not in walk(outer.body):
            continue
        for handler in outer.handlers:
            if handler.type is not None and dotted(handler.type) not in _CATCH_ALL:
                caught = f"errors of the chat are caught by type ({view.code(handler.type)})"
                raise NotProven(CODE, handler.type, f"{caught}; v0.4's teams have only one")


def _check_function(function: cst.FunctionDef, chat: Chat | Resumption) -> None:
    name = function.name.value
    if name.startswith("__") and name.endswith("__"):
        raise NotProven(CODE, chat.call, f"the chat runs in {name}, which cannot be asynchronous")
    decorators = {getattr(each.decorator, "value", None) for each in function.decorators}
    if decorators & {"property", "cached_property"}:
        raise NotProven(CODE, chat.call, f"the chat runs in the property {name}")
    if any(isinstance(node, cst.Yield) for node in walk(function.body)):
        raise NotProven(CODE, chat.call, f"the chat runs in the generator {name}")

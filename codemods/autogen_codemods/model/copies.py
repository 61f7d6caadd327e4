"""Functions of v0.2 that programs have written out again, of whatever release: early examples told users to.

A function is known by a digest of its shape, without names of its own, annotations, docstrings and texts, and whether
it is asynchronous or not.
"""

from __future__ import annotations

import ast
import hashlib
import textwrap
from collections.abc import Iterator
from typing import Literal, cast

import libcst as cst

Copied = Literal["human", "group without last messages"]
"""What a copy does: asks the human as v0.2 does, or runs a group that no message ends."""

KNOWN: dict[str, Copied] = {
    "8aec9a1c8b4ffba1": "human",
    "309ba0f35f22d076": "human",
    "fe83ab46a2c2c982": "human",
    "69097c9989aca02e": "group without last messages",
}
"""autogen/agentchat/conversable_agent.py [a_]check_termination_and_human_reply of v0.1.3 to 0.2.3, then of 0.2.25 to
0.2.40; autogen/agentchat/groupchat.py [a_]run_chat of v0.1.3 to 0.2.0."""
_SKIPPED = frozenset({"annotation", "ctx", "kind", "lineno", "returns", "type_comment", "type_params"})


def copied(function: cst.FunctionDef) -> Copied | None:
    """Which function of v0.2's a function is, if its calls wait for each other throughout or nowhere."""
    [tree] = ast.parse(textwrap.dedent(cst.Module([function]).code)).body
    if not isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef) or not _is_of_one_kind(tree):
        return None
    return KNOWN.get(digest(tree))


def digest(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """What identifies the shape of a function."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    shape = "\n".join(part for node in (function.args, *body) for part in _shape(node))
    return hashlib.sha256(shape.encode()).hexdigest()[:16]


def _shape(node: ast.AST) -> Iterator[str]:
    """The parts of a tree, the same for both kinds of functions."""
    node = _awaited(node)
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and _is_told(node.value)):
        yield "text"
        return
    yield type(node).__name__.removeprefix("Async")
    for name, value in ast.iter_fields(node):
        values = cast("list[object]", value) if isinstance(value, list) else [cast(object, value)]
        for each in values:
            if name in _SKIPPED or each is None:
                continue
            yield f".{name}"
            if isinstance(each, ast.AST):
                yield from _shape(each)
            else:
                yield str(each).removeprefix("a_") if name == "attr" else repr(each)
    yield "end"


def _awaited(node: ast.AST) -> ast.AST:
    return node.value if isinstance(node, ast.Await) else node


def _is_told(value: object) -> bool:
    """Whether a constant is a text for people."""
    return isinstance(value, str) and " " in value


def _is_of_one_kind(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether an asynchronous function awaits the answers, and a synchronous one does not ask for such."""
    awaited = {id(node.value) for node in ast.walk(function) if isinstance(node, ast.Await)}
    for node in ast.walk(function):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name = node.func.attr
        if name.startswith("a_") != (id(node) in awaited):
            return False
        answers = name.removeprefix("a_") in {"generate_reply", "get_human_input"}
        if answers and name.startswith("a_") != isinstance(function, ast.AsyncFunctionDef):
            return False
    return True

"""Walk a libcst tree without visitors: only the parts that mean something, in source order."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from typing import Any

import libcst as cst

_LAYOUT = frozenset(
    [
        "leading_lines",
        "comma",
        "lpar",
        "rpar",
        "lbrace",
        "rbrace",
        "lbracket",
        "rbracket",
        "header",
        "footer",
        "semicolon",
        "lines_after_decorators",
        "equal",
        "colon",
        "dot",
        "newline",
        "trailing_comma",
    ]
)


@cache
def meaningful_fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """The fields of a node class that hold code rather than its layout."""
    fields: Any = dataclasses.fields(kind)  # type: ignore[arg-type]
    return tuple(f.name for f in fields if f.name not in _LAYOUT and "whitespace" not in f.name)


def children(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The meaningful child nodes of `node`, in the order of their fields."""
    for name in meaningful_fields(type(node)):
        value = getattr(node, name)
        if isinstance(value, cst.CSTNode):
            yield value
        elif isinstance(value, (tuple, list)):
            for item in value:  # type: ignore[misc]
                if isinstance(item, cst.CSTNode):
                    yield item


def walk(root: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """`root` and every meaningful node under it, parents first, without recursion."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(tuple(children(node))))


def dotted(node: cst.CSTNode | None) -> str | None:
    """``a.b.c`` for a chain of names and attributes, otherwise None."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if not isinstance(node, cst.Name):
        return None
    parts.append(node.value)
    return ".".join(reversed(parts))

"""Strings that name a module or an attribute of v0.2 where Python looks them up.

``importlib.import_module("autogen.x")``, ``patch("autogen.oai.client.OpenAI")`` and the like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from autogen_codemods.compat.module import LegacyModule, NodeEdit, Proposal
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import dotted

RULE = Rule(
    code="AM102",
    title="module of autogen named in a string",
    kind=Kind.DIRECT,
    tier=Tier.COMPAT,
    why=(
        "import_module, unittest.mock.patch, getLogger and a few others take the dotted name of a module or of "
        "something in it. autogen_compat has the same dotted names below its own root."
    ),
    before='with patch("autogen.oai.client.OpenAI") as fake:\n    ...\n',
    after='with patch("autogen_compat.oai.client.OpenAI") as fake:\n    ...\n',
)

_LOOKUPS = frozenset(
    {
        *("import_module", "__import__", "find_spec", "find_loader", "importorskip", "reload"),
        *("patch", "patch.dict", "patch.multiple", "setattr", "delattr", "getLogger", "locate", "import_string"),
    }
)
_ASKS = re.compile(
    r"(is|are|has|ensure|check|require|assert)_(\w+_)?(installed|available|importable|module|package)s?\w*"
)
"""Functions of programs that are told a module which must be there, by their names."""
_LEGACY = re.compile(r"autogen(?=\.|$)")
_DOTTED = re.compile(r"autogen(\.\w+)*\Z")


def find(module: LegacyModule) -> Iterator[Proposal]:
    """Strings in look-ups and keys of ``sys.modules``."""
    for node in module.nodes:
        if isinstance(node, cst.Call) and (_looks_up(node.func) or asks_for_autogen(node)):
            yield from _in_call(node)
        elif isinstance(node, cst.Subscript) and dotted(node.value) == "sys.modules":
            yield from (p for e in node.slice if isinstance(e.slice, cst.Index) for p in _string(e.slice.value))


def _looks_up(function: cst.BaseExpression) -> bool:
    name = dotted(function) or ""
    return name.rpartition(".")[2] in _LOOKUPS or ".".join(name.split(".")[-2:]) in _LOOKUPS


def asks_for_autogen(node: cst.CSTNode) -> bool:
    """Whether a call asks whether v0.2 can be imported: ``find_spec("autogen")``, ``ensure_installed("autogen")``."""
    given = node.args[0].value if isinstance(node, cst.Call) and node.args else None
    if not isinstance(node, cst.Call) or not isinstance(given, cst.SimpleString) or given.raw_value != "autogen":
        return False
    word = (dotted(node.func) or "").rpartition(".")[2]
    return word == "find_spec" or _ASKS.fullmatch(word) is not None


def _in_call(call: cst.Call) -> Iterator[Proposal]:
    """The first argument, and the keys of a dict that replaces modules."""
    for argument in call.args[:2]:
        if isinstance(argument.value, cst.Dict):
            keys = (e.key for e in argument.value.elements if isinstance(e, cst.DictElement))
            yield from (p for key in keys for p in _string(key))
        elif argument is call.args[0] and not argument.star:
            yield from _string(argument.value)


def _string(node: cst.CSTNode) -> Iterator[Proposal]:
    if isinstance(node, cst.SimpleString):
        value = node.raw_value
        if _DOTTED.match(value):
            text = f"{node.prefix}{node.quote}{_renamed(value)}{node.quote}"
            yield Proposal(RULE, node, f'"{value}" becomes "{_renamed(value)}"', (NodeEdit(node, text),))
    elif isinstance(node, cst.FormattedString) and node.parts:
        first = node.parts[0]
        if isinstance(first, cst.FormattedStringText) and first.value.startswith("autogen."):
            yield Proposal(RULE, node, f'"{first.value}…" is renamed', (NodeEdit(first, _renamed(first.value)),))


def _renamed(value: str) -> str:
    return _LEGACY.sub("autogen_compat", value, count=1)

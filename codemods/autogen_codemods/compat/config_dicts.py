"""Which dict literals of a module are configurations of models."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from autogen_codemods.compat.config_keys import RENAMED
from autogen_codemods.compat.module import LegacyModule
from autogen_codemods.tree.walk import dotted

_ARGUMENTS = frozenset({"llm_config", "config_list", "default_llm_config"})
_NAMES = re.compile(r"(?:.*_)?(?:llm_config|config_list|gpt\w*_config)(?:_.*)?\Z", re.IGNORECASE)
_COMPANIONS = frozenset({"model", "api_key", "api_type", "config_list", "engine"})


def key_of(element: cst.BaseDictElement) -> str | None:
    """The key of a dict element if it is a plain string."""
    if isinstance(element, cst.DictElement) and isinstance(element.key, cst.SimpleString):
        return str(element.key.evaluated_value)
    return None


def config_dicts(module: LegacyModule) -> list[cst.Dict]:
    """The dict literals that are given to v0.2 as a configuration, or have a configuration's name."""
    if not module.imports.imports:
        return []
    roots = list(_given(module))
    names = {name for root in roots if (name := dotted(root))}
    roots += [value for name, value in _assigned(module) if name in names or _NAMES.match(name.rpartition(".")[2])]
    found = {id(node): node for root in roots for node in _dicts_in(root)}
    return list(found.values())


def suspicious_dicts(module: LegacyModule, known: list[cst.Dict]) -> Iterator[cst.Dict]:
    """Other dicts with a key of v0.1 beside a key that configurations have."""
    if not module.imports.imports:
        return
    settled = {id(node) for node in known}
    for node in module.nodes:
        if isinstance(node, cst.Dict) and id(node) not in settled:
            keys = {key_of(e) for e in node.elements}
            if keys & RENAMED.keys() and keys & _COMPANIONS:
                yield node


def _given(module: LegacyModule) -> Iterator[cst.BaseExpression]:
    """The values of ``llm_config=…`` and ``config_list=…`` in calls."""
    for node in module.nodes:
        if isinstance(node, cst.Arg) and node.keyword is not None and node.keyword.value in _ARGUMENTS:
            yield node.value


def _assigned(module: LegacyModule) -> Iterator[tuple[str, cst.BaseExpression]]:
    for node in module.nodes:
        if isinstance(node, cst.Assign):
            yield from ((name, node.value) for t in node.targets if (name := dotted(t.target)))
        elif isinstance(node, cst.AnnAssign) and node.value is not None and (name := dotted(node.target)):
            yield name, node.value


def _dicts_in(node: cst.BaseExpression) -> Iterator[cst.Dict]:
    """The dict literals of a configuration: itself, the items of a list, and its ``config_list``."""
    if isinstance(node, cst.Dict):
        yield node
        for element in node.elements:
            if key_of(element) == "config_list":
                yield from _dicts_in(element.value)
    elif isinstance(node, (cst.List, cst.Tuple)):
        for item in node.elements:
            yield from _dicts_in(item.value)

"""Code blocks and results that are used as the models that v0.2's are."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

_MODELS = frozenset({"model_copy", "model_dump", "model_dump_json", "model_fields", "model_validate"})
_OLD_MODELS = frozenset({"copy", "dict", "json"})
"""Methods that v0.2's blocks and results have, and v0.4's have not; the older ones are those of many things."""


def uses_models(nodes: Iterable[cst.CSTNode]) -> bool:
    """Whether blocks or results may be used as the models that v0.2's are."""
    for node in nodes:
        if not isinstance(node, cst.Attribute):
            continue
        receiver = node.value.value.lower() if isinstance(node.value, cst.Name) else ""
        old = node.attr.value in _OLD_MODELS and ("block" in receiver or "result" in receiver)
        if old or node.attr.value in _MODELS:
            return True
    return False

"""Other strings that are exactly the dotted name of something of v0.2."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from autogen_codemods import fates
from autogen_codemods.compat.module import LegacyModule, Proposal
from autogen_codemods.rules import am102_module_strings
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM103",
    title="string that names something of autogen",
    kind=Kind.DECISION,
    tier=Tier.COMPAT,
    why=(
        "A string that is exactly a dotted name of v0.2 may be looked up later, as a class path in a table or a "
        "setting, or may be only a label. Rename its root to autogen_compat if it is looked up."
    ),
    before='AGENTS = {"writer": "autogen.AssistantAgent"}\n',
    after='AGENTS = {"writer": "autogen_compat.AssistantAgent"}\n',
)

_DOTTED = re.compile(r"autogen(?:\.\w+)+\Z")


def find(module: LegacyModule) -> Iterator[Proposal]:
    """Strings with a known name that AM102 does not rewrite."""
    renamed = {id(p.node) for p in am102_module_strings.find(module)}
    for node in module.nodes:
        if isinstance(node, cst.SimpleString) and id(node) not in renamed and _DOTTED.match(node.raw_value):
            name = node.raw_value
            if fates.is_known(name):
                yield Proposal(RULE, node, f'if "{name}" is looked up somewhere, it has to say autogen_compat')

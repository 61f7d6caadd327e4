"""Keywords that the called class or function of v0.2.40 does not take."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods import fates
from autogen_codemods.compat.module import LegacyModule, Proposal
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM905",
    title="keyword that v0.2.40 does not take",
    kind=Kind.UNSUPPORTED,
    tier=Tier.COMPAT,
    why=(
        "The class or function exists, but not with this keyword: it belongs to another release or to the AG2 fork. "
        "The call raises TypeError with v0.2.40 and with autogen_compat."
    ),
    before="agent = ConversableAgent('a', update_agent_state_before_reply=[...])\n",
    after="agent = ConversableAgent('a')\n",
)


def find(module: LegacyModule) -> Iterator[Proposal]:
    """Keywords of calls whose callee and its parameters are known."""
    for node in module.nodes:
        if isinstance(node, cst.Call):
            name = module.imports.qualified(node.func)
            accepted = fates.keywords(name) if name else None
            if name is not None and accepted is not None:
                yield from (_proposal(name, argument) for argument in node.args if _refused(argument, accepted))


def _refused(argument: cst.Arg, accepted: frozenset[str]) -> bool:
    return argument.keyword is not None and argument.keyword.value not in accepted


def _proposal(name: str, argument: cst.Arg) -> Proposal:
    keyword = argument.keyword.value if argument.keyword else ""
    return Proposal(RULE, argument, f"{name} does not take {keyword!r} in v0.2.40")

"""What a rewrite wrote and the installed packages do not have."""

from __future__ import annotations

from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM921",
    title="rewritten import that the installed packages lack",
    kind=Kind.UNSUPPORTED,
    tier=Tier.COMPAT,
    why=(
        "After planning, every import and keyword that the rewrite would write is looked up in the installed "
        "autogen_compat and v0.4 packages, without running your code. This one is not there: it is a name that v0.2.40 "
        "did not have either, or the installed packages are of another version than this tool was tested with."
    ),
    before="from autogen.agentchat.contrib.no_such_module import Agent\n",
    after="# import what exists, or install the tested versions: pip install -U autogen-migrate\n",
)

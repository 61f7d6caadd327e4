"""The cache that v0.2 keeps by default."""

from __future__ import annotations

from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM105",
    title="default cache without its package",
    kind=Kind.DECISION,
    tier=Tier.COMPAT,
    why=(
        "v0.2 caches model answers in .cache/41 unless cache_seed is None. autogen_compat does the same when diskcache "
        "is installed, which the extra of that name brings; the rewrite of dependencies adds it. Without it "
        "autogen_compat warns with this code when the program runs, and asks the model each time."
    ),
    before="pip install autogen-migrate\n",
    after='pip install "autogen-migrate[diskcache]"   # or cache_seed=None in llm_config\n',
)

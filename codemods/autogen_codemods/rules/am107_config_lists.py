"""Configuration lists in files: OAI_CONFIG_LIST and its kind."""

from __future__ import annotations

from autogen_codemods.rules.base import Kind, Rule, Tier

UPDATED = Rule(
    code="AM107",
    title="key of v0.1 in a configuration list",
    kind=Kind.REWRITE,
    tier=Tier.COMPAT,
    why=(
        "Configuration lists in JSON or YAML still say api_base, request_timeout or engine, which v0.2 renamed to "
        "base_url, timeout and model. The old keys are refused by the model's API."
    ),
    before='[{"model": "gpt-4", "api_key": "…", "api_base": "https://example.org/v1"}]\n',
    after='[{"model": "gpt-4", "api_key": "…", "base_url": "https://example.org/v1"}]\n',
)

SUSPECT = Rule(
    code="AM108",
    title="entry of a configuration list that cannot work",
    kind=Kind.DECISION,
    tier=Tier.COMPAT,
    why=(
        "A configuration list is a list of objects, each with a model (or, for Azure, a deployment). An entry without "
        "one cannot be used, and a key that v0.1 alone read has no effect."
    ),
    before='[{"api_key": "…"}]\n',
    after='[{"model": "gpt-4o", "api_key": "…"}]\n',
)

RULES = (UPDATED, SUSPECT)

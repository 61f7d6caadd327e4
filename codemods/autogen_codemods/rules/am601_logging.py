"""The logging of v0.1's completion classes."""

from __future__ import annotations

from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM601",
    title="logging of v0.1",
    kind=Kind.UNSUPPORTED,
    tier=Tier.COMPAT,
    why=(
        "ChatCompletion.start_logging recorded the calls of that class, and agents do not make any since v0.2. "
        "runtime_logging records the calls of agents and of OpenAIWrapper to SQLite or to a file."
    ),
    before="autogen.ChatCompletion.start_logging(history)\n",
    after='session = autogen.runtime_logging.start(config={"dbname": "logs.db"})\n',
)

"""Pins of the distributions that once held v0.2 become autogen-migrate's."""

from __future__ import annotations

from autogen_codemods.rules.base import Kind, Rule, Tier

REPLACED = Rule(
    code="AM110",
    title="dependency on AutoGen v0.2",
    kind=Kind.DIRECT,
    tier=Tier.COMPAT,
    why=(
        "v0.2 was published as `pyautogen` (up to 0.2.35) and as `autogen-agentchat` (0.2.36 to 0.2.40), and forks use "
        "`ag2` and `autogen` for the same module. autogen-migrate brings autogen_compat and the v0.4 packages it runs "
        "on; they cannot be installed beside v0.2. Extras are carried over, and extras that the code needs are added."
    ),
    before="pyautogen[redis]~=0.2.20  # agents\n",
    after="autogen-migrate[redis]>=0.1  # agents\n",
)

DECIDE = Rule(
    code="AM111",
    title="dependency that a person has to change",
    kind=Kind.DECISION,
    tier=Tier.COMPAT,
    why=(
        "The requirement cannot be replaced safely: it may mean another AutoGen than v0.2, the file locks hashes, "
        "or the package manager has no such package. The message says which."
    ),
    before="- pyautogen=0.2.35   # a conda package\n",
    after="- pip:\n    - autogen-migrate>=0.1\n",
)

CONFLICT = Rule(
    code="AM112",
    title="dependency that excludes autogen-migrate's own",
    kind=Kind.DECISION,
    tier=Tier.COMPAT,
    why="autogen-migrate needs openai>=1.93,<4 and pydantic>=2.10; a pin below cannot be installed beside it.",
    before="openai==1.3.5\n",
    after="openai>=1.93,<4\n",
)

LOST_EXTRA = Rule(
    code="AM113",
    title="extra of v0.2 without a counterpart",
    kind=Kind.DECISION,
    tier=Tier.COMPAT,
    why=(
        "Some extras of v0.2 only installed third-party packages. autogen-migrate has no extra for them: "
        "name the packages that the code imports in your own dependencies."
    ),
    before="pyautogen[retrievechat]\n",
    after="autogen-migrate>=0.1\nchromadb\n",
)

RULES = (REPLACED, DECIDE, CONFLICT, LOST_EXTRA)

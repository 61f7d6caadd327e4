"""Pins of the distributions that once held v0.2 become autogen-migrate's."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods.compat.module import LegacyModule, NodeEdit, Proposal
from autogen_codemods.dependencies.formats import closes, pep508
from autogen_codemods.dependencies.requirement import REQUIREMENT, Evidence, Requirement, judge, new_extras
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
    before="pyautogen[long-context]\n",
    after="autogen-migrate>=0.1\nllmlingua\n",
)

RULES = (REPLACED, DECIDE, CONFLICT, LOST_EXTRA)

_SEEN = Evidence(legacy_files=1)


def find(module: LegacyModule) -> Iterator[Proposal]:
    """The requirement strings of a setup.py."""
    if module.source.path.name != "setup.py":
        return
    for node in module.nodes:
        if isinstance(node, cst.SimpleString) and (requirement := _requirement(node)) is not None:
            new = pep508(new_extras(requirement, _SEEN))
            text = f"{node.prefix}{node.quote}{new}{_tail(str(node.evaluated_value))}{node.quote}"
            yield Proposal(REPLACED, node, f"`{requirement}` becomes `{new}`", (NodeEdit(node, text),))


def _requirement(node: cst.SimpleString) -> Requirement | None:
    """The requirement on v0.2 that a string is, if it is nothing else."""
    match = REQUIREMENT.match(str(node.evaluated_value))
    if match is None or not closes(match.string[match.end() :]):
        return None
    requirement = Requirement.of(match)
    pinned = bool(requirement.version_range or requirement.extras) or requirement.name == "pyautogen"
    verdict = judge(requirement, _SEEN) if pinned else None
    return requirement if verdict and verdict.replace else None


def _tail(text: str) -> str:
    match = REQUIREMENT.match(text)
    return text[match.end() :] if match else ""

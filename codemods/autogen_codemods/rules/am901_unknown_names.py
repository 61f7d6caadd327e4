"""Names that v0.2.40 does not have: other forks', removed ones, and plain mistakes."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods import fates
from autogen_codemods.compat.foreign_names import FORK_NAMES, REMOVED_NAMES, fork_name, is_own_name, removed_advice
from autogen_codemods.compat.module import LegacyModule, Proposal
from autogen_codemods.rules.am601_logging import RULE as LOGGING
from autogen_codemods.rules.base import Kind, Rule, Tier

UNKNOWN = Rule(
    code="AM901",
    title="name that v0.2.40 does not have",
    kind=Kind.UNSUPPORTED,
    tier=Tier.COMPAT,
    why=(
        "The name is neither in v0.2.40 nor known from v0.1 or the AG2 fork, so autogen_compat does not have it. "
        "The import would fail with v0.2.40, too, unless the code is only reached with another release."
    ),
    before="from autogen import NoSuchThing\n",
    after="# remove it, or define it in your own code\n",
)

REMOVED = Rule(
    code="AM902",
    title="name of v0.1 or of an early v0.2",
    kind=Kind.UNSUPPORTED,
    tier=Tier.COMPAT,
    why=(
        "The name was removed before v0.2.40 or works there only with openai<1. The message says what v0.2.40 has in "
        "its place; change the code to that first."
    ),
    before="autogen.ChatCompletion.start_logging()\n",
    after='autogen.runtime_logging.start(config={"dbname": "logs.db"})\n',
)

FORK = Rule(
    code="AM903",
    title="feature of the AG2 fork",
    kind=Kind.UNSUPPORTED,
    tier=Tier.COMPAT,
    why=(
        "AG2 went on from v0.2 under the same module name and added features that Microsoft's AutoGen never had: "
        "swarms with hand-offs, its own tools, events and group patterns. v0.4 has its own answers to most of them "
        "(Swarm, GraphFlow, FunctionTool); the message names the nearest."
    ),
    before="from autogen import SwarmAgent\n",
    after="from autogen_agentchat.teams import Swarm\n",
)

MISSING = Rule(
    code="AM920",
    title="part of v0.2 that autogen_compat does not have",
    kind=Kind.UNSUPPORTED,
    tier=Tier.COMPAT,
    why=(
        "autogen_compat covers v0.2's agents, chats, groups, model clients, code execution, caching and logging. A few "
        "modules of autogen.agentchat.contrib are not part of it. The message names what v0.4 has in their place."
    ),
    before="from autogen.agentchat.contrib.math_user_proxy_agent import MathUserProxyAgent\n",
    after="# write the part that you need on autogen_compat.ConversableAgent\n",
)

_LOGGING_NAMES = frozenset({"start_logging", "stop_logging", "logged_history"})

RULES = (UNKNOWN, REMOVED, FORK, MISSING)


def find(module: LegacyModule) -> Iterator[Proposal]:
    """Imported names first, then attributes of what is imported; each name once per place."""
    for imported in module.imports.imports:
        node = imported.alias or imported.statement
        known = _module_known(imported.module) if isinstance(imported.statement, cst.Import) else None
        name = imported.module if known is not None or imported.local == "*" else imported.target
        yield from _judge(name, node)
    imported_unknown = {i.target for i in module.imports.imports}
    for use in module.imports.uses:
        name = _judged_part(use.qualified)
        if name not in imported_unknown:
            yield from _judge(name, use.node)


def _module_known(name: str) -> bool:
    return fates.is_known(name) is True


def _judged_part(name: str) -> str:
    """The shortest part of a dotted name that tells its fate: up to the first unknown or special one."""
    parts = name.split(".")
    for length in range(2, len(parts) + 1):
        part = ".".join(parts[:length])
        if parts[length : length + 1] and parts[length] in _LOGGING_NAMES:
            continue
        if fates.is_known(part) is not True or part in REMOVED_NAMES or part in FORK_NAMES:
            return part
    return name


def _judge(name: str, node: cst.CSTNode) -> Iterator[Proposal]:
    advice = removed_advice(name)
    if advice is not None:
        about = LOGGING if name.rpartition(".")[2] in _LOGGING_NAMES else REMOVED
        yield Proposal(about, node, f"{name} is gone; {advice}")
        return
    alias, fate = fates.row(name), fates.fate_of(name)
    if fate is not None and fate.on_compat == "same" and alias is not None and alias.on_compat == "missing":
        yield Proposal(MISSING, node, f"autogen_compat has no {name}; import it as {fate.name}")
    elif fate is not None and fate.on_compat == "missing":
        instead = f"; plain v0.4 has {' and '.join(fate.targets)}" if fate.targets else ""
        yield Proposal(MISSING, node, f"autogen_compat has no {name}{instead}")
    elif fates.is_known(name) is False and not is_own_name(name):
        fork = fork_name(name)
        if fork is not None:
            yield Proposal(FORK, node, f"{name} exists only in the AG2 fork; {fork}")
        else:
            yield Proposal(UNKNOWN, node, f"{name} does not exist in v0.2.40")

"""AM217: a system message that a program reads is asked of the v0.4 agent.

v0.2: autogen/agentchat/conversable_agent.py system_message.  v0.4: AssistantAgent, whose system message is not public.
"""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.program import Agent, Read
from autogen_codemods.native.am322_system_messages import own_messages, updates
from autogen_codemods.native.callbacks import SYSTEM_MESSAGE
from autogen_codemods.native.component import Component
from autogen_codemods.native.done import Log
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM217",
    title="a system message that is read is asked of the agent",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's AssistantAgent keeps its system message to itself; system_message_of() tells it.",
    before="print(coder.system_message)",
    after="print(system_message_of(coder))",
)

CODE = RULE.code


def reads_message(read: Read) -> bool:
    """Whether the system message of an agent is read."""
    above = read.view.parent(read.attribute)
    called = isinstance(above, cst.Call) and above.func is read.attribute
    return isinstance(read.party, Agent) and read.attribute.attr.value == SYSTEM_MESSAGE and not called


def rewrite_messages(component: Component, drafts: Drafts, log: Log) -> None:
    """Write the reads of the system messages of a component's agents; raises NotProven."""
    own = own_messages(component.program)
    for read in filter(reads_message, component.program.reads):
        draft = drafts[read.view]
        if not component.holds(read.party) or id(read.attribute.value) in own or draft.is_gone(read.attribute):
            continue
        _check(component, read)
        function = draft.use("autogen_compat.native", "system_message_of")
        draft.replace(read.attribute, f"{function}({draft.code(read.attribute.value)})")
        log.did(CODE, read.attribute, f"the system message is asked of {draft.code(read.attribute.value)}")


def _check(component: Component, read: Read) -> None:
    """All agents that an expression may be must be v0.4's, which have one system message; raises NotProven."""
    found = component.program.objects(read.view, read.attribute.value)
    for party in found or (read.party,):
        profile = component.profiles.get(id(party))
        if not found or profile is None or not profile.is_plain_assistant or profile.customs or updates(profile):
            name = read.view.code(read.attribute.value)
            raise NotProven(CODE, read.attribute, f"{name}, whose system message is read, is not just a model's agent")

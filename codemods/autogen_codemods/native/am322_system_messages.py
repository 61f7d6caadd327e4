"""AM322: a system message that is set before the first chat is the one that the agent is made with.

v0.2: autogen/agentchat/conversable_agent.py update_system_message.  v0.4: AssistantAgent(system_message=…).
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from autogen_codemods.model.customs import Custom
from autogen_codemods.model.program import Agent, Chat, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.setting_up import check_before_chats, check_known
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM322",
    title="a system message that is set before the first chat moves into the constructor",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4 agents keep the system message that they are made with. Set between two chats, it stays on compat.",
    before='coder = AssistantAgent("coder", llm_config=llm_config)\ncoder.update_system_message("Write Python.")',
    after='coder = AssistantAgent("coder", model_client=model_client, system_message="Write Python.")',
)

CODE = RULE.code


def updates(profile: Profile) -> list[Custom]:
    """The calls that set an agent's system message."""
    return [custom for custom in profile.customs if custom.method == "update_system_message"]


def own_messages(program: Program) -> set[int]:
    """The reads of agents in ``agent.update_system_message(agent.system_message + …)``."""
    found: set[int] = set()
    for custom in program.customs:
        if custom.method == "update_system_message" and len(custom.agents) == 1:
            reads = _reads(custom.view, custom.value("system_message"), custom.agents[0])
            found |= {id(each.value) for each in reads}
    return found


def check(profile: Profile, chats: Iterable[Chat]) -> None:
    """The one message set must be known where the agent is made, and no chat may come before; raises NotProven."""
    found = updates(profile)
    if not found:
        return
    agent = profile.agent
    [custom, *others] = found
    what = f"the system message of {agent.name}"
    if others or len(custom.agents) != 1:
        raise NotProven(CODE, custom.call, f"{what} is set more than once")
    check_before_chats(CODE, custom.view, custom.line, agent, chats, what)
    check_known(CODE, custom.arguments["system_message"].value, agent)


def text_of(draft: Draft, profile: Profile, original: str) -> str:
    """The system message that the agent is made with; `original` is the one that it would have."""
    found = updates(profile)
    if not found:
        return original
    view = draft.view
    node = found[0].arguments["system_message"].value
    start, text = view.span(node).start, view.code(node)
    reads = sorted(_reads(view, node, profile.agent), key=lambda each: view.span(each).start, reverse=True)
    for read in reads:
        first, last = (offset - start for offset in view.span(read))
        text = text[:first] + (original if _is_atom(original) else f"({original})") + text[last:]
    return text


def _reads(view: ModuleView, node: cst.CSTNode | None, agent: Agent) -> list[cst.Attribute]:
    if node is None:
        return []
    return [
        each
        for each in walk(node)
        if isinstance(each, cst.Attribute)
        and each.attr.value == "system_message"
        and agent.is_held_by(view, each.value)
    ]


def _is_atom(text: str) -> bool:
    """Whether an expression may stand between operators as it is."""
    return isinstance(cst.parse_expression(text), cst.Name | cst.SimpleString | cst.FormattedString)

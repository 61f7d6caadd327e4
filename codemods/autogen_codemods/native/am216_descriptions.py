"""AM216: a description that is set before the first chat is the one that the agent is made with.

v0.2: autogen/agentchat/conversable_agent.py description.  v0.4: BaseChatAgent(description=…), which is only read.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from autogen_codemods.model.descriptions import Description
from autogen_codemods.model.program import Agent, Answer, Chat, Program
from autogen_codemods.native.done import Log
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.setting_up import check_before_chats, check_known
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM216",
    title="a description that is set before the first chat moves into the constructor",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4 agents keep the description that they are made with; nobody reads it before the first chat. Set between "
    "two chats, it stays on compat.",
    before='coder = AssistantAgent("coder", llm_config=llm_config)\ncoder.description = "Writes Python."',
    after='coder = AssistantAgent("coder", model_client=model_client, description="Writes Python.")',
)

CODE = RULE.code


def description_of(program: Program, agent: Agent, chats: Iterable[Chat | Answer]) -> cst.BaseExpression | None:
    """The description that an agent has in its chats, where one is set; raises NotProven."""
    found = _settings(program, agent)
    if not found:
        return None
    what = f"the description of {agent.name}"
    for setting in found:
        check_before_chats(CODE, setting.view, setting.line, agent, chats, what)
        _check_unread(program, setting)
    last = max(found, key=lambda each: each.view.span(each.line).start)
    check_known(CODE, last.value, agent)
    return last.value


def remove_descriptions(drafts: Drafts, program: Program, agents: Iterable[Agent], log: Log) -> None:
    """Take away the lines that set descriptions, which the constructors have now."""
    for setting in (each for agent in agents for each in _settings(program, agent)):
        drafts[setting.view].remove(setting.line)
        log.did(CODE, setting.line, f"{setting.agent.name} is made with this description")


def _settings(program: Program, agent: Agent) -> list[Description]:
    return [each for each in program.descriptions if each.agent is agent]


def _check_unread(program: Program, setting: Description) -> None:
    """What reads the description must stand behind, in the same function; raises NotProven."""
    view = setting.view
    for read in program.reads:
        if read.party is not setting.agent or read.attribute.attr.value != "description":
            continue
        here = read.view is view and view.function(read.attribute) is view.function(setting.line)
        if not here or view.span(read.attribute).start < view.span(setting.line).start:
            raise NotProven(
                CODE, read.attribute, f"the description of {setting.agent.name} may be read before it is set"
            )

"""One call that starts chats with different agents: ``def ask(agent): user.initiate_chat(agent, …)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.native.am301_two_agents import Dialogue, conditions
from autogen_codemods.native.am304_histories import history_of
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.proof import NotProven

if TYPE_CHECKING:
    from autogen_codemods.native.component import Component

CODE = "AM301"


def is_written(facts: ChatFacts) -> bool:
    """Whether a chat stands for its call, which may be one of several chats."""
    return facts.chat.among in (None, facts.chat)


def check(component: Component) -> None:
    """The chats of one call must go the same way, whoever answers; raises NotProven."""
    for facts in (each for each in component.facts if each.chat.among is each.chat):
        chat, use = facts.chat, component.use(facts)
        together = [each for each in component.facts if each.chat.among is chat]
        ways = {_way(component, component.dialogue(each)) for each in together}
        if len(ways) > 1:
            raise NotProven(CODE, chat.call, "whoever may answer ends the chat in another way")
        if not isinstance(chat.recipient_node, cst.Name):
            raise NotProven(CODE, chat.call, "the recipient of the chat cannot be told")
        renamed = any(
            component.profiles[id(agent)].is_renamed for each in together for agent in component.meeting(each)
        )
        read = any(history_of(each) for each in component.program.reads)
        special = component.program.is_recorded or component.program.is_streamed or bool(component.nested)
        if renamed or read or special or component.tells or use.cost or facts.summary.kind == "model":
            reason = "the recipient is one of several agents, and more is asked for than what it says"
            raise NotProven(CODE, chat.call, reason)


def _way(component: Component, dialogue: Dialogue) -> tuple[object, ...]:
    """How a chat goes, but for who answers."""
    draft = Draft(dialogue.facts.chat.view)
    recipient = dialogue.recipient
    return (
        dialogue.turns,
        tuple(conditions(draft, dialogue)),
        dialogue.has_tools,
        dialogue.has_tool_turns,
        dialogue.is_one_answer,
        dialogue.is_shared,
        dialogue.sender_listens,
        dialogue.passes,
        dialogue.in_team,
        component.calls_tools(recipient.agent),
        recipient.is_human,
        bool(recipient.customs),
        recipient.agent.subclass is None,
        recipient.agent.legacy_class,
    )

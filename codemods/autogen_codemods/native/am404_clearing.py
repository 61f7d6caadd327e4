"""AM404: a group that clears histories where a human says so has agents whose histories can be cleared.

v0.2: autogen/agentchat/groupchat.py GroupChatManager.clear_agents_history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from autogen_codemods.native.am304_histories import history_of
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.groups import GroupFacts
from autogen_codemods.native.naming import name_code
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

if TYPE_CHECKING:
    from autogen_codemods.native.component import Component

RULE = Rule(
    code="AM404",
    title="enable_clear_history becomes model contexts that can be cleared",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="Where a human types \"clear history\", v0.2's manager cleared the histories of its agents. v0.4's agents have "
    "their histories themselves: a ClearableContext follows the command when it reads it.",
    before='GroupChat(agents=[engineer, user], messages=[], speaker_selection_method="round_robin", '
    "enable_clear_history=True)",
    after='engineer = AssistantAgent("engineer", model_client=model_client, '
    'model_context=ClearableContext("engineer", ["engineer", "user"]))',
)

CODE = RULE.code


def check(component: Component, facts: GroupFacts) -> None:
    """Nothing but the models of the members may read what is cleared; raises NotProven."""
    if not facts.clears:
        return
    call = facts.group.call
    if facts.model is not None or facts.group.chooser is not None:
        raise NotProven(CODE, call, "who selects the speakers reads messages that may be cleared")
    for profile in facts.members:
        if profile.code is not None or profile.customs or profile.agent.subclass is not None or profile.watches:
            raise NotProven(CODE, call, f"{profile.agent.name} does more with messages than asking a model")
        if profile.is_several or profile.is_renamed:
            raise NotProven(CODE, call, f"the name of {profile.agent.name}, which a human may type, is another in v0.4")
    members = [profile.agent for profile in facts.members]
    for each in component.all_facts:
        if each.chat.recipient is not facts.manager and {id(agent) for agent in component.present(each.chat)} & {
            id(agent) for agent in members
        }:
            raise NotProven(CODE, each.chat.call, "its agents have other chats, whose histories are cleared as well")
        if each.chat.recipient is facts.manager and (component.use(each).is_read or each.summary.is_asked_for):
            raise NotProven(CODE, each.chat.call, "the messages of the group are read, and may have been cleared")
    for read in component.program.reads:
        if read.party in (*members, facts.group) and history_of(read) is not None:
            raise NotProven(CODE, read.attribute, "the messages of the group are read, and may have been cleared")


def names(draft: Draft, groups: Iterable[GroupFacts]) -> str:
    """The list of the names that a command may have, for a member of a group that clears histories; else nothing."""
    found = [name_code(draft, each) for facts in groups if facts.clears for each in facts.members]
    return f"[{', '.join(dict.fromkeys(found))}]" if found else ""


def context(draft: Draft, profile: Profile, groups: Sequence[GroupFacts]) -> str | None:
    """The model context of a member of such a group."""
    told = names(draft, [facts for facts in groups if profile in facts.members])
    if not told:
        return None
    return f"{draft.use('autogen_compat.native', 'ClearableContext')}({name_code(draft, profile)}, {told})"


def messages(draft: Draft, facts: GroupFacts) -> list[str]:
    """The types of messages with commands that a team must know."""
    if not facts.clears:
        return []
    kinds = ["ClearHistoryMessage", *(["ClearHistoryInterruption"] if facts.runs_tools else [])]
    return [draft.use("autogen_compat.native", kind) for kind in kinds]

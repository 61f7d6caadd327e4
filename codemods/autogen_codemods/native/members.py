"""What a member of a group does besides answering: ending the group on rules of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autogen_codemods.native.am302_stops import is_implied
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.draft import Draft, call, shared
from autogen_codemods.native.groups import GroupFacts
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven

_NO_LIMIT = 100
"""What is left to ``max_round`` where the rounds cannot be counted; v0.2's default limit."""


@dataclass(frozen=True)
class Membership:
    """How a member ends its groups: on a last message, or after so many answers."""

    stops: bool = False
    limit: int | None = None
    tools: tuple[str, ...] = ()
    """The variables of the tools that it runs."""
    passes_by: bool = False
    """Whether the empty messages that end the group must not come to it, as the group goes on."""

    clears: str = ""
    """The list of the names of agents whose histories may be cleared."""

    @property
    def ends(self) -> bool:
        """Whether the member may end a group."""
        return self.stops or self.limit is not None


def membership(
    profile: Profile, groups: Sequence[GroupFacts], chats: Sequence[ChatFacts], tools: Sequence[str] = ()
) -> Membership:
    """What `profile` does in these groups, which `chats` start."""
    if profile.ends_itself or not groups:
        return Membership(tools=tuple(tools))
    stops = any(_stops(profile, group) for group in groups)
    limits = [limit for group in groups if (limit := _limit(profile, group, chats)) is not None]
    passes_by = any(may_end(group, chats) and (_goes_on(group, chats) or group.times > 1) for group in groups)
    return Membership(stops, min(limits, default=None), tuple(tools), passes_by)


def may_end(group: GroupFacts, chats: Sequence[ChatFacts]) -> bool:
    """Whether an agent of the group may end it by an empty message."""
    return group.has_end or any(_ends(profile, group, chats) for profile in group.speaking)


def _ends(profile: Profile, group: GroupFacts, chats: Sequence[ChatFacts]) -> bool:
    return profile.ends_itself or _stops(profile, group) or _limit(profile, group, chats) is not None


def _stops(profile: Profile, group: GroupFacts) -> bool:
    """Whether a last message ends the group on the turn of an agent, and has not ended it before.

    Who starts the group again is asked for an answer to the message that has ended it.
    """
    return not is_implied(profile.stop, group.stop) or (profile.agent is group.starter and not profile.stop.never)


def _goes_on(group: GroupFacts, chats: Sequence[ChatFacts]) -> bool:
    return any(chat.keeps_history and chat.chat.recipient is group.manager for chat in chats)


def ends_groups(profiles: Sequence[Profile], groups: Sequence[GroupFacts], chats: Sequence[ChatFacts]) -> bool:
    """Whether one of these ends its groups by itself, and so may a chat of two that it takes part in."""
    own = ((profile, [group for group in groups if profile in group.members]) for profile in profiles)
    return any(membership(profile, found, chats).ends for profile, found in own if found)


def check_members(facts: GroupFacts) -> None:
    """v0.2 refuses groups of less than two agents; raises NotProven."""
    if len(facts.members) < 2 and facts.group.gathered is None:
        raise NotProven(facts.code, facts.group.call, "v0.2 refuses a group of less than two agents")


def check_goes_on(facts: GroupFacts, chat: ChatFacts, chats: Sequence[ChatFacts]) -> None:
    """v0.2 counts answers anew in each chat that is initiated, though the history goes on; raises NotProven."""
    limited = any(_limit(p, facts, chats) is not None or (p.is_human and p.limit != _NO_LIMIT) for p in facts.members)
    if chat.keeps_history and not chat.chat.resumes and limited:
        raise NotProven(facts.code, chat.chat.call, "the group goes on, and v0.2 counts answers anew")


def _limit(profile: Profile, group: GroupFacts, chats: Sequence[ChatFacts]) -> int | None:
    """The answers after which a member ends the group, where the rounds do not end it before.

    v0.2 counts each answer twice in asynchronous chats.
    """
    own = [each for each in chats if each.chat.recipient is group.manager]
    limit = profile.limit // 2 if any(each.chat.is_async for each in own) else profile.limit
    goes_on = any(each.keeps_history for each in own)
    rounds = group.rounds * group.times - 1 if isinstance(group.rounds, int) and not goes_on else _NO_LIMIT
    rounds = rounds if group.graph is None or group.graph.is_cyclic else 1
    return limit if limit < rounds else None


def wrapped(draft: Draft, profile: Profile, member: Membership, text: str) -> str:
    """The constructor of an agent, within one that runs its tools and ends the group where the agent does."""
    if not member.ends and not member.tools and not member.passes_by:
        return text
    parts = [text]
    if member.tools:
        parts.append(f"tools={shared(member.tools)}")
    if member.stops and not profile.stop.never:
        parts.append(f"stop_when=lambda message: {profile.stop.on('message')}")
    if member.limit is not None:
        parts.append(f"max_replies={member.limit}")
    if member.clears and member.tools:
        parts.append(f"clears_history_of={member.clears}")
    indent = len(draft.indent_of(profile.agent.call)) + len(profile.agent.name) + 3
    return call(draft.use("autogen_compat.native", "GroupMember"), parts, indent)

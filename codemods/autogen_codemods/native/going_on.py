"""Chats that go on with the history of an earlier one of the same two agents.

v0.2: autogen/agentchat/conversable_agent.py initiate_chat with ``clear_history=False``, send, stop_reply_at_receive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from autogen_codemods.model.program import Agent, Program, Reset
from autogen_codemods.model.signatures import MAX_AUTO_REPLIES
from autogen_codemods.native.am301_two_agents import Dialogue, dialogue_of, may_leave_unread, may_stop
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven

CODE = "AM301"


def shared(dialogue: Dialogue, chats: Sequence[ChatFacts], profiles: Mapping[int, Profile]) -> Dialogue:
    """The dialogue, marked where its agents must know all of it for a later one of `chats`.

    A v0.4 agent reads the last message of a chat only in the same team's next run; v0.2's had all in their histories.
    """
    pair = [facts for facts in chats if facts.chat.pair == dialogue.facts.chat.pair]
    if not any(facts.keeps_history for facts in pair):
        return dialogue
    speaking = {id(profile.agent) for facts in pair for profile in _plain(facts, profiles).speakers}
    listens = dialogue.turns == 1 and id(dialogue.sender.agent) in speaking
    unread = [profile for profile in may_leave_unread(dialogue) if id(profile.agent) in speaking]
    ends = any(profile.ends_itself for profile in (dialogue.sender, dialogue.recipient))
    is_shared = listens or ends or any(each.is_model_agent or each.code is not None for each in unread)
    return replace(dialogue, is_shared=is_shared, sender_listens=listens)


def _plain(facts: ChatFacts, profiles: Mapping[int, Profile]) -> Dialogue:
    assert facts.chat.recipient is not None
    return dialogue_of(facts, profiles[id(facts.chat.sender)], profiles[id(facts.chat.recipient)])


def answered_once(program: Program, chats: Sequence[ChatFacts]) -> list[ChatFacts]:
    """The chats, those of a ``send`` by who has stopped to reply with one turn; raises NotProven."""
    return [
        replace(facts, max_turns=1) if facts.chat.resumes and _has_stopped(program, chats, facts) else facts
        for facts in chats
    ]


def _has_stopped(program: Program, chats: Sequence[ChatFacts], facts: ChatFacts) -> bool:
    """Whether the sender does not reply to the answer it gets; raises NotProven."""
    if not isinstance(facts.chat.recipient, Agent):
        return False
    found = False
    for reset in program.resets:
        if reset.method != "stop_reply_at_receive" or id(reset.party) not in facts.chat.pair:
            continue
        if not _is_known(reset, facts):
            raise NotProven(CODE, facts.chat.call, f"whether {facts.chat.sender.name} replies cannot be told")
        begun = begun_before(chats, facts)
        after = begun is None or begun.chat.view.span(begun.line).end <= reset.view.span(reset.line).start
        if after and reset.view.span(reset.line).start < facts.chat.view.span(facts.line).start:
            if reset.party is facts.chat.recipient:
                raise NotProven(CODE, facts.chat.call, f"{facts.chat.recipient.name} does not reply to the message")
            found = True
    return found


def _is_known(reset: Reset, facts: ChatFacts) -> bool:
    """Whether a statement runs whenever the message is sent: it stands in the same block."""
    view = facts.chat.view
    return reset.view is view and view.parent(reset.line) is view.parent(facts.line)


def begun_before(chats: Sequence[ChatFacts], facts: ChatFacts) -> ChatFacts | None:
    """The chat that a ``send`` goes on with: the last one of the two before it in the same block."""
    view, chat = facts.chat.view, facts.chat
    before = [
        each
        for each in chats
        if each.chat.pair == chat.pair
        and not each.chat.resumes
        and each.chat.view is view
        and view.parent(each.line) is view.parent(facts.line)
        and view.span(each.line).end <= view.span(facts.line).start
    ]
    return max(before, key=lambda each: view.span(each.line).start, default=None)


def check_counts(dialogues: Sequence[Dialogue], answered: Sequence[Agent]) -> None:
    """A message that is sent does not begin v0.2's counts of answers anew; raises NotProven.

    An agent that ends a chat begins its own count anew. `answered`: those that answer outside of chats too.
    """
    for dialogue in dialogues:
        for profile in dialogue.speakers if dialogue.facts.chat.resumes else ():
            pair = [each for each in dialogues if each.facts.chat.pair == dialogue.facts.chat.pair]
            counts_anew = profile.agent not in answered and all(_ends(profile, each) for each in pair)
            if profile.limit != MAX_AUTO_REPLIES and not counts_anew:
                reason = f"{profile.agent.name} has answers left of an earlier chat, which v0.2 goes on to count"
                raise NotProven(CODE, dialogue.facts.chat.call, reason)


def _ends(profile: Profile, dialogue: Dialogue) -> bool:
    """Whether only one agent, who starts it, can end a chat once it has answered."""
    other = dialogue.recipient
    if profile is not dialogue.sender or dialogue.facts.max_turns is not None or profile.ends_itself:
        return False
    return other.limit == MAX_AUTO_REPLIES and not other.ends_itself and not may_stop(other, profile)

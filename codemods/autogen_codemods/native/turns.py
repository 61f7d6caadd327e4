"""Turns that an agent lets pass: with ``max_turns``, v0.2 asks the other one again.

v0.2: autogen/agentchat/conversable_agent.py initiate_chat, whose loop goes on where no answer came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from autogen_codemods.model.customs import ASKED
from autogen_codemods.model.literals import constant
from autogen_codemods.model.program import Agent
from autogen_codemods.model.signatures import MAX_AUTO_REPLIES
from autogen_codemods.native.am302_stops import is_implied
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.members import Membership
from autogen_codemods.native.profiles import Profile


def may_pass(facts: ChatFacts, sender: Profile, recipient: Profile) -> bool:
    """Whether the sender may speak again where the recipient has nothing to say."""
    if facts.max_turns in (None, 1):
        return False
    if recipient.ends_itself and not recipient.watches and not _asks_at_the_end(recipient):
        return True
    if isinstance(facts.max_turns, int) and _answers(recipient, facts) < facts.max_turns:
        return True
    return _goes_on(sender, recipient) and _may_hear_end(facts, sender, recipient)


def _asks_at_the_end(profile: Profile) -> bool:
    return profile.mode == "TERMINATE" and not any(custom.method in ASKED for custom in profile.customs)


def _answers(profile: Profile, facts: ChatFacts) -> int:
    """Automatic answers until the limit; v0.2 counts each of them twice in asynchronous chats."""
    return profile.limit // 2 if facts.chat.is_async else profile.limit


def _goes_on(sender: Profile, recipient: Profile) -> bool:
    """Whether the sender does not end the chat where the recipient does: a human is asked for more."""
    return sender.is_human or not is_implied(recipient.stop, sender.stop)


def _may_hear_end(facts: ChatFacts, sender: Profile, recipient: Profile) -> bool:
    """Whether the sender may say what is a last message for the recipient."""
    if recipient.stop.never:
        return False
    if sender.is_model_agent or sender.ends_itself or sender.code is not None:
        return True
    texts = [facts.task_text, "" if sender.reply is None else constant(facts.chat.view, sender.reply)]
    return any(not isinstance(text, str) or recipient.stop.holds_for(text) is not False for text in texts)


def watched(profiles: dict[int, Profile], facts: Iterable[ChatFacts]) -> dict[int, Profile]:
    """The profiles, those of agents that end their turns themselves marked.

    Both agents of a chat with turns that may pass do so, and those whose conditions remember something.
    """
    found = {key: _watching(each) if each.stop.remembers else each for key, each in profiles.items()}
    for each in facts:
        parties = [each.chat.sender, each.chat.recipient]
        sides = [found[id(party)] for party in parties if isinstance(party, Agent) and id(party) in found]
        if len(sides) == 2 and may_pass(each, *sides):
            found |= {id(profile.agent): _watching(profile) for profile in sides}
    return found


def _watching(profile: Profile) -> Profile:
    return profile if profile.ends_itself else replace(profile, watches=True)


def watching(profile: Profile, chats: Iterable[ChatFacts]) -> Membership:
    """How an agent that watches its own turns ends them in these chats."""
    own = [facts for facts in chats if profile.agent in (facts.chat.sender, facts.chat.recipient)]
    limit = min((_answers(profile, facts) for facts in own), default=profile.limit)
    bounded = all(isinstance(facts.max_turns, int) and facts.max_turns <= limit for facts in own)
    return Membership(stops=True, limit=None if bounded else limit)


def ended_by_sender(draft: Draft, sender: Profile) -> str:
    """The condition that the sender, not the recipient, has nothing to say."""
    cls = draft.use("autogen_agentchat.conditions", "FunctionalTermination")
    message = draft.use("autogen_agentchat.messages", "StopMessage")
    test = f'isinstance(messages[-1], {message}) and messages[-1].source == "{sender.name}"'
    return f"{cls}(\n    lambda messages: {test}\n)"


def can_end(sender: Profile, facts: ChatFacts) -> bool:
    """Whether the sender may have nothing to say before ``max_turns`` ends the chat."""
    if sender.is_human or not sender.stop.never or (sender.ends_itself and not sender.watches):
        return True
    return not isinstance(facts.max_turns, int) or _answers(sender, facts) < min(facts.max_turns - 1, MAX_AUTO_REPLIES)

"""AM309: a conversation that goes on message by message, outside of chats, is a list of messages.

v0.2: autogen/agentchat/conversable_agent.py send with ``request_reply=False``, generate_reply with ``sender``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model.literals import entries
from autogen_codemods.model.program import Agent, Answer, Read, Tell
from autogen_codemods.model.signatures import MAX_AUTO_REPLIES
from autogen_codemods.native.am304_histories import claim_partner, history_of
from autogen_codemods.native.chats import ChatFacts, may_repeat
from autogen_codemods.native.component import Component
from autogen_codemods.native.done import Log
from autogen_codemods.native.draft import Draft, Drafts, call
from autogen_codemods.native.handovers import handovers
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.results import Results
from autogen_codemods.native.transcripts import Transcripts, is_behind, may_have_failed
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM309",
    title="messages that are only told after a chat go into a list of its messages",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's agents keep no messages per partner. What is told to one of them after a chat, without asking for an "
    "answer, and what it answers to that, is a list that the program keeps.",
    before="user.send(question, assistant, request_reply=False, silent=True)\n"
    "reply = assistant.generate_reply(sender=user)",
    after='messages = chat_history(result, "assistant")\n'
    'messages.append({"content": question, "role": "user", "name": "user"})\n'
    "reply = await reply_of(assistant, messages)",
)

CODE = RULE.code


@dataclass
class _Conversation:
    """What two agents say after their chat; `owner` is the one whose view of it is read."""

    facts: ChatFacts
    owner: Agent
    tells: list[Tell]
    answers: list[Answer]
    reads: list[Read]

    def places(self) -> Iterator[cst.CSTNode]:
        """The places of everything in it."""
        yield from (tell.statement for tell in self.tells)
        yield from (answer.call for answer in self.answers)
        yield from (read.attribute for read in self.reads)


class Conversations:
    """The conversations of a component that go on message by message; raises NotProven."""

    def __init__(self, component: Component, drafts: Drafts, results: Results, transcripts: Transcripts) -> None:
        self._component, self._drafts, self._transcripts = component, drafts, transcripts
        self._lists: list[tuple[_Conversation, str]] = []
        self._kept: list[tuple[_Conversation, str]] = []
        self.messages: dict[int, str] = {}
        """By the ids of answers to all that was said, the code for that."""
        self.left: dict[int, str] = {}
        """By the ids of these answers, the code for how often their agent still answers, where it has a limit."""
        waiting = [*component.tells, *(answer for answer in component.answers if answer.is_of_history)]
        for pair in dict.fromkeys(map(_pair, waiting)):
            self._read(_conversation(component, pair, [each for each in waiting if _pair(each) == pair]), results)

    def _read(self, conversation: _Conversation, results: Results) -> None:
        """Begin the list of messages behind the chat, and read it where the agents' messages are read."""
        chat, draft = conversation.facts.chat, self._drafts[conversation.facts.chat.view]
        profile, kept = self._component.profiles[id(conversation.owner)], self._transcript_of(conversation)
        owner = profile.name
        if profile.limit != MAX_AUTO_REPLIES:
            left = draft.use("autogen_compat.native", "replies_left")
            left = f'{left}({kept or results.kept(chat)}, "{owner}", {profile.limit})'
            self.left |= {id(answer): left for answer in conversation.answers}
        made = f'{draft.use("autogen_compat.native", "chat_history")}({kept or results.kept(chat)}, "{owner}")'
        if kept:
            self._kept.append((conversation, kept))
        elif conversation.tells:
            name = draft.fresh("messages", conversation.facts.line)
            draft.insert_after(conversation.facts.line, [f"{name} = {made}"])
            self._lists.append((conversation, name))
            made = name
        for read in conversation.reads:
            expression = history_of(read)
            assert expression is not None
            draft.replace(expression, f"{made}[-1]" if isinstance(expression, cst.Call) else made)
        self.messages |= {id(answer): made for answer in conversation.answers}

    def _transcript_of(self, conversation: _Conversation) -> str:
        """The transcript of a conversation, where its chat may fail or is handed over with what was told after it."""
        pair = [each for each in (conversation.facts.chat.sender, conversation.facts.chat.recipient) if each]
        is_needed = may_have_failed(conversation.facts) or bool(handovers(self._component.program, pair))
        return self._transcripts.of(conversation.facts) if is_needed else ""

    def put(self, log: Log) -> None:
        """Put what is told into the lists; raises NotProven."""
        for conversation, name in self._kept:
            for tell in conversation.tells:
                draft = self._drafts[tell.view]
                speaker = self._component.profiles[id(tell.sender)].name
                arguments = [f'"{speaker}"', _text_of(draft, tell)]
                draft.replace(tell.statement, call(f"{name}.tell", arguments, len(draft.indent_of(tell.statement))))
            log.did(CODE, conversation.facts.chat.call, "what is said is kept in a transcript")
        for conversation, name in self._lists:
            _put_told(self._component, self._drafts[conversation.facts.chat.view], conversation, name)
            log.did(CODE, conversation.tells[0].statement, "messages that are told are kept in a list")


def _pair(said: Tell | Answer) -> frozenset[int]:
    if isinstance(said, Tell):
        return frozenset({id(said.sender), id(said.recipient)})
    return frozenset({id(said.agents[0]), id(said.sender)})


def _conversation(component: Component, pair: frozenset[int], said: list[Tell | Answer]) -> _Conversation:
    tells = [each for each in said if isinstance(each, Tell)]
    answers = [each for each in said if isinstance(each, Answer)]
    place = tells[0].statement if tells else answers[0].call
    chats = [each for each in component.all_facts if frozenset({id(each.chat.sender), id(each.chat.recipient)}) == pair]
    if len(chats) != 1 or chats[0] not in component.facts:
        raise NotProven(CODE, place, "messages are told where the two have not had one chat before")
    [facts] = chats
    reads = list(_reads_after(component, pair, facts, tells))
    owners = {id(agent): agent for agent in (*(each.agents[0] for each in answers), *map(_party, reads))}
    if len(owners) != 1:
        raise NotProven(CODE, place, "the messages of a conversation are read as both agents have them")
    [owner] = owners.values()
    found = _Conversation(facts, owner, tells, answers, reads)
    _check(component, found)
    return found


def _party(read: Read) -> Agent:
    assert isinstance(read.party, Agent)
    return read.party


def _reads_after(component: Component, pair: frozenset[int], facts: ChatFacts, tells: list[Tell]) -> Iterator[Read]:
    """The reads of the messages of two agents after the first was told."""
    view = facts.chat.view
    first = min((view.span(tell.statement).start for tell in tells if tell.view is view), default=None)
    for read in component.program.reads:
        expression = history_of(read)
        if expression is None or not isinstance(read.party, Agent) or id(read.party) not in pair or first is None:
            continue
        if read.view is not view or view.span(read.attribute).start < first:
            continue
        named = claim_partner(expression)
        partner = component.program.party(view, named[0]) if named else None
        if named and id(partner) in pair:
            yield read
        elif id(partner) in pair or not named:
            raise NotProven(CODE, read.attribute, "the messages may be those of several partners")


def _check(component: Component, conversation: _Conversation) -> None:
    """Everything must stand behind the chat, which must have run; raises NotProven."""
    facts, view = conversation.facts, conversation.facts.chat.view
    views = {each.view for each in (*conversation.tells, *conversation.answers)}
    for place in conversation.places() if views == {view} else ():
        if not is_behind(facts, view, place):
            raise NotProven(CODE, place, "messages are told elsewhere than after the chat")
    if views != {view} or may_repeat(facts) or facts.keeps_history or facts.chat.sequence is not None:
        raise NotProven(CODE, facts.chat.call, "messages are told after a chat that may run again")
    agents = (facts.chat.sender, conversation.owner)
    limit, bounded = component.profiles[id(conversation.owner)].limit, facts.max_turns is not None
    if any(map(component.calls_tools, agents)) or (limit != MAX_AUTO_REPLIES and (bounded or facts.chat.is_async)):
        reason = f"{conversation.owner.name} has tools, or answers left of its chat, which v0.2 goes on to count"
        raise NotProven(CODE, facts.chat.call, reason)


def _put_told(component: Component, draft: Draft, conversation: _Conversation, name: str) -> None:
    for tell in conversation.tells:
        role = "assistant" if tell.sender is conversation.owner else "user"
        said = f'"role": "{role}", "name": "{component.profiles[id(tell.sender)].name}"'
        text = f'{{"content": {_text_of(draft, tell)}, {said}}}'
        draft.replace(tell.statement, call(f"{name}.append", [text], len(draft.indent_of(tell.statement))))


def _text_of(draft: Draft, tell: Tell) -> str:
    """The code for the text that is told; raises NotProven."""
    given = entries(tell.message)
    content = given.get("content") if given is not None else tell.message
    if content is None or (given is not None and set(given) - {"content", "role"}):
        raise NotProven(CODE, tell.message, "a message that is told has more than a text")
    return draft.code(content).strip()

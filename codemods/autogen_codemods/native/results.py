"""The results of a component's chats: their names, their reads, and what stands in the place of each chat."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import libcst as cst

from autogen_codemods.model.program import Agent, Chat, Manager, Read, Sequence
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native import am303_results, am304_histories, am305_sequences
from autogen_codemods.native.at_once import batches
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.component import Component
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.outcomes import Outcome
from autogen_codemods.native.reflections import told_tools
from autogen_codemods.native.several_recipients import is_written

Client = Callable[[Agent | Manager, ModuleView, cst.CSTNode], str]
"""Makes the model client of an agent or manager and gives its name."""


class Results:
    """Plans all results of a component before anything is written, because chats read the results of others."""

    def __init__(
        self, component: Component, drafts: Drafts, client: Client, tools: Callable[[Agent], list[str]]
    ) -> None:
        self._component, self._drafts, self._client, self._tools = component, drafts, client, tools
        self._kept_as: dict[int, str] = {}
        self._kept: set[int] = set()
        """The ids of the chats whose results are read for what agents or groups have of them."""
        self._outcomes: dict[int, Outcome] = {}
        self._lists: dict[int, am305_sequences.Running] = {}
        for facts in filter(is_written, component.facts):
            if facts.chat.sequence is None:
                self._outcomes[id(facts.chat)] = self._outcome(facts, component.use(facts))
            elif id(facts.chat.sequence) not in self._lists:
                self._lists[id(facts.chat.sequence)] = self._list(facts.chat.sequence)

    def _list(self, sequence: Sequence) -> am305_sequences.Running:
        draft, facts = self._drafts[sequence.view], self._component.listed(sequence)
        uses = am305_sequences.uses_of(sequence)
        outcomes = [self._outcome(each, use) for each, use in zip(facts, uses, strict=True)]
        names = [draft.fresh(f"result_{number + 1}", facts[0].line) for number in range(len(outcomes))]
        am305_sequences.hoist_messages(draft, sequence, facts)
        return am305_sequences.Running(outcomes, names, batches(self._component, sequence))

    def _outcome(self, facts: ChatFacts, use: am303_results.Use) -> Outcome:
        chat, component, draft = facts.chat, self._component, self._drafts[facts.chat.view]
        typed = draft.fresh("message", facts.line) if use.human_input and facts.task.kind == "asked" else ""
        cost = (
            tuple(self._client(party, facts.chat.view, facts.chat.call) for party in component.paying(facts))
            if use.cost
            else ()
        )
        return Outcome(
            facts=facts,
            use=use,
            names=component.names(facts),
            summary_name=draft.fresh("summary", facts.line) if facts.summary.is_asked_for else "",
            client=lambda: self._client(component.summing_up(facts), chat.view, chat.call),
            cost=cost,
            tools=told_tools(component, draft, facts, self._tools),
            human_input=_human_input(chat.sender.name if self._may_type(facts) else "", typed),
            typed=typed,
        )

    def _may_type(self, facts: ChatFacts) -> bool:
        """Whether the starter of a chat may be asked in it, or goes on with what was typed before."""
        sender, chat = self._component.sender_of(facts), facts.chat
        if not sender.is_human or facts.keeps_history:
            return sender.is_human
        if isinstance(chat.recipient, Agent):
            return sender in self._component.dialogue(facts).speakers
        group = chat.recipient.group if chat.recipient is not None else None
        return chat.sender in ((group.members if group is not None else None) or ())

    def rewrite_reads(self) -> None:
        """Read v0.4's results where the program reads v0.2's; raises NotProven."""
        for outcome in self._outcomes.values():
            chat, draft = outcome.facts.chat, self._drafts[outcome.facts.chat.view]
            target = am303_results.result_target(chat)
            if target is not None and outcome.use.reads:
                summary = partial(outcome.summary_read, draft, target.value)
                am303_results.rewrite_reads(draft, outcome.use, outcome.names, summary)
        for running in self._lists.values():
            am305_sequences.rewrite_reads(self._drafts[running.outcomes[0].facts.chat.view], running)

    def rewrite_history(self, read: Read) -> None:
        """Read the messages of an agent or a group of its chat's result; raises NotProven."""
        chat = am304_histories.chat_before(self._component.program, read, self._component.facts)
        owner = self._component.profiles[id(read.party)].name if isinstance(read.party, Agent) else ""
        names = self._outcomes[id(chat)].names
        am304_histories.rewrite_history(self._drafts[read.view], read, self.kept(chat), owner, names)

    def kept(self, chat: Chat) -> str:
        """The variable that holds the v0.4 result of a chat, a new one if the program does not keep it."""
        target, outcome = am303_results.result_target(chat), self._outcomes[id(chat)]
        self._kept.add(id(chat))
        if target is not None and not outcome.use.whole:
            return target.value
        if id(chat) not in self._kept_as:
            self._kept_as[id(chat)] = self._drafts[chat.view].fresh("result", chat.call)
        return self._kept_as[id(chat)]

    def reads_all(self, facts: ChatFacts) -> bool:
        """Whether more is read of a chat's result than its last message."""
        use = self._component.use(facts)
        return id(facts.chat) in self._kept or use.reads_history or facts.summary.is_asked_for

    def earlier(self, facts: ChatFacts) -> list[str]:
        """The summaries of the chats before this one in its list."""
        running = self._lists.get(id(facts.chat.sequence))
        return running.earlier() if running is not None else []

    def typed(self, facts: ChatFacts) -> str:
        """The variable of a first message that is typed, if it is needed later."""
        return self._outcomes[id(facts.chat)].typed if facts.chat.sequence is None else ""

    def put(self, facts: ChatFacts, running: str) -> None:
        """Put the code `running`, which runs the chat, in its place; raises NotProven."""
        draft, chat = self._drafts[facts.chat.view], facts.chat
        if chat.sequence is not None:
            self._lists[id(chat.sequence)].put(draft, running)
            return
        self._outcomes[id(chat)].put(draft, running, self._kept_as.get(id(chat)))

    def put_lists(self) -> list[Sequence]:
        """Put the lists of results in the places of theirs; gives the lists of chats that are gone."""
        found: list[Sequence] = []
        for running in self._lists.values():
            sequence = running.outcomes[0].facts.chat.sequence
            assert sequence is not None
            am305_sequences.put_results(self._drafts[sequence.view], sequence, running)
            found.append(sequence)
        return found


def _human_input(human: str, typed: str) -> str:
    """The code for what was typed in a chat: first the task, if a human was asked for it, then the answers."""
    if not typed:
        return f"{human}.human_input" if human else ""
    return f"[{typed}, *{human}.human_input]" if human else f"[{typed}]"

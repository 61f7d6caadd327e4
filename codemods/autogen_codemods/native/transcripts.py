"""Conversations whose messages are kept as they are said: for what follows a failure, and for what is told later.

v0.2: autogen/agentchat/conversable_agent.py chat_messages, which also have what was said before an error.
"""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.view import ModuleView, Statement
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.proof import NotProven


class Transcripts:
    """The transcripts that the conversations of a component need, each begun above its chat when it is asked for."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._names: dict[int, str] = {}

    def of(self, facts: ChatFacts) -> str:
        """The variable of the transcript of a chat, a new one where it has none; raises NotProven."""
        key = id(facts.chat)
        if key not in self._names:
            if facts.silent is not False:
                raise NotProven("AM309", facts.chat.call, "what a silent chat says is read where it may have failed")
            draft = self._drafts[facts.chat.view]
            self._names[key] = name = draft.fresh("transcript", facts.line)
            line = f"{name} = {draft.use('autogen_compat.native', 'Transcript')}()"
            draft.insert_before(outermost(facts), [line])
        return self._names[key]

    def name_of(self, facts: ChatFacts) -> str:
        """The variable of the transcript of a chat, or nothing."""
        return self._names.get(id(facts.chat), "")


def outermost(facts: ChatFacts) -> Statement:
    """The outermost ``try`` around a chat, or its own line: what follows runs whether or not the chat failed."""
    view, line = facts.chat.view, facts.line
    found: Statement = line
    for outer in _always_run(view, line):
        if isinstance(outer, cst.Try):
            found = outer
    return found


def is_behind(facts: ChatFacts, view: ModuleView, place: cst.CSTNode) -> bool:
    """Whether something runs after a chat, if only after it has failed."""
    last = outermost(facts)
    if view is not facts.chat.view or view.span(place).start < view.span(last).end:
        return False
    same = view.function(place) is view.function(facts.line)
    return same and _block_of(view, last) in list(view.ancestors(place))


def may_have_failed(facts: ChatFacts) -> bool:
    """Whether something may run after a chat that has failed."""
    return outermost(facts) is not facts.line


def _always_run(view: ModuleView, line: cst.CSTNode) -> list[cst.With | cst.Try]:
    """The statements around a line in which it runs whenever they do: ``with``, and ``try``."""
    found: list[cst.With | cst.Try] = []
    block = view.parent(line)
    while block is not None:
        outer = view.parent(block)
        if not (isinstance(outer, cst.With) or (isinstance(outer, cst.Try) and outer.body is block)):
            break
        found.append(outer)
        block = view.parent(outer)
    return found


def _block_of(view: ModuleView, line: cst.CSTNode) -> cst.CSTNode | None:
    around = _always_run(view, line)
    return view.parent(around[-1] if around else line)

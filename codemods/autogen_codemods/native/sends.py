"""Messages that ask for an answer though no chat of the two has begun: ``agent.send(..., request_reply=True)``.

v0.2: autogen/agentchat/conversable_agent.py send, receive; ``initiate_chat`` with one turn does the same.
"""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from autogen_codemods.model.program import Agent, Chat, Program
from autogen_codemods.native.chats import ChatFacts, may_repeat
from autogen_codemods.native.places import is_alone
from autogen_codemods.native.proof import NotProven

CODE = "AM301"


def settled(program: Program, facts: ChatFacts) -> ChatFacts:
    """The facts of a chat; a message that asks for an answer is one turn where no chat has begun; raises NotProven."""
    chat = facts.chat
    if not chat.requests:
        return facts
    if not _is_unread(chat):
        raise NotProven(CODE, chat.call, "send() gives nothing, and what it gives is read")
    others = [each for each in program.chats if each is not chat and each.pair == chat.pair]
    if not all(each.requests for each in others):
        return facts
    chat.begins = True
    goes_on = bool(others) or may_repeat(facts)
    if not isinstance(chat.recipient, Agent):
        return replace(facts, keeps_history=goes_on)
    if goes_on and "max_consecutive_auto_reply" in (chat.recipient.arguments or {}):
        raise NotProven(CODE, chat.call, f"the answers of {chat.recipient.name} are counted over all messages")
    chat.resumes = False
    return replace(facts, keeps_history=goes_on, max_turns=1)


def _is_unread(chat: Chat) -> bool:
    """Whether nothing is done with what ``send`` gives, which is None."""
    view = chat.view
    above = view.parent(chat.call)
    above = view.parent(above) if isinstance(above, cst.Await) else above
    if is_alone(chat):
        return True
    target = above.targets[0].target if isinstance(above, cst.Assign) and len(above.targets) == 1 else None
    variable = view.variable(target)
    return variable is not None and not variable.reads

"""The history in a v0.2 result is the agents' own list: the next chat of the two shows in results of earlier ones.

v0.2: autogen/agentchat/conversable_agent.py initiate_chat, clear_history.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from autogen_codemods.native.am303_results import Use, result_reads
from autogen_codemods.native.chats import ChatFacts, may_repeat
from autogen_codemods.native.proof import NotProven
from autogen_codemods.tree.walk import dotted

CODE = "AM303"
_SHOWS = frozenset({"print", "pprint", "pprint.pprint", "str", "repr"})


def check(facts: Sequence[ChatFacts], one: ChatFacts, use: Use) -> None:
    """No history is read after a later chat of the same two agents has taken its place; raises NotProven."""
    if not use.reads_history:
        return
    others = [each for each in facts if each is not one and _pair(each) == _pair(one)]
    if not others and not may_repeat(one):
        return
    for node in _readings(one, use):
        if node is None or not _is_latest(one, others, node):
            where = one.chat.call if node is None else node
            reason = "after a later chat of the same two, v0.2 shows the messages of that chat here"
            raise NotProven(CODE, where, reason)


def _pair(facts: ChatFacts) -> set[int]:
    return {id(facts.chat.sender), id(facts.chat.recipient)}


def _readings(facts: ChatFacts, use: Use) -> Iterator[cst.CSTNode | None]:
    """Where the history is read, also as a part of the result; None where that cannot be told."""
    view, chat = facts.chat.view, facts.chat
    if not use.whole:
        yield from (each for each in use.reads if each.attr.value == "chat_history")
        return
    anywhere = any(isinstance(each, cst.Attribute) and each.attr.value == "chat_history" for each in view.nodes)
    reads = result_reads(chat) if chat.sequence is None else ()
    if not reads and anywhere:
        yield None
    for node in reads:
        above = view.parent(node)
        if isinstance(above, cst.Attribute):
            if above.attr.value == "chat_history":
                yield above
        elif _is_shown(view.parent(above) if isinstance(above, cst.Arg) else above):
            yield node
        elif anywhere and not isinstance(above, cst.If | cst.Comparison | cst.UnaryOperation | cst.BooleanOperation):
            yield None


def _is_shown(above: cst.CSTNode | None) -> bool:
    if isinstance(above, cst.FormattedStringExpression):
        return True
    return isinstance(above, cst.Call) and dotted(above.func) in _SHOWS


def _is_latest(one: ChatFacts, others: Sequence[ChatFacts], node: cst.CSTNode) -> bool:
    """Whether no other chat of the two runs between a chat and the reading `node` of its result."""
    view = one.chat.view
    function, start, place = view.function(one.chat.call), view.span(one.line).start, view.span(node).start
    if view.function(node) is not function or place < start:
        return False
    return all(
        each.chat.view is view
        and view.function(each.chat.call) is function
        and not start < view.span(each.line).start <= place
        for each in others
    )

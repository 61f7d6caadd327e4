"""The history in a v0.2 result is the agents' own list: the next chat of the two shows in results of earlier ones.

v0.2: autogen/agentchat/conversable_agent.py initiate_chat, clear_history.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst
from libcst.metadata import Assignment

from autogen_codemods.model.program import Chat, Manager, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am303_results import Use, result_reads, result_target
from autogen_codemods.native.chats import ChatFacts, may_repeat
from autogen_codemods.native.items import reads_of_items
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.result_readers import reads_of_result
from autogen_codemods.tree.walk import dotted

CODE = "AM303"
_SHOWS = frozenset({"print", "pprint", "pprint.pprint", "str", "repr"})
_HARMLESS = _SHOWS | {"len", "enumerate", "json.dumps", "list", "reversed"}


def check(program: Program, facts: Sequence[ChatFacts], one: ChatFacts, use: Use) -> None:
    """No history is read after a later chat of the same two agents has taken its place; raises NotProven."""
    if not use.reads_history:
        return
    others = [each for each in facts if each is not one and _changes(each.chat, one.chat)]
    if not others and not may_repeat(one):
        return
    for node in _readings(program, one, use):
        if node is None or not _is_latest(one, others, node):
            where = one.chat.call if node is None else node
            reason = "after a later chat of the same two, v0.2 shows the messages of that chat here"
            raise NotProven(CODE, where, reason)


def _changes(other: Chat, one: Chat) -> bool:
    """Whether a chat goes into the history that another has told: of the same two, or of a group with its sender."""
    group = one.recipient.group if isinstance(one.recipient, Manager) else None
    is_member = group is not None and one.sender in (group.members or ())
    return other.pair == one.pair or (is_member and other.recipient is one.recipient)


def _readings(program: Program, facts: ChatFacts, use: Use) -> Iterator[cst.CSTNode | None]:
    """Where the history is read, also as a part of the result; None where that cannot be told."""
    view, chat = facts.chat.view, facts.chat
    if not use.whole:
        histories = (each for each in use.reads if each.attr.value == "chat_history")
        yield from (each for each in histories if chat.sequence is not None or not _is_another(facts, each))
        return
    anywhere = any(isinstance(each, cst.Attribute) and each.attr.value == "chat_history" for each in view.nodes)
    if chat.sequence is not None and result_target(chat) is not None:
        yield from _readings_of_items(view, chat, anywhere=anywhere)
        return
    reads = result_reads(chat) if chat.sequence is None else ()
    if not reads and anywhere:
        yield None
    for node in (each for each in reads if not _is_another(facts, each)):
        above = view.parent(node)
        if isinstance(above, cst.Attribute):
            if above.attr.value == "chat_history":
                yield above
        elif _is_shown(view.parent(above) if isinstance(above, cst.Arg) else above) or (
            isinstance(above, cst.Arg) and reads_of_result(program, view, above) is not None
        ):
            yield node
        elif anywhere and not isinstance(above, cst.If | cst.Comparison | cst.UnaryOperation | cst.BooleanOperation):
            yield None


def _is_another(facts: ChatFacts, node: cst.CSTNode) -> bool:
    """Whether the name of a result surely holds something else where it is read: what was assigned last."""
    view, target, line = facts.chat.view, result_target(facts.chat), facts.line
    made = [each.node for each in view.assignments(target) if isinstance(each, Assignment)] if target else []
    blocks, place = list(view.ancestors(node)), view.span(node).start
    before = [view.statement(each) for each in made if view.span(view.statement(each)).end <= place]
    last = max(
        (each for each in before if view.parent(each) in blocks), key=lambda each: view.span(each).start, default=None
    )
    if last is None or last is line:
        return False
    return not view.span(last).end <= view.span(line).start <= place


def _readings_of_items(view: ModuleView, chat: Chat, *, anywhere: bool) -> Iterator[cst.CSTNode | None]:
    """Where the histories of a list of results are read; None where that cannot be told."""
    for node in result_reads(chat):
        above = view.parent(node)
        reads = reads_of_items(view, node)
        if reads is not None:
            yield from (each for each in reads if each.attr.value == "chat_history")
        elif _is_shown(view.parent(above) if isinstance(above, cst.Arg) else above):
            yield node
        elif anywhere or isinstance(above, cst.For | cst.CompFor):
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
    loops = [each for each in view.ancestors(node) if isinstance(each, cst.For | cst.While)]
    if any(
        loop in list(view.ancestors(each.line)) and loop not in list(view.ancestors(one.line))
        for loop in loops
        for each in others
    ):
        return False
    calls = _calls_between(one, node)
    return not any(_runs_between(one, each, place) if _is_beside(one, each) else calls for each in others)


def _is_beside(one: ChatFacts, other: ChatFacts) -> bool:
    """Whether two chats are in the same function."""
    view = one.chat.view
    return other.chat.view is view and view.function(other.chat.call) is view.function(one.chat.call)


def _calls_between(one: ChatFacts, node: cst.CSTNode) -> bool:
    """Whether anything that may start a chat elsewhere is called behind a chat, until its result has been read."""
    view = one.chat.view
    start, end = view.span(one.line).end, view.span(view.statement(node)).end
    between = (call for call in view.calls() if start <= view.span(call).start < end)
    return any(dotted(call.func) not in _HARMLESS for call in between)


def _runs_between(one: ChatFacts, other: ChatFacts, place: int) -> bool:
    """Whether another chat runs behind one and before a place in the module, or behind it in the same list."""
    view, sequence = one.chat.view, one.chat.sequence
    if sequence is not None and sequence is other.chat.sequence:
        return sequence.chats.index(one.chat) < sequence.chats.index(other.chat)
    return view.span(one.line).start < view.span(other.line).start <= place

"""AM303: what is read of a ChatResult is read of v0.4's TaskResult.

v0.2: autogen/agentchat/chat.py ChatResult.  v0.4: autogen_agentchat.base.TaskResult.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import Assignment

from autogen_codemods.model.program import Chat, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am306_summaries import Summary
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.places import expression_of
from autogen_codemods.native.tasks import Names
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import dotted

RULE = Rule(
    code="AM303",
    title="a chat's result is a TaskResult",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="The summary is the text of the last message without TERMINATE. A history that is read whole is given in "
    "v0.2's form by chat_history(). A result that is kept, passed on or asked for its cost is a ChatResult.",
    before="print(result.summary)",
    after="print(summary_of(result))",
)

CODE = RULE.code


_PLAIN = frozenset({"summary", "chat_history"})
_KNOWN = _PLAIN | {"cost", "human_input", "chat_id"}
_ONLY_READS = frozenset({"len", "print", "json.dumps", "json.dump", "pprint", "pprint.pprint", "str", "list", "repr"})
_COPYING = frozenset({"resume", "a_resume", "messages_to_string"})
"""Methods of managers that leave the messages which they are given as they are."""
_MUTATORS = frozenset({"append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"})


@dataclass(frozen=True)
class Use:
    """What becomes of a chat's result; `reads` are its attributes that are read where it is not an object."""

    reads: tuple[cst.Attribute, ...] = ()
    whole: bool = False
    """Whether it must be one object that has all attributes."""
    cost: bool = False
    human_input: bool = False
    history: bool = True
    """Whether an object that has all attributes may be asked for the messages."""

    @property
    def is_read(self) -> bool:
        """Whether anything is read of the result."""
        return self.whole or bool(self.reads)

    @property
    def reads_history(self) -> bool:
        """Whether the messages of the chat may be read, which have names."""
        return (self.whole and self.history) or any(each.attr.value == "chat_history" for each in self.reads)

    @property
    def reads_summary(self) -> bool:
        """Whether the summary is read."""
        return any(each.attr.value == "summary" for each in self.reads)


def use_of(program: Program, chats: Collection[Chat], chat: Chat, summaries: Mapping[int, Summary]) -> Use:
    """How the result of `chat`, one of the `chats` that become native together, is used.

    `summaries`: how those of the chats are made, by the ids of the chats.
    """
    asks_for_summary = summaries[id(chat)].is_asked_for
    view, expression = chat.view, expression_of(chat)
    above = view.parent(expression)
    if isinstance(above, cst.Expr):
        return Use()
    if isinstance(above, cst.Attribute):
        found = _of_attributes([above], view)
        unread = asks_for_summary and not found.whole and not found.reads_summary
        return Use(whole=True) if unread else found
    if result_target(chat) is None:
        return _read_elsewhere(program, chat)
    nodes = result_reads(chat)
    parents = [view.parent(node) for node in nodes]
    attributes = [each for each in parents if isinstance(each, cst.Attribute) and each.attr.value in _KNOWN]
    if len(attributes) != len(nodes):
        return _read_elsewhere(program, chat)
    siblings = _siblings(program, chat)
    mixed = siblings is None or any(each not in chats for each in siblings)
    several = len(siblings or ()) > 1 and any(_asks(each, summaries) for each in siblings or ())
    elsewhere = any(view.function(node) is not view.function(chat.call) for node in nodes)
    found = _of_attributes(attributes, view)
    several = several or (found.reads_history and len({(id(c.sender), id(c.recipient)) for c in siblings or ()}) > 1)
    if mixed or several or (asks_for_summary and elsewhere):
        return Use(whole=True, cost=found.cost, human_input=found.human_input)
    return found


def _read_elsewhere(program: Program, chat: Chat) -> Use:
    """The use of a result that goes on from where the chat is: one object, of which it is known what is read."""
    names: set[str] = set()
    for use in program.tracer.trace(chat.view, chat.call).uses:
        read = use.view.parent(use.node)
        if use.depth or not isinstance(read, cst.Attribute) or read.attr.value not in _KNOWN:
            return Use(whole=True, cost=True, human_input=True)
        names.add(read.attr.value)
    return Use(whole=True, cost="cost" in names, human_input="human_input" in names)


def _asks(chat: Chat, summaries: Mapping[int, Summary]) -> bool:
    """Whether the summary of a chat is another than its last message."""
    return id(chat) in summaries and summaries[id(chat)].kind != "last"


def _of_attributes(attributes: Sequence[cst.Attribute], view: ModuleView) -> Use:
    names = {each.attr.value for each in attributes}
    histories = [each for each in attributes if each.attr.value == "chat_history"]
    escaping = [each for each in histories if not _is_only_read(view, each)]
    changed = any(_is_changed(view, each) for each in attributes) or (escaping and len(histories) > 1)
    if names <= _PLAIN and not changed:
        return Use(tuple(attributes))
    return Use(whole=True, cost="cost" in names, human_input="human_input" in names, history="chat_history" in names)


def _is_only_read(view: ModuleView, attribute: cst.Attribute) -> bool:
    """Whether a history is surely not changed where it is read."""
    above = view.parent(attribute)
    if isinstance(above, cst.Arg):
        call = view.parent(above)
        name = dotted(call.func) or "" if isinstance(call, cst.Call) else ""
        return name in _ONLY_READS or name.rpartition(".")[2] in _COPYING
    return isinstance(above, cst.Subscript | cst.For | cst.CompFor | cst.FormattedStringExpression)


def _is_changed(view: ModuleView, attribute: cst.Attribute) -> bool:
    above = view.parent(attribute)
    if isinstance(above, cst.Attribute):
        return above.attr.value in _MUTATORS
    if isinstance(above, cst.Subscript):
        above = view.parent(above)
    return isinstance(above, cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.Del)


def result_target(chat: Chat) -> cst.Name | None:
    """The name that a chat's result is assigned to, if any."""
    view = chat.view
    above = view.parent(chat.call)
    above = view.parent(above) if isinstance(above, cst.Await) else above
    if isinstance(above, cst.Assign) and len(above.targets) == 1 and isinstance(above.targets[0].target, cst.Name):
        return above.targets[0].target
    return above.target if isinstance(above, cst.AnnAssign) and isinstance(above.target, cst.Name) else None


def _siblings(program: Program, chat: Chat) -> list[Chat] | None:
    """The chats whose results share a name with this one's, itself included; None if it holds other things too."""
    target = result_target(chat)
    assert target is not None
    if chat.view.variable(target) is not None:
        return [chat]
    single = [each for each in program.chats if each.sequence is None]
    by_target = {id(found): each for each in single if (found := result_target(each))}
    assignments = chat.view.assignments(target)
    nodes = [each.node for each in assignments if isinstance(each, Assignment)]
    if len(nodes) != len(assignments) or any(id(node) not in by_target for node in nodes):
        return None
    return [by_target[id(node)] for node in nodes]


def result_reads(chat: Chat) -> Sequence[cst.CSTNode]:
    """Every read of the variable that holds a chat's result, from top to bottom."""
    view, target = chat.view, result_target(chat)
    if target is None:
        return ()
    variable = view.variable(target)
    if variable is not None:
        return variable.reads
    nodes = {id(node): node for each in view.assignments(target) for node in view.references(each)}
    return sorted(nodes.values(), key=lambda node: view.span(node).start)


def rewrite_reads(draft: Draft, use: Use, names: Names, summary: Callable[[], str]) -> None:
    """Rewrite what is read of the variable that holds a result; `summary` gives the code for its summary."""
    for attribute in use.reads:
        if isinstance(attribute.value, cst.Name) and attribute.value not in draft.removed:
            draft.replace(attribute, read_of(draft, attribute, draft.view.code(attribute.value), names, summary))
            draft.removed.append(attribute.value)


def read_of(draft: Draft, attribute: cst.Attribute, result: str, names: Names, summary: Callable[[], str]) -> str:
    """The code for one attribute of a chat's `result`."""
    if attribute.attr.value == "summary":
        return summary()
    quote = other_quote(draft.view, attribute)
    function = draft.use("autogen_compat.native", "chat_history")
    return f"{function}({result}, {names.sender}{names.told()})".replace('"', quote)


def other_quote(view: ModuleView, node: cst.CSTNode) -> str:
    """The quotation mark that may stand in the place of `node`: within an f-string not that of the string."""
    outer = next((each for each in view.ancestors(node) if isinstance(each, cst.FormattedString)), None)
    return "'" if outer is not None and outer.start.endswith('"') else '"'


def is_formatted(view: ModuleView, node: cst.CSTNode) -> bool:
    """Whether an expression stands within an f-string."""
    return any(isinstance(each, cst.FormattedString) for each in view.ancestors(node))

"""AM305: a list of chats becomes runs one after the other, with the earlier summaries as context.

v0.2: autogen/agentchat/chat.py initiate_chats.  v0.4 has plain code in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import libcst as cst

from autogen_codemods.model import program
from autogen_codemods.model.listed_chats import index_of
from autogen_codemods.model.literals import constant, elements
from autogen_codemods.native.am303_results import Use, read_of, result_reads, result_target
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.draft import Draft, call, items
from autogen_codemods.native.items import attributes_of_items
from autogen_codemods.native.outcomes import Outcome
from autogen_codemods.native.places import expression_of
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM305",
    title="initiate_chats becomes runs one after the other",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4 has no function for it: each run is awaited in turn, and its task ends with the summaries of all runs "
    "before it, in the words of v0.2's carryover; with a_initiate_chats those of its prerequisites. v0.4's agents have "
    "one history: chats of a_initiate_chats run at once, by asyncio.gather, where no agent answers in two of them, "
    "else in turn.",
    before='user.initiate_chats([{"recipient": writer, "message": "Write."}, '
    '{"recipient": critic, "message": "Judge."}])',
    after='result_1 = await Console(writer.run_stream(task=TextMessage(content="Write.", source="user")))\n'
    'task = TextMessage(content="Judge." + f"\\nContext: \\n{summary_of(result_1)}", source="user")\n'
    "result_2 = await Console(critic.run_stream(task=task))",
)

CODE = RULE.code
_EXCLUDED = "finished_chat_indexes_to_exclude_from_carryover"
_PLAIN = frozenset({"summary", "chat_history"})


@dataclass
class Running:
    """One list of chats while it is written: what is known of the chats before the next one."""

    outcomes: list[Outcome]
    names: list[str]
    batches: list[list[int]]
    """The places of the chats, those together that run at once."""
    summaries: list[Callable[[], str]] = field(default_factory=list[Callable[[], str]])
    _runs: list[str] = field(default_factory=list[str])

    def earlier(self) -> list[str]:
        """The code of the summaries that the next chat gets."""
        return [self.summaries[index]() for index in _given_to(self.outcomes[len(self._runs)].facts)]

    def put(self, draft: Draft, running: str) -> None:
        """Write the next chat, which the code `running` runs, above the statement of the list."""
        self._runs.append(running)
        batch = next(each for each in self.batches if len(self._runs) - 1 in each)
        if len(self._runs) <= batch[-1]:
            return
        if len(batch) > 1:
            self._put_together(draft, batch)
        for index in batch:
            self._put_result(draft, index, self._runs[index], is_run=len(batch) > 1)

    def _put_together(self, draft: Draft, batch: Sequence[int]) -> None:
        """Run chats at once; what each gives is its name from then on."""
        asyncio = draft.use("asyncio", "") or "asyncio"
        runs = [self._runs[index].removeprefix("await ") for index in batch]
        targets = [self._kept_as(draft, index) for index in batch]
        gathered = call(f"await {asyncio}.gather", runs, len(draft.indent_of(self.outcomes[0].facts.line)) + 20)
        given = f"{', '.join(targets)} = " if any(each != "_" for each in targets) else ""
        draft.insert_before(self.outcomes[0].facts.line, [f"{given}{gathered}"])
        for index, target in zip(batch, targets, strict=True):
            self._runs[index] = target

    def _kept_as(self, draft: Draft, index: int) -> str:
        if self.outcomes[index].use.whole:
            return draft.fresh("task_result")
        return self.names[index] if self._is_kept(index) else "_"

    def _is_kept(self, index: int) -> bool:
        outcome, summary = self.outcomes[index], self.outcomes[index].facts.summary
        return bool(outcome.use.reads) or summary.is_asked_for or (self._is_carried(index) and summary.kind == "last")

    def _is_carried(self, index: int) -> bool:
        return any(index in _given_to(each.facts) for each in self.outcomes[index + 1 :])

    def _put_result(self, draft: Draft, index: int, running: str, *, is_run: bool) -> None:
        """`is_run`: whether `running` is the variable of what the run gave."""
        outcome, name, line = self.outcomes[index], self.names[index], self.outcomes[index].facts.line
        summary = outcome.facts.summary
        if outcome.use.whole:
            raw = running if is_run else None
            if summary.kind != "last" and raw is None:
                raw = draft.fresh("task_result", line)
                draft.insert_before(line, [f"{raw} = {running}"])
            draft.insert_before(line, [f"{name} = {outcome.result_object(draft, running, raw)}"])
            self.summaries.append(partial(str, f"{name}.summary"))
            return
        if not is_run:
            draft.insert_before(line, [f"{name} = {running}" if self._is_kept(index) else running])
        if summary.is_asked_for:
            made = outcome.summary_of(draft, name)
            read = self._is_carried(index) or outcome.use.reads_summary
            draft.insert_before(line, [f"{outcome.summary_name} = {made}" if read else made])
        self.summaries.append(partial(outcome.summary_read, draft, name))


def uses_of(sequence: program.Sequence) -> list[Use]:
    """How the result of each chat of a list is used."""
    first, size = sequence.chats[0], len(sequence.chats)
    view = sequence.view
    if isinstance(view.parent(expression_of(first)), cst.Expr):
        return [Use()] * size
    if result_target(first) is None:
        return [Use(whole=True, cost=True, human_input=True)] * size
    plain: list[list[cst.Attribute]] = [[] for _ in sequence.chats]
    found: list[str] | None = []
    is_plain = _is_assigned_once(first)
    for node in result_reads(first):
        read = _plain_read(view, node, sequence)
        if read is not None:
            plain[read[0]].append(read[1])
            found = None if found is None else [*found, read[1].attr.value]
            continue
        is_plain = False
        attributes = attributes_of_items(view, node) if sequence.waiting is None else None
        found = None if found is None or attributes is None else [*found, *attributes]
    if is_plain:
        uses = [Use(tuple(reads)) for reads in plain]
        for number, use in enumerate(uses):
            later = sequence.chats[number + 1 :]
            if use.reads_history and any(each.recipient is sequence.chats[number].recipient for each in later):
                reason = "after a later chat of the same two, v0.2 shows the messages of that chat here"
                raise NotProven(CODE, first.call, reason)
        return uses
    names = ["cost", "human_input"] if found is None else found
    return [Use(whole=True, cost="cost" in names, human_input="human_input" in names)] * size


def _is_assigned_once(chat: program.Chat) -> bool:
    target = result_target(chat)
    return chat.view.variable(target) is not None


def _plain_read(
    view: program.ModuleView, node: cst.CSTNode, sequence: program.Sequence
) -> tuple[int, cst.Attribute] | None:
    item, size = view.parent(node), len(sequence.chats)
    attribute = view.parent(item) if isinstance(item, cst.Subscript) else None
    index = _index(view, item)
    if index is not None and sequence.waiting is not None:
        index = sequence.waiting.ids.index(index) if index in sequence.waiting.ids else None
    if index is None or not -size <= index < size or not isinstance(attribute, cst.Attribute):
        return None
    return (index % size, attribute) if attribute.attr.value in _PLAIN else None


def rewrite_reads(draft: Draft, running: Running) -> None:
    """Read the results of the runs where the program reads the list of results."""
    for outcome, name in zip(running.outcomes, running.names, strict=True):
        for attribute in outcome.use.reads:
            summary = partial(outcome.summary_read, draft, name)
            draft.replace(attribute, read_of(draft, attribute, name, outcome.names, summary))


def put_results(draft: Draft, sequence: program.Sequence, running: Running) -> None:
    """Put the list of results, if it is needed, in the place of the call."""
    if running.outcomes[0].use.whole:
        draft.replace(expression_of(sequence.chats[0]), _results(sequence, running.names))
    else:
        draft.remove(sequence.view.statement(sequence.call))
    if sequence.listed is not None:
        _put_names(draft, sequence, sequence.listed, running)


def _results(sequence: program.Sequence, names: Sequence[str]) -> str:
    """What v0.2 gives: the results in a list, or by the ids of the chats."""
    if sequence.waiting is None:
        return f"[{', '.join(names)}]"
    return "{" + ", ".join(f"{key}: {name}" for key, name in zip(sequence.waiting.ids, names, strict=True)) + "}"


def _put_names(draft: Draft, sequence: program.Sequence, listed: program.Variable, running: Running) -> None:
    """Put the names of the recipients, if any is read, in the place of the list of chats; raises NotProven."""
    if not sequence.named:
        draft.remove(listed.statement)
        return
    names = [outcome.names.called(outcome.names.recipient) for outcome in running.outcomes]
    recipients = draft.fresh("recipients")
    draft.replace(listed.statement, f"{recipients} = {items(names)}")
    for read in sequence.named:
        draft.replace(read, f"{recipients}{draft.code(index_of(read)).removeprefix(listed.name)}")


def hoist_messages(draft: Draft, sequence: program.Sequence, facts: Sequence[ChatFacts]) -> None:
    """v0.2 made all messages before the first chat: so do variables, where it may make a difference."""
    listed = sequence.listed
    for node in _parties(sequence) if listed is not None else ():
        if not draft.view.is_fixed(node):
            raise NotProven(CODE, node, f"{node.value} may be another agent when its chat starts")
    late = [each for index, each in enumerate(facts) if (index or listed) and _may_differ(draft, each)]
    if not late:
        return
    for each in facts:
        for node in each.task.nodes():
            if _is_late(draft, node):
                name = draft.fresh("message", each.line)
                place = listed.statement if listed is not None else each.line
                draft.insert_before(place, [f"{name} = {draft.code(node).strip()}"])
                draft.replace(node, name)


def _parties(sequence: program.Sequence) -> list[cst.Name]:
    given = [(chat.arguments or {}).get(name) for chat in sequence.chats for name in ("sender", "recipient")]
    return [each.value for each in given if each is not None and isinstance(each.value, cst.Name)]


def _may_differ(draft: Draft, facts: ChatFacts) -> bool:
    return any(_is_late(draft, node) for node in facts.task.nodes())


def _is_late(draft: Draft, node: cst.BaseExpression) -> bool:
    """Whether an expression may have another value, or another effect, when its chat starts."""
    if isinstance(node, cst.Lambda):
        return False
    for each in walk(node):
        if isinstance(each, cst.Call | cst.Await | cst.Attribute | cst.Subscript):
            return True
        if isinstance(each, cst.Name) and not draft.view.is_fixed(each):
            return True
    return False


def _given_to(facts: ChatFacts) -> list[int]:
    """The places of the chats whose summaries a chat of a list gets; raises NotProven."""
    sequence, excluded = facts.chat.sequence, _excluded(facts)
    assert sequence is not None
    place = sequence.chats.index(facts.chat)
    if sequence.waiting is None:
        return [index for index in range(place) if index not in excluded]
    needed = [each for each in sequence.waiting.prerequisites[place] if each not in excluded]
    return [sequence.waiting.ids.index(each) for each in needed]


def _excluded(facts: ChatFacts) -> list[int]:
    """The indexes, or ids, of the chats whose summaries a chat does not get; raises NotProven."""
    argument = (facts.chat.arguments or {}).get(_EXCLUDED)
    if argument is None:
        return []
    items = elements(facts.chat.view, argument.value)
    indexes = [constant(facts.chat.view, item) for item in items or ()]
    if items is None or any(not isinstance(each, int) for each in indexes):
        raise NotProven(CODE, argument.value, "the chats whose summaries are left out are computed")
    return [each for each in indexes if isinstance(each, int)]


def _index(view: program.ModuleView, item: cst.CSTNode | None) -> int | None:
    if not isinstance(item, cst.Subscript) or len(item.slice) != 1:
        return None
    index = item.slice[0].slice
    value = constant(view, index.value) if isinstance(index, cst.Index) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None

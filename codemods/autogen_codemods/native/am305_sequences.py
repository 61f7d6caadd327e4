"""AM305: a list of chats becomes runs one after the other, with the earlier summaries as context.

v0.2: autogen/agentchat/chat.py initiate_chats.  v0.4 has plain code in its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import libcst as cst

from autogen_codemods.model import program
from autogen_codemods.model.literals import constant
from autogen_codemods.native.am303_results import result_reads, result_target, rewrite_read
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM305",
    title="initiate_chats becomes runs one after the other",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4 has no function for it: each run is awaited in turn, and its task ends with the summaries of all runs "
    "before it, in the words of v0.2's carryover.",
    before='user.initiate_chats([{"recipient": writer, "message": "Write."}, '
    '{"recipient": critic, "message": "Judge."}])',
    after='result_1 = await Console(writer.run_stream(task=TextMessage(content="Write.", source="user")))\n'
    'task = TextMessage(content="Judge." + f"\\nContext: \\n{summary_of(result_1)}", source="user")\n'
    "result_2 = await Console(critic.run_stream(task=task))",
)


def put_results(
    draft: Draft, sequence: program.Sequence, names: Sequence[str], profiles: Mapping[int, Profile]
) -> None:
    """Put the list of results, if it is read, in the place of the call; raises NotProven."""
    view, first = draft.view, sequence.chats[0]
    statement = view.statement(sequence.call)
    target = result_target(first)
    reads = result_reads(first)
    for node in reads:
        item = view.parent(node)
        attribute = view.parent(item) if isinstance(item, cst.Subscript) else None
        index = _index(draft, item)
        if not isinstance(attribute, cst.Attribute) or index is None or not -len(names) <= index < len(names):
            raise NotProven(RULE.code, node, "the list of results is used as a whole")
        sender = profiles[id(sequence.chats[index].sender)]
        rewrite_read(draft, attribute, names[index], sender.name)
    if target is not None and len(view.assignments(target)) != 1:
        raise NotProven(RULE.code, target, f"{target.value} is assigned more than once")
    draft.remove(statement)
    if sequence.listed is not None:
        draft.remove(sequence.listed.statement)


def is_needed(draft: Draft, sequence: program.Sequence, index: int) -> bool:
    """Whether a later chat or the program reads the result of the chat at `index`."""
    last = len(sequence.chats) - 1
    items = (draft.view.parent(node) for node in result_reads(sequence.chats[0]))
    return index < last or any(_index(draft, item) in (last, -1) for item in items)


def check_messages(draft: Draft, sequence: program.Sequence) -> None:
    """v0.2 made all messages before the first chat; raises NotProven where that may make a difference."""
    view = draft.view
    for chat in sequence.chats:
        node = (chat.arguments or {})["message"].value
        for each in walk(node):
            if isinstance(each, cst.Name) and not view.is_fixed(each):
                raise NotProven(RULE.code, each, f"{view.code(each)} may be another value when the chat starts")
            if isinstance(each, cst.Call | cst.Await):
                raise NotProven(RULE.code, each, "a message is computed while the list is made")


def _index(draft: Draft, item: cst.CSTNode | None) -> int | None:
    if not isinstance(item, cst.Subscript) or len(item.slice) != 1:
        return None
    index = item.slice[0].slice
    value = constant(draft.view, index.value) if isinstance(index, cst.Index) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None

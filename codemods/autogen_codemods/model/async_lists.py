"""Lists of asynchronous chats: each waits for those that it names, whose summaries it gets.

v0.2: autogen/agentchat/chat.py a_initiate_chats.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model.literals import constant, elements
from autogen_codemods.model.view import ModuleView

Entries = Mapping[str, cst.BaseExpression]


@dataclass(frozen=True)
class Waiting:
    """What the chats of a list are called, and for which each waits, in the order in which they start."""

    ids: tuple[int, ...]
    prerequisites: tuple[tuple[int, ...], ...]
    """The ids of the chats that each waits for."""

    def is_ordered(self, one: int, other: int) -> bool:
        """Whether one of two chats, told by their places, has ended when the other starts."""
        return self._comes_after(one, other) or self._comes_after(other, one)

    def _comes_after(self, one: int, other: int) -> bool:
        needed = [self.ids.index(each) for each in self.prerequisites[one]]
        return other in needed or any(self._comes_after(each, other) for each in needed)


def waiting_of(view: ModuleView, items: Sequence[Entries]) -> tuple[Waiting, list[int]] | None:
    """How the chats wait for each other, and the places in the list in the order in which they start.

    None where their ids are not all written out, or v0.2 would run none of them.
    """
    ids = [constant(view, item.get("chat_id")) for item in items]
    needs = [_numbers(view, item.get("prerequisites")) for item in items]
    found = [each for each in ids if isinstance(each, int)]
    listed = [each for each in needs if each is not None]
    if len(set(found)) != len(items) or len(listed) != len(items):
        return None
    if any(need not in found for each in listed for need in each):
        return None
    order = _order(found, listed)
    if len(order) != len(items):
        return None
    places = [found.index(each) for each in order]
    return Waiting(tuple(order), tuple(tuple(dict.fromkeys(listed[place])) for place in places)), places


def _numbers(view: ModuleView, node: cst.BaseExpression | None) -> list[int] | None:
    if node is None:
        return []
    values = [constant(view, each) for each in elements(view, node) or ()]
    numbers = [each for each in values if isinstance(each, int)]
    return numbers if elements(view, node) is not None and len(numbers) == len(values) else None


def _order(ids: Sequence[int], prerequisites: Sequence[Sequence[int]]) -> list[int]:
    """The chats in v0.2's order: those that wait for none, then those that these let start, and so on.

    Its order among the latter is that of a set.
    """
    following: defaultdict[int, set[int]] = defaultdict(set)
    for chat, needed in zip(ids, prerequisites, strict=True):
        for need in needed:
            following[need].add(chat)
    left = {chat: len(set(needed)) for chat, needed in zip(ids, prerequisites, strict=True) if needed}
    level = [chat for chat in ids if chat not in left]
    order: list[int] = []
    while level:
        order += level
        later: list[int] = []
        for chat in level:
            for each in following.get(chat, ()):
                left[each] -= 1
                later += [each] if left[each] == 0 else []
        level = later
    return order

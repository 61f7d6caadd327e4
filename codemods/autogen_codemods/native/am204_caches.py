"""AM204: a cache that is given to chats becomes the cache of the model clients of their agents.

v0.2: autogen/cache/cache.py Cache.disk.  v0.4: autogen_ext.models.cache, autogen_ext.cache_store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model.literals import UNKNOWN, bound_arguments, constant
from autogen_codemods.model.program import Agent, Chat, Manager
from autogen_codemods.model.settings import means_the_same
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM204",
    title="a cache of chats becomes a cache of model clients",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's model clients have a cache, not its chats. Where all chats of an agent are given the same cache on "
    "disk, its client keeps its answers there, and the `with` around the chats is not needed.",
    before="with Cache.disk(cache_seed=43) as cache:\n"
    '    user_proxy.initiate_chat(assistant, message="hi", cache=cache)',
    after="model_client = disk_cached(OpenAIChatCompletionClient(...), cache_seed=43)",
)

CODE = RULE.code
_DISK = re.compile(r"autogen(\.\w+)*\.Cache\.disk")
_PARAMETERS = ("cache_seed", "cache_path_root")
_DEFAULT_SEED = "42"
"""v0.2: Cache.disk, whose default differs from that of cache_seed in an llm_config."""


@dataclass(frozen=True)
class DiskCache:
    """Where answers are kept, by the text of the arguments; `root` is None for v0.2's default folder."""

    seed: str
    root: str | None = None
    is_constant: bool = True

    @property
    def arguments(self) -> tuple[str, ...]:
        """What ``disk_cached`` is given besides the client."""
        return (f"cache_seed={self.seed}", *([] if self.root is None else [f"cache_path_root={self.root}"]))


def check_cache(chat: Chat) -> None:
    """Raises NotProven unless a chat has no cache or one on disk that is written out."""
    _cache_of(chat, chat.view, chat.call)


def cache_for(owner: Agent | Manager, chats: Iterable[Chat]) -> DiskCache | None:
    """The cache that all chats of an agent or manager are given; raises NotProven if they differ."""
    found = {_cache_of(chat, owner.view, owner.call) for chat in chats if _takes_part(owner, chat)} or {None}
    [cache, *others] = found
    if others:
        raise NotProven(CODE, owner.call, f"not all chats of {owner.name} are given the same cache")
    return cache


def is_disk_cache(view: ModuleView, node: cst.BaseExpression) -> bool:
    """Whether an expression opens one of v0.2's caches on disk."""
    return isinstance(node, cst.Call) and _DISK.fullmatch(view.qualified(node.func) or "") is not None


def drop_caches(draft: Draft, chats: Iterable[Chat]) -> None:
    """Note the variables that hold caches: nothing may read them any more."""
    for chat in chats:
        node = _given(chat)
        if isinstance(node, cst.Name) and chat.view is draft.view:
            draft.configurations.add(node.value)


def _takes_part(owner: Agent | Manager, chat: Chat) -> bool:
    if owner in (chat.sender, chat.recipient):
        return True
    group = chat.recipient.group if isinstance(chat.recipient, Manager) else None
    return group is not None and owner in (group.members or ())


def _given(chat: Chat) -> cst.BaseExpression | None:
    given = (chat.arguments or {}).get("cache")
    return None if given is None or constant(chat.view, given.value) is None else given.value


def _cache_of(chat: Chat, view: ModuleView, owner: cst.Call) -> DiskCache | None:
    """The cache of a chat, as it can be said at the call `owner` of a module."""
    node = _given(chat)
    if node is None:
        return None
    opened = _opened(chat, node)
    if not isinstance(opened, cst.Call) or not is_disk_cache(chat.view, opened):
        raise NotProven(CODE, node, f"the cache {chat.view.code(node)} is not seen to be one on disk")
    given = bound_arguments(opened, _PARAMETERS)
    if given is None or not set(given) <= set(_PARAMETERS):
        raise NotProven(CODE, opened, "the arguments of the cache cannot be told")
    plain = (arg.value for arg in given.values() if not isinstance(arg.value, cst.Name))
    constants = [node for node in plain if constant(chat.view, node) is not UNKNOWN]
    for arg in given.values():
        known = chat.view is view and _is_known(view, arg.value, owner)
        if arg.value not in constants and not known:
            raise NotProven(CODE, arg.value, "the place of the cache is not known where the agents are made")
    values = {name: chat.view.code(arg.value) for name, arg in given.items()}
    is_constant = len(constants) == len(given)
    return DiskCache(values.get("cache_seed", _DEFAULT_SEED), values.get("cache_path_root"), is_constant)


def _is_known(view: ModuleView, node: cst.BaseExpression, owner: cst.Call) -> bool:
    names = (each for each in walk(node) if isinstance(each, cst.Name))
    variables = [variable for name in names if (variable := view.variable(name)) is not None]
    start = view.span(owner).start
    return means_the_same(view, node, owner) and all(view.span(each.statement).end <= start for each in variables)


def _opened(chat: Chat, node: cst.BaseExpression) -> cst.BaseExpression:
    """What a cache is opened by: in the nearest ``with`` that binds its name, or in its assignment."""
    for block in chat.view.ancestors(chat.call):
        if isinstance(block, cst.With) and isinstance(node, cst.Name):
            for item in block.items:
                if item.asname is not None and getattr(item.asname.name, "value", None) == node.value:
                    return item.item
        if isinstance(block, cst.FunctionDef):
            break
    return chat.view.value(node)

"""AM204: a cache that is given to chats becomes the cache of the model clients of their agents.

v0.2: autogen/cache/cache.py Cache.disk, Cache.redis.  v0.4: autogen_ext.models.cache, autogen_ext.cache_store.
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
from autogen_codemods.native.kept_caches import opened_by
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM204",
    title="a cache of chats becomes a cache of model clients",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's model clients have a cache, not its chats. Where all chats of an agent are given the same cache on "
    "disk or in Redis, its client keeps its answers there, and the `with` around the chats is not needed. A bare "
    "ChatCompletionCache gives one model the answers of another on the same store; these two do not.",
    before="with Cache.disk(cache_seed=43) as cache:\n"
    '    user_proxy.initiate_chat(assistant, message="hi", cache=cache)',
    after="model_client = disk_cached(OpenAIChatCompletionClient(...), cache_seed=43)",
)

CODE = RULE.code
_DEFAULT_SEED = "42"
"""v0.2: Cache.disk and Cache.redis, whose default differs from that of cache_seed in an llm_config."""


@dataclass(frozen=True)
class _Kind:
    """A kind of v0.2's caches: its parameters, and what puts it before a client."""

    function: str
    parameters: tuple[str, str]


_KINDS = {
    "disk": _Kind("disk_cached", ("cache_seed", "cache_path_root")),
    "redis": _Kind("redis_cached", ("cache_seed", "redis_url")),
}
_OPENER = re.compile(rf"autogen(\.\w+)*\.Cache\.(?P<kind>{'|'.join(_KINDS)})")


@dataclass(frozen=True)
class KeptAnswers:
    """Where answers are kept, by the text of the arguments.

    `place`: the folder on disk or the address of the Redis server; None for v0.2's default.
    """

    seed: str
    place: str | None = None
    is_constant: bool = True
    kind: str = "disk"

    @property
    def function(self) -> str:
        """What puts the cache before a client."""
        return _KINDS[self.kind].function

    @property
    def is_configured(self) -> bool:
        """Whether a ``cache_seed`` in an ``llm_config`` says the same."""
        return self.kind == "disk" and self.place is None

    @property
    def arguments(self) -> tuple[str, ...]:
        """What the function is given besides the client."""
        place = _KINDS[self.kind].parameters[1]
        return (f"cache_seed={self.seed}", *([] if self.place is None else [f"{place}={self.place}"]))


def check_cache(chat: Chat) -> None:
    """Raises NotProven unless a chat has no cache or one whose opening is seen."""
    node = _given(chat)
    opened = _opened(chat.view, chat.call, node) if isinstance(node, cst.Attribute) else None
    _cache_of(chat, chat.view, opened if isinstance(opened, cst.Call) else chat.call)


def cache_for(owner: Agent | Manager, chats: Iterable[Chat], *, alone: bool = False) -> KeptAnswers | None:
    """The cache that all chats of an agent or manager are given; raises NotProven if they differ.

    `alone`: it is asked outside of chats too, where it has none.
    """
    found = {_cache_of(chat, owner.view, owner.call) for chat in chats if _takes_part(owner, chat)}
    [cache, *others] = found | {None} if alone or not found else found
    if others:
        raise NotProven(CODE, owner.call, f"not all chats and answers of {owner.name} are given the same cache")
    return cache


def opens_cache(view: ModuleView, node: cst.BaseExpression) -> bool:
    """Whether an expression opens one of v0.2's caches on disk or in Redis."""
    return isinstance(node, cst.Call) and _kind_of(view, node) is not None


def _kind_of(view: ModuleView, call: cst.Call) -> str | None:
    found = _OPENER.fullmatch(view.qualified(call.func) or "")
    return found["kind"] if found is not None else None


def drop_caches(draft: Draft, chats: Iterable[Chat]) -> None:
    """Note the variables that hold caches and their places: nothing may read them any more."""
    for chat in chats:
        node = _given(chat)
        if node is not None and chat.view is draft.view:
            drop_cache(draft, chat.call, node)


def drop_cache(draft: Draft, place: cst.CSTNode, node: cst.BaseExpression) -> None:
    """Note the variables of the cache `node` that is given at `place`."""
    if isinstance(node, cst.Name):
        opened = _opened(draft.view, place, node)
        given = [arg.value for arg in opened.args] if isinstance(opened, cst.Call) else []
        draft.configurations.update(each.value for each in (node, *given) if isinstance(each, cst.Name))


def cache_of_request(view: ModuleView, request: cst.Call, node: cst.BaseExpression) -> KeptAnswers:
    """The cache `node` that a request is given; raises NotProven."""
    return _read(view, request, node, view, request)


def _takes_part(owner: Agent | Manager, chat: Chat) -> bool:
    if owner in (chat.sender, chat.recipient):
        return True
    group = chat.recipient.group if isinstance(chat.recipient, Manager) else None
    return group is not None and owner in (group.members or ())


def _given(chat: Chat) -> cst.BaseExpression | None:
    given = (chat.arguments or {}).get("cache")
    return None if given is None or constant(chat.view, given.value) is None else given.value


def _cache_of(chat: Chat, view: ModuleView, owner: cst.Call) -> KeptAnswers | None:
    """The cache of a chat, as it can be said at the call `owner` of a module."""
    node = _given(chat)
    return None if node is None else _read(chat.view, chat.call, node, view, owner)


def _read(
    view: ModuleView, place: cst.CSTNode, node: cst.BaseExpression, home: ModuleView, owner: cst.Call
) -> KeptAnswers:
    """The cache `node` that is given at `place`, as it can be said at the call `owner` of the module `home`."""
    opened = _opened(view, place, node)
    kind = _kind_of(view, opened) if isinstance(opened, cst.Call) else None
    if not isinstance(opened, cst.Call) or kind is None:
        raise NotProven(CODE, node, f"the cache {view.code(node)} is not seen to be one on disk or in Redis")
    parameters = _KINDS[kind].parameters
    given = bound_arguments(opened, parameters)
    if given is None or not set(given) <= set(parameters):
        raise NotProven(CODE, opened, "the arguments of the cache cannot be told")
    said = {name: _said(view, arg.value, home, owner) for name, arg in given.items()}
    is_constant = all(_is_constant(view, each) for each in said.values())
    values = {name: view.code(each) for name, each in said.items()}
    return KeptAnswers(values.get("cache_seed", _DEFAULT_SEED), values.get(parameters[1]), is_constant, kind)


def _said(view: ModuleView, node: cst.BaseExpression, elsewhere: ModuleView, owner: cst.Call) -> cst.BaseExpression:
    """An expression, or the one that its name stands for, which means the same at `owner`; raises NotProven."""
    for each in (node, view.value(node)):
        if _is_constant(view, each) or (view is elsewhere and _is_known(view, each, owner)):
            return each
    raise NotProven(CODE, node, "the place of the cache is not known where the agents are made")


def _is_constant(view: ModuleView, node: cst.BaseExpression) -> bool:
    return not isinstance(node, cst.Name) and constant(view, node) is not UNKNOWN


def _is_known(view: ModuleView, node: cst.BaseExpression, owner: cst.Call) -> bool:
    names = (each for each in walk(node) if isinstance(each, cst.Name))
    variables = [variable for name in names if (variable := view.variable(name)) is not None]
    start = view.span(owner).start
    return means_the_same(view, node, owner) and all(view.span(each.statement).end <= start for each in variables)


def _opened(view: ModuleView, place: cst.CSTNode, node: cst.BaseExpression) -> cst.BaseExpression:
    """What a cache is opened by: in the nearest ``with`` that binds its name, or in its assignment."""
    for block in view.ancestors(place):
        if isinstance(block, cst.With) and isinstance(node, cst.Name):
            for item in block.items:
                if item.asname is not None and getattr(item.asname.name, "value", None) == node.value:
                    return item.item
        if isinstance(block, cst.FunctionDef):
            break
    return opened_by(view, view.value(node))

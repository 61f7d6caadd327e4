"""Programs that begin several event loops: v0.4's model clients keep connections, which belong to one.

v0.2's clients were synchronous, so its agents could talk in one ``asyncio.run`` after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from autogen_codemods.model.program import Agent, Answer, Chat
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.chats import runs_once
from autogen_codemods.native.component import Component
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.event_loops import is_plain
from autogen_codemods.native.proof import NotProven
from autogen_codemods.tree.walk import dotted, walk

CODE = "AM310"
_BEGINS = frozenset({"asyncio.run", "asyncio.new_event_loop", "asyncio.Runner"})
_LOOPS = (cst.For, cst.While, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)


def check_loops(component: Component) -> None:
    """Agents that several event loops would use must be made anew in each; raises NotProven.

    Coroutines that ``asyncio.run`` runs one after the other can share the bridge's.
    """
    lasting, asked = _lasting(component), _asked(component)
    own = [each for each in asked if each.is_async or (isinstance(each, Chat) and each.threaded)]
    if not lasting or not own:
        return
    begun = [call for view in {each.view for each in own} for call in _begun(view, [each.call for each in own])]
    beside = any(not each.is_async and not _is_asynchronous(each.view, each.call) for each in asked)
    shared = not beside and not component.answers and all(map(is_plain, begun))
    several = max(len(begun), 1) + beside > 1 or any(_is_repeated(each.view, begun) for each in own)
    if several and not shared:
        reason = f"several event loops use {lasting[0].name}, and v0.4's model clients belong to one"
        raise NotProven(CODE, begun[0] if begun else own[0].call, reason)


def share_loop(component: Component, drafts: Drafts) -> None:
    """Have the modules that ask the same lasting agents wait through the bridge, whose loop they share."""
    views = {each.view for each in _asked(component)}
    for view in views if len(views) > 1 and _lasting(component) else ():
        drafts[view].is_bridged = True


def _lasting(component: Component) -> list[Agent]:
    """The agents with model clients that live longer than one call of an asynchronous function."""
    return [
        each
        for each in component.agents
        if component.has_own_model(each) and not _is_asynchronous(each.view, each.call)
    ]


def _asked(component: Component) -> list[Chat | Answer]:
    return [*(facts.chat for facts in component.facts), *component.answers]


def _is_asynchronous(view: ModuleView, node: cst.CSTNode) -> bool:
    function = view.function(node)
    return function is not None and function.asynchronous is not None


def _begun(view: ModuleView, asked: Iterable[cst.Call]) -> Iterator[cst.Call]:
    """The calls that begin an event loop for functions in which something is asked."""
    reaching = _reaching(view, asked)
    for call in view.calls():
        if dotted(call.func) in _BEGINS:
            named = {name for arg in call.args for name in _names(arg)}
            if not any(isinstance(arg.value, cst.Call) for arg in call.args) or named & reaching:
                yield call


def _reaching(view: ModuleView, asked: Iterable[cst.Call]) -> set[str]:
    """The names of the functions that ask, and of those that call one of them."""
    found = {function.name.value for call in asked if (function := view.function(call)) is not None}
    functions = {each.name.value: set(_names(each.body)) for each in view.nodes if isinstance(each, cst.FunctionDef)}
    while more := {name for name, used in functions.items() if name not in found and used & found}:
        found |= more
    return found


def _names(node: cst.CSTNode) -> Iterator[str]:
    return (each.value for each in walk(node) if isinstance(each, cst.Name))


def _is_repeated(view: ModuleView, begun: Iterable[cst.Call]) -> bool:
    return any(
        not runs_once(view, view.function(call)) or any(isinstance(each, _LOOPS) for each in view.ancestors(call))
        for call in begun
        if call in view
    )

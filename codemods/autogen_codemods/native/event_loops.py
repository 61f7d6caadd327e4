"""Programs that run their asynchronous chats on one event loop after another: v0.4's clients live on one only.

v0.2's clients are synchronous, and belong to no event loop.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.model.program import Agent
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.component import Component
from autogen_codemods.native.done import Log
from autogen_codemods.native.draft import Draft, Drafts
from autogen_codemods.tree.walk import dotted

_LOOPS = (cst.For, cst.While, cst.FunctionDef, cst.Lambda, cst.ListComp, cst.GeneratorExp, cst.SetComp, cst.DictComp)


def run_on_bridge(component: Component, drafts: Drafts, log: Log) -> None:
    """Have the coroutines that a program runs one after the other share the bridge's event loop."""
    views = {facts.chat.view for facts in component.facts if _needs_loop(component, facts)}
    entries = [(view, call) for view in views for call in _entries(view)]
    entries += list(_entries_elsewhere(component, views)) if views else []
    repeated = (call for view, call in entries if any(isinstance(each, _LOOPS) for each in view.ancestors(call)))
    if len(entries) > 1 or next(repeated, None) is not None:
        for view, call in entries:
            draft = drafts[view]
            if call not in draft.removed:
                draft.replace(call, _on_bridge(draft, call))
                log.did("AM310", call, "the chats share one event loop")


def is_plain(call: cst.Call) -> bool:
    """Whether a call makes an event loop for one coroutine, and does nothing else."""
    return dotted(call.func) == "asyncio.run" and len(call.args) == 1 and call.args[0].keyword is None


def _needs_loop(component: Component, facts: ChatFacts) -> bool:
    """Whether an asynchronous chat asks a model whose client outlives the coroutine."""
    view, chat = facts.chat.view, facts.chat
    if view.celled or not (chat.is_async or chat.threaded):
        return False
    within = [each for each in view.ancestors(chat.call) if isinstance(each, cst.FunctionDef)]
    within = [each for each in within if each.asynchronous is not None]
    asked = (agent for agent in component.meeting(facts) if component.has_own_model(agent))
    return any(not _is_made_in(agent, within) for agent in asked)


def _is_made_in(agent: Agent, functions: list[cst.FunctionDef]) -> bool:
    return agent.view.function(agent.call) in functions


def _entries(view: ModuleView) -> Iterator[cst.Call]:
    """The calls that make an event loop for one coroutine."""
    return (call for call in view.calls() if is_plain(call))


def _entries_elsewhere(component: Component, views: set[ModuleView]) -> Iterator[tuple[ModuleView, cst.Call]]:
    """Those of other files, for coroutines of these."""
    resolver, paths = component.program.tracer.resolver, {view.path for view in views}
    for view in (each for each in resolver.files.mentioning("asyncio") if each not in views):
        for call in _entries(view):
            given = call.args[0].value
            found = resolver.values(view, given.func) if isinstance(given, cst.Call) else ()
            if any(isinstance(each, v.Function) and each.path in paths for each in found):
                yield view, call


def _on_bridge(draft: Draft, call: cst.Call) -> str:
    bridge, given = draft.use("autogen_compat.native", "bridge"), call.args[0].value
    plain = isinstance(given, cst.Call) and not any(arg.keyword or arg.star for arg in given.args)
    if isinstance(given, cst.Call) and plain:
        arguments = ", ".join([draft.code(given.func), *(draft.code(arg.value) for arg in given.args)])
        return f"{bridge}.run({arguments})"
    return f"{bridge}.run(lambda: {draft.code(given).strip()})"

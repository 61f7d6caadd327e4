"""Chats that asynchronous code has run on another thread: ``await asyncio.to_thread(user.initiate_chat, agent)``."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from autogen_codemods.model.view import ModuleView
from autogen_codemods.tree.walk import dotted

_TAKING = {"asyncio.to_thread": 0, "run_in_threadpool": 0, "anyio.to_thread.run_sync": 0, "to_thread.run_sync": 0}
"""Functions that run the one at this place of their arguments, with those behind it."""
_WRAPPING = frozenset({"asyncify", "make_async", "sync_to_async"})
"""Functions that give an asynchronous one for a synchronous one."""
_METHOD = "initiate_chat"


def threaded(view: ModuleView, call: cst.Call) -> cst.Call | None:
    """The ``initiate_chat`` that a call runs on another thread, as the call that it is there."""
    if isinstance(call.func, cst.Call):
        wrapped = call.func.args[0].value if len(call.func.args) == 1 else None
        word = (dotted(call.func.func) or "").rpartition(".")[2]
        return _chat(wrapped, call.args) if word in _WRAPPING else None
    in_executor = isinstance(call.func, cst.Attribute) and call.func.attr.value == "run_in_executor"
    place = 1 if in_executor else _TAKING.get(dotted(call.func) or "")
    if place is None or len(call.args) <= place or any(arg.star for arg in call.args):
        return None
    given = call.args[place].value
    if isinstance(given, cst.Lambda) and not given.params.params and len(call.args) == place + 1:
        return given.body if isinstance(given.body, cst.Call) and _is_chat(given.body.func) else None
    if isinstance(given, cst.Call) and dotted(given.func) in {"partial", "functools.partial"} and given.args:
        return _chat(given.args[0].value, [*given.args[1:], *call.args[place + 1 :]])
    return _chat(given, call.args[place + 1 :])


def is_run_elsewhere(view: ModuleView, call: cst.Call) -> bool:
    """Whether a chat is what a lambda does that another thread runs."""
    above = view.parent(call)
    arg = view.parent(above) if isinstance(above, cst.Lambda) else None
    outer = view.parent(arg) if isinstance(arg, cst.Arg) else None
    return isinstance(outer, cst.Call) and threaded(view, outer) is call


def _chat(method: cst.BaseExpression | None, args: Sequence[cst.Arg]) -> cst.Call | None:
    return cst.Call(method, args) if method is not None and _is_chat(method) else None


def _is_chat(method: cst.BaseExpression) -> bool:
    return isinstance(method, cst.Attribute) and method.attr.value == _METHOD

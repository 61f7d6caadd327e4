"""Event loops that a module begins by itself: what becomes asynchronous may begin none."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.function_calls import calls_of
from autogen_codemods.tree.walk import dotted


def runs_again(view: ModuleView) -> bool:
    """Whether its page runs the module again and again, with the clients of other modules that live on."""
    imported = (each for each in view.nodes if isinstance(each, cst.Import | cst.ImportFrom))
    return any("streamlit" in view.code(each).replace(".", " ").split() for each in imported)


def begins_loops(view: ModuleView, functions: Sequence[cst.FunctionDef], *, at_top: bool) -> bool:
    """Whether what becomes asynchronous begins event loops of its own, which only synchronous code may.

    `functions` become asynchronous, and with `at_top` the module's top-level code.
    """
    if view.celled:
        return False
    loops = [each for each in view.calls() if _begins_loop(each)]
    return any(_becomes_asynchronous(view, call, functions, at_top=at_top) for call in loops)


def _begins_loop(call: cst.Call) -> bool:
    name = dotted(call.func) or ""
    return name in {"asyncio.run", "asyncio.Runner"} or name.rpartition(".")[2] == "run_until_complete"


def _becomes_asynchronous(
    view: ModuleView, call: cst.Call, functions: Sequence[cst.FunctionDef], *, at_top: bool, seen: tuple[int, ...] = ()
) -> bool:
    """Whether a call stands in code that becomes asynchronous, or in a function that such code calls."""
    function = view.function(call)
    if function is None:
        return at_top
    if function in functions:
        return True
    if function.asynchronous is not None or id(function) in seen:
        return False
    seen = (*seen, id(function))
    return any(
        _becomes_asynchronous(view, each, functions, at_top=at_top, seen=seen) for each in calls_of(view, function)
    )

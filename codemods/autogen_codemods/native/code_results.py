"""What a program does with the results of executors that it calls itself."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.program import Program
from autogen_codemods.model.tracing import Use
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft, Drafts

_FIELDS = frozenset({"exit_code", "output", "code_file", "output_files"})
_SHOWING = frozenset({"print", "str", "repr", "pprint", "display"})
_AS_DICT, _AS_JSON = "model_dump", "model_dump_json"


def is_known(program: Program, view: ModuleView, run: cst.Call, *, own: bool) -> bool:
    """Whether everything that is done with a result has a form for v0.4's.

    `own`: the result is one that a class of the program makes; v0.4's prints otherwise.
    """
    return all(_is_read(use, own=own) for use in program.tracer.trace(view, run).uses)


def rewrite(drafts: Drafts, program: Program, view: ModuleView, run: cst.Call) -> None:
    """Let what was done with the model that v0.2's result is be done with a dataclass."""
    for use in program.tracer.trace(view, run).uses:
        call = _model_call(use)
        if call is not None and call not in drafts[use.view].removed:
            drafts[use.view].replace(call, _of_dataclass(drafts[use.view], use, call))


def _is_read(use: Use, *, own: bool) -> bool:
    above = use.view.parent(use.node)
    if isinstance(above, cst.Attribute):
        return not use.depth and (above.attr.value in _FIELDS or _model_call(use) is not None)
    if isinstance(above, cst.FormattedStringExpression):
        return not own
    shown = use.view.parent(above) if isinstance(above, cst.Arg) else None
    if not isinstance(shown, cst.Call) or own:
        return False
    return isinstance(shown.func, cst.Name | cst.Attribute) and use.view.code(shown.func).rpartition(".")[2] in _SHOWING


def _model_call(use: Use) -> cst.Call | None:
    """``result.model_dump()`` or ``result.model_dump_json(indent=…)``."""
    above = use.view.parent(use.node)
    call = use.view.parent(above) if isinstance(above, cst.Attribute) else None
    if not isinstance(above, cst.Attribute) or not isinstance(call, cst.Call) or call.func is not above:
        return None
    names = [arg.keyword.value if arg.keyword is not None else "" for arg in call.args]
    if above.attr.value == _AS_DICT:
        return None if names else call
    return call if above.attr.value == _AS_JSON and names in ([], ["indent"]) else None


def _of_dataclass(draft: Draft, use: Use, call: cst.Call) -> str:
    made = f"vars({draft.code(use.node)})"
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value == _AS_DICT:
        return f"dict({made})"
    draft.imports.add(("json", ""))
    layout = draft.code(call.args[0]) if call.args else 'separators=(",", ":")'
    return f"json.dumps({made}, {layout}, ensure_ascii=False)"

"""Statements that only forget what agents know."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.program import Reset, resets_together
from autogen_codemods.native.component import Component
from autogen_codemods.native.draft import Draft, Drafts
from autogen_codemods.native.proof import NotProven


def remove_resets(component: Component, drafts: Drafts) -> None:
    """Every chat starts afresh anyway, unless it keeps the history; raises NotProven."""
    for together in resets_together(component.program):
        own = [reset for reset in together if component.holds(reset.party)]
        for reset in own:
            _check(component, reset)
        if own:
            _remove(drafts[own[0].view], own, is_whole=len(own) == len(together))


def _check(component: Component, reset: Reset) -> None:
    if any(component.use(facts).cost for facts in component.facts) and reset.method == "reset":
        raise NotProven("AM303", reset.line, "costs are read, and what was spent before is forgotten")
    forgets = reset.method != "stop_reply_at_receive"
    if forgets and any(facts.keeps_history for facts in component.facts):
        raise NotProven("AM301", reset.line, "a history is forgotten that other chats keep")


def _remove(draft: Draft, resets: list[Reset], *, is_whole: bool) -> None:
    lines = list({id(reset.line): reset.line for reset in resets}.values())
    view, block = draft.view, draft.view.parent(lines[0])
    if isinstance(block, cst.Module) or (isinstance(block, cst.IndentedBlock) and len(block.body) > len(lines)):
        for line in lines:
            draft.remove(line)
        return
    function = view.parent(block) if isinstance(block, cst.IndentedBlock) and is_whole else None
    calls = _calls(draft, function) if isinstance(function, cst.FunctionDef) else None
    if not isinstance(function, cst.FunctionDef) or calls is None:
        raise NotProven("AM301", lines[0], "all that is done there is to forget histories, and v0.4 has nothing to do")
    for statement in (function, *calls):
        draft.remove(statement)


def _calls(draft: Draft, function: cst.FunctionDef) -> list[cst.SimpleStatementLine] | None:
    """The statements that call a function, where they may go with it; None where it is used otherwise."""
    view = draft.view
    assignments = [each for each in view.module_scope.assignments if getattr(each, "node", None) is function]
    alone = len(assignments) == 1 and len(set(view.module_scope[function.name.value])) == 1
    if not alone or function.decorators or {function.name.value, "*"} & draft.exported:
        return None
    found: list[cst.SimpleStatementLine] = []
    for node in view.references(assignments[0]):
        called = view.parent(node)
        line = view.parent(view.parent(called) or node) if isinstance(called, cst.Call) and not called.args else None
        block = view.parent(line) if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None
        stays = isinstance(block, cst.Module) or (isinstance(block, cst.IndentedBlock) and len(block.body) > 1)
        if not isinstance(line, cst.SimpleStatementLine) or not isinstance(line.body[0], cst.Expr) or not stays:
            return None
        found.append(line)
    return found

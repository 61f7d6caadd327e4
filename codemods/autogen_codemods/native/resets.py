"""Statements that only forget what agents know, and what they have spent.

v0.2: autogen/agentchat/conversable_agent.py reset, clear_history, stop_reply_at_receive.
"""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from autogen_codemods.model.program import Agent, Group, Party, Reset, resets_together
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.component import Component
from autogen_codemods.native.draft import Draft, Drafts
from autogen_codemods.native.proof import NotProven

ClientAt = Callable[[Agent, ModuleView, cst.CSTNode], str]
"""Gives the name of the model client of an agent where it is used."""


def remove_resets(component: Component, drafts: Drafts, client_at: ClientAt) -> None:
    """Every chat starts afresh anyway, unless it keeps the history; raises NotProven."""
    for together in resets_together(component.program):
        own = [reset for reset in together if component.holds(reset.party)]
        for reset in own:
            _check(component, reset)
        counted = [reset for reset in own if reset.method == "reset" and _is_counted(component, reset.party)]
        for reset in counted:
            _clear_usage(drafts[reset.view], reset, client_at)
        if rest := [reset for reset in own if reset not in counted]:
            _remove(drafts[rest[0].view], rest, is_whole=len(rest) == len(together))


def _is_counted(component: Component, party: Party | Group) -> bool:
    """Whether what the model of an agent has used or cost is read somewhere."""
    if not isinstance(party, Agent) or not component.has_own_model(party):
        return False
    used = any(party in usage.parties for usage in component.usages)
    return used or any(component.use(facts).cost and party in component.paying(facts) for facts in component.facts)


def _clear_usage(draft: Draft, reset: Reset, client_at: ClientAt) -> None:
    """Begin to count anew in the place of a statement that forgets all; raises NotProven."""
    line = reset.line
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1 or not isinstance(reset.party, Agent):
        raise NotProven("AM303", line, "costs are read, and what several agents have spent is forgotten")
    clear = draft.use("autogen_compat.native", "clear_usage")
    draft.replace(line.body[0], f"{clear}({client_at(reset.party, reset.view, line)})")


def _check(component: Component, reset: Reset) -> None:
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

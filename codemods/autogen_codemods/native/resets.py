"""Statements that only forget what agents know."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.native.component import Component
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.proof import NotProven


def remove_resets(component: Component, drafts: Drafts) -> None:
    """Every chat starts afresh anyway, unless it keeps the history; raises NotProven."""
    lines = {id(reset.line) for reset in component.program.resets}
    for reset in component.program.resets:
        if not component.holds(reset.party):
            continue
        above = reset.view.parent(reset.line)
        alone = not isinstance(above, cst.Module | cst.IndentedBlock) or all(id(each) in lines for each in above.body)
        if any(component.use(facts).cost for facts in component.facts) and reset.method == "reset":
            raise NotProven("AM303", reset.line, "costs are read, and what was spent before is forgotten")
        forgets = reset.method != "stop_reply_at_receive"
        if alone or (forgets and any(facts.keeps_history for facts in component.facts)):
            raise NotProven("AM301", reset.line, "a history is forgotten that other chats keep")
        if reset.line not in drafts[reset.view].removed:
            drafts[reset.view].remove(reset.line)

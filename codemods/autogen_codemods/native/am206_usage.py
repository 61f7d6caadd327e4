"""AM206: what agents have used is asked of their model clients.

v0.2: autogen/agentchat/conversable_agent.py print_usage_summary, autogen/agentchat/utils.py gather_usage_summary.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model.literals import elements
from autogen_codemods.model.program import Agent, Manager, Party, Program, Read
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM206",
    title="usage is asked of model clients",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="In v0.4 model clients count tokens, not agents, and prices are unknown. A client that is made of v0.2's "
    "configuration knows both, with and without answers from the cache; each agent gets one of its own.",
    before="assistant.print_usage_summary()",
    after='print_usage_summary("assistant", assistant_client)',
)

CODE = RULE.code
_FUNCTIONS = {
    "print_usage_summary": "print_usage_summary",
    "get_actual_usage": "actual_usage",
    "get_total_usage": "total_usage",
}
_GATHER = "gather_usage_summary"
_NATIVE = "autogen_compat.native"


@dataclass(frozen=True)
class Usage:
    """One place where the usage of some agents is asked for: a method of one, or the sum of all `names`."""

    view: ModuleView
    call: cst.Call
    method: str
    parties: tuple[Party, ...]
    names: tuple[cst.BaseExpression, ...]


def is_usage(read: Read) -> bool:
    """Whether a method of an agent is called that tells its usage."""
    above = read.view.parent(read.attribute)
    called = isinstance(above, cst.Call) and above.func is read.attribute
    return called and read.attribute.attr.value in _FUNCTIONS and isinstance(read.party, Agent)


def usages_of(program: Program) -> list[Usage]:
    """Every place where the usage of agents is asked for."""
    found: list[Usage] = []
    for read in filter(is_usage, program.reads):
        call = read.view.parent(read.attribute)
        assert isinstance(call, cst.Call) and isinstance(read.party, Agent)
        name = read.attribute.attr.value
        found.append(Usage(read.view, call, name, (read.party,), (read.attribute.value,)))
    for view, call in ((module, each) for module in program.views for each in module.calls()):
        if view.legacy_name(call.func) == _GATHER and len(call.args) == 1:
            names = elements(view, call.args[0].value) if isinstance(call.args[0].value, cst.List) else None
            parties = [program.party(view, name) for name in names or ()]
            if names and all(parties):
                known = tuple(party for party in parties if party is not None)
                found.append(Usage(view, call, _GATHER, known, tuple(names)))
    return found


def added_up(program: Program) -> list[list[Agent]]:
    """The agents whose usage is added up, which are rewritten together even if they never meet."""
    usages = (usage for usage in usages_of(program) if usage.method == _GATHER)
    return [[party for party in usage.parties if isinstance(party, Agent)] for usage in usages]


def rewrite_usage(
    draft: Draft, usage: Usage, has_model: Callable[[Agent], bool], client: Callable[[Agent | Manager], str]
) -> None:
    """Ask the clients; v0.2's managers never asked a model by their own."""
    asked = [party for party in usage.parties if isinstance(party, Agent) and has_model(party)]
    if usage.method == _GATHER:
        draft.replace(usage.call, f"{draft.use(_NATIVE, 'cost_of')}({', '.join(map(client, asked))})")
        return
    [party] = usage.parties
    if not asked and usage.method != "print_usage_summary":
        draft.replace(usage.call, "None")
    elif not asked:
        name = draft.code((party.arguments or {})["name"].value)
        is_plain = name[0] == name[-1] and name[0] in "\"'" and len(name) > 2 and name[1] != name[0]
        text = f"\"No cost incurred from agent '{name[1:-1] if is_plain else f'{{{name}}}'}'.\""
        draft.replace(usage.call, f"print({text})" if is_plain else f"print(f{text})")
    else:
        function = draft.use(_NATIVE, _FUNCTIONS[usage.method])
        modes = [f"mode={draft.code(arg.value)}" for arg in usage.call.args]
        named = [draft.code((party.arguments or {})["name"].value)] if usage.method == "print_usage_summary" else []
        draft.replace(usage.call, f"{function}({', '.join([*named, client(party), *modes])})")


def check_usage(usage: Usage, holds: Callable[[Party], bool]) -> None:
    """Raises NotProven unless all whose usage is asked for are rewritten together."""
    if not all(holds(party) for party in usage.parties):
        raise NotProven(CODE, usage.call, "the usage of agents is added up that never meet")

"""AM241: a prompt with documents that is made without a chat is one of a RetrievalProxyAgent.

v0.2: autogen/agentchat/contrib/retrieve_user_proxy_agent.py message_generator, n_results.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model.program import Agent, Program
from autogen_codemods.model.tracing import Use
from autogen_codemods.native.am232_retrieval import retrieves
from autogen_codemods.rules.base import Kind, Rule, Tier

if TYPE_CHECKING:
    from autogen_codemods.native.component import Component
    from autogen_codemods.native.done import Log
    from autogen_codemods.native.draft import Drafts

RULE = Rule(
    code="AM241",
    title="a prompt with documents is asked of the RetrievalProxyAgent",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="Functions that give documents to other agents, as their tools, call v0.2's message_generator themselves. Its "
    "third argument says what is looked up, and is all that it needs.",
    before='text = ragproxy.message_generator(ragproxy, None, {"problem": question, "n_results": 3})',
    after='text = ragproxy.prompt({"problem": question, "n_results": 3})',
)

CODE = RULE.code
_ARGUMENTS = 3
_SET = "n_results"


def explained(program: Program) -> set[int]:
    """The uses of agents that are about prompts without a chat."""
    return {node for agent in filter(retrieves, program.agents) for node in _explained(program, agent)}


def _explained(program: Program, agent: Agent) -> Iterator[int]:
    for use in program.trace(agent).uses:
        call = _call(program, agent, use)
        if call is not None:
            yield from (id(use.node), *(id(arg.value) for arg in call.args))
        elif _sets_number(use):
            yield id(use.node)


def only_prompts(program: Program, agent: Agent) -> bool:
    """Whether prompts are all that an agent is there for."""
    known, uses = set(_explained(program, agent)), program.trace(agent).uses
    return retrieves(agent) and bool(uses) and all(id(use.node) in known for use in uses)


def rewrite(component: Component, drafts: Drafts, log: Log) -> None:
    """Ask the agents of a component for the prompts."""
    for agent in filter(retrieves, component.agents):
        for use in component.program.trace(agent).uses:
            call = _call(component.program, agent, use)
            if call is not None:
                draft = drafts[use.view]
                draft.replace(call, f"{draft.code(use.node)}.prompt({draft.code(call.args[-1].value)})")
                log.did(CODE, call, "the prompt is made without a chat")


def _call(program: Program, agent: Agent, use: Use) -> cst.Call | None:
    """The call ``agent.message_generator(agent, …, context)`` that begins with a use."""
    view, attribute = use.view, use.view.parent(use.node)
    if not isinstance(attribute, cst.Attribute) or attribute.value is not use.node or use.depth:
        return None
    call = view.parent(attribute)
    if attribute.attr.value != "message_generator" or not isinstance(call, cst.Call) or call.func is not attribute:
        return None
    plain = len(call.args) == _ARGUMENTS and not any(arg.star or arg.keyword for arg in call.args)
    return call if plain and program.party(view, call.args[0].value) is agent else None


def _sets_number(use: Use) -> bool:
    """Whether the number of documents is set, which the prompts after it set anew."""
    attribute = use.view.parent(use.node)
    if not isinstance(attribute, cst.Attribute) or attribute.attr.value != _SET or use.depth:
        return False
    return isinstance(use.view.parent(attribute), cst.AssignTarget)

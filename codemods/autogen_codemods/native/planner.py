"""Decides for each set of agents that talk to each other whether all of it is proven, and rewrites it."""

from __future__ import annotations

from autogen_codemods.model.program import Agent, Program, components
from autogen_codemods.native import am206_usage, idle
from autogen_codemods.native.component import Component
from autogen_codemods.native.component_reading import ComponentReading
from autogen_codemods.native.done import Log, Outcome
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.rewriting import rewrite


def plan(drafts: Drafts, program: Program) -> tuple[Drafts, Outcome]:
    """Rewrite every component of the program that is proven, into forks of `drafts`.

    A component that fails while it is rewritten has left edits behind, so everything starts anew without it.
    """
    blocked: dict[int, list[NotProven]] = {}
    found = components(program, [*am206_usage.added_up(program), *_of_one_class(program)])
    waiting = sorted(found, key=lambda agents: not _answers_within_chats(program, agents))
    while True:
        waiting = [each for each in waiting if id(each[0]) not in blocked]
        attempt = drafts.fork()
        attempted = [Component(program, each, attempt) for each in waiting]
        logs = [_rewritten(each, attempt, each.agents, blocked) for each in attempted]
        unsure = [each for each in attempted if blocked and idle.may_be_used_elsewhere(each)]
        blocked |= {id(each.agents[0]): [idle.reason(each)] for each in unsure if id(each.agents[0]) not in blocked}
        if not unsure and all(log is not None for log in logs):
            done = [each for log in logs if log is not None for each in log.done]
            return attempt, Outcome(done, [reason for reasons in blocked.values() for reason in reasons])


def _of_one_class(program: Program) -> list[list[Agent]]:
    """The agents that are made of one class, or are in groups of one: the class is rewritten for all of them."""
    together: dict[int, list[Agent]] = {}
    for agent in program.agents:
        if agent.subclass is not None:
            together.setdefault(id(agent.subclass.node), []).append(agent)
    for group in program.groups:
        if group.subclass is not None:
            together.setdefault(id(group.subclass.node), []).extend(group.members or ())
    for manager in program.managers:
        of = manager.subclass or (manager.loop.of if manager.loop is not None else None)
        if of is not None and manager.group is not None:
            together.setdefault(id(of.node), []).extend(manager.group.members or ())
    return list(together.values())


def _answers_within_chats(program: Program, agents: list[Agent]) -> bool:
    """Whether agents are asked for what others are told: it is rewritten before that."""
    chats = {id(chat.call) for chat in program.chats}
    own = [answer for answer in program.answers if set(answer.agents) & set(agents)]
    return any(id(outer) in chats for answer in own for outer in answer.view.ancestors(answer.call))


def _rewritten(
    component: Component, drafts: Drafts, agents: list[Agent], blocked: dict[int, list[NotProven]]
) -> Log | None:
    """What was done with a component, or None after its reasons went into `blocked`."""
    reasons = ComponentReading(component, drafts).reasons()
    if not reasons:
        try:
            return rewrite(component, drafts)
        except NotProven as reason:
            reasons = [reason]
    blocked[id(agents[0])] = reasons
    return None

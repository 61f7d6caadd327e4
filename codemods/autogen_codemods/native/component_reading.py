"""Reads what agents, chats and groups of a component are, and collects what is not proven of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import libcst as cst

from autogen_codemods.model.customs import customs_of
from autogen_codemods.model.nested import NestedChats
from autogen_codemods.model.program import Agent, Chat, Manager, Read
from autogen_codemods.native import (
    am230_subclasses,
    am231_images,
    am232_retrieval,
    am233_message_limits,
    am238_teachability,
    am239_own_humans,
    am241_prompts,
    am242_modes,
    am304_histories,
    am320_reply_functions,
    am322_system_messages,
    am404_clearing,
    am405_group_classes,
    am406_graphs,
    am408_own_loops,
    am502_functions,
    am511_executor_uses,
    groups,
    idle,
    named_members,
    needless_managers,
    own_managers,
)
from autogen_codemods.native.agent_reads import reads_function, reads_tools
from autogen_codemods.native.am216_descriptions import description_of
from autogen_codemods.native.am217_system_messages import reads_message
from autogen_codemods.native.am330_nested_chats import check_histories, facts_of_nested
from autogen_codemods.native.am514_code_runs import is_run
from autogen_codemods.native.chats import ChatFacts, facts_of
from autogen_codemods.native.component import Component
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.going_on import answered_once
from autogen_codemods.native.group_tools import check_group_tools
from autogen_codemods.native.group_turns import repeated
from autogen_codemods.native.handovers import handed_over
from autogen_codemods.native.members import check_goes_on, check_members
from autogen_codemods.native.naming import check_several
from autogen_codemods.native.profiles import Profile, profile_of
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.resumed import begun, json_function
from autogen_codemods.native.sends import settled
from autogen_codemods.native.shown import is_only_shown
from autogen_codemods.native.tool_turns import with_exact_stops
from autogen_codemods.native.turns import watched
from autogen_codemods.native.uses import construct, shown

T = TypeVar("T")

_KEPT_READS = frozenset({"name", "description"})
"""Attributes that v0.4 agents have too."""


class ComponentReading:
    """Fills a component with its profiles and facts; :meth:`reasons` does it all."""

    def __init__(self, component: Component, drafts: Drafts) -> None:
        self._component, self._program, self._drafts = component, component.program, drafts

    def reasons(self) -> list[NotProven]:
        """Everything that is not proven about this component."""
        component = self._component
        found = list(self._unexplained())
        found += _failures(self._read_agent, component.agents)
        found += _failures(self._read_chat, component.chats)
        found += _failures(self._read_nested, component.nested)
        found += _failures(self._read_answers, [component.facts])
        component.profiles = watched(component.profiles, component.all_facts)
        if len(component.profiles) == len(component.agents):
            found += _failures(self._read_stops, [component.profiles])
            found += _failures(self._read_group, component.managers)
            found += _failures(self._check_customs, list(component.profiles.values()))
        return found

    def _read_agent(self, agent: Agent) -> None:
        component = self._component
        if agent.line is None:
            reason = f"{agent.name} is made within an expression or the head of a statement"
            raise NotProven("AM210", agent.call, reason)
        own_human = am239_own_humans.applies(agent)
        if own_human:
            am239_own_humans.check(component, agent, self._drafts)
        else:
            am230_subclasses.check(agent, self._drafts[agent.view].exported)
        customs = tuple(customs_of(self._program, agent))
        in_group, in_others = bool(component.managers_of(agent)), bool(component.nested)
        am502_functions.check(self._program, agent, component.partners(agent), in_group=in_group, in_others=in_others)
        profile = replace(profile_of(agent.view, agent, self._program.tracer.resolver), customs=customs)
        profile = am242_modes.with_mode(self._program, profile)
        described = description_of(self._program, agent, component.shown_to)
        profile = replace(profile, description=described or profile.description)
        am511_executor_uses.check(self._program, self._drafts, agent, profile.code)
        (am239_own_humans if own_human else am230_subclasses).check_profile(profile)
        check_several(self._program, profile)
        component.profiles[id(agent)] = profile

    def _unexplained(self) -> Iterator[NotProven]:
        component = self._component
        if idle.is_idle(component) and not all(
            idle.is_unused(component, each, self._drafts) for each in component.agents
        ):
            yield idle.reason(component)
        explained = self._explained()
        explained |= am322_system_messages.own_messages(self._program)
        explained |= {id(node) for node in am232_retrieval.generators(self._program.chats)}
        explained |= am241_prompts.explained(self._program)
        explained |= am242_modes.explained(self._program)
        for entity in (*component.agents, *component.groups, *component.managers):
            if entity.variable is not None and self._drafts[entity.view].is_unseen(entity.variable):
                yield NotProven("AM210", entity.call, f"other files may use {entity.name}")
            explained |= {id(node) for node in handed_over(self._program, entity)}
            for use in self._program.unclaimed(entity):
                if id(use.node) not in explained and not is_only_shown(use.view, use.node):
                    told = f"{construct(use.view, use.node)}, {shown(use.view, use.node)}"
                    name = entity.name if use.depth else use.view.code(use.node)
                    reason = f"{name} is used in a way that has no v0.4 form: {told}"
                    yield NotProven("AM210", use.node, reason)
                    break

    def _explained(self) -> set[int]:
        """The reads of names that v0.4 has too, or that are read of a chat's result."""
        component = self._component
        found = {id(name) for usage in component.usages for name in usage.names}
        found |= {id(arg.value) for usage in component.usages for arg in usage.call.args}
        found |= {id(read.attribute.value) for read in component.registrations}
        for agent in component.agents:
            found |= {id(node) for node in am239_own_humans.explained(self._program, agent)}
        for read in self._program.reads:
            history = am304_histories.history_of(read)
            if history is not None:
                partners = am304_histories.claim_partner(history)
                found |= {id(node) for node in (read.attribute.value, *partners)}
            elif self._is_explained(read):
                found.add(id(read.attribute.value))
        return found

    def _is_explained(self, read: Read) -> bool:
        """Whether a read of an attribute has a form of its own."""
        if _is_kept(read) or reads_tools(read) or reads_function(read) or is_run(read):
            return True
        if reads_message(read) or json_function(read):
            return True
        return named_members.is_starter_read(self._program, read)

    def _read_chat(self, chat: Chat) -> None:
        component = self._component
        if chat.recipient is None:
            raise NotProven("AM301", chat.call, "the recipient of the chat cannot be told")
        if isinstance(chat.recipient, Manager) and chat.recipient not in component.managers:
            raise NotProven("AM402", chat.call, "the group of the manager cannot be told")
        if chat.recipient is chat.sender:
            raise NotProven("AM301", chat.call, "both agents of the chat are made at the same place")
        component.facts.append(begun(self._program, settled(self._program, facts_of(chat))))

    def _read_stops(self, profiles: dict[int, Profile]) -> None:
        component = self._component
        component.profiles = am238_teachability.watched(profiles, component.all_facts)
        component.profiles = with_exact_stops(component)

    def _read_answers(self, facts: list[ChatFacts]) -> None:
        self._component.facts = answered_once(self._program, facts)

    def _read_nested(self, nested: NestedChats) -> None:
        component = self._component
        component.nested_facts[id(nested)] = facts_of_nested(nested)
        check_histories(nested, [agent for chat in component.chats for agent in component.present(chat)])

    def _check_customs(self, profile: Profile) -> None:
        component = self._component
        agent = profile.agent
        met = component.met_in(agent)
        am320_reply_functions.check(
            self._program, profile, component.chats_of(agent), component.managers_of(agent), met
        )
        am322_system_messages.check(profile, component.chats)
        am231_images.check(self._program, profile)
        am232_retrieval.check(self._program, profile, component.chats_of(agent), component.managers_of(agent))
        am233_message_limits.check(self._program, profile, component.chats, met)

    def _read_group(self, manager: Manager) -> None:
        component = self._component
        if manager.line is None or manager.group is None or manager.group.line is None:
            raise NotProven("AM402", manager.call, "the group or its manager is made within an expression")
        facts = groups.facts_of(self._program, manager, component.profiles)
        check_members(facts)
        check_group_tools(component, facts)
        am404_clearing.check(component, facts)
        am405_group_classes.check(component, facts.group, manager, self._drafts[facts.group.view].exported)
        chats = [each for each in component.all_facts if each.chat.recipient is manager]
        facts = repeated(facts, chats, component.nested_only)
        if not chats and not any(chat.recipient is manager for chat in component.chats):
            if needless_managers.is_needless(self._program, self._drafts, manager):
                return
            raise NotProven(facts.code, manager.call, "the group is started nowhere in the project")
        groups.check_start(facts, chats)
        am408_own_loops.check(component, facts, chats, self._drafts)
        own_managers.check(component, manager, self._drafts)
        for chat in chats:
            check_goes_on(facts, chat, chats)
            use, nested = component.use(chat), chat not in component.facts
            if use.is_read or ((chat.chat.sequence is not None or nested) and chat.summary.kind == "last"):
                groups.check_result(facts, chat, use)
            if nested and groups.is_outside(facts, chat) and chat.summary.kind in ("last", "function"):
                reason = f"the result of {chat.chat.sender.name}, who is not in the group, is the task alone"
                raise NotProven("AM330", chat.chat.call, reason)
        component.facts = [
            replace(each, silent=True) if facts.silent and each in chats else each for each in component.facts
        ]
        exported = self._drafts[facts.group.view].exported
        graph = am406_graphs.graph_of(self._program, facts, chats, component.nested_only, exported)
        graph = graph if needless_managers.is_sole(self._program, self._drafts, manager) else None
        component.group_facts.append(facts if graph is None else replace(facts, graph=graph, model=None))


def _is_kept(read: Read) -> bool:
    above = read.view.parent(read.attribute)
    called = isinstance(above, cst.Call) and above.func is read.attribute
    return isinstance(read.party, Agent) and read.attribute.attr.value in _KEPT_READS and not called


def _failures(read: Callable[[T], None], each: list[T]) -> list[NotProven]:
    """Why some of these cannot be read."""
    found: list[NotProven] = []
    for item in each:
        try:
            read(item)
        except NotProven as reason:
            found.append(reason)
    return found

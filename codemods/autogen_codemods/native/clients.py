"""The model clients of a component: each made once, above its first use, and closed behind the last chat."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.program import Agent, Manager
from autogen_codemods.model.settings import names_behind
from autogen_codemods.model.view import ModuleView, Variable
from autogen_codemods.native import am201_model_clients as am201
from autogen_codemods.native import am231_images, kept_caches
from autogen_codemods.native.am204_caches import KeptAnswers, cache_for, drop_caches
from autogen_codemods.native.client_imports import import_client, import_of
from autogen_codemods.native.client_places import above_loops
from autogen_codemods.native.component import Component
from autogen_codemods.native.done import Log
from autogen_codemods.native.draft import Draft, Drafts
from autogen_codemods.native.naming import may_be_renamed
from autogen_codemods.native.proof import NotProven
from autogen_codemods.tree.walk import walk


class Clients:
    """Makes the clients that the agents and managers of a component ask for."""

    def __init__(self, component: Component, drafts: Drafts, log: Log) -> None:
        self._component, self._drafts, self._log = component, drafts, log
        self._names: dict[tuple[object, ...], str] = {}
        self._made_at: list[tuple[ModuleView, str, cst.CSTNode]] = []
        for agent in component.agents:
            if agent.arguments and "llm_config" in agent.arguments:
                names = names_behind(agent.view, agent.arguments["llm_config"].value)
                drafts[agent.view].configurations.update(names)
                drop_caches(drafts[agent.view], component.chats)
        kept_caches.drop(drafts, component.program, component.chats)

    def name_of(self, node: cst.BaseExpression, owner: Agent | Manager, *, selects: bool = False) -> str:
        """The name of the client for a configuration of `owner`; raises NotProven.

        `selects`: its model selects speakers, which v0.2 does in a chat of its own, without the cache of the group's.
        """
        draft = self._drafts[owner.view]
        cache = None if selects else self._cache_of(owner)
        if self._component.is_paying(owner):
            return self._counted(node, owner, cache)
        client = am201.client_of(draft, node, owner.call, cache)
        client = am231_images.seeing(draft, client, self._component.profiles.values())
        variable = owner.view.variable(node)
        in_place = variable is not None and client.code == "AM201" and self._is_only_for_agents(draft, variable)
        in_place = in_place and (cache is None or cache.is_constant)
        home = owner.statement if client.meaning is None else above_loops(owner.view, owner.statement, node)
        home = variable.statement if variable is not None and in_place else home
        place = id(variable) if in_place else id(owner.view.parent(home))
        key = (client.expression, place, id(owner) if client.meaning is None else client.meaning)
        if key in self._names and self._is_made_above(owner, self._names[key]):
            return self._names[key]
        self._names[key] = name = draft.fresh(am201.client_name(node), home)
        self._made_at.append((owner.view, name, home))
        if variable is not None and in_place:
            draft.replace(variable.statement, f"{name} = {client.expression}")
            self._log.did(client.code, variable.statement, f"{variable.name} is a model client")
        else:
            draft.insert_before(home, [f"{name} = {client.expression}"])
            self._log.did(client.code, node, "the configuration gives a model client")
        return name

    def _is_made_above(self, owner: Agent | Manager, name: str) -> bool:
        """Whether a client that is made already is so where an agent or manager is made."""
        view = owner.view
        homes = [home for each, made, home in self._made_at if each is view and made == name]
        return all(view.span(home).start <= view.span(owner.statement).start for home in homes)

    def used_at(self, party: Agent | Manager, view: ModuleView, place: cst.CSTNode) -> str:
        """The name of the model client of an agent or manager that has a model, where it is used; raises NotProven."""
        assert party.arguments is not None
        function = party.view.function(party.call)
        seen = party.view is view and function in (None, view.function(place))
        alias = None if seen else import_of(self._component.program, view, party)
        if not seen and alias is None:
            reason = f"the model client of {party.name} is made elsewhere, where the agent is"
            raise NotProven("AM201", place, reason)
        name = self.name_of(party.arguments["llm_config"].value, party)
        return name if alias is None else import_client(self._drafts[view], alias, name)

    def _cache_of(self, owner: Agent | Manager) -> KeptAnswers | None:
        """The cache of all answers of an agent or a manager's model; raises NotProven."""
        component = self._component
        chats = [*component.chats, *(facts.chat for facts in component.nested_only)]
        alone = any(owner in answer.agents for answer in component.answers)
        return cache_for(owner, chats, alone=alone)

    def _counted(self, node: cst.BaseExpression, owner: Agent | Manager, cache: KeptAnswers | None) -> str:
        """The client of one agent alone, which knows what its answers cost; raises NotProven."""
        key = ("counted", id(owner), cache)
        if cache is not None and not cache.is_configured:
            raise NotProven("AM204", node, f"the cost of chats of {owner.name} is read, which are given a cache")
        if key not in self._names:
            draft = self._drafts[owner.view]
            self._names[key] = name = draft.fresh(f"{owner.name}_client", owner.statement)
            made = am201.from_value(draft, node, cache, self._recorded_as(owner))
            profile = self._component.profiles.get(id(owner))
            made = am231_images.counted(draft, made, profile) if profile is not None else made
            draft.insert_before(owner.statement, [f"{name} = {made}"])
            self._made_at.append((owner.view, name, owner.statement))
            self._log.did("AM202", node, "the configuration gives a model client that counts its cost")
        return self._names[key]

    def _recorded_as(self, owner: Agent | Manager) -> str | None:
        """The code for the name of an agent in records of what its model is asked, where v0.4 may not accept it."""
        profile = self._component.profiles[id(owner)] if isinstance(owner, Agent) else None
        if profile is None or owner.arguments is None or not self._component.program.is_recorded:
            return None
        if any(isinstance(each, cst.BaseComp) for each in owner.view.ancestors(owner.call)):
            raise NotProven("AM610", owner.call, "calls of models are recorded with names that a comprehension makes")
        return self._drafts[owner.view].code(owner.arguments["name"].value) if may_be_renamed(profile) else None

    def _is_only_for_agents(self, draft: Draft, variable: Variable) -> bool:
        """Whether every read is the llm_config of an agent that is rewritten now, and whose cost nobody reads."""
        ours = {
            id(arguments["llm_config"].value)
            for owner in (*self._component.agents, *(g.manager for g in self._component.group_facts))
            if (arguments := owner.arguments) and "llm_config" in arguments and not self._component.is_paying(owner)
        }
        return not draft.is_exported(variable) and all(id(read) in ours for read in variable.reads)

    def close(self) -> None:
        """Close each client behind the last chat or answer, where both are in the same block of code."""
        component = self._component
        asked = [(answer.view, answer.view.statement(answer.call)) for answer in component.answers]
        places = [*((facts.chat.view, facts.line) for facts in component.facts), *asked]
        for view, name, made in self._made_at:
            if view.celled or not places or any(each is not view for each, _ in places):
                continue
            lines = sorted((line for _, line in places), key=lambda line: view.span(line).start)
            if any(view.function(line) is not view.function(made) for line in lines):
                continue  # a function may be called once more, behind all chats
            block, last = view.parent(made), lines[-1]
            outer = next((s for s in (last, *view.ancestors(last)) if view.parent(s) is block), None)
            if not isinstance(outer, cst.SimpleStatementLine | cst.BaseCompoundStatement):
                continue
            inside = {id(node) for node in walk(outer)} | {id(node) for node in walk(block or outer)}
            if any(isinstance(node, cst.Return | cst.FunctionDef) for node in walk(outer)):
                continue
            if any(view.function(line) is not view.function(outer) for line in lines):
                continue  # a function that asks may be called later
            if all(id(line) in inside for line in lines):
                self._drafts[view].insert_after(outer, [f"await {name}.close()"])

"""Writes chats within a reply as teams of the agent that replies."""

from __future__ import annotations

from autogen_codemods.model.nested import NestedChats
from autogen_codemods.native import am306_summaries, am330_nested_chats, am401_groups
from autogen_codemods.native.agent_writing import AgentWriting
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.clients import Clients
from autogen_codemods.native.component import Component
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.group_tools import GroupTools
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.reflections import told_tools


class NestedWriting:
    """Registers the chats within replies of one component; `agents` knows what the agents are called within them."""

    def __init__(self, component: Component, clients: Clients, tools: GroupTools, agents: AgentWriting) -> None:
        self._component, self._clients, self._tools, self._agents = component, clients, tools, agents

    def rewrite(self, draft: Draft, nested: NestedChats) -> None:
        """Register the chats of one registration; raises NotProven."""
        found = [self._written(draft, nested, each) for each in self._component.nested_facts[id(nested)]]
        am330_nested_chats.rewrite(draft, nested, found, self._agents.behind.get(id(nested.owner), ""))

    def _written(
        self, draft: Draft, nested: NestedChats, each: am330_nested_chats.NestedFacts
    ) -> am330_nested_chats.Written:
        facts, component = each.facts, self._component
        chat, names = facts.chat, component.names(facts)
        sender = names.sender if chat.sender is not nested.owner else ""
        opening = am401_groups.opening(draft, component.group_facts, facts)
        summary = self._summary(draft, facts)
        return am330_nested_chats.Written(each, self._runner(draft, nested, facts), sender, opening, summary)

    def _runner(self, draft: Draft, nested: NestedChats, facts: ChatFacts) -> str:
        """The team or group that has the chat; raises NotProven."""
        chat, component, inside = facts.chat, self._component, self._agents.inside
        assert chat.recipient_node is not None
        if id(chat.recipient) in self._agents.teams:
            return self._agents.teams[id(chat.recipient)] or draft.code(chat.recipient_node)
        dialogue = component.dialogue(facts)
        if component.profiles[id(nested.owner)] in dialogue.speakers and id(nested.owner) not in inside:
            raise NotProven("AM330", chat.call, f"{nested.owner.name} is a human in a chat within its own reply")
        return am330_nested_chats.team(draft, dialogue, inside)

    def _summary(self, draft: Draft, facts: ChatFacts) -> str:
        """A function of the result, unless the summary is the last message; raises NotProven."""
        if facts.summary.kind == "last":
            return ""
        chat, component = facts.chat, self._component
        asks = facts.summary.kind == "model"
        client = self._clients.used_at(component.summing_up(facts), chat.view, chat.call) if asks else ""
        told = told_tools(component, draft, facts, self._tools.called_by)
        made = am306_summaries.expression(draft, facts.summary, "result", component.names(facts), client, told)
        return f"lambda result: {made.removeprefix('await ')}"

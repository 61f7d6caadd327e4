"""Writes the v0.4 form of a proven component into the drafts of its modules."""

from __future__ import annotations

from functools import partial

import libcst as cst

from autogen_codemods.model.customs import ADDED, Custom
from autogen_codemods.model.program import Agent
from autogen_codemods.native import (
    am206_usage,
    am207_custom_clients,
    am215_agent_reads,
    am233_message_limits,
    am236_societies,
    am237_watching,
    am238_teachability,
    am241_prompts,
    am242_modes,
    am301_two_agents,
    am304_histories,
    am307_answers,
    am308_records,
    am309_told,
    am320_reply_functions,
    am401_groups,
    am407_resuming,
    am408_own_loops,
    am502_functions,
    am511_executor_uses,
    am514_code_runs,
    am611_streams,
    named_members,
    needless_managers,
    own_managers,
)
from autogen_codemods.native.added_tools import settle_registrations
from autogen_codemods.native.agent_writing import AgentWriting
from autogen_codemods.native.am216_descriptions import remove_descriptions
from autogen_codemods.native.am217_system_messages import rewrite_messages
from autogen_codemods.native.am301_two_agents import Dialogue
from autogen_codemods.native.am302_stops import AS_RECEIVED
from autogen_codemods.native.answer_checks import tool_pairs
from autogen_codemods.native.chats import ChatFacts, run
from autogen_codemods.native.checks import check, check_tools, renamed
from autogen_codemods.native.clients import Clients
from autogen_codemods.native.component import Component
from autogen_codemods.native.done import Log
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.event_loops import run_on_bridge
from autogen_codemods.native.group_tools import GroupTools
from autogen_codemods.native.groups import GroupFacts
from autogen_codemods.native.loops import share_loop
from autogen_codemods.native.nested_writing import NestedWriting
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.resets import remove_resets
from autogen_codemods.native.results import Results
from autogen_codemods.native.several_recipients import is_written
from autogen_codemods.native.team_annotations import annotate_teams
from autogen_codemods.native.transcripts import Transcripts


def rewrite(component: Component, drafts: Drafts) -> Log:
    """Write the v0.4 form of everything in a component and tell what was done.

    Raises NotProven where nothing of it counts; its drafts are to be thrown away then.
    """
    check(component)
    dialogues = component.dialogues()
    check_tools(component)
    rewriting = _Rewriting(component, drafts, dialogues)
    rewriting.run()
    return rewriting.log


class _Rewriting:
    """Rewrites one component whose chats of two are `dialogues`, by the ids of their facts."""

    def __init__(self, component: Component, drafts: Drafts, dialogues: dict[int, Dialogue]) -> None:
        self._component, self._program, self._drafts = component, component.program, drafts
        self._dialogues = dialogues
        self.log = Log()
        self._clients = Clients(component, drafts, self.log)
        first: dict[int, list[str]] = {}
        pairs = [*component.tool_pairs(), *tool_pairs(component)]
        self._tools = GroupTools(component.program, drafts, component.group_facts, pairs, first)
        self._agents = AgentWriting(component, drafts, self._clients, self._tools, first, self.log)
        self._nested = NestedWriting(component, self._clients, self._tools, self._agents)
        self._transcripts = Transcripts(drafts)
        am407_resuming.name_all(component, drafts)
        self._results = Results(component, drafts, self._clients.used_at, self._tools.called_by)

    def run(self) -> None:
        """Write everything, agents before what is made of them; raises NotProven."""
        component, program, drafts = self._component, self._program, self._drafts
        for profile in renamed(component):
            self.log.did("AM212", profile.agent.call, f'"{profile.legacy_name}" is called "{profile.name}"')
        for view in {agent.view for agent in component.agents} | {facts.chat.view for facts in component.facts}:
            drafts[view].use("autogen_compat.native", AS_RECEIVED)
        self._results.rewrite_reads()
        am502_functions.remove(drafts, program, component.agents)
        remove_descriptions(drafts, program, component.agents, self.log)
        am511_executor_uses.rewrite(drafts, program, component.agents)
        am514_code_runs.rewrite(drafts, program, component.profiles, self.log)
        self._rewrite_agents()
        for custom in (each for each in program.customs if set(each.agents) & set(component.agents)):
            self._rewrite_custom(custom)
        told = am309_told.Conversations(component, drafts, self._results, self._transcripts)
        self._rewrite_histories()
        am241_prompts.rewrite(component, drafts, self.log)
        am242_modes.rewrite(component, drafts, self.log)
        am308_records.rewrite(component, drafts, self._results, self._transcripts, self.log)
        am307_answers.rewrite_answers(component, drafts, self.log, told)
        told.put(self.log)
        am407_resuming.rewrite_reads(component, drafts, self.log)
        self._rewrite_chats()
        share_loop(component, drafts)
        run_on_bridge(component, drafts, self.log)
        am215_agent_reads.rewrite_reads(component, drafts, self.log, self._tools)
        rewrite_messages(component, drafts, self.log)
        settle_registrations(drafts, program, component.agents, self._tools)
        remove_resets(component, drafts, self._clients.used_at)
        named_members.remove(drafts, component)
        needless_managers.remove(component, drafts, self.log)
        self._rewrite_usages()
        self._rewrite_custom_clients()
        self._clients.close()

    def _rewrite_agents(self) -> None:
        """Agents, the teams of which some are members, and the agents behind which such teams work."""
        dialogues = list(self._dialogues.values())
        agents, societies = am236_societies.divided(self._component.agents)
        for agent in agents:
            self._agents.rewrite(agent, dialogues)
        self._agents.teams |= {id(group.manager): self._rewrite_group(group) for group in self._component.group_facts}
        for agent in societies:
            self._agents.rewrite(agent, dialogues)

    def _rewrite_custom_clients(self) -> None:
        component = self._component
        for read in component.registrations:
            if isinstance(read.party, Agent) and component.holds(read.party):
                if not component.has_own_model(read.party):
                    raise NotProven("AM207", read.attribute, f"{read.party.name} has no llm_config")
                call = read.view.parent(read.attribute)
                assert isinstance(call, cst.Call)
                client = self._clients.used_at(read.party, read.view, call)
                am207_custom_clients.rewrite_registration(self._drafts[read.view], read, client)
                self.log.did("AM207", read.attribute, "a model client of one's own is registered")

    def _rewrite_usages(self) -> None:
        component = self._component
        for usage in component.usages:
            if any(component.holds(party) for party in usage.parties):
                am206_usage.check_usage(usage, component.holds)
                draft = self._drafts[usage.view]
                client = partial(self._clients.used_at, view=usage.view, place=usage.call)
                am206_usage.rewrite_usage(draft, usage, component.has_own_model, client)
                self.log.did("AM206", usage.call, "usage is asked of model clients")

    def _rewrite_histories(self) -> None:
        for read in self._program.reads:
            gone = self._drafts[read.view].is_gone(read.attribute)
            if am304_histories.history_of(read) is None or gone or not self._component.holds(read.party):
                continue
            if any(map(self._component.is_seen_from_outside, self._component.facts)):
                reason = "a starter outside of the group has another result than the group's messages"
                raise NotProven("AM304", read.attribute, reason)
            self._results.rewrite_history(read)
            self.log.did("AM304", read.attribute, "the messages are read of the result")

    def _rewrite_chats(self) -> None:
        results, loaded = self._results, am407_resuming.Loading(self._component, self._drafts, self._agents.teams)
        for facts in filter(is_written, self._component.facts):
            draft = self._drafts[facts.chat.view]
            runner = self._runner(facts, self._dialogues.get(id(facts)))
            names = self._component.names(facts)
            earlier, typed = results.earlier(facts), results.typed(facts)
            opening = am401_groups.opening(draft, self._component.group_facts, facts)
            shown = am611_streams.sides(self._component, facts, names)
            seen = am237_watching.watched(self._component, facts, names)
            kept, showing = self._transcripts.name_of(facts), self._component.showing(facts)
            running = run(draft, showing, runner, names, earlier, typed, opening, shown, seen, kept)
            if self._component.is_seen_from_outside(facts):
                running = f"{draft.use('autogen_compat.native', 'seen_from_outside')}({running})"
            running = loaded.with_earlier(facts, running) if results.reads_all(facts) else running
            results.put(facts, running)
            if facts.summary.is_asked_for:
                self.log.did("AM306", facts.chat.call, "the summary is made behind the run")
        loaded.put(self.log)
        for sequence in results.put_lists():
            self.log.did("AM305", sequence.call, "the chats of the list run one after the other")

    def _runner(self, facts: ChatFacts, dialogue: Dialogue | None) -> str:
        """The expression that runs a chat."""
        draft = self._drafts[facts.chat.view]
        if dialogue is None:
            return am401_groups.runner(draft, self._program, facts, self._agents.teams[id(facts.chat.recipient)])
        runner = am301_two_agents.runner(draft, self._program, dialogue)
        self.log.did("AM301", facts.chat.call, "a chat of two agents is a round-robin team")
        return runner

    def _rewrite_custom(self, custom: Custom) -> None:
        draft = self._drafts[custom.view]
        if custom.line in draft.removed:
            return
        nested = next((each for each in self._component.nested if each.custom is custom), None)
        if nested is not None:
            self._nested.rewrite(draft, nested)
            self.log.did("AM330", custom.call, "the chats within a reply are teams")
            return
        if custom.method == "update_system_message":
            draft.remove(custom.line)
            self.log.did("AM322", custom.call, "the agent is made with this system message")
            return
        if am238_teachability.is_teachability(custom):
            draft.remove(custom.line)
            self.log.did("AM238", custom.call, "what the agent is taught is in its memory")
            return
        if custom.method == ADDED:
            am233_message_limits.remove(draft, custom)
            self.log.did("AM233", custom.call, "the limits are those of the agent's model context")
            return
        am320_reply_functions.rewrite(draft, custom)
        code = "AM320" if custom.method == "register_reply" else "AM321"
        self.log.did(code, custom.call, f"{custom.method} is a method of a ReplyChainAgent")

    def _rewrite_group(self, facts: GroupFacts) -> str | None:
        client = self._clients.name_of(facts.model, facts.manager, selects=True) if facts.model is not None else ""
        chats = [each for each in self._component.all_facts if each.chat.recipient is facts.manager]
        kind = am401_groups.kind_of(facts, chats)
        self.log.did(facts.code, facts.group.call, f"{facts.group.name} is a {kind}")
        annotate_teams(self._drafts, self._program, facts.manager)
        if facts.manager.loop is not None:
            am408_own_loops.dissolve(self._drafts, self._program, facts.manager.loop)
            self.log.did("AM408", facts.manager.loop.of.node, "the class of the manager goes: a team has its loop")
        own_managers.drop(self._drafts, facts.manager)
        return am401_groups.put_team(self._drafts[facts.manager.view], self._program, facts, chats, client)

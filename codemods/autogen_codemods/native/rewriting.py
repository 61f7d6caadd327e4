"""Writes the v0.4 form of a proven component into the drafts of its modules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import libcst as cst

from autogen_codemods.model.customs import ADDED, Custom
from autogen_codemods.model.nested import NestedChats
from autogen_codemods.model.program import Agent, Manager
from autogen_codemods.model.view import ModuleView, Statement
from autogen_codemods.native import (
    am206_usage,
    am207_custom_clients,
    am210_assistants,
    am215_agent_reads,
    am220_proxies,
    am230_subclasses,
    am231_images,
    am232_retrieval,
    am233_message_limits,
    am236_societies,
    am237_watching,
    am301_two_agents,
    am304_histories,
    am306_summaries,
    am307_answers,
    am308_records,
    am309_told,
    am320_reply_functions,
    am330_nested_chats,
    am401_groups,
    am404_clearing,
    am502_functions,
    am511_executor_uses,
    am514_code_runs,
    am611_streams,
)
from autogen_codemods.native import am501_tools as tools
from autogen_codemods.native.added_tools import settle_registrations
from autogen_codemods.native.am301_two_agents import Dialogue
from autogen_codemods.native.am302_stops import AS_RECEIVED
from autogen_codemods.native.am502_functions import listed
from autogen_codemods.native.am510_executors import drop_settings
from autogen_codemods.native.answer_checks import tool_pairs
from autogen_codemods.native.chats import ChatFacts, run
from autogen_codemods.native.checks import check, check_tools, renamed
from autogen_codemods.native.clients import Clients
from autogen_codemods.native.component import Component
from autogen_codemods.native.done import Log
from autogen_codemods.native.draft import Drafts, shared
from autogen_codemods.native.group_tools import GroupTools
from autogen_codemods.native.groups import GroupFacts, manager_name
from autogen_codemods.native.homes import is_removable
from autogen_codemods.native.members import Membership, membership, wrapped
from autogen_codemods.native.naming import name_code
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.reflections import told_tools
from autogen_codemods.native.resets import remove_resets
from autogen_codemods.native.results import Results
from autogen_codemods.native.tool_places import last_place, read_before
from autogen_codemods.native.turns import watching


class Rewriting:
    """Rewrites one component, all of it or, with NotProven, nothing that counts: the drafts are thrown away then."""

    def __init__(self, component: Component, drafts: Drafts) -> None:
        self._component, self._program, self._drafts = component, component.program, drafts
        self.log = Log()
        self._clients = Clients(component, drafts, self.log)
        self._tools = GroupTools(self._program, drafts, ())
        self._inside: dict[int, str] = {}
        """By the ids of agents that speak in chats within their own replies, what they are called there."""
        self._first: dict[int, list[str]] = {}
        """By the ids of agents, what is made before them."""
        self._behind: dict[int, str] = {}
        """By the ids of humans, what runs the chats within their replies."""
        self._teams: dict[int, str | None] = {}

    def run(self) -> None:
        """Write the v0.4 form of everything in this component; raises NotProven."""
        component = self._component
        check(component)
        for profile in renamed(component):
            self.log.did("AM212", profile.agent.call, f'"{profile.legacy_name}" is called "{profile.name}"')
        dialogues = component.dialogues()
        check_tools(component)
        pairs = [*component.tool_pairs(), *tool_pairs(component)]
        self._tools = GroupTools(self._program, self._drafts, component.group_facts, pairs, self._first)
        for view in {agent.view for agent in component.agents} | {facts.chat.view for facts in component.facts}:
            self._drafts[view].use("autogen_compat.native", AS_RECEIVED)
        results = Results(component, self._drafts, self._client_of, self._tools.called_by)
        results.rewrite_reads()
        am502_functions.remove(self._drafts, self._program, component.agents)
        am511_executor_uses.rewrite(self._drafts, self._program, component.agents)
        am514_code_runs.rewrite(self._drafts, self._program, component.profiles, self.log)
        agents, societies = am236_societies.divided(component.agents)
        for agent in agents:
            self._rewrite_agent(agent, list(dialogues.values()))
        teams = self._teams = {id(group.manager): self._rewrite_group(group) for group in component.group_facts}
        for agent in societies:
            self._rewrite_agent(agent, list(dialogues.values()))
        for custom in (each for each in self._program.customs if set(each.agents) & set(component.agents)):
            self._rewrite_custom(custom, teams)
        told = am309_told.Conversations(component, self._drafts, results)
        self._rewrite_histories(results)
        am308_records.rewrite(component, self._drafts, results, self.log)
        am307_answers.rewrite_answers(component, self._drafts, self.log, told.messages)
        told.put(self.log)
        self._rewrite_chats(results, dialogues, teams)
        am215_agent_reads.rewrite_reads(component, self._drafts, self.log, self._tools)
        settle_registrations(self._drafts, self._program, component.agents, self._tools)
        remove_resets(component, self._drafts)
        self._rewrite_usages()
        self._rewrite_custom_clients()
        self._clients.close()

    def _rewrite_custom_clients(self) -> None:
        component = self._component
        for read in component.registrations:
            if isinstance(read.party, Agent) and component.holds(read.party):
                if not component.has_own_model(read.party):
                    raise NotProven("AM207", read.attribute, f"{read.party.name} has no llm_config")
                call = read.view.parent(read.attribute)
                assert isinstance(call, cst.Call)
                client = self._client_of(read.party, read.view, call)
                am207_custom_clients.rewrite_registration(self._drafts[read.view], read, client)
                self.log.did("AM207", read.attribute, "a model client of one's own is registered")

    def _rewrite_usages(self) -> None:
        component = self._component
        for usage in component.usages:
            if any(component.holds(party) for party in usage.parties):
                am206_usage.check_usage(usage, component.holds)
                draft = self._drafts[usage.view]
                client = partial(self._client_of, view=usage.view, place=usage.call)
                am206_usage.rewrite_usage(draft, usage, component.has_own_model, client)
                self.log.did("AM206", usage.call, "usage is asked of model clients")

    def _rewrite_histories(self, results: Results) -> None:
        for read in self._program.reads:
            gone = self._drafts[read.view].is_gone(read.attribute)
            if am304_histories.history_of(read) is None or gone or not self._component.holds(read.party):
                continue
            if any(map(self._component.is_seen_from_outside, self._component.facts)):
                reason = "a starter outside of the group has another result than the group's messages"
                raise NotProven("AM304", read.attribute, reason)
            results.rewrite_history(read)
            self.log.did("AM304", read.attribute, "the messages are read of the result")

    def _rewrite_chats(self, results: Results, dialogues: dict[int, Dialogue], teams: dict[int, str | None]) -> None:
        for facts in self._component.facts:
            draft = self._drafts[facts.chat.view]
            runner = self._runner(facts, dialogues.get(id(facts)), teams)
            names = self._component.names(facts)
            earlier, typed, opening = results.earlier(facts), results.typed(facts), self._opening(facts)
            shown = am611_streams.sides(self._component, facts, names)
            seen = am237_watching.watched(self._component, facts, names)
            running = run(draft, self._component.showing(facts), runner, names, earlier, typed, opening, shown, seen)
            if self._component.is_seen_from_outside(facts):
                running = f"{draft.use('autogen_compat.native', 'seen_from_outside')}({running})"
            results.put(facts, running)
            if facts.summary.is_asked_for:
                self.log.did("AM306", facts.chat.call, "the summary is made behind the run")
        for sequence in results.put_lists():
            self.log.did("AM305", sequence.call, "the chats of the list run one after the other")

    def _client_of(self, party: Agent | Manager, view: ModuleView, place: cst.CSTNode) -> str:
        """The name of the model client of an agent or manager that has a model, where it is used; raises NotProven."""
        assert party.arguments is not None
        function = party.view.function(party.call)
        if party.view is not view or function not in (None, view.function(place)):
            reason = f"the model client of {party.name} is made elsewhere, where the agent is"
            raise NotProven("AM201", place, reason)
        return self._clients.name_of(party.arguments["llm_config"].value, party)

    def _opening(self, facts: ChatFacts) -> str:
        """The message before the task, which introduces the members of a group to each other."""
        groups = [group for group in self._component.group_facts if group.manager is facts.chat.recipient]
        draft = self._drafts[facts.chat.view]
        return am401_groups.introduction(draft, groups[0], facts.line) if groups and groups[0].introduces else ""

    def _runner(self, facts: ChatFacts, dialogue: Dialogue | None, teams: dict[int, str | None]) -> str:
        """The expression that runs a chat."""
        draft = self._drafts[facts.chat.view]
        if dialogue is None:
            return am401_groups.runner(draft, self._program, facts, teams[id(facts.chat.recipient)])
        runner = am301_two_agents.runner(draft, self._program, dialogue)
        self.log.did("AM301", facts.chat.call, "a chat of two agents is a round-robin team")
        return runner

    def _rewrite_agent(self, agent: Agent, dialogues: Sequence[Dialogue]) -> None:
        profile = self._component.profiles[id(agent)]
        groups = [group for group in self._component.group_facts if profile in group.members]
        speaks = bool(groups) or any(profile in dialogue.speakers for dialogue in dialogues)
        draft = self._drafts[agent.view]
        asked = any(agent in answer.agents for answer in self._component.answers)
        only_starts = bool(self._component.chats) and not speaks and not asked and not self._component.is_read(agent)
        if am514_code_runs.only_runs(self._program, agent):
            draft.remove(agent.statement)
            return
        if only_starts and is_removable(self._program, agent):
            draft.remove(agent.statement)
            am320_reply_functions.remove(self._drafts, profile)
            am230_subclasses.drop(draft, agent)
            self.log.did("AM220", agent.call, f"{agent.name} only starts the chat: no agent is needed")
            return
        described = any(group.shows_descriptions for group in groups)
        text = self._answers(profile, described)
        if am230_subclasses.answers(agent):
            self._put_agent(agent, am230_subclasses.answering(draft, profile))
            self.log.did("AM230", agent.call, f"{agent.name} is an AnsweringAgent")
            return
        if am232_retrieval.retrieves(agent):
            text = am232_retrieval.proxy(draft, profile)
            self.log.did("AM232", agent.call, f"{agent.name} is a RetrievalProxyAgent")
        elif profile.is_plain_assistant:
            text = wrapped(draft, profile, self._membership(profile, groups), text)
        else:
            if groups and any(profile in (each.sender, each.recipient) for each in dialogues):
                self._component.check_in_both(profile)
            text = am220_proxies.proxy(draft, profile, self._part(profile, groups, text, described))
            self.log.did(am220_proxies.code_of(profile), agent.call, f"{agent.name} is {text.partition('(')[0]}")
        self._put_agent(agent, self._around(profile, text))
        am230_subclasses.drop(draft, agent)
        if profile.code is not None:
            drop_settings(draft, profile.code)
            self.log.did("AM510", agent.call, f"{agent.name} runs code by an executor of v0.4")

    def _part(
        self, profile: Profile, groups: Sequence[GroupFacts], assistant: str, described: bool
    ) -> am220_proxies.Part:
        draft = self._drafts[profile.agent.view]
        member = self._membership(profile, groups)
        part = am220_proxies.Part(
            tools=member.tools,
            stops_itself=member.stops,
            limit=member.limit,
            clears=member.clears,
            asks_twice=profile.is_human and self._component.is_asynchronous(profile.agent),
            assistant=assistant,
            description=am210_assistants.description_of(draft, profile, described=described),
            asking=am611_streams.asking(self._program, draft) if profile.is_human else None,
        )
        return self._with_chats_behind(profile, part) if am320_reply_functions.has_chats_behind(profile) else part

    def _with_chats_behind(self, profile: Profile, part: am220_proxies.Part) -> am220_proxies.Part:
        """A human behind whom an agent of its own runs chats within a reply."""
        draft, agent = self._drafts[profile.agent.view], profile.agent
        _check_named(agent)
        name = self._behind[id(agent)] = draft.fresh(f"{agent.name}_replies")
        first, answering = self._first.setdefault(id(agent), []), am220_proxies.automatic(draft, profile, part)
        if self._speaks_inside(profile):
            answering = self._inside[id(agent)] = draft.fresh(f"{agent.name}_inside")
            first.append(f"{answering} = {am220_proxies.proxy(draft, profile, part)}")
        made = am320_reply_functions.around(draft, profile, answering, profile.limit, self._manager_of(agent))
        first.append(f"{name} = {made}")
        return replace(part, otherwise=name)

    def _manager_of(self, agent: Agent) -> str | None:
        managers = self._component.managers_of(agent)
        return manager_name(managers[0]) if managers else None

    def _membership(self, profile: Profile, groups: Sequence[GroupFacts]) -> Membership:
        tools = self._tools.run_by(profile.agent)
        if profile.watches and not groups:
            return replace(watching(profile, self._component.all_facts), tools=tuple(tools))
        member = membership(profile, groups, self._component.facts, tools)
        return replace(member, clears=am404_clearing.names(self._drafts[profile.agent.view], groups))

    def _answers(self, profile: Profile, described: bool) -> str:
        """The code of what gives an agent's answers, where a model or a team does."""
        agent, model = profile.agent, profile.model
        if not am236_societies.is_society(agent):
            return self._assistant(profile, model, described) if model is not None else ""
        client = self._clients.name_of(model, agent) if model is not None else ""
        self.log.did("AM236", agent.call, f"a team works behind {agent.name}")
        draft = self._drafts[agent.view]
        return am236_societies.society(self._component, draft, profile, self._teams, client, described)

    def _assistant(self, profile: Profile, model: cst.BaseExpression, described: bool) -> str:
        agent, draft = profile.agent, self._drafts[profile.agent.view]
        client = self._clients.name_of(model, agent)
        rounds = self._component.tool_limit(profile)
        called = self._tools.called_by(agent)
        if called:
            extra = [f"tools={shared(called)}"]
        else:
            stops, written = self._component.partner_stops(agent), self._functions(agent)
            extra = tools.tool_arguments(draft, self._program, agent, profile.stop, stops, rounds, written)
        own_words = self._component.reads_own_task(agent) or am320_reply_functions.has_other_words(profile)
        own_words = own_words or not profile.is_plain_assistant
        context = am233_message_limits.context(draft, profile, own_words=own_words)
        if self._component.reads_image_tags(profile):
            context = am231_images.context(draft, profile)
        context = context or am404_clearing.context(draft, profile, self._component.group_facts)
        if context is None and own_words:
            context = f"{draft.use('autogen_compat.native', 'OwnWordsContext')}({name_code(draft, profile)})"
        extra += [f"model_context={context}"] if context is not None else []
        extra += am611_streams.streaming(self._program, agent.view, model)
        has_tools = rounds is not None
        self.log.did("AM210", agent.call, f"{agent.name} is a v0.4 AssistantAgent")
        if has_tools or called:
            told = "has its tool calls run by others" if called else "runs its own tools"
            self.log.did("AM501", agent.call, f"{agent.name} {told}")
        return am210_assistants.assistant(
            draft, profile, client, extra, described=described, bounded=has_tools, in_turns=bool(called)
        )

    def _functions(self, agent: Agent) -> str | None:
        """The tools that the functions of an agent's llm_config become, if it lists any."""
        if not am502_functions.listed(agent):
            return None
        [partner] = self._component.partners(agent)
        self.log.did("AM502", agent.call, f"the functions of {agent.name} are tools")
        return am502_functions.arguments(self._drafts[agent.view], self._program, agent, partner)

    def _around(self, profile: Profile, text: str) -> str:
        """The agent with its reply functions and hooks, where it has any."""
        if not am320_reply_functions.is_chained(profile) or am320_reply_functions.has_chats_behind(profile):
            return text
        agent, draft = profile.agent, self._drafts[profile.agent.view]
        is_async = any(chat.is_async for chat in self._component.met_in(agent))
        limit = profile.limit // 2 if is_async else profile.limit
        if self._speaks_inside(profile):
            _check_named(agent)
            name = self._inside[id(agent)] = draft.fresh(f"{agent.name}_inside")
            self._first.setdefault(id(agent), []).append(f"{name} = {text}")
            text = name
        return am320_reply_functions.around(draft, profile, text, limit, self._manager_of(agent))

    def _speaks_inside(self, profile: Profile) -> bool:
        """Whether an agent speaks in chats within its own reply; raises NotProven for a human."""
        component = self._component
        for nested in (each for each in component.nested if each.owner is profile.agent):
            found = [each.facts for each in component.nested_facts[id(nested)]]
            dialogues = [component.dialogue(each) for each in found if isinstance(each.chat.recipient, Agent)]
            if any(profile in dialogue.speakers for dialogue in dialogues):
                typed = profile.is_human and any(component.use(each).human_input for each in component.facts)
                if typed or not am320_reply_functions.has_only_chats(profile):
                    raise NotProven("AM330", nested.custom.call, f"{nested.owner.name} speaks within its own reply")
                return True
        return False

    def _rewrite_nested(self, nested: NestedChats, teams: dict[int, str | None]) -> None:
        """Register the chats within a reply; raises NotProven."""
        component, draft = self._component, self._drafts[nested.custom.view]
        found: list[am330_nested_chats.Written] = []
        for each in component.nested_facts[id(nested)]:
            facts, names = each.facts, component.names(each.facts)
            chat = facts.chat
            assert chat.recipient_node is not None
            runner = teams.get(id(chat.recipient)) or draft.code(chat.recipient_node)
            if id(chat.recipient) not in teams:
                dialogue = component.dialogue(facts)
                owner = component.profiles[id(nested.owner)]
                if owner in dialogue.speakers and id(nested.owner) not in self._inside:
                    raise NotProven(
                        "AM330", chat.call, f"{nested.owner.name} is a human in a chat within its own reply"
                    )
                runner = am330_nested_chats.team(draft, dialogue, self._inside)
            summary = ""
            if facts.summary.kind != "last":
                client = (
                    self._client_of(component.summing_up(facts), chat.view, chat.call)
                    if facts.summary.kind == "model"
                    else ""
                )
                told = told_tools(component, draft, facts, self._tools.called_by)
                made = am306_summaries.expression(draft, facts.summary, "result", names, client, told)
                summary = f"lambda result: {made.removeprefix('await ')}"
            sender = names.sender if chat.sender is not nested.owner else ""
            found.append(am330_nested_chats.Written(each, runner, sender, self._opening(facts), summary))
        am330_nested_chats.rewrite(draft, nested, found, self._behind.get(id(nested.owner), ""))
        self.log.did("AM330", nested.custom.call, "the chats within a reply are teams")

    def _rewrite_custom(self, custom: Custom, teams: dict[int, str | None]) -> None:
        draft = self._drafts[custom.view]
        if custom.line in draft.removed:
            return
        nested = next((each for each in self._component.nested if each.custom is custom), None)
        if nested is not None:
            self._rewrite_nested(nested, teams)
            return
        if custom.method == "update_system_message":
            draft.remove(custom.line)
            self.log.did("AM322", custom.call, "the agent is made with this system message")
            return
        if custom.method == ADDED:
            am233_message_limits.remove(draft, custom)
            self.log.did("AM233", custom.call, "the limits are those of the agent's model context")
            return
        am320_reply_functions.rewrite(draft, custom)
        code = "AM320" if custom.method == "register_reply" else "AM321"
        self.log.did(code, custom.call, f"{custom.method} is a method of a ReplyChainAgent")

    def _put_agent(self, agent: Agent, text: str) -> None:
        """Replace the constructor, below the last of its tools where those are defined later."""
        draft, view = self._drafts[agent.view], agent.view
        anchor, first = self._anchor(agent), self._first.get(id(agent), [])
        if anchor is None:
            draft.insert_before(agent.statement, first)
            draft.replace(agent.call, text)
            return
        if (use := read_before(self._program, agent, view.span(anchor).end)) is not None:
            raise NotProven("AM501", use, f"{agent.name} is used before its tools are defined")
        if agent.target is None:
            raise NotProven("AM501", agent.call, f"{agent.name} is made before its tools are defined")
        draft.remove(agent.statement)
        target = view.code(agent.statement).partition("=")[0].rstrip()
        gap = [""] if draft.indent_of(agent.statement) else ["", ""]
        gap = gap if isinstance(anchor, cst.FunctionDef) else []
        draft.insert_after(anchor, [*gap, *first, f"{target} = {text}"])

    def _anchor(self, agent: Agent) -> Statement | None:
        """The last statement that the tools of an agent need, where it stands behind the agent."""
        run = self._tools.run_by(agent)
        found: list[Statement | None] = [last_place(self._program, agent, runs=bool(run))]
        partners = self._component.partners(agent)
        found += [am502_functions.place(self._program, agent, each) for each in partners]
        if run and (not partners or any(listed(each) for each in partners)):
            found.append(am502_functions.place_of_maps(self._program, agent))
        behind = [each for each in found if each is not None]
        return max(behind, key=lambda each: agent.view.span(each).end) if behind else None

    def _rewrite_group(self, facts: GroupFacts) -> str | None:
        client = self._clients.name_of(facts.model, facts.manager) if facts.model is not None else ""
        chats = [each for each in self._component.all_facts if each.chat.recipient is facts.manager]
        kind = "RoundRobinGroupChat" if am401_groups.is_ordered(facts, chats) else "SelectorGroupChat"
        self.log.did(facts.code, facts.group.call, f"{facts.group.name} is a {kind}")
        return am401_groups.put_team(self._drafts[facts.manager.view], self._program, facts, chats, client)


def _check_named(agent: Agent) -> None:
    """An agent that is made around another needs a variable beside that of the other; raises NotProven."""
    if agent.variable is None:
        raise NotProven("AM330", agent.call, f"{agent.name}, which runs chats within a reply, is not in a variable")

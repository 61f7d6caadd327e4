"""Writes the v0.4 form of agents, and of what is made before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import libcst as cst

from autogen_codemods.model.program import Agent
from autogen_codemods.model.signatures import MAX_AUTO_REPLIES
from autogen_codemods.model.view import Statement
from autogen_codemods.native import (
    am210_assistants,
    am220_proxies,
    am230_subclasses,
    am231_images,
    am232_retrieval,
    am233_message_limits,
    am236_societies,
    am238_teachability,
    am239_own_humans,
    am320_reply_functions,
    am404_clearing,
    am502_functions,
    am514_code_runs,
    am611_streams,
    own_human_forms,
)
from autogen_codemods.native import am501_tools as tools
from autogen_codemods.native.added_tools import take_registrations
from autogen_codemods.native.am301_two_agents import Dialogue
from autogen_codemods.native.am502_functions import listed
from autogen_codemods.native.am510_executors import drop_settings
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
from autogen_codemods.native.shared_prompts import shared_prompt
from autogen_codemods.native.text import comments
from autogen_codemods.native.tool_places import last_place, read_before
from autogen_codemods.native.turns import watching


class AgentWriting:
    """Rewrites the agents of one component; raises NotProven."""

    def __init__(
        self,
        component: Component,
        drafts: Drafts,
        clients: Clients,
        tools: GroupTools,
        first: dict[int, list[str]],
        log: Log,
    ) -> None:
        self._component, self._program, self._drafts = component, component.program, drafts
        self._clients, self._tools, self._log = clients, tools, log
        self._first = first
        """By the ids of agents, what is made before them."""
        self.teams: dict[int, str | None] = {}
        """By the ids of managers that are rewritten, what their teams are called."""
        self.inside: dict[int, str] = {}
        """By the ids of agents that speak in chats within their own replies, what they are called there."""
        self.behind: dict[int, str] = {}
        """By the ids of humans, what runs the chats within their replies."""
        self._memories: dict[int, str] = {}
        """By the ids of teachable agents, what they remember with."""

    def rewrite(self, agent: Agent, dialogues: Sequence[Dialogue]) -> None:
        profile = self._component.profiles[id(agent)]
        groups = [group for group in self._component.group_facts if group.needs(profile)]
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
            self._log.did("AM220", agent.call, f"{agent.name} only starts the chat: no agent is needed")
            return
        described = any(group.shows_descriptions for group in groups) or self._component.is_described(agent)
        self._make_memory(profile)
        text = self._answers(profile, described)
        if am230_subclasses.answers(agent):
            self._put_agent(agent, am230_subclasses.answering(draft, profile))
            self._log.did("AM230", agent.call, f"{agent.name} is an AnsweringAgent")
            return
        if am232_retrieval.retrieves(agent):
            text = am232_retrieval.proxy(draft, profile, self._part(profile, groups, "", described))
            self._log.did("AM232", agent.call, f"{agent.name} is a RetrievalProxyAgent")
        elif profile.is_plain_assistant:
            text = wrapped(draft, profile, self._membership(profile, groups), text)
        else:
            if groups and any(profile in (each.sender, each.recipient) for each in dialogues):
                self._component.check_in_both(profile)
            text = am220_proxies.proxy(draft, profile, self._part(profile, groups, text, described))
            self._log.did(am220_proxies.code_of(profile), agent.call, f"{agent.name} is {text.partition('(')[0]}")
        self._put_agent(agent, self._around(profile, text))
        am230_subclasses.drop(draft, agent)
        if am239_own_humans.applies(agent):
            own_human_forms.rewrite(self._drafts, agent, is_async=self._component.is_asynchronous(agent))
            self._log.did("AM239", own_human_forms.place(agent), "the class is one below HumanProxyAgent")
        if profile.code is not None:
            drop_settings(draft, profile.code)
            self._log.did("AM510", agent.call, f"{agent.name} runs code by an executor of v0.4")

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
            asks_twice=profile.is_human
            and self._component.is_asynchronous(profile.agent)
            and not am239_own_humans.asks_once(profile.agent),
            assistant=assistant,
            description=am210_assistants.description_of(draft, profile, described=described),
            asking=am611_streams.asking(self._program, draft) if profile.is_human else None,
        )
        return self._with_chats_behind(profile, part) if am320_reply_functions.has_chats_behind(profile) else part

    def _with_chats_behind(self, profile: Profile, part: am220_proxies.Part) -> am220_proxies.Part:
        """A human behind whom an agent of its own runs chats within a reply."""
        draft, agent = self._drafts[profile.agent.view], profile.agent
        _check_named(agent)
        name = self.behind[id(agent)] = draft.fresh(f"{agent.name}_replies")
        first, answering = self._first.setdefault(id(agent), []), am220_proxies.automatic(draft, profile, part)
        if self._speaks_inside(profile):
            answering = self.inside[id(agent)] = draft.fresh(f"{agent.name}_inside")
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
        self._log.did("AM236", agent.call, f"a team works behind {agent.name}")
        draft = self._drafts[agent.view]
        return am236_societies.society(self._component, draft, profile, self.teams, client, described)

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
        if id(agent) in self._memories and am238_teachability.has_own_memory(self._component, profile):
            extra.append(f"memory=[{self._memories[id(agent)]}]")
        extra += am611_streams.streaming(self._program, agent.view, model)
        has_tools = rounds is not None
        self._log.did("AM210", agent.call, f"{agent.name} is a v0.4 AssistantAgent")
        if has_tools or called:
            told = "has its tool calls run by others" if called else "runs its own tools"
            self._log.did("AM501", agent.call, f"{agent.name} {told}")
        prompt, *first = shared_prompt(draft, profile, described=described) or (None,)
        self._first.setdefault(id(agent), []).extend(first)
        return am210_assistants.assistant(
            draft, profile, client, extra, described=described, bounded=has_tools, in_turns=bool(called), prompt=prompt
        )

    def _make_memory(self, profile: Profile) -> None:
        """Make what a teachable agent remembers with, and note it; raises NotProven."""
        agent, custom = profile.agent, am238_teachability.taught(profile)
        if custom is not None:
            client = self._clients.name_of(am238_teachability.model_of(profile, custom), agent)
            lines, name = am238_teachability.memory(self._drafts[agent.view], profile, custom, client)
            self._first.setdefault(id(agent), []).extend(lines)
            self._memories[id(agent)] = name

    def _functions(self, agent: Agent) -> str | None:
        """The tools that the functions of an agent's llm_config become, if it lists any."""
        if not am502_functions.listed(agent):
            return None
        [partner] = self._component.partners(agent)
        self._log.did("AM502", agent.call, f"the functions of {agent.name} are tools")
        return am502_functions.arguments(self._drafts[agent.view], self._program, agent, partner)

    def _around(self, profile: Profile, text: str) -> str:
        """The agent with its memory, reply functions and hooks, where it has any."""
        memory = self._memories.get(id(profile.agent))
        if memory is not None and not am238_teachability.has_own_memory(self._component, profile):
            return am238_teachability.around(self._drafts[profile.agent.view], profile, text, memory)
        if not am320_reply_functions.is_chained(profile) or am320_reply_functions.has_chats_behind(profile):
            return text
        agent, draft = profile.agent, self._drafts[profile.agent.view]
        is_async = any(chat.is_async for chat in self._component.met_in(agent))
        limit = profile.limit // 2 if is_async else profile.limit
        if self._speaks_inside(profile):
            _check_named(agent)
            name = self.inside[id(agent)] = draft.fresh(f"{agent.name}_inside")
            self._first.setdefault(id(agent), []).append(f"{name} = {text}")
            text = name
        return am320_reply_functions.around(draft, profile, text, limit, self._manager_of(agent))

    def _speaks_inside(self, profile: Profile) -> bool:
        """Whether an agent speaks in chats within its own reply; raises NotProven for a human."""
        component = self._component
        for nested in (each for each in component.nested if each.owner is profile.agent):
            found = [each.facts for each in component.nested_facts[id(nested)]]
            dialogues = [component.dialogue(each) for each in found if isinstance(each.chat.recipient, Agent)]
            counted = profile.limit != MAX_AUTO_REPLIES
            if counted and any(each.has_tool_turns and profile in each.speakers for each in dialogues):
                reason = f"{nested.owner.name} counts its answers within its own reply"
                raise NotProven("AM330", nested.custom.call, reason)
            if any(profile in dialogue.speakers for dialogue in dialogues):
                typed = profile.is_human and any(component.use(each).human_input for each in component.facts)
                if typed or not am320_reply_functions.has_only_chats(profile):
                    raise NotProven("AM330", nested.custom.call, f"{nested.owner.name} speaks within its own reply")
                return True
        return False

    def _put_agent(self, agent: Agent, text: str) -> None:
        """Replace the constructor, below the last of its tools where those are defined later."""
        draft, view = self._drafts[agent.view], agent.view
        anchor, first = self._anchor(agent), self._first.get(id(agent), [])
        notes = take_registrations(draft, self._program, agent)
        if anchor is None:
            draft.insert_before(agent.statement, [*notes, *first] if first else [])
            draft.insert_before(agent.statement, [] if first else notes, below_comments=True)
            draft.replace(agent.call, text)
            return
        if (use := read_before(self._program, agent, view.span(anchor).end)) is not None:
            raise NotProven("AM501", use, f"{agent.name} is used before its tools or its memory")
        if agent.target is None:
            raise NotProven("AM501", agent.call, f"{agent.name} is made before its tools or its memory")
        lost = [each for each in comments(view.code(agent.statement)) if each not in text]
        own = draft.take(agent.statement)
        above = [*notes, *first, *own] if first else [*own, *notes]
        target = view.code(agent.statement).partition("=")[0].rstrip()
        gap = [""] if draft.indent_of(agent.statement) else ["", ""]
        gap = gap if isinstance(anchor, cst.FunctionDef) else []
        draft.insert_after(anchor, [*gap, *above, *lost, f"{target} = {text}"])

    def _anchor(self, agent: Agent) -> Statement | None:
        """The last statement that the tools of an agent need, where it stands behind the agent."""
        run = self._tools.run_by(agent)
        found: list[Statement | None] = [last_place(self._program, agent, runs=bool(run))]
        partners = self._component.partners(agent)
        found += [am502_functions.place(self._program, agent, each) for each in partners]
        if run and (not partners or any(listed(each) for each in partners)):
            found.append(am502_functions.place_of_maps(self._program, agent))
        found.append(am238_teachability.place(agent, self._program.customs))
        behind = [each for each in found if each is not None]
        return max(behind, key=lambda each: agent.view.span(each).end) if behind else None


def _check_named(agent: Agent) -> None:
    """An agent that is made around another needs a variable beside that of the other; raises NotProven."""
    if agent.variable is None:
        raise NotProven("AM330", agent.call, f"{agent.name}, which runs chats within a reply, is not in a variable")

"""Decides for each set of agents that talk to each other whether all of it is proven, and rewrites it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import libcst as cst

from autogen_codemods.model.program import Agent, Chat, Manager, Program, components
from autogen_codemods.native import am201_model_clients as clients
from autogen_codemods.native import (
    am210_assistants,
    am220_proxies,
    am301_two_agents,
    am303_results,
    am304_histories,
    am305_sequences,
    am401_groups,
)
from autogen_codemods.native import am501_tools as tools
from autogen_codemods.native.chats import ChatFacts, facts_of, put_run, run
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.profiles import Profile, profile_of
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.uses import construct
from autogen_codemods.tree.walk import walk

T = TypeVar("T")

_KEPT_READS = frozenset({"name", "description"})
"""Attributes that v0.4 agents have too."""


@dataclass(frozen=True)
class Done:
    """One construct that was rewritten."""

    code: str
    node: cst.CSTNode
    message: str


@dataclass
class Outcome:
    """What was rewritten in a module, and what stays on compat for which reasons."""

    done: list[Done] = field(default_factory=list[Done])
    reasons: list[NotProven] = field(default_factory=list[NotProven])


def plan(draft: Draft, program: Program) -> Outcome:
    """Rewrite every component of the program that is proven, into `draft`."""
    outcome = Outcome()
    waiting = components(program)
    blocked: dict[int, list[NotProven]] = {}
    while True:
        attempt = copy.copy(draft)
        _fork(draft, attempt)
        stuck = [each for each in waiting if id(each[0]) not in blocked]
        results = [(component, _Component(attempt, program, component, blocked)) for component in stuck]
        ready = [(component, work) for component, work in results if not _failed(work, component, blocked)]
        if len(ready) == len(stuck):
            _fork(attempt, draft)
            outcome.done = [done for _, work in ready for done in work.done]
            outcome.reasons = [reason for reasons in blocked.values() for reason in reasons]
            return outcome


def _fork(source: Draft, target: Draft) -> None:
    """Make `target` an independent copy of `source`."""
    target.edits = list(source.edits)
    target.imports = set(source.imports)
    target.before = {key: list(lines) for key, lines in source.before.items()}
    target.after = {key: list(lines) for key, lines in source.after.items()}
    target.removed = list(source.removed)
    target._taken = set(source._taken)  # pyright: ignore[reportPrivateUsage]


def _failed(work: _Component, component: list[Agent], blocked: dict[int, list[NotProven]]) -> bool:
    reasons = work.reasons()
    if not reasons:
        try:
            work.rewrite()
        except NotProven as reason:
            reasons = [reason]
    if reasons:
        blocked[id(component[0])] = reasons
    return bool(reasons)


class _Component:
    """The agents that meet, and everything between them."""

    def __init__(
        self, draft: Draft, program: Program, agents: Sequence[Agent], blocked: dict[int, list[NotProven]]
    ) -> None:
        self.draft, self.program, self.agents, self.blocked = draft, program, agents, blocked
        self.view = draft.view
        self.chats = [chat for chat in program.chats if chat.sender in agents]
        self.groups = [group for group in program.groups if set(group.members or ()) & set(agents)]
        self.managers = [manager for manager in program.managers if manager.group in self.groups]
        self.profiles: dict[int, Profile] = {}
        self.facts: list[ChatFacts] = []
        self.group_facts: list[am401_groups.GroupFacts] = []
        self.clients: dict[tuple[object, ...], str] = {}
        self.results: dict[int, str] = {}
        self.made_at: dict[str, cst.CSTNode] = {}
        self.done: list[Done] = []

    def reasons(self) -> list[NotProven]:
        """Everything that is not proven about this component."""
        found = list(self._unexplained())
        found += _failures(self._read_agent, self.agents)
        found += _failures(self._read_chat, self.chats)
        if len(self.profiles) == len(self.agents):
            found += _failures(self._read_group, self.managers)
        return found

    def _read_agent(self, agent: Agent) -> None:
        self.profiles[id(agent)] = profile_of(self.view, agent)

    def _unexplained(self) -> Iterator[NotProven]:
        if not self.chats:
            [first, *_] = self.agents
            yield NotProven("AM301", first.call, f"{first.name} takes part in no chat that starts in this file")
        for entity in (*self.agents, *self.groups, *self.managers):
            explained = self._explained()
            if self.draft.is_exported(entity.variable):
                yield NotProven("AM210", entity.call, f"other files may use {entity.variable.name}")
            for node in self.program.unclaimed(entity):
                if id(node) not in explained:
                    told = f"{construct(self.view, node)}, {self._use(node)}"
                    reason = f"{node.value} is used in a way that has no v0.4 form: {told}"
                    yield NotProven("AM210", node, reason)
                    break

    def _explained(self) -> set[int]:
        """The reads of names that v0.4 has too, or that are read of a chat's result."""
        found: set[int] = set()
        for read in self.program.reads:
            history = am304_histories.history_of(self.program, read)
            if history is not None:
                partners = am304_histories.claim_partner(self.program, history)
                found |= {id(node) for node in (read.attribute.value, *partners)}
            elif self._is_kept(read.attribute):
                found.add(id(read.attribute.value))
        return found

    def _is_kept(self, attribute: cst.Attribute) -> bool:
        above = self.view.parent(attribute)
        called = isinstance(above, cst.Call) and above.func is attribute
        return attribute.attr.value in _KEPT_READS and not called

    def _use(self, node: cst.CSTNode) -> str:
        above = self.view.parent(node)
        while isinstance(above, cst.Attribute | cst.Call | cst.Subscript | cst.Arg | cst.Element):
            node, above = above, self.view.parent(above)
        text = " ".join(self.view.code(node).split())
        return f"`{text if len(text) <= 60 else text[:57] + '...'}`"

    def _read_chat(self, chat: Chat) -> None:
        if chat.recipient is None:
            raise NotProven("AM301", chat.call, "the recipient of the chat cannot be told")
        if isinstance(chat.recipient, Manager) and chat.recipient not in self.managers:
            raise NotProven("AM402", chat.call, "the group of the manager cannot be told")
        am303_results.sibling_chats(self.program, chat)
        self.facts.append(facts_of(self.program, chat))

    def _read_group(self, manager: Manager) -> None:
        facts = am401_groups.facts_of(self.program, manager, self.profiles)
        am401_groups.check_members(facts, self.program)
        if not any(chat.recipient is manager for chat in self.chats):
            raise NotProven(facts.code, manager.call, "the group is started nowhere in this file")
        self.group_facts.append(facts)

    def rewrite(self) -> None:
        """Write the v0.4 form of everything in this component; raises NotProven."""
        self._check_result_names()
        self._check_histories()
        self._check_names()
        for sequence in {id(f.chat.sequence): f.chat.sequence for f in self.facts if f.chat.sequence}.values():
            am305_sequences.check_messages(self.draft, sequence)
        for facts in self.facts:
            name = self.profiles[id(facts.chat.sender)].name
            if facts.chat.sequence is None:
                am303_results.rewrite_reads(self.draft, facts.chat, name)
        dialogues = {id(f): self._dialogue(f) for f in self.facts if isinstance(f.chat.recipient, Agent)}
        for dialogue in dialogues.values():
            tools.check_tools(self.program, dialogue.recipient.agent, dialogue.sender.agent)
            tools.check_tools(self.program, dialogue.sender.agent, dialogue.recipient.agent)
        for agent in self.agents:
            self._rewrite_agent(agent, list(dialogues.values()))
        teams = {id(group.manager): self._rewrite_group(group) for group in self.group_facts}
        self._rewrite_histories()
        self._rewrite_chats(dialogues, teams)
        tools.remove_registrations(self.draft, self.program, self.agents)
        self._remove_resets()
        self._close_clients()

    def _remove_resets(self) -> None:
        """Every chat starts afresh anyway, unless it keeps the history; raises NotProven."""
        for reset in self.program.resets:
            if reset.party not in self.agents and reset.party not in self.managers:
                continue
            above = self.view.parent(reset.line)
            alone = not isinstance(above, cst.Module | cst.IndentedBlock) or len(above.body) == 1
            if alone or any(facts.keeps_history for facts in self.facts):
                raise NotProven("AM301", reset.line, "a history is forgotten that other chats keep")
            self.draft.remove(reset.line)

    def _rewrite_histories(self) -> None:
        for read in self.program.reads:
            history = am304_histories.history_of(self.program, read)
            if history is None or (read.party not in self.agents and read.party not in self.groups):
                continue
            chat = am304_histories.chat_before(self.program, read, self.chats)
            if any(profile.is_renamed for profile in self.profiles.values()):
                raise NotProven("AM212", read.attribute, "messages with names are read, and v0.4 needs other names")
            owner = self.profiles[id(read.party)].name if isinstance(read.party, Agent) else ""
            am304_histories.rewrite_history(self.draft, self.program, read, self._result_of(chat), owner)
            self._did("AM304", read.attribute, "the messages are read of the result")

    def _result_of(self, chat: Chat) -> str:
        """The name of a chat's result, a new one if the program does not keep it."""
        target = am303_results.result_target(self.view, chat)
        if target is not None:
            return target.value
        if id(chat) not in self.results:
            above = self.view.parent(chat.call)
            if not isinstance(self.view.parent(above) if isinstance(above, cst.Await) else above, cst.Expr):
                raise NotProven("AM304", chat.call, "the chat is a part of a larger expression")
            self.results[id(chat)] = self.draft.fresh("result")
        return self.results[id(chat)]

    def _rewrite_chats(self, dialogues: dict[int, am301_two_agents.Dialogue], teams: dict[int, str]) -> None:
        results: dict[int, list[str]] = {}
        for facts in self.facts:
            if (dialogue := dialogues.get(id(facts))) is not None:
                runner = am301_two_agents.runner(self.draft, self.program, dialogue)
                self._did("AM301", facts.chat.call, "a chat of two agents is a round-robin team")
            else:
                runner = am401_groups.runner(self.draft, self.program, facts, teams[id(facts.chat.recipient)])
            name = self.profiles[id(facts.chat.sender)].name
            earlier = results.setdefault(id(facts.chat.sequence), []) if facts.chat.sequence else []
            expression = run(self.draft, facts, runner, name, earlier)
            if facts.chat.sequence is None:
                name = self.results.get(id(facts.chat))
                put_run(self.draft, facts, f"{name} = {expression}" if name else expression)
            else:
                earlier.append(self.draft.fresh(f"result_{len(earlier) + 1}"))
                kept = am305_sequences.is_needed(self.draft, facts.chat.sequence, len(earlier) - 1)
                self.draft.insert_before(facts.line, [f"{earlier[-1]} = {expression}" if kept else expression])
        for sequence in self.program.sequences:
            if id(sequence) in results:
                am305_sequences.put_results(self.draft, sequence, results[id(sequence)], self.profiles)
                self._did("AM305", sequence.call, "the chats of the list run one after the other")

    def _close_clients(self) -> None:
        """Close each client behind the last chat, where both are in the same block of code."""
        for name, made in self.made_at.items():
            block = self.view.parent(made)
            last = self.facts[-1].line
            outer = next((s for s in (last, *self.view.ancestors(last)) if self.view.parent(s) is block), None)
            if self.view.celled or not isinstance(outer, cst.SimpleStatementLine | cst.BaseCompoundStatement):
                continue
            inside = {id(node) for node in walk(outer)} | {id(node) for node in walk(block or outer)}
            if any(isinstance(node, cst.Return | cst.FunctionDef) for node in walk(outer)):
                continue
            if all(id(facts.line) in inside for facts in self.facts):
                self.draft.insert_after(outer, [f"await {name}.close()"])

    def _check_names(self) -> None:
        """Renamed agents must not be known by their names elsewhere; raises NotProven."""
        names = [profile.name for profile in self.profiles.values()]
        if len(set(names)) != len(names):
            raise NotProven("AM212", self.agents[0].call, "two agents have the same name")
        renamed = [profile for profile in self.profiles.values() if profile.is_renamed]
        for profile in renamed:
            agent = profile.agent
            if self._is_read(agent) or any(am303_results.reads_history(self.view, chat) for chat in self.chats):
                raise NotProven("AM212", agent.call, f'"{profile.legacy_name}" is no v0.4 name, and the name is read')
            selected = any(group.selection != "round_robin" and profile in group.members for group in self.group_facts)
            if selected and profile.legacy_name.replace(" ", "_") != profile.name:
                reason = f'"{profile.legacy_name}" is no v0.4 name, and a model selects agents by their names'
                raise NotProven("AM212", agent.call, reason)
            self._did("AM212", agent.call, f'"{profile.legacy_name}" is called "{profile.name}"')

    def _check_result_names(self) -> None:
        for chat in self.chats:
            for other in am303_results.sibling_chats(self.program, chat):
                if other not in self.chats:
                    target = am303_results.result_target(self.view, chat) or chat.call
                    raise NotProven("AM303", target, "the same name holds results of chats that stay on compat")

    def _check_histories(self) -> None:
        """A kept history must be that of the same two agents: v0.4's agents have one history for all."""
        for facts in self.facts:
            if facts.keeps_history and any(_meets_others(facts.chat, other) for other in self.chats):
                reason = "it goes on with one of several histories of its agents; v0.4's agents have one"
                raise NotProven("AM301", facts.chat.call, reason)
            if facts.keeps_history and am303_results.reads_history(self.view, facts.chat):
                raise NotProven("AM303", facts.chat.call, "the history of a chat that goes on is read as a whole")
            if facts.chat.resumes and not self._has_begun(facts):
                reason = "it sends a message where no chat of the two without max_turns has begun right before"
                raise NotProven("AM301", facts.chat.call, reason)

    def _has_begun(self, facts: ChatFacts) -> bool:
        """Whether the chat that a ``send`` goes on with stands before it in the same block."""
        pair, block = (facts.chat.sender, facts.chat.recipient), self.view.parent(facts.line)
        start = self.view.span(facts.line).start
        return any(
            (each.chat.sender, each.chat.recipient) == pair
            and not each.chat.resumes
            and each.max_turns is None
            and self.view.parent(each.line) is block
            and self.view.span(each.line).end <= start
            for each in self.facts
        )

    def _dialogue(self, facts: ChatFacts) -> am301_two_agents.Dialogue:
        recipient = facts.chat.recipient
        assert isinstance(recipient, Agent)
        dialogue = am301_two_agents.dialogue_of(
            facts, self.profiles[id(facts.chat.sender)], self.profiles[id(recipient)]
        )
        has_tools = any(tools.tools_of(self.program, agent) for agent in (facts.chat.sender, recipient))
        return replace(dialogue, has_tools=has_tools)

    def _rewrite_agent(self, agent: Agent, dialogues: Sequence[am301_two_agents.Dialogue]) -> None:
        profile = self.profiles[id(agent)]
        groups = [group for group in self.group_facts if profile in group.members]
        speaks = bool(groups) or any(profile in dialogue.speakers for dialogue in dialogues)
        if not speaks and not self._is_read(agent):
            self.draft.remove(agent.variable.statement)
            self._did("AM220", agent.call, f"{agent.name} only starts the chat: no agent is needed")
        elif profile.model is not None:
            self._rewrite_assistant(profile, profile.model, bool(groups))
        else:
            itself = any(am401_groups.stops_itself(profile, group) for group in groups)
            if groups and any(profile in (each.sender, each.recipient) for each in dialogues):
                raise NotProven("AM220", agent.call, f"{agent.name} is in a group and in a chat of two")
            limits = [n for group in groups if (n := am401_groups.limit_of(profile, group)) is not None]
            text = am220_proxies.proxy(self.draft, profile, stops_itself=itself, limit=min(limits, default=None))
            self._put_agent(agent, text)
            self._did(am220_proxies.code_of(profile), agent.call, f"{agent.name} is {text.partition('(')[0]}")

    def _rewrite_assistant(self, profile: Profile, model: cst.BaseExpression, in_group: bool) -> None:
        agent = profile.agent
        client = self._client(model, agent)
        rounds = self._tool_limit(profile)
        extra = tools.tool_arguments(self.draft, self.program, agent, profile.stop, rounds)
        if self._reads_own_task(agent):
            context = self.draft.use("autogen_compat.native", "OwnWordsContext")
            extra.append(f'model_context={context}("{profile.name}")')
        selected = in_group and any(group.selection != "round_robin" for group in self.group_facts)
        has_tools = rounds is not None
        text = am210_assistants.assistant(
            self.draft, profile, client, extra, described=selected, bounded=has_tools
        )
        self._put_agent(agent, text)
        self._did("AM210", agent.call, f"{agent.name} is a v0.4 AssistantAgent")
        if has_tools:
            self._did("AM501", agent.call, f"{agent.name} runs its own tools")

    def _reads_own_task(self, agent: Agent) -> bool:
        """Whether a task in the agent's name is in the history that its model reads."""
        for facts in self.facts:
            chat = facts.chat
            if chat.sender is not agent:
                continue
            if isinstance(chat.recipient, Agent):
                if agent in (profile.agent for profile in self._dialogue(facts).speakers):
                    return True
            elif any(agent in (group.group.members or ()) for group in self.group_facts):
                return True
        return False

    def _tool_limit(self, profile: Profile) -> int | None:
        """The messages after the task, tool calls and results counted; None without tools; raises NotProven."""
        agent = profile.agent
        if not tools.tools_of(self.program, agent):
            return None
        own = [facts for facts in self.facts if agent in (facts.chat.sender, facts.chat.recipient)]
        dialogues = [self._dialogue(facts) for facts in own if isinstance(facts.chat.recipient, Agent)]
        if any(p.is_human for each in dialogues for p in (each.sender, each.recipient)):
            raise NotProven("AM501", agent.call, "a human may answer in place of a tool")
        if any(facts.keeps_history or facts.chat.resumes for facts in own):
            raise NotProven("AM501", agent.call, "answers are counted over several chats, and tool calls are answers")
        limits = {each.turns for each in dialogues}
        [limit, *others] = limits or {None}
        if others or not isinstance(limit, int):
            reason = "tool calls count as answers, and the number of answers is not the same constant in all its chats"
            raise NotProven("AM501", agent.call, reason)
        return limit

    def _put_agent(self, agent: Agent, text: str) -> None:
        """Replace the constructor, below the last of its tools where those are defined later."""
        statement = agent.variable.statement
        indent = self.draft.indent_of(statement)
        anchor = tools.last_definition(self.program, agent)
        if anchor is None:
            self.draft.replace(agent.call, text.replace("\n", "\n" + indent))
            return
        self._check_not_read_before(agent, self.view.span(anchor).end)
        self.draft.remove(statement)
        target = self.view.code(statement).partition("=")[0].rstrip()
        self.draft.insert_after(anchor, ["", f"{target} = {text}"])

    def _check_not_read_before(self, agent: Agent, offset: int) -> None:
        markers = [tool.marker for tool in (*self.program.model_tools, *self.program.executed_tools)]
        for node in agent.variable.reads:
            registers = any(marker in (node, *self.view.ancestors(node)) for marker in markers)
            if not registers and self.view.span(node).start < offset:
                raise NotProven("AM501", node, f"{agent.name} is used before its tools are defined")

    def _rewrite_group(self, facts: am401_groups.GroupFacts) -> str:
        client = self._client(facts.model, facts.manager) if facts.model is not None else ""
        chats = [each for each in self.facts if each.chat.recipient is facts.manager]
        kind = "RoundRobinGroupChat" if facts.code == "AM401" else "SelectorGroupChat"
        self._did(facts.code, facts.group.call, f"{facts.group.variable.name} is a {kind}")
        return am401_groups.put_team(self.draft, facts, chats, client)

    def _client(self, node: cst.BaseExpression, owner: Agent | Manager) -> str:
        """The name of the client for a configuration, made once above its first use."""
        client = clients.client_of(self.draft, node)
        statement = owner.variable.statement
        variable = client.variable
        kept = variable is None or self.draft.is_exported(variable)
        if variable is not None and not kept and self._is_only_for_agents(variable.reads) and client.code == "AM201":
            key: tuple[object, ...] = (id(variable),)
            if key not in self.clients:
                self.clients[key] = name = self.draft.fresh(clients.client_name(node))
                indent = self.draft.indent_of(variable.statement)
                text = f"{name} = {client.expression}"
                self.draft.replace(variable.statement, text.replace("\n", "\n" + indent))
                self._drop(client)
                self.made_at[name] = variable.statement
                self._did(client.code, variable.statement, f"{variable.name} is a model client")
            return self.clients[key]
        key = (client.expression, id(self.view.parent(statement)))
        if key not in self.clients:
            self.clients[key] = name = self.draft.fresh(clients.client_name(node))
            self.draft.insert_before(statement, [f"{name} = {client.expression}"])
            self._drop(client)
            self.made_at[name] = statement
            self._did(client.code, node, "the configuration gives a model client")
        return self.clients[key]

    def _is_only_for_agents(self, reads: Sequence[cst.Name]) -> bool:
        """Whether every read is the llm_config of an agent that is rewritten now."""
        ours = {
            id(arguments["llm_config"].value)
            for owner in (*self.agents, *(g.manager for g in self.group_facts))
            if (arguments := owner.arguments) and "llm_config" in arguments
        }
        return all(id(read) in ours for read in reads)

    def _drop(self, client: clients.Client) -> None:
        """Take away the list of configurations that only this client was made of."""
        for variable in client.consumed:
            needed = len(variable.reads) != 1 or self.draft.is_exported(variable)
            if not needed and variable.statement not in self.draft.removed:
                self.draft.remove(variable.statement)

    def _is_read(self, agent: Agent) -> bool:
        """Whether the agent itself is needed for what is read of it."""
        reads = (read for read in self.program.reads if read.party is agent)
        return any(am304_histories.history_of(self.program, read) is None for read in reads)

    def _did(self, code: str, node: cst.CSTNode, message: str) -> None:
        self.done.append(Done(code, node, message))


def _failures(read: Callable[[T], None], each: Sequence[T]) -> list[NotProven]:
    """Why some of these cannot be read."""
    found: list[NotProven] = []
    for item in each:
        try:
            read(item)
        except NotProven as reason:
            found.append(reason)
    return found


def _meets_others(chat: Chat, other: Chat) -> bool:
    pair, others = {id(chat.sender), id(chat.recipient)}, {id(other.sender), id(other.recipient)}
    return bool(pair & others) and pair != others

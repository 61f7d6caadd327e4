"""The agents that meet, and everything between them, as far as it is proven."""

from __future__ import annotations

from dataclasses import replace

from autogen_codemods.model.literals import constant
from autogen_codemods.model.program import Agent, Answer, Chat, Group, Manager, Program, Sequence
from autogen_codemods.native import (
    am206_usage,
    am207_custom_clients,
    am231_images,
    am303_results,
    am304_histories,
    am305_sequences,
    am502_functions,
    groups,
    resumed,
)
from autogen_codemods.native.am301_two_agents import Dialogue, dialogue_of, recipient_name
from autogen_codemods.native.am302_stops import Stop
from autogen_codemods.native.am330_nested_chats import NestedFacts
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.going_on import shared
from autogen_codemods.native.group_tools import check_turns
from autogen_codemods.native.members import ends_groups
from autogen_codemods.native.naming import name_in_chat
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.shown import is_only_shown
from autogen_codemods.native.tasks import Names
from autogen_codemods.native.tool_places import tools_of
from autogen_codemods.native.tool_turns import need_turns


class Component:
    """Agents whose members meet in chats, groups or tools; :meth:`reasons` reads them all."""

    def __init__(self, program: Program, agents: list[Agent], drafts: Drafts) -> None:
        self.program, self.agents, self._drafts = program, agents, drafts
        self.chats = [chat for chat in program.chats if chat.sender in agents]
        self.answers = [answer for answer in program.answers if set(answer.agents) & set(agents)]
        self.tells = [tell for tell in program.tells if tell.sender in agents]
        self.groups = [group for group in program.groups if set(group.members or ()) & set(agents)]
        self.managers = [manager for manager in program.managers if manager.group in self.groups]
        """Those whose groups are known."""
        self.profiles: dict[int, Profile] = {}
        self.facts: list[ChatFacts] = []
        self.usages = am206_usage.usages_of(program)
        self.nested = [each for each in program.nested if each.owner in agents]
        self.nested_facts: dict[int, list[NestedFacts]] = {}
        self.registrations = list(am207_custom_clients.registrations(program))
        self.group_facts: list[groups.GroupFacts] = []
        self.resumed: dict[int, str] = {}
        """By the ids of stored conversations that are loaded, the variables that hold them."""

    @property
    def all_facts(self) -> list[ChatFacts]:
        """The chats that the program starts, and those within replies."""
        return [*self.facts, *self.nested_only]

    @property
    def nested_only(self) -> list[ChatFacts]:
        """The chats within replies."""
        return [each.facts for found in self.nested_facts.values() for each in found]

    def answers_by_chats(self, agent: Agent) -> bool:
        """Whether chats within its reply give all answers of an agent to those who do not take part in them."""
        return any(nested.owner is agent for nested in self.nested)

    def is_seen_from_outside(self, facts: ChatFacts) -> bool:
        """Whether the result must be that of a starter who is not in the group."""
        outside = any(groups.is_outside(group, facts) for group in self.group_facts)
        wanted = self.use(facts).is_read or facts.chat.sequence is not None
        return outside and wanted and facts.summary.kind != "model"

    def chats_of(self, agent: Agent) -> list[Chat]:
        """The chats of an agent with another or with a group."""
        return [chat for chat in self.chats if agent in (chat.sender, chat.recipient)]

    @property
    def shown_to(self) -> list[Chat | Answer]:
        """Where a model may read the descriptions of agents: chats with groups, also within replies."""
        if any(isinstance(chat.recipient, Manager) for nested in self.nested for chat in nested.chats):
            return [*self.chats, *self.answers]
        return [chat for chat in self.chats if isinstance(chat.recipient, Manager)]

    def managers_of(self, agent: Agent) -> list[Manager]:
        """The managers of the groups that an agent is in."""
        return [each for each in self.managers if each.group and agent in (each.group.members or ())]

    def holds(self, party: Agent | Manager | Group) -> bool:
        """Whether an agent, group or manager belongs to this component."""
        return party in (*self.agents, *self.groups, *self.managers)

    def sender_of(self, facts: ChatFacts) -> Profile:
        """The agent in whose name the task of a chat is given."""
        return self.profiles[id(facts.chat.sender)]

    def names(self, facts: ChatFacts) -> Names:
        """What the two sides of a chat are called in v0.4."""
        recipient, draft = facts.chat.recipient, self._drafts[facts.chat.view]
        if facts.chat.asks and isinstance(recipient, Manager):
            sender = f'"{groups.manager_name(recipient)}"'
        elif facts.chat.speaks_for is not None:
            sender = f"{self.resumed[id(facts.chat.speaks_for)]}.task.source"
        else:
            sender = name_in_chat(draft, self.sender_of(facts), facts, reads=self.use(facts).reads_history)
        met = [self.profiles[id(agent)] for agent in self.meeting(facts)]
        legacy = {profile.name: profile.legacy_name for profile in met if profile.is_renamed}
        if isinstance(recipient, Agent):
            return Names(sender, recipient_name(draft, facts, self.profiles[id(recipient)]), legacy)
        runs_tools = any(group.manager is recipient and group.runs_tools for group in self.group_facts)
        name = "" if recipient is None else f'"{groups.manager_name(recipient)}"'
        starter = self.sender_of(facts)
        asked = name_in_chat(draft, starter, facts, reads=False) if facts.chat.asks else ""
        return Names(sender, name, legacy, runs_tools, asked, self.resumed.get(id(facts.chat.speaks_for), ""))

    def meeting(self, facts: ChatFacts) -> list[Agent]:
        """The agents that come together in a chat."""
        chat = facts.chat
        if isinstance(chat.recipient, Agent):
            return [chat.sender, chat.recipient]
        members = chat.recipient.group.members if chat.recipient is not None and chat.recipient.group else None
        return [chat.sender, *(members or ())]

    def listed(self, sequence: Sequence) -> list[ChatFacts]:
        """The chats of a list, in order."""
        return [facts for facts in self.facts if facts.chat.sequence is sequence]

    def use(self, facts: ChatFacts) -> am303_results.Use:
        """How the result of a chat is used."""
        if facts.chat.sequence is not None:
            return am305_sequences.uses_of(facts.chat.sequence)[self.listed(facts.chat.sequence).index(facts)]
        summaries = {id(each.chat): each.summary for each in (*self.facts, facts)}
        return am303_results.use_of(self.program, self.chats, facts.chat, summaries)

    def paying(self, facts: ChatFacts) -> list[Agent]:
        """The agents of a chat whose models make its cost."""
        parties = [facts.chat.sender, facts.chat.recipient]
        return [each for each in parties if isinstance(each, Agent) and self.profiles[id(each)].is_model_agent]

    def has_own_model(self, agent: Agent) -> bool:
        """Whether a model gives an agent's answers."""
        return self.profiles[id(agent)].is_model_agent

    def is_paying(self, party: Agent | Manager) -> bool:
        """Whether a party needs a client of its own: its usage or cost is read, or it asks a model its own way."""
        used = any(party in usage.parties for usage in self.usages) and isinstance(party, Agent)
        if used or self.program.is_recorded or any(read.party is party for read in self.registrations):
            return True
        return any(self.use(facts).cost and party in self.paying(facts) for facts in self.facts)

    def summing_up(self, facts: ChatFacts) -> Agent | Manager:
        """Who has the model that sums up a chat; raises NotProven."""
        chat = facts.chat
        if isinstance(chat.recipient, Manager) and has_model(chat.recipient):
            if self.use(facts).cost:
                raise NotProven("AM306", chat.call, "the cost of a summary by the manager's model is read")
            return self._reached(chat, chat.recipient)
        if chat.speaks_for is not None:
            raise NotProven("AM306", chat.call, "the model of who spoke last sums the chat up")
        for agent in (chat.recipient, chat.sender):
            if isinstance(agent, Agent) and self.profiles[id(agent)].is_model_agent:
                return self._reached(chat, agent)
        raise NotProven("AM306", chat.call, "nobody in the chat has a model to sum it up")

    def _reached(self, chat: Chat, owner: Agent | Manager) -> Agent | Manager:
        """The owner of a client, which stands beside it and can be seen where the chat runs; raises NotProven."""
        function = owner.view.function(owner.statement)
        seen = owner.view is chat.view and (function is None or function in chat.view.ancestors(chat.call))
        if not seen:
            raise NotProven("AM306", chat.call, "the model that sums the chat up is made elsewhere")
        return owner

    def dialogue(self, facts: ChatFacts) -> Dialogue:
        """A chat of two agents with its turns; raises NotProven."""
        recipient = facts.chat.recipient
        assert isinstance(recipient, Agent)
        dialogue = dialogue_of(facts, self.sender_of(facts), self.profiles[id(recipient)])
        outer = facts in self.facts
        callers = [each for each in (facts.chat.sender, recipient) if not (outer and self.answers_by_chats(each))]
        has_tools = any(self.calls_tools(agent) for agent in callers)
        in_turns = has_tools and self.has_tool_turns
        in_team = self.program.is_recorded
        dialogue = replace(dialogue, has_tools=has_tools and not in_turns, has_tool_turns=in_turns, in_team=in_team)
        dialogue = replace(dialogue, has_members=ends_groups(dialogue.speakers, self.group_facts, self.facts))
        return shared(dialogue, self.facts, self.profiles) if outer else dialogue

    def dialogues(self) -> dict[int, Dialogue]:
        """The chats of two agents by the ids of their facts; raises NotProven."""
        return {id(facts): self.dialogue(facts) for facts in self.all_facts if isinstance(facts.chat.recipient, Agent)}

    def is_read(self, agent: Agent) -> bool:
        """Whether the agent itself is needed for what is read of it, or to be shown."""
        if any(is_only_shown(use.view, use.node) for use in self.program.trace(agent).uses):
            return True
        reads = (read for read in self.program.reads if read.party is agent)
        own = (read for read in reads if read not in self.registrations and not am206_usage.is_usage(read))
        return any(am304_histories.history_of(read) is None for read in own)

    def is_described(self, agent: Agent) -> bool:
        """Whether the program reads the description of an agent."""
        return any(read.party is agent and read.attribute.attr.value == "description" for read in self.program.reads)

    def reads_own_task(self, agent: Agent) -> bool:
        """Whether a task in the agent's name is in the history that its model reads."""
        if resumed.is_member_of_resumed(self.program, agent):
            return True
        for facts in self.all_facts:
            chat = facts.chat
            if chat.sender is not agent:
                continue
            if isinstance(chat.recipient, Agent):
                if agent in (profile.agent for profile in self.dialogue(facts).speakers):
                    return True
            elif any(agent in (group.group.members or ()) for group in self.group_facts):
                return True
        return False

    def is_asynchronous(self, agent: Agent) -> bool:
        """Whether the chats of an agent are asynchronous; raises NotProven where only some are."""
        kinds = {chat.is_async for chat in self.met_in(agent)}
        kinds |= {answer.is_async for answer in self.answers if agent in answer.agents}
        if len(kinds) > 1:
            raise NotProven("AM222", agent.call, f"{agent.name} asks a human in chats of both kinds, async and not")
        return kinds == {True}

    def check_in_both(self, profile: Profile) -> None:
        """An agent in a group and in chats of two must end them the same way; raises NotProven."""
        kinds = {chat.is_async for chat in self.met_in(profile.agent)}
        if profile.ends_itself or len(kinds) > 1:
            raise NotProven("AM220", profile.agent.call, f"{profile.agent.name} is in a group and in a chat of two")

    def met_in(self, agent: Agent) -> list[Chat]:
        """The chats of an agent and of its groups."""
        return [facts.chat for facts in self.all_facts if agent in self.present(facts.chat)]

    def present(self, chat: Chat) -> tuple[Agent, ...]:
        """The agents that meet in a chat, each once."""
        if isinstance(chat.recipient, Agent):
            return (chat.sender, chat.recipient)
        members = (chat.recipient.group.members or ()) if chat.recipient and chat.recipient.group else ()
        return (*(() if chat.sender in members else (chat.sender,)), *members)

    def is_shown(self, facts: ChatFacts) -> bool:
        """Whether the task of a chat is given with its images."""
        recipient = facts.chat.recipient
        if not isinstance(recipient, Agent) or any(am304_histories.history_of(read) for read in self.program.reads):
            return False
        if facts.summary.is_asked_for or self.use(facts).reads_history:
            return False
        return am231_images.is_shown(facts, self.profiles[id(recipient)], self.dialogue(facts).turns)

    def showing(self, facts: ChatFacts) -> ChatFacts:
        """The chat with the images of its task, where they are shown."""
        return replace(facts, task=replace(facts.task, has_images=True)) if self.is_shown(facts) else facts

    def reads_image_tags(self, profile: Profile) -> bool:
        """Whether an agent that sees may be given texts with image tags."""
        own = [facts for facts in self.facts if profile.agent in (facts.chat.sender, facts.chat.recipient)]
        return am231_images.sees(profile) and not (own and all(self.is_shown(facts) for facts in own))

    def calls_tools(self, agent: Agent) -> bool:
        """Whether the model of an agent is told of tools or functions."""
        return bool(tools_of(self.program, agent) or am502_functions.listed(agent))

    def partners(self, agent: Agent) -> list[Agent]:
        """The agents that an agent has chats of two with."""
        chats = [*self.chats, *(facts.chat for facts in self.all_facts)]
        pairs = [(chat.sender, chat.recipient) for chat in chats if isinstance(chat.recipient, Agent)]
        met = [each for pair in pairs if agent in pair for each in pair if each is not agent]
        return list({id(each): each for each in met}.values())

    def tool_partners(self, agent: Agent) -> list[Agent]:
        """The agents with which an agent is in those chats of two in which its model is asked."""
        sides = [(facts.chat.sender, facts.chat.recipient) for facts in self.chats_of_two(agent)]
        met = [each for pair in sides for each in pair if isinstance(each, Agent) and each is not agent]
        return list({id(each): each for each in met}.values())

    def partner_stops(self, agent: Agent) -> list[Stop]:
        """The last messages of the agents that an agent has chats of two with."""
        pairs = [(f.chat.sender, f.chat.recipient) for f in self.facts if isinstance(f.chat.recipient, Agent)]
        partners = [each for pair in pairs if agent in pair for each in pair if each is not agent]
        return [self.profiles[id(partner)].stop for partner in partners]

    def tool_limit(self, profile: Profile) -> int | None:
        """The messages after the task, tool calls and results counted; None without tools; raises NotProven."""
        agent = profile.agent
        if not self.calls_tools(agent):
            return None
        if any(profile in group.members for group in self.group_facts) or self.has_tool_turns:
            return None
        [limit] = self.turns_of(agent) or {None}
        return limit if isinstance(limit, int) else None

    @property
    def has_tool_turns(self) -> bool:
        """Whether calls of tools are turns of a chat of two."""
        return need_turns(self)

    def tool_pairs(self) -> list[tuple[Agent, Agent]]:
        """The agents that call tools in turns, each with the one that runs them; raises NotProven."""
        found: list[tuple[Agent, Agent]] = []
        for agent in filter(self.calls_tools, self.agents if self.has_tool_turns else ()):
            for partner in self.tool_partners(agent):
                check_turns([self.profiles[id(agent)], self.profiles[id(partner)]])
                found.append((agent, partner))
        return found

    def turns_of(self, agent: Agent) -> set[int | str | None]:
        """The numbers of turns of an agent's chats of two."""
        own = [(facts, facts.chat.recipient) for facts in self.chats_of_two(agent)]
        return {dialogue_of(facts, self.sender_of(facts), self.profiles[id(other)]).turns for facts, other in own}

    def chats_of_two(self, agent: Agent) -> list[ChatFacts]:
        """The chats of an agent with one other."""
        met = self.nested_only if self.answers_by_chats(agent) else self.all_facts
        own = [facts for facts in met if agent in (facts.chat.sender, facts.chat.recipient)]
        return [facts for facts in own if isinstance(facts.chat.recipient, Agent)]


def has_model(manager: Manager) -> bool:
    """Whether a manager has a model of its own."""
    given = (manager.arguments or {}).get("llm_config")
    return given is not None and constant(manager.view, given.value) not in (None, False)

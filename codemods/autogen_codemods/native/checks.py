"""What must hold of a component as a whole before it is rewritten."""

from __future__ import annotations

from autogen_codemods.model import signatures
from autogen_codemods.model.literals import constant
from autogen_codemods.model.program import Agent, Chat
from autogen_codemods.native import (
    am232_retrieval,
    am236_societies,
    am237_watching,
    am238_teachability,
    am242_modes,
    am407_resuming,
    am611_streams,
    at_once,
    first_asked,
    live_lists,
    several_recipients,
)
from autogen_codemods.native import am501_tools as tools
from autogen_codemods.native.am303_results import Use
from autogen_codemods.native.callbacks import callback_of
from autogen_codemods.native.changed_histories import check_unchanged
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.choosers import reads_names
from autogen_codemods.native.component import Component
from autogen_codemods.native.going_on import begun_before, check_counts
from autogen_codemods.native.homes import hidden_name
from autogen_codemods.native.items import is_last_read
from autogen_codemods.native.loops import check_loops
from autogen_codemods.native.naming import may_be_renamed, told_name
from autogen_codemods.native.profiles import COMPUTED, Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.superseded import tools_in


def check(component: Component) -> None:
    """Raise NotProven for what the parts of a component, each proven by itself, do not allow together."""
    _check_histories(component)
    _check_counts(component)
    _check_modes(component)
    _check_threads(component)
    _check_remembering(component)
    _check_names(component)
    _check_modules(component)
    _check_nested(component)
    check_loops(component)
    am236_societies.check(component)
    am237_watching.check(component)
    several_recipients.check(component)
    am238_teachability.check(component)
    am242_modes.check(component)
    check_unchanged(component)
    am407_resuming.check(component)
    at_once.check(component)
    first_asked.check(component)
    am611_streams.check(component)
    for facts in component.facts:
        live_lists.check(component.program, component.facts, facts, component.use(facts))


def check_tools(component: Component) -> None:
    """Every tool that a party of a dialogue calls is run by its partner; raises NotProven."""
    for dialogue in component.dialogues().values():
        outer = dialogue.facts in component.facts
        sender, recipient = dialogue.sender.agent, dialogue.recipient.agent
        for caller, runner in ((recipient, sender), (sender, recipient)):
            if not (outer and component.answers_by_chats(caller)):
                told = tools_in(component, dialogue.facts, caller)
                tools.check_tools(component.program, caller, runner, told)
        if dialogue.has_tools and dialogue.turns != 1 and dialogue.sender.is_model_agent:
            _check_reads_tools(component, dialogue.sender.agent, dialogue.recipient.agent)
        if dialogue.has_tools and dialogue.recipient.is_model_agent:
            _check_reads_tools(component, dialogue.recipient.agent, dialogue.sender.agent)


def _check_reads_tools(component: Component, reader: Agent, caller: Agent) -> None:
    """v0.2's agent that runs tools has the calls and results in the history of its model; raises NotProven."""
    if component.calls_tools(caller):
        reason = f"the model of {reader.name} read the tool calls of {caller.name}, which stay within it in v0.4"
        raise NotProven("AM501", caller.call, reason)


def renamed(component: Component) -> list[Profile]:
    """The agents whose names v0.4 does not accept."""
    return [profile for profile in component.profiles.values() if profile.is_renamed]


def _check_names(component: Component) -> None:
    """Renamed agents must not be known by their names elsewhere; raises NotProven."""
    for facts in component.all_facts:
        met = {id(each): component.profiles[id(each)] for each in component.meeting(facts)}
        known = [profile.name for profile in met.values() if not profile.is_several]
        if len(set(known)) != len(known):
            raise NotProven("AM212", component.agents[0].call, "two agents have the same name")
    for profile in (each for each in component.profiles.values() if may_be_renamed(each)):
        agent = profile.agent
        unknown = profile.computed is not None and any(component.use(facts).reads_history for facts in component.facts)
        if unknown or _is_name_read(component, agent) or _callbacks_read_names(component):
            raise NotProven("AM212", agent.call, f"{told_name(profile)} is no v0.4 name, and the name is read")
        if any(each.stop.reads_names for each in component.profiles.values()):
            reason = f"{told_name(profile)} is no v0.4 name, and a condition may read it"
            raise NotProven("AM212", agent.call, reason)
        selecting = (g for g in component.group_facts if g.graph is None and profile in g.members)
        choosers = [g.group.chooser for g in selecting if g.group.chooser]
        if any(map(reads_names, choosers)):
            reason = f"{told_name(profile)} is no v0.4 name, and a function selects agents by their names"
            raise NotProven("AM212", agent.call, reason)


def _is_name_read(component: Component, agent: Agent) -> bool:
    reads = (read for read in component.program.reads if read.party is agent)
    return any(read.attribute.attr.value == "name" for read in reads)


def _callbacks_read_names(component: Component) -> bool:
    """Whether functions that are given agents or messages within replies may read names."""
    customs = [each for each in component.program.customs if set(each.agents) & set(component.agents)]
    given = [(each.view, each.value("reply_func") or each.value("hook")) for each in customs]
    for chat in (chat for nested in component.nested for chat in nested.chats):
        message = (chat.arguments or {}).get("message")
        given.append((chat.view, None if message is None else chat.view.value(message.value)))
    found = [function for view, node in given if (function := callback_of(view, node)) is not None]
    return any(map(reads_names, found))


def _check_modules(component: Component) -> None:
    """A condition stands where the team is made, and may read only what that module has; raises NotProven."""
    teams = [(component.meeting(facts), facts.chat.view, facts.line) for facts in component.all_facts]
    managers = [(group.members, group.manager) for group in component.group_facts]
    teams += [([each.agent for each in members], manager.view, manager.statement) for members, manager in managers]
    for agents, view, place in teams:
        for agent in agents:
            names = component.profiles[id(agent)].stop.names
            if names and agent.view is not view:
                reason = f"the is_termination_msg of {agent.name} reads {min(names)}"
                raise NotProven("AM302", agent.call, f"{reason}, which the module of the chat does not have")
            if names and (hidden := hidden_name(view, names, agent.call, place)) is not None:
                reason = f"the is_termination_msg of {agent.name} reads {hidden}"
                raise NotProven("AM302", agent.call, f"{reason}, which is something else where the team is made")


def _check_nested(component: Component) -> None:
    """Within replies, v0.2 counts answers on from reply to reply; raises NotProven where turns are counted too."""
    for facts in component.nested_only:
        for agent in component.meeting(facts) if facts.max_turns not in (None, 1) else ():
            if component.profiles[id(agent)].limit != signatures.MAX_AUTO_REPLIES:
                reason = f"max_turns and the max_consecutive_auto_reply of {agent.name} both end a chat within a reply"
                raise NotProven("AM330", facts.chat.call, reason)
        for agent in component.meeting(facts) if facts.summary.kind == "model" else ():
            given = component.profiles[id(agent)].system_message
            if given is not None and constant(agent.view, given) == "":
                reason = f"the empty system message of {agent.name} is not always sent where a model sums up"
                raise NotProven("AM330", facts.chat.call, reason)


def _check_histories(component: Component) -> None:
    """A kept history must be that of the same two agents: v0.4's agents have one history for all."""
    for facts in component.facts:
        if facts.keeps_history and any(_meets_others(facts.chat, other) for other in component.chats):
            reason = "it goes on with one of several histories of its agents; v0.4's agents have one"
            raise NotProven("AM301", facts.chat.call, reason)
        am232_retrieval.check_use(facts.chat, component.use(facts), sums_up=facts.summary.is_asked_for)
        if facts.keeps_history and (_reads_whole(facts, component.use(facts)) or facts.summary.is_asked_for):
            raise NotProven("AM303", facts.chat.call, "the history of a chat that goes on is read as a whole")
        if facts.chat.resumes and not facts.chat.begins and not _has_begun(component, facts):
            reason = "it sends a message where no chat of the two without max_turns has begun right before"
            raise NotProven("AM301", facts.chat.call, reason)


def _check_modes(component: Component) -> None:
    """What v0.2 does otherwise where no human is asked must be known; raises NotProven."""
    for profile in (each for each in component.profiles.values() if each.mode == COMPUTED):
        agent = profile.agent
        turned = any(facts.max_turns not in (None, 1) for facts in component.all_facts if agent in facts.chat.parties)
        answers = any(agent in answer.agents for answer in component.answers)
        groups = (group for group in component.group_facts if profile in group.members)
        told = agent.base == "UserProxyAgent" and profile.description is None
        if turned or answers or am236_societies.is_society(agent):
            raise NotProven("AM222", agent.call, f"whether {agent.name} asks a human is only known when it runs")
        if told and any(group.shows_descriptions for group in groups):
            reason = f"the description of {agent.name}, which a model reads, depends on its human_input_mode"
            raise NotProven("AM222", agent.call, reason)


def _check_threads(component: Component) -> None:
    """v0.4 calls functions of the program on the event loop, not on the thread of a chat; raises NotProven."""
    for facts in (each for each in component.facts if each.chat.threaded):
        for agent in component.present(facts.chat):
            profile = component.profiles[id(agent)]
            if agent.subclass is not None or profile.customs:
                reason = f"{agent.name} calls functions of its own, on the thread of the chat"
                raise NotProven("AM301", facts.chat.call, reason)


def _check_counts(component: Component) -> None:
    """What is sent goes on with v0.2's counts of answers; raises NotProven where there are any."""
    answered = [agent for answer in component.answers for agent in answer.agents]
    check_counts([*component.dialogues().values()], answered)


def _check_remembering(component: Component) -> None:
    """v0.2 asks a condition once for each message, but not for all of them; raises NotProven."""
    reason = "its is_termination_msg remembers something, and v0.4 may ask once more"
    for profile in component.profiles.values():
        often = profile.is_human or any(chat.is_async for chat in component.met_in(profile.agent))
        if profile.stop.remembers and often:
            raise NotProven("AM302", profile.agent.call, reason)
    for group in component.group_facts:
        if group.stop.remembers:
            raise NotProven("AM302", group.manager.call, reason)


def _reads_whole(facts: ChatFacts, use: Use) -> bool:
    """Whether more of a history is read than its last message, which is that of the run."""
    histories = (each for each in use.reads if each.attr.value == "chat_history")
    return use.whole or not all(is_last_read(facts.chat.view, each) for each in histories)


def _has_begun(component: Component, facts: ChatFacts) -> bool:
    """Whether the chat that a ``send`` goes on with stands before it in the same block."""
    begun = begun_before(component.facts, facts)
    return begun is not None and begun.max_turns is None


def _meets_others(chat: Chat, other: Chat) -> bool:
    pair, others = {id(chat.sender), id(chat.recipient)}, {id(other.sender), id(other.recipient)}
    return bool(pair & others) and pair != others

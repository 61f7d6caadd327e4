"""AM237: methods of a class of one's own that see messages on their way become functions that a run calls.

v0.2: autogen/agentchat/conversable_agent.py send, receive, _process_received_message.  v0.4: run_stream.
"""

from __future__ import annotations

from autogen_codemods.model.program import Agent, Manager
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.component import Component
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.tasks import Names
from autogen_codemods.native.watching import functions_of, watches
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM237",
    title="a method that sees messages on their way becomes a function that the run calls",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's agents do not send to each other; a run gives all messages. watched() calls the functions with the "
    "agent, the message and its partner when v0.2's agents sent or received it, on the thread that started the run.",
    before="class Shown(AssistantAgent):\n"
    "    def _process_received_message(self, message, sender, silent):\n"
    "        show(sender.name, message)\n"
    "        return super()._process_received_message(message, sender, silent)",
    after="def shown_receives(agent, message, sender):\n"
    "    show(sender.name, message)\n"
    "\n\n"
    'await Console(watched(team.run_stream(task=task), "user", "assistant", received={"assistant": shown_receives}))',
)

CODE = RULE.code


def check(component: Component) -> None:
    """The messages must be those that v0.2's agents sent; raises NotProven."""
    watching = [each for each in component.agents if watches(each)]
    for facts in component.all_facts:
        if isinstance(facts.chat.recipient, Manager) and watches(facts.chat.recipient):
            _check_seen(component, facts, facts.chat.recipient.name)
    for agent in watching:
        if component.profiles[id(agent)].computed is not None:
            raise NotProven(CODE, agent.call, f"{agent.name}, which sees messages, has a name that is computed")
    for facts in component.all_facts if watching else ():
        seeing = [each for each in component.meeting(facts) if each in watching]
        if seeing:
            _check_seen(component, facts, seeing[0].name)


def _check_seen(component: Component, facts: ChatFacts, name: str) -> None:
    """A chat must be one of which a run gives all messages, in words; raises NotProven."""
    if facts in component.nested_only or facts.chat.sequence is not None or facts.silent is not False:
        raise NotProven(CODE, facts.chat.call, f"{name} sees messages of a chat that is within another")
    if facts.task.kind != "text":
        raise NotProven(CODE, facts.chat.call, f"{name} sees a first message that may be no text")
    if any(component.calls_tools(each) or component.profiles[id(each)].customs for each in component.meeting(facts)):
        raise NotProven(CODE, facts.chat.call, "messages are seen that call tools, or come from functions")
    manager = facts.chat.recipient
    if isinstance(manager, Manager) and facts.chat.is_async:
        reason = "messages are seen of an asynchronous group, whose last one only its speaker knows in v0.2"
        raise NotProven(CODE, facts.chat.call, reason)
    if isinstance(manager, Manager) and facts.chat.sender not in ((manager.group and manager.group.members) or ()):
        raise NotProven(CODE, facts.chat.call, "messages are seen of a group that another agent starts")


def watched(component: Component, facts: ChatFacts, names: Names) -> list[str]:
    """What the run of a chat is watched by: names and functions, nothing where nobody watches."""
    meeting, seen = _meeting(component, facts), {"sends": list[str](), "receives": list[str]()}
    for agent in meeting:
        for verb, function in functions_of(agent, is_async=facts.chat.is_async):
            seen[verb].append(f'"{component.profiles[id(agent)].name}": {function}')
    manager = facts.chat.recipient
    if isinstance(manager, Manager):
        for verb, function in functions_of(manager, is_async=facts.chat.is_async):
            seen[verb].insert(0, f"{names.recipient}: {function}")
    if not any(seen.values()):
        return []
    found = [f'"{component.profiles[id(each)].name}"' for each in meeting]
    found += [f"sent={{{', '.join(seen['sends'])}}}"] if seen["sends"] else []
    found += [f"received={{{', '.join(seen['receives'])}}}"] if seen["receives"] else []
    return [*found, *([f"manager={names.recipient}"] if isinstance(facts.chat.recipient, Manager) else [])]


def _meeting(component: Component, facts: ChatFacts) -> list[Agent]:
    """The two agents of a chat, or the members of a group."""
    party = facts.chat.recipient
    if isinstance(party, Agent):
        return component.meeting(facts)
    return list(dict.fromkeys((party.group.members if party is not None and party.group is not None else None) or ()))

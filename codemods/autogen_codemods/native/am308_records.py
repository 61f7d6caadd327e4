"""AM308: agents that are handed to functions which only read their messages are handed over as records.

v0.2: autogen/agentchat/conversable_agent.py chat_messages.
"""

from __future__ import annotations

from autogen_codemods.model.program import Agent, Manager, Party
from autogen_codemods.native.chats import ChatFacts, may_repeat
from autogen_codemods.native.component import Component
from autogen_codemods.native.done import Log
from autogen_codemods.native.draft import Draft, Drafts, items
from autogen_codemods.native.groups import manager_name
from autogen_codemods.native.handovers import Handover, goes_otherwise, handovers
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.results import Results
from autogen_codemods.native.transcripts import Transcripts, is_behind, may_have_failed
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM308",
    title="agents that are handed to a function which reads their messages become records of their chat",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4 agents keep no messages per partner. Where a function of the program reads nothing of its agents but "
    "their names and messages, as those that save them do, it gets a ChatRecord for each, made of the chat's result. "
    "The function stays as it is, and goes on taking agents of v0.2.",
    before="user.initiate_chat(assistant, message=task)\nsave([user, assistant])",
    after="result = await Console(team.run_stream(task=task))\n"
    'save([ChatRecord.of(result, "user", "assistant"), ChatRecord.of(result, "assistant", "user")])',
)

CODE = RULE.code
_NATIVE = "autogen_compat.native"


def check(component: Component) -> list[tuple[Handover, Party, ChatFacts]]:
    """The agents that are handed over, each with the chat that its messages are those of; raises NotProven."""
    program, own = component.program, [*component.agents, *component.managers]
    found = handovers(program, own)
    for party in own:
        if party.variable is not None and found and goes_otherwise(program, party, found):
            raise NotProven(CODE, party.call, f"{party.name} is handed over in other ways too")
    pairs = [(each, party) for each in found for party in each.parties if component.holds(party)]
    return [(each, party, _chat_of(component, each, party)) for each, party in pairs]


def rewrite(component: Component, drafts: Drafts, results: Results, transcripts: Transcripts, log: Log) -> None:
    """Hand records over in the place of agents; raises NotProven."""
    handed = check(component)
    for handover in {id(each.value): each for each, _, _ in handed}.values():
        draft = drafts[handover.view]
        chats = {id(party): facts for each, party, facts in handed if each is handover}
        made = [
            _record(component, draft, party, facts, _kept(facts, results, transcripts))
            if (facts := chats.get(id(party))) is not None
            else draft.code(node)
            for node, party in zip(handover.nodes, handover.parties, strict=True)
        ]
        if handover.value in handover.nodes:
            draft.replace(handover.value, made[0])
        elif len(chats) == len({id(party) for party in handover.parties}):
            draft.replace(handover.value, items(made))
        else:
            for node, party, code in zip(handover.nodes, handover.parties, made, strict=True):
                if id(party) in chats:
                    draft.replace(node, code)
        log.did(CODE, handover.call, "records of the chat are handed over")


def _kept(facts: ChatFacts, results: Results, transcripts: Transcripts) -> str:
    """The variable that has what was said in a chat, and was told after it."""
    if transcripts.name_of(facts) or may_have_failed(facts):
        return transcripts.of(facts)
    return results.kept(facts.chat)


def _record(component: Component, draft: Draft, party: Party, facts: ChatFacts, result: str) -> str:
    names = component.names(facts)
    cls = draft.use(_NATIVE, "ChatRecord")
    if isinstance(party, Manager):
        members = [f'"{component.profiles[id(each)].name}"' for each in (party.group and party.group.members) or ()]
        return f"{cls}.of_manager({result}, {names.recipient}, [{', '.join(members)}])"
    own = f'"{component.profiles[id(party)].name}"'
    partner = names.sender if own == names.recipient else names.recipient
    return f"{cls}.of({result}, {own}, {partner})"


def _chat_of(component: Component, handover: Handover, party: Party) -> ChatFacts:
    """The one chat of an agent or a manager, right before it is handed over; raises NotProven."""
    view, call = handover.view, handover.call
    own = [each for each in component.all_facts if party in (*component.present(each.chat), each.chat.recipient)]
    if len(own) != 1 or own[0] not in component.facts:
        raise NotProven(CODE, call, f"{party.name}, whose messages are read, is not in one chat only")
    [facts] = own
    chat = facts.chat
    if isinstance(chat.recipient, Manager):
        _check_group(component, handover, chat.recipient, party, facts)
    before = chat.view is view and view.span(facts.line).end <= view.span(call).start
    if not before or view.function(call) is not view.function(chat.call) or may_repeat(facts):
        raise NotProven(CODE, call, f"the messages of {party.name} are read elsewhere than after its chat")
    if not is_behind(facts, view, call):
        raise NotProven(CODE, call, f"the chat of {party.name} may not have run where its messages are read")
    forgotten = (each for each in component.program.resets if each.method != "stop_reply_at_receive")
    if any(each.party in (party, *component.present(chat)) for each in forgotten):
        raise NotProven(CODE, call, f"the messages of {party.name} are forgotten somewhere")
    if chat.sequence is not None or facts.keeps_history:
        raise NotProven(CODE, call, f"the messages of {party.name} are those of several chats")
    if component.calls_tools(party) if isinstance(party, Agent) else False:
        raise NotProven(CODE, call, f"the messages of {party.name} have calls of tools")
    return facts


def _check_group(component: Component, handover: Handover, manager: Manager, party: Party, facts: ChatFacts) -> None:
    members = (manager.group.members if manager.group is not None else None) or ()
    if facts.chat.sender not in members:
        raise NotProven(CODE, handover.call, f"{facts.chat.sender.name} starts the group and is not in it")
    if facts.chat.is_async:
        raise NotProven(CODE, handover.call, "asynchronous groups keep a last message from all but its speaker")
    tools = (*component.program.model_tools, *component.program.executed_tools)
    if any(tool.agent in members for tool in tools):
        raise NotProven(CODE, handover.call, f"the messages of {party.name} have calls of tools")
    manager_name(manager)

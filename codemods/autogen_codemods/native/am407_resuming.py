"""AM407: a group that is given a stored conversation to go on with has it loaded into its team.

v0.2: autogen/agentchat/groupchat.py GroupChatManager.resume, messages_to_string.
v0.4: autogen_agentchat.teams.BaseGroupChat.load_state.
"""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from autogen_codemods.model.literals import constant
from autogen_codemods.model.program import Manager
from autogen_codemods.model.resumptions import Resumption, expression_of
from autogen_codemods.native.am237_watching import watches
from autogen_codemods.native.am238_teachability import is_teachability
from autogen_codemods.native.am401_groups import legacy_names
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.component import Component
from autogen_codemods.native.done import Log
from autogen_codemods.native.draft import Draft, Drafts, call
from autogen_codemods.native.groups import GroupFacts, is_outside, manager_name
from autogen_codemods.native.places import line_of
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.resumed import json_function
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM407",
    title="a group that goes on with stored messages has them loaded into its team",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4 teams go on with a state. resume_team() makes one of the messages that v0.2 stored, a list or its JSON, "
    "and gives it to the team's load_state(): every participant has all messages but the last, which is the task of "
    "the next run. What a program stores keeps v0.2's form, so that files of both versions are read by both. The "
    "warning that the last message ends the chat at once is not given; the run shows it.",
    before="last_agent, last_message = manager.resume(messages=stored)\n"
    "last_agent.initiate_chat(recipient=manager, message=last_message, clear_history=False)",
    after="resumed = await resume_team(team, stored)\nawait Console(team.run_stream(task=resumed.task))",
)

CODE = RULE.code
_NATIVE = "autogen_compat.native"


def check(component: Component) -> None:
    """Nothing else may know of what the members of a resumed group forget and hear; raises NotProven."""
    for resumption in _own(component):
        line_of(resumption)
        facts = next(each for each in component.group_facts if each.manager is resumption.manager)
        _check_members(component, resumption, facts)
        for chat in component.all_facts:
            if chat.chat.recipient is resumption.manager:
                _check_chat(component, facts, chat)
            elif chat.keeps_history and set(map(id, component.present(chat.chat))) & _ids(facts):
                raise NotProven(CODE, resumption.call, "histories are forgotten that other chats go on with")
    for facts in component.facts:
        if facts.chat.speaks_for is not None and (component.use(facts).cost or component.use(facts).human_input):
            raise NotProven(CODE, facts.chat.call, "what the last speaker has spent or typed is read")


def _own(component: Component) -> list[Resumption]:
    return [each for each in component.program.resumptions if each.manager in component.managers]


def _ids(facts: GroupFacts) -> set[int]:
    return {id(profile.agent) for profile in facts.members}


def _check_members(component: Component, resumption: Resumption, facts: GroupFacts) -> None:
    resets = [each for each in component.program.resets if each.method != "stop_reply_at_receive"]
    if any(component.holds(each.party) for each in resets):
        raise NotProven(CODE, resumption.call, "what is loaded may be forgotten elsewhere")
    if any(profile.is_renamed for profile in facts.members) and resumption.speaker_names:
        reason = "the name of the last speaker is read, and may be another in v0.4"
        raise NotProven(CODE, resumption.speaker_names[0], reason)
    if facts.clears:
        raise NotProven(CODE, resumption.call, "what is loaded may say that histories are cleared")
    for profile in facts.members:
        if watches(profile.agent):
            raise NotProven(CODE, resumption.call, f"{profile.agent.name} sees the messages that are loaded")
        if any(map(is_teachability, profile.customs)):
            raise NotProven(CODE, resumption.call, f"{profile.agent.name} may learn from what is loaded")
    _admin(resumption.manager)


def _check_chat(component: Component, facts: GroupFacts, chat: ChatFacts) -> None:
    if chat.resumption is not None and is_outside(facts, chat):
        raise NotProven(CODE, chat.chat.call, f"{chat.chat.sender.name} goes on with a group that it is not in")


def _admin(manager: Manager) -> str:
    """The name that stored messages may have though no agent of the group has it; raises NotProven."""
    group = manager.group
    given = (group.arguments or {}).get("admin_name") if group is not None else None
    name = "Admin" if group is None or given is None else constant(group.view, given.value)
    if not isinstance(name, str):
        raise NotProven(CODE, manager.call, "the admin_name of the group is computed")
    return name


def name_all(component: Component, drafts: Drafts) -> None:
    """Give each conversation that is loaded a variable."""
    for each in _own(component):
        component.resumed[id(each)] = drafts[each.view].fresh("resumed")


def rewrite_reads(component: Component, drafts: Drafts, log: Log) -> None:
    """Read the last message of what is loaded, and write messages by json."""
    for each in _own(component):
        draft, name = drafts[each.view], component.resumed[id(each)]
        for node in each.texts:
            draft.replace(node, f"{name}.task.to_text()")
        for node in each.speaker_names:
            draft.replace(node, f"{name}.task.source")
    for read in component.program.reads:
        function = json_function(read)
        if function is not None and component.holds(read.party):
            draft = drafts[read.view]
            draft.replace(read.attribute, f"{draft.use('json', '') or 'json'}.{function}")
            log.did(CODE, read.attribute, f"messages go through json.{function}")


class Loading:
    """Puts what loads the conversations into the places of what resumed the groups."""

    def __init__(self, component: Component, drafts: Drafts, teams: Mapping[int, str | None]) -> None:
        self._component, self._drafts, self._teams = component, drafts, teams
        self._read: set[int] = set()
        """The ids of the conversations whose earlier messages are read."""

    def with_earlier(self, facts: ChatFacts, running: str) -> str:
        """The run of a chat of which all messages are read, those that were loaded included."""
        if facts.resumption is None:
            return running
        self._read.add(id(facts.resumption))
        return f"{self._component.resumed[id(facts.resumption)]}.with_earlier({running})"

    def put(self, log: Log) -> None:
        """Load the conversations, into variables where they are read."""
        for each in _own(self._component):
            draft, name = self._drafts[each.view], self._component.resumed[id(each)]
            team = self._teams[id(each.manager)] or draft.code(each.manager_node)
            loading = f"await {_loading(self._component, draft, each, team)}"
            above = each.view.parent(expression_of(each))
            place = above if isinstance(above, cst.Assign) else expression_of(each)
            draft.replace(place, f"{name} = {loading}" if self._is_read(each) else loading)
            log.did(CODE, each.call, "the stored conversation is loaded into the team")

    def _is_read(self, each: Resumption) -> bool:
        starts = any(facts.chat.speaks_for is each for facts in self._component.facts)
        return starts or id(each) in self._read or bool(each.texts or each.speaker_names)


def _loading(component: Component, draft: Draft, each: Resumption, team: str) -> str:
    given = {name: draft.code(arg.value).strip() for name, arg in each.arguments.items()}
    arguments = [team, given["messages"]]
    remove, silent = each.arguments.get("remove_termination_string"), each.arguments.get("silent")
    if remove is not None and constant(each.view, remove.value) not in (None, ""):
        arguments.append(f"remove={given['remove_termination_string']}")
    if (name := manager_name(each.manager)) != "chat_manager":
        arguments.append(f'manager="{name}"')
    if (name := _admin(each.manager)) != "Admin":
        arguments.append(f'admin="{name}"')
    facts = next(facts for facts in component.group_facts if facts.manager is each.manager)
    arguments += legacy_names(facts)
    if silent is not None and constant(each.view, silent.value) not in (None, False):
        arguments.append(f"silent={given['silent']}")
    indent = len(draft.indent_of(each.line)) + 16
    return call(draft.use(_NATIVE, "resume_team"), arguments, indent)

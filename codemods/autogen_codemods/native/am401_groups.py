"""AM401, AM402, AM403: a GroupChat and its manager become a v0.4 team.

v0.2: autogen/agentchat/groupchat.py.  v0.4: autogen_agentchat.teams.{RoundRobinGroupChat,SelectorGroupChat}.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from autogen_codemods.model.program import Manager, Party, Program
from autogen_codemods.model.societies import CLASS as SOCIETY
from autogen_codemods.model.view import ModuleView, Statement
from autogen_codemods.native import am404_clearing, am406_graphs, group_class_forms
from autogen_codemods.native.am301_two_agents import functional, joined, tool_messages
from autogen_codemods.native.chats import ChatFacts, runs_again
from autogen_codemods.native.choosers import annotate
from autogen_codemods.native.draft import Draft, call, items
from autogen_codemods.native.group_homes import remove_group
from autogen_codemods.native.groups import DEFAULT_MAX_ROUND, GroupFacts, manager_name
from autogen_codemods.native.homes import is_at_hand, is_local
from autogen_codemods.native.late_teams import late_place
from autogen_codemods.native.members import may_end
from autogen_codemods.native.open_groups import participants
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.resumed import may_be_resumed
from autogen_codemods.native.selection_limits import context
from autogen_codemods.native.selection_limits import remove as remove_limits
from autogen_codemods.native.transitions import annotate_dictionary
from autogen_codemods.rules.base import Kind, Rule, Tier

RULES = (
    Rule(
        code="AM401",
        title="a round-robin GroupChat becomes a RoundRobinGroupChat",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="v0.2 goes on with the agent after the one who starts, and counts the task as a round; "
        "v0.4 starts with the first participant and counts answers.",
        before="GroupChat(agents=[user_proxy, writer, critic], messages=[], max_round=5, "
        'speaker_selection_method="round_robin")',
        after="RoundRobinGroupChat([writer, critic, user_proxy], max_turns=4)",
    ),
    Rule(
        code="AM402",
        title="a GroupChat whose speakers a model selects becomes a SelectorGroupChat",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="Both ask the model for the next speaker. After three answers that name nobody v0.2 goes on with the next "
        "agent in the list, v0.4 with the last speaker; model_selector asks as v0.4 does and goes on as v0.2 did. "
        "What limits the messages that this model reads (select_speaker_transform_messages) is its model_context. "
        "Where the manager starts a chat with a member, ask_first() asks it before the team runs.",
        before="GroupChat(agents=[user_proxy, coder, critic], messages=[], max_round=12)",
        after="SelectorGroupChat([user_proxy, coder, critic], model_client=model_client, max_turns=11, "
        "selector_func=model_selector([user_proxy, coder, critic], model_client))",
    ),
    Rule(
        code="AM403",
        title="speakers selected by a function, at random or by a human become a selector_func",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="A function stays as it is; speaker_selector calls it with the last speaker and the group's messages. "
        "Speaker transitions become the arguments allowed= and disallowed= of the selector. Where a function gives "
        "None, or nobody may follow, v0.2's chat ends: there a last participant ends the team.",
        before="GroupChat(agents=[user_proxy, coder], messages=[], speaker_selection_method=choose)",
        after="SelectorGroupChat([user_proxy, coder], model_client=model_client, max_turns=9, "
        "selector_func=speaker_selector(choose, [user_proxy, coder], model_client))",
    ),
)

_SELECTORS = {
    "auto": "model_selector",
    "round_robin": "order_selector",
    "random": "random_selector",
    "manual": "manual_selector",
    "function": "speaker_selector",
    "named": "speaker_selector",
}


def conditions(draft: Draft, facts: GroupFacts, chats: Sequence[ChatFacts]) -> list[str]:
    """What ends the team besides the number of turns."""
    found: list[str] = []
    if may_end(facts, chats):
        found.append(f"{draft.use('autogen_agentchat.conditions', 'StopMessageTermination')}()")
    within = any(chat.chat.sender.legacy_class == SOCIETY for chat in chats)
    if facts.stop.mention is not None and not facts.introduces and not within:
        cls = draft.use("autogen_agentchat.conditions", "TextMentionTermination")
        found.append(f'{cls}("{facts.stop.mention}")')
    elif not facts.stop.never:
        cls = draft.use("autogen_agentchat.conditions", "FunctionalTermination")
        found.append(functional(cls, [facts.stop.on("messages[-1]")]))
    return found


def put_team(draft: Draft, program: Program, facts: GroupFacts, chats: Sequence[ChatFacts], client: str) -> str | None:
    """Put the team in the manager's place; gives its name, or None where the manager's expressions mean it now."""
    manager, statement = facts.manager, facts.manager.statement
    indent = len(draft.indent_of(statement))
    in_place = any(chat.chat.recipient_node is manager.call for chat in chats)
    name = draft.fresh("team", statement) if in_place or is_local(program, manager) else None
    first, text = _team(draft, facts, chats, client, indent + len(name or manager.name) + 3)
    if (below := late_place(program, facts)) is not None:
        name = name or manager.name
        draft.remove(statement)
        draft.insert_after(below, ["", *first, f"{name} = {text}"])
    else:
        draft.insert_before(statement, [*first, f"{name} = {text}"] if in_place else first)
        if not in_place and name is not None:
            draft.replace(statement, f"{name} = {text}")
        elif not in_place:
            draft.replace(manager.call, text)
    _remove_group(draft, program, facts)
    return name


def _remove_group(draft: Draft, program: Program, facts: GroupFacts) -> None:
    """Take the GroupChat away, of which only the team is left; raises NotProven."""
    group = facts.group
    if (facts.manager.arguments or {})["groupchat"].value is not group.call:
        if group.view is not facts.manager.view:
            raise NotProven(facts.code, group.call, "the group goes other ways than straight to its manager")
        remove_group(draft, program, group)
    remove_limits(draft, group.view, group.arguments or {})
    group_class_forms.dissolve(draft, group)
    _remove_collections(draft, facts)


def opening(draft: Draft, groups: Iterable[GroupFacts], chat: ChatFacts) -> str:
    """The message before the task, which introduces the members of a group to each other, or nothing."""
    group = next((group for group in groups if group.manager is chat.chat.recipient), None)
    return _introduction(draft, group, chat.line) if group is not None and group.introduces else ""


def _introduction(draft: Draft, facts: GroupFacts, line: Statement) -> str:
    """The message that introduces the members to each other."""
    view, names = draft.view, _listed(members_at(draft, facts, line))
    if any(isinstance(item, cst.Call) for item in facts.group.items or ()):
        raise NotProven(facts.code, line, "the agents that are introduced are made in their list")
    assert view is facts.group.view
    return call(draft.use("autogen_compat.native", "introduction"), [names, *legacy_names(facts)], 30)


def members_at(draft: Draft, facts: GroupFacts, place: Statement) -> list[str] | str:
    """The expressions for the members where `place` stands, or one for their list; raises NotProven."""
    group = facts.group
    given = (group.arguments or {})["agents"].value
    if group.gathered is not None and place is facts.manager.statement:
        return participants(draft, group, facts.manager)
    if group.gathered is not None or not _is_written_out(group.view, given):
        if not is_at_hand(group.view, given, draft.view, place):
            raise NotProven(facts.code, given, "the agents of the group are not at hand where they are needed")
        return draft.code(given)
    for item in group.items or ():
        if not is_at_hand(group.view, item, draft.view, place):
            raise NotProven(facts.code, item, "an agent of the group is not at hand where it is needed")
    return [_named(draft, facts, index) for index in range(len(facts.members))]


def _is_written_out(view: ModuleView, given: cst.BaseExpression) -> bool:
    """Whether a list of members stands here, or in a variable that only the group reads."""
    variable = view.variable(given)
    return isinstance(given, cst.List | cst.Tuple) or (variable is not None and len(variable.reads) == 1)


def _named(draft: Draft, facts: GroupFacts, index: int) -> str:
    """The expression for a member; one that is made in the list gets a name first."""
    item = (facts.group.items or [])[index]
    if not isinstance(item, cst.Call):
        return draft.code(item)
    name = draft.fresh(facts.members[index].name, facts.manager.statement)
    draft.insert_before(facts.manager.statement, [f"{name} = {draft.code(item)}"])
    return name


def _listed(names: list[str] | str, more: Sequence[str] = ()) -> str:
    """The list of the participants."""
    if isinstance(names, str):
        return f"[*{names}, {', '.join(more)}]" if more else names
    return items([*names, *more])


def _participants(names: list[str] | str, more: Sequence[str]) -> str:
    """The list of the participants, a new one: the type of a team's list takes no other."""
    return f"[*{names}]" if isinstance(names, str) and not more else _listed(names, more)


def is_ordered(facts: GroupFacts, chats: Sequence[ChatFacts]) -> bool:
    """Whether each chat goes round from the same agent on, which a RoundRobinGroupChat does."""
    starters = {id(chat.chat.sender) for chat in chats}
    if any(facts.is_somewhere(chat.chat.sender) or chat.chat.speaks_for is not None for chat in chats):
        return False
    once = facts.times == 1 and len(starters) == 1
    goes_on = any(chat.keeps_history or chat.resumption is not None or chat.chat.asks for chat in chats)
    return facts.is_plain_round and once and not goes_on


def kind_of(facts: GroupFacts, chats: Sequence[ChatFacts]) -> str:
    """The class of the team."""
    if facts.graph is not None:
        return "GraphFlow"
    return "RoundRobinGroupChat" if is_ordered(facts, chats) else "SelectorGroupChat"


def _team(
    draft: Draft, facts: GroupFacts, chats: Sequence[ChatFacts], client: str, indent: int
) -> tuple[list[str], str]:
    """What is made before the team, and the team."""
    if facts.graph is not None:
        return am406_graphs.flow(draft, facts, _ends(draft, facts, chats), indent)
    return [], _selecting(draft, facts, chats, client, indent)


def _selecting(draft: Draft, facts: GroupFacts, chats: Sequence[ChatFacts], client: str, indent: int) -> str:
    """The team that goes round, or selects its speakers."""
    names = members_at(draft, facts, facts.manager.statement)
    ends = _ends(draft, facts, chats)
    if is_ordered(facts, chats):
        cls = draft.use("autogen_agentchat.teams", "RoundRobinGroupChat")
        given = [_from_next(names, facts.position(chats[0].chat.sender)), *ends]
        return call(cls, [*given, *_message_types(draft, facts)], indent)
    end = _put_end(draft, facts)
    asked = client or f"{draft.use('autogen_ext.models.replay', 'ReplayChatCompletionClient')}([])"
    selector = call(
        draft.use("autogen_compat.native", _SELECTORS[facts.selection]), _selection(draft, facts, names, client, end), 8
    )
    parts = [_participants(names, end), f"model_client={asked}", *ends, f"selector_func={selector}"]
    parts += _message_types(draft, facts)
    if facts.starter is None:
        return call(draft.use("autogen_agentchat.teams", "SelectorGroupChat"), parts, indent)
    parts[2:2] = [f"starter={_starter(names, facts.position(facts.starter))}", f"times={facts.times}"]
    return call(draft.use("autogen_compat.native", "RepeatedGroupChat"), parts, indent)


def _ends(draft: Draft, facts: GroupFacts, chats: Sequence[ChatFacts]) -> list[str]:
    """What ends the team; the first message of a group that is started again is none of a task, but of its own."""
    found = conditions(draft, facts, chats)
    if facts.starter is not None:
        cls = draft.use("autogen_agentchat.conditions", "MaxMessageTermination")
        return joined([*found, f"{cls}({facts.rounds})"])
    graph = facts.graph if facts.graph is not None and not facts.graph.is_cyclic else None
    if graph is not None and isinstance(facts.rounds, int) and facts.rounds > len(graph.nodes):
        return joined(found)
    turns = facts.rounds - 1 if isinstance(facts.rounds, int) else f"{facts.rounds} - 1"
    return [*joined(found), f"max_turns={turns}"]


def _starter(names: list[str] | str, position: int | None) -> str:
    return f"{names}[{position}]" if isinstance(names, str) else names[position or 0]


def _message_types(draft: Draft, facts: GroupFacts) -> list[str]:
    """The types of messages that are not v0.4's."""
    found = [*(tool_messages(draft) if facts.runs_tools else []), *am404_clearing.messages(draft, facts)]
    return [f"custom_message_types={items(found)}"] if found else []


def _put_end(draft: Draft, facts: GroupFacts) -> list[str]:
    """The participant that ends the conversation where no other may speak."""
    if not facts.has_end:
        return []
    end = draft.fresh("end_of_chat", facts.manager.statement)
    stopper = f'{end} = {draft.use("autogen_compat.native", "AutoReplyAgent")}("{end}", max_replies=0)'
    draft.insert_before(facts.manager.statement, [stopper])
    return [end]


def _selection(draft: Draft, facts: GroupFacts, names: list[str] | str, client: str, end: list[str]) -> list[str]:
    """The arguments of the selector."""
    found = [_listed(names), client] if client else [_listed(names)]
    if facts.group.subclass is not None and facts.group.chooser is not None:
        found.insert(0, group_class_forms.chooser(draft, facts.group))
    elif facts.group.chooser is not None:
        annotate(draft, facts.group.chooser)
        method = (facts.group.arguments or {})["speaker_selection_method"].value
        found.insert(0, draft.code(method))
    elif facts.selection == "named":
        method = (facts.group.arguments or {})["speaker_selection_method"].value
        found.insert(0, f"lambda _speaker, _group: {draft.code(method)}")
    found += [f"end={each}" for each in end]
    found += _rules(draft, facts)
    if client:
        found += _asking(draft, facts)
    chooser = facts.group.chooser
    if chooser is not None and facts.rounds != DEFAULT_MAX_ROUND and "max_round" in draft.view.code(chooser):
        found.append(f"max_round={facts.rounds}")
    return found


def _rules(draft: Draft, facts: GroupFacts) -> list[str]:
    found: list[str] = []
    if facts.repeats is False:
        found.append("allow_repeated_speaker=False")
    elif not isinstance(facts.repeats, bool):
        found.append(f"allow_repeated_speaker={draft.code(facts.repeats)}")
    if facts.transitions is not None:
        if facts.transitions.is_filled_later:
            annotate_dictionary(draft, facts.transitions.node)
        found.append(f"{facts.transitions.kind}={draft.code(facts.transitions.node)}")
    if facts.runs_tools and not facts.finds_runners:
        found.append("tool_calls_to_runners=False")
    return found


def _asking(draft: Draft, facts: GroupFacts) -> list[str]:
    found: list[str] = []
    if facts.prompts:
        cls = draft.use("autogen_compat.native", "SelectionPrompts")
        given = [f"{field}={draft.code(node)}" for field, node in facts.prompts.items()]
        found.append(f"prompts={call(cls, given, 12)}")
    if facts.retries != 2:
        found.append(f"attempts={facts.retries + 1 if isinstance(facts.retries, int) else f'{facts.retries} + 1'}")
    found += context(draft, facts.limits, f'"{manager_name(facts.manager)}"')
    return [*found, *legacy_names(facts)]


def legacy_names(facts: GroupFacts) -> list[str]:
    """What a model goes on calling agents that v0.4 needs other names for."""
    renamed = {profile.name: profile.legacy_name for profile in facts.members if profile.is_renamed}
    pairs = ", ".join(f'"{name}": {_quoted(legacy)}' for name, legacy in renamed.items())
    return [f"names={{{pairs}}}"] if renamed else []


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _from_next(names: list[str] | str, position: int | None) -> str:
    """The participants in the order in which they speak after the one at `position`."""
    first = position + 1 if position is not None else 0
    if not isinstance(names, str):
        return items([*names[first:], *names[:first]])
    return f"[*{names}[{first}:], *{names}[:{first}]]" if first else f"[*{names}]"


def runner(draft: Draft, program: Program, chat: ChatFacts, given: str | None) -> str:
    """The team's expression, after it was reset where it may have a history."""
    assert chat.chat.recipient_node is not None
    name = given or draft.code(chat.chat.recipient_node)
    again = runs_again(program, chat, _present(chat)) or may_be_resumed(program, chat)
    party = chat.chat.recipient
    is_once = isinstance(party, Manager) and party.loop is not None
    if again and not is_once and not chat.keeps_history and chat.resumption is None:
        draft.insert_before(chat.line, [f"await {name}.reset()"])
    return name


def _present(chat: ChatFacts) -> list[Party]:
    manager = chat.chat.recipient
    assert isinstance(manager, Manager)
    members = manager.group.members if manager.group is not None else None
    return [manager, *(members or ())]


def _remove_collections(draft: Draft, facts: GroupFacts) -> None:
    """Take away the list of members, where it has a name that nothing else reads."""
    variable = draft.view.variable((facts.group.arguments or {})["agents"].value)
    if facts.group.gathered is None and variable is not None and len(variable.reads) == 1:
        draft.remove(variable.statement)

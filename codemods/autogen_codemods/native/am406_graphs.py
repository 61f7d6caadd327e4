"""AM406: speaker transitions that leave one way through a group become a GraphFlow.

v0.2: autogen/agentchat/groupchat.py GroupChat._prepare_and_select_agents.
v0.4: autogen_agentchat.teams.{DiGraphBuilder,GraphFlow}.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import libcst as cst

from autogen_codemods.model.literals import elements
from autogen_codemods.model.program import Agent, Group
from autogen_codemods.model.societies import CLASS as SOCIETY
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.draft import WIDTH, Draft, call
from autogen_codemods.native.graphs import Graph
from autogen_codemods.native.groups import GroupFacts
from autogen_codemods.native.homes import is_at_hand
from autogen_codemods.native.text import comments
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM406",
    title="speaker transitions that leave one way through a group become a GraphFlow",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="Where each speaker may be followed by one other, v0.2 asks no model, and it ends the chat after a speaker who "
    "is no key of the allowed transitions. A GraphFlow does both: an edge says who is next, and the team ends where "
    "no edge leads on. Who only starts the chat is no node. Transitions that leave a choice, or a way back, become "
    "the candidates of a selector (AM403).",
    before="GroupChat(agents=[user_proxy, writer, critic], messages=[], speaker_transitions_type='allowed',\n"
    "    allowed_or_disallowed_speaker_transitions={user_proxy: [writer], writer: [critic]})",
    after="builder = DiGraphBuilder()\n"
    "builder.add_node(writer).add_node(critic)\n"
    "builder.add_edge(writer, critic)\n"
    "team = GraphFlow(builder.get_participants(), graph=builder.build())",
)

Following = Mapping[int, frozenset[int]]
"""By the place of a speaker, the places of those who may follow; the conversation ends after any other."""


def graph_of(facts: GroupFacts, chats: Sequence[ChatFacts], nested: Sequence[ChatFacts]) -> Graph | None:
    """The one way that all these chats take through a group; None where the next speaker is a choice."""
    following = _following(facts)
    if following is None or facts.group.subclass is not None or facts.runs_tools or facts.clears or facts.times > 1:
        return None
    if any(_goes_on(chat) or chat in nested or chat.chat.sender.legacy_class == SOCIETY for chat in chats):
        return None
    [way, *others] = {_way(facts, following, chat.chat.sender) for chat in chats} or {None}
    return None if others or way is None or not _are_at_hand(facts, way) else Graph(way)


def _goes_on(chat: ChatFacts) -> bool:
    """Whether a chat needs a team that begins its graph anew without being reset."""
    return chat.keeps_history or chat.chat.resumes or bool(chat.resumption or chat.chat.speaks_for)


def _following(facts: GroupFacts) -> Following | None:
    """The allowed transitions, where they are written out for the group alone."""
    group, transitions = facts.group, facts.transitions
    if transitions is None or transitions.kind != "allowed" or facts.selection in {"function", "named"}:
        return None
    variable = group.view.variable(transitions.node)
    written = group.view.value(transitions.node)
    if group.gathered is not None or not isinstance(written, cst.Dict):
        return None
    if variable is not None and (len(variable.reads) > 1 or variable.value is not written):
        return None
    found: dict[int, frozenset[int]] = {}
    for element in written.elements:
        source = _place(group, element.key) if isinstance(element, cst.DictElement) else None
        targets = _places(group, element.value)
        if source is None or targets is None or source in found:
            return None
        found[source] = targets
    return found


def _places(group: Group, node: cst.BaseExpression) -> frozenset[int] | None:
    listed = elements(group.view, node) if isinstance(node, cst.List | cst.Tuple) else None
    places = [_place(group, each) for each in listed] if listed is not None else [None]
    return None if None in places else frozenset(each for each in places if each is not None)


def _place(group: Group, node: cst.BaseExpression) -> int | None:
    """The place of a member, as it is written in the list of the members."""
    texts = [group.view.code(item) for item in group.items or ()]
    text = group.view.code(node)
    return texts.index(text) if texts.count(text) == 1 and not isinstance(node, cst.Call) else None


def _way(facts: GroupFacts, following: Following, starter: Agent) -> tuple[int, ...] | None:
    """The members in the order in which they speak after `starter`; None where it is a choice, or comes back.

    After one who is not in the group, everybody may speak.
    """
    start = facts.position(starter)
    if facts.is_somewhere(starter) or (start is None and facts.selection != "round_robin"):
        return None
    speaker = start or 0
    way = [speaker]
    while speaker in following:
        after = _next(facts, following[speaker], speaker)
        if after is None or after in way:
            return None
        speaker = after
        way.append(speaker)
    return tuple(way if start is None else way[1:]) or None


def _next(facts: GroupFacts, following: frozenset[int], speaker: int) -> int | None:
    """The only one who may follow; where the members go round, the first of them behind the speaker."""
    count = len(facts.members)
    behind = [place % count for place in range(speaker + 1, speaker + count + 1) if place % count in following]
    return behind[0] if len(behind) == 1 or (behind and facts.selection == "round_robin") else None


def _are_at_hand(facts: GroupFacts, way: Sequence[int]) -> bool:
    """Whether the members are variables that mean the same where the team is made."""
    group, manager = facts.group, facts.manager
    found = [(group.items or [])[place] for place in way]
    return all(
        not isinstance(item, cst.Call) and is_at_hand(group.view, item, manager.view, manager.statement)
        for item in found
    )


def flow(draft: Draft, facts: GroupFacts, ends: Sequence[str], indent: int) -> tuple[list[str], str]:
    """The lines that build the graph, and the team; `ends`: what ends it besides the graph."""
    assert facts.graph is not None
    names = {place: draft.code((facts.group.items or [])[place]) for place in facts.graph.nodes}
    builder = draft.fresh("builder")
    lines = [*_told(draft, facts), f"{builder} = {draft.use('autogen_agentchat.teams', 'DiGraphBuilder')}()"]
    lines += _chained(builder, [f"add_node({name})" for name in names.values()])
    edges = [f"add_edge({names[edge.source]}, {names[edge.target]})" for edge in facts.graph.edges]
    lines += _chained(builder, edges)
    given = [f"{builder}.get_participants()", f"graph={builder}.build()", *ends]
    return lines, call(draft.use("autogen_agentchat.teams", "GraphFlow"), given, indent)


def _chained(builder: str, calls: Sequence[str]) -> list[str]:
    """Calls of a builder, in one line if they fit, else one each."""
    line = ".".join([builder, *calls])
    if not calls or len(line) <= WIDTH - 10:
        return [line] if calls else []
    return [f"{builder}.{each}" for each in calls]


def _told(draft: Draft, facts: GroupFacts) -> list[str]:
    """Comments within transitions that stand in a line of their own; the line goes."""
    assert facts.transitions is not None
    variable = draft.view.variable(facts.transitions.node)
    if variable is None:
        return []
    draft.remove(variable.statement)
    return comments(draft.view.code(variable.value))

"""AM406: speaker transitions, or a function, that lead from speaker to speaker become a GraphFlow.

v0.2: autogen/agentchat/groupchat.py GroupChat._prepare_and_select_agents.
v0.4: autogen_agentchat.teams.{DiGraphBuilder,GraphFlow}.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import libcst as cst

from autogen_codemods.model.literals import elements
from autogen_codemods.model.program import Agent, Group, Program
from autogen_codemods.model.societies import CLASS as SOCIETY
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.conditions import TEXT
from autogen_codemods.native.draft import WIDTH, Draft, call
from autogen_codemods.native.graphs import Edge, Graph, chain
from autogen_codemods.native.groups import GroupFacts
from autogen_codemods.native.homes import is_at_hand
from autogen_codemods.native.state_graphs import state_graph
from autogen_codemods.native.text import comments, dedented
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM406",
    title="transitions or a function that lead from speaker to speaker become a GraphFlow",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="Where each speaker may be followed by one other, or a function gives the next by who spoke and what the last "
    "message says, v0.2 asks no model, and the chat ends where nobody is given. A GraphFlow does both: an edge says "
    "who is next, on what condition, and the team ends where no edge leads on. Who only starts the chat is no node. "
    "What leaves a choice, has effects or comes back to the starter stays a selector (AM403), as does what v0.4 takes "
    "for no graph: nobody is the last, or no condition leads out of a way back.",
    before="def choose(last_speaker, groupchat):\n"
    "    if last_speaker is user_proxy:\n"
    "        return writer\n"
    "    if last_speaker is writer:\n"
    "        return critic\n"
    "    if last_speaker is critic:\n"
    '        return writer if "again" in groupchat.messages[-1]["content"] else editor\n\n'
    "GroupChat(agents=[user_proxy, writer, critic, editor], messages=[], speaker_selection_method=choose)",
    after="builder = DiGraphBuilder()\n"
    "builder.add_node(writer).add_node(critic).add_node(editor)\n"
    "builder.add_edge(writer, critic)\n"
    'builder.add_edge(critic, writer, condition=lambda message: "again" in message.to_text())\n'
    'builder.add_edge(critic, editor, condition=lambda message: "again" not in message.to_text())\n'
    "builder.set_entry_point(writer)\n"
    "team = GraphFlow(builder.get_participants(), graph=builder.build(), max_turns=9)",
)

Following = Mapping[int, frozenset[int]]
"""By the place of a speaker, the places of those who may follow; the conversation ends after any other."""


def graph_of(
    program: Program,
    facts: GroupFacts,
    chats: Sequence[ChatFacts],
    nested: Sequence[ChatFacts],
    exported: frozenset[str],
) -> Graph | None:
    """The graph that all these chats take through a group; None where the next speaker is a choice.

    `exported`: what other files may read of the group's module.
    """
    manager, group = facts.manager, facts.group
    if manager.loop is not None or manager.subclass is not None or group.subclass is not None:
        return None
    if facts.runs_tools or facts.clears or facts.times > 1:
        return None
    if any(_goes_on(chat) or chat in nested or chat.chat.sender.legacy_class == SOCIETY for chat in chats):
        return None
    starters = {id(chat.chat.sender): chat.chat.sender for chat in chats}.values()
    if facts.group.gathered is not None or not _is_own(facts):
        return None
    if facts.group.chooser is not None:
        found = [state_graph(program, facts, starter, exported) for starter in starters]
    else:
        following = _following(facts)
        found = [_transition_graph(facts, following, starter) for starter in starters if following is not None]
    [graph, *others] = found or [None]
    if graph is None or any(other != graph for other in others) or not _are_at_hand(facts, graph.nodes):
        return None
    return graph if _all_speak(facts, graph, starters) else None


def _all_speak(facts: GroupFacts, graph: Graph, starters: Iterable[Agent]) -> bool:
    """Whether all members but who starts the chats are in the graph: none is lost that was meant to speak."""
    outside = {facts.position(each) for each in starters}
    return all(place in graph.nodes or place in outside for place in range(len(facts.members)))


def _is_own(facts: GroupFacts) -> bool:
    """Whether transitions, if there are any, stand in the group or in a variable that only the group reads."""
    variable = facts.group.view.variable(facts.transitions.node) if facts.transitions is not None else None
    return variable is None or len(variable.reads) == 1


def _transition_graph(facts: GroupFacts, following: Following, starter: Agent) -> Graph | None:
    way = _way(facts, following, starter)
    return None if way is None else chain(way)


def _goes_on(chat: ChatFacts) -> bool:
    """Whether a chat needs a team that begins its graph anew without being reset."""
    return chat.keeps_history or chat.chat.resumes or bool(chat.resumption or chat.chat.speaks_for or chat.chat.asks)


def _following(facts: GroupFacts) -> Following | None:
    """The allowed transitions, where they are written out for the group alone."""
    group, transitions = facts.group, facts.transitions
    if transitions is None or transitions.kind != "allowed" or facts.selection == "named":
        return None
    written = group.view.value(transitions.node)
    variable = group.view.variable(transitions.node)
    if not isinstance(written, cst.Dict) or (variable is not None and variable.value is not written):
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
    graph = facts.graph
    assert graph is not None
    names = {place: draft.code((facts.group.items or [])[place]) for place in graph.nodes}
    builder = draft.fresh("builder")
    told = [*_without_transitions(draft, facts), *_without_function(draft, facts)]
    lines = [*_not_told(told, graph), f"{builder} = {draft.use('autogen_agentchat.teams', 'DiGraphBuilder')}()"]
    lines += _chained(builder, [f"add_node({name})" for name in names.values()])
    plain = [_edge(graph, edge, names) for edge in graph.edges]
    if any(edge.comments or edge.condition for edge in graph.edges):
        for edge, added in zip(graph.edges, plain, strict=True):
            lines += [*edge.comments, f"{builder}.{added}"]
    else:
        lines += _chained(builder, plain)
    if graph.parents(graph.nodes[0]):
        lines += [*graph.opening, f"{builder}.set_entry_point({names[graph.nodes[0]]})"]
    given = [f"{builder}.get_participants()", f"graph={builder}.build()", *ends]
    return lines, call(draft.use("autogen_agentchat.teams", "GraphFlow"), given, indent)


def _edge(graph: Graph, edge: Edge, names: Mapping[int, str]) -> str:
    """The call that adds an edge; a member whom several may call speaks when one of them does."""
    given = [names[edge.source], names[edge.target]]
    if edge.condition is not None:
        given.append(f"condition=lambda message: {edge.condition.replace(TEXT, 'message.to_text()')}")
    if graph.parents(edge.target) > 1:
        given.append('activation_condition="any"')
    return call("add_edge", given, 10)


def _not_told(told: Sequence[str], graph: Graph) -> list[str]:
    """The comments that do not stand on an edge or on the first speaker."""
    shown = {*(graph.opening if graph.parents(graph.nodes[0]) else ()), *(c for e in graph.edges for c in e.comments)}
    return [each for each in told if each not in shown]


def _chained(builder: str, calls: Sequence[str]) -> list[str]:
    """Calls of a builder, in one line if they fit, else one each."""
    line = ".".join([builder, *calls])
    if not calls or len(line) <= WIDTH - 10:
        return [line] if calls else []
    return [f"{builder}.{each}" for each in calls]


def _without_transitions(draft: Draft, facts: GroupFacts) -> list[str]:
    """Take transitions away that stand in a line of their own; gives the comments within."""
    variable = draft.view.variable(facts.transitions.node) if facts.transitions is not None else None
    if variable is None:
        return []
    draft.remove(variable.statement)
    return comments(draft.view.code(variable.value))


def _without_function(draft: Draft, facts: GroupFacts) -> list[str]:
    """Take the selection function away; gives the comments within."""
    function = facts.group.chooser
    if not isinstance(function, cst.FunctionDef):
        return []
    draft.remove(function)
    return comments(dedented(draft.view.code(function.body), len(draft.indent_of(function))))

"""AM401, AM402: a GroupChat and its manager become a v0.4 team.

v0.2: autogen/agentchat/groupchat.py.  v0.4: autogen_agentchat.teams.{RoundRobinGroupChat,SelectorGroupChat}.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model.literals import constant, elements
from autogen_codemods.model.program import Agent, Group, Manager, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am301_two_agents import functional, joined
from autogen_codemods.native.am302_stops import DEFAULT, Stop, stop_of
from autogen_codemods.native.chats import ChatFacts, runs_again
from autogen_codemods.native.draft import Draft, call, items
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

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
        "agent in the list, v0.4 with the last speaker; model_selector asks as v0.4 does and goes on as v0.2 did.",
        before="GroupChat(agents=[user_proxy, coder, critic], messages=[], max_round=12)",
        after="SelectorGroupChat([user_proxy, coder, critic], model_client=model_client, max_turns=11, "
        "selector_func=model_selector([user_proxy, coder, critic], model_client))",
    ),
    Rule(
        code="AM403",
        title="a speaker selection function becomes a selector_func",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="The function stays as it is; speaker_selector calls it with the last speaker and the group's messages. "
        "Where it may give None, which ends v0.2's chat, a last participant ends the team.",
        before="GroupChat(agents=[user_proxy, coder], messages=[], speaker_selection_method=choose)",
        after="SelectorGroupChat([user_proxy, coder], model_client=model_client, max_turns=9, "
        "selector_func=speaker_selector(choose, [user_proxy, coder], model_client))",
    ),
)

DEFAULT_MAX_ROUND = 10
_GROUP_SUPPORTED = frozenset(
    {
        "agents",
        "messages",
        "max_round",
        "admin_name",
        "func_call_filter",
        "speaker_selection_method",
        "allow_repeat_speaker",
        "send_introductions",
        "enable_clear_history",
    }
)
_MANAGER_SUPPORTED = frozenset(
    {
        "groupchat",
        "name",
        "llm_config",
        "is_termination_msg",
        "system_message",
        "human_input_mode",
        "code_execution_config",
        "silent",
    }
)


@dataclass(frozen=True)
class GroupFacts:
    """A group chat as v0.4 needs it."""

    group: Group
    manager: Manager
    members: tuple[Profile, ...]
    selection: str
    repeats: bool
    rounds: int | str
    stop: Stop
    model: cst.BaseExpression | None

    @property
    def code(self) -> str:
        """The rule that rewrites this group."""
        return {"round_robin": "AM401", "function": "AM403"}.get(self.selection, "AM402")


def facts_of(manager: Manager, profiles: dict[int, Profile]) -> GroupFacts:
    """Read a manager and its group; raises NotProven."""
    group = manager.group
    if group is None or group.arguments is None or manager.arguments is None:
        raise NotProven("AM402", manager.call, "the group of the manager cannot be told")
    if group.members is None:
        raise NotProven("AM402", group.call, "the agents of the group cannot be told")
    view = group.view
    given = _supported(group.call, group.arguments, _GROUP_SUPPORTED)
    managed = _supported(manager.call, manager.arguments, _MANAGER_SUPPORTED)
    for name in ("send_introductions", "enable_clear_history"):
        if name in given and constant(view, given[name]) is not False:
            raise NotProven("AM402", given[name], f"v0.4 teams have no {name}")
    if "messages" in given and elements(view, given["messages"]) != []:
        raise NotProven("AM402", given["messages"], "the group starts with a history")
    for name, allowed in (("human_input_mode", "NEVER"), ("code_execution_config", False)):
        if name in managed and constant(manager.view, managed[name]) != allowed:
            raise NotProven("AM402", managed[name], f"the manager has the {name} of an agent")
    selection = "function" if group.chooser is not None else _selection(view, given)
    if group.chooser is not None:
        _check_chooser(view, group.chooser)
    model = managed.get("llm_config")
    if selection != "round_robin" and (model is None or constant(manager.view, model) in (None, False)):
        raise NotProven("AM402", manager.call, "the manager has no model to select speakers with")
    return GroupFacts(
        group=group,
        manager=manager,
        members=tuple(profiles[id(agent)] for agent in group.members),
        selection=selection,
        repeats=_repeats(view, given),
        rounds=_rounds(view, given),
        stop=stop_of(manager.view, managed["is_termination_msg"]) if "is_termination_msg" in managed else DEFAULT,
        model=model if selection != "round_robin" else None,
    )


def _supported(
    call_node: cst.Call, arguments: dict[str, cst.Arg], known: frozenset[str]
) -> dict[str, cst.BaseExpression]:
    if unknown := sorted(set(arguments) - known):
        raise NotProven("AM402", call_node, f"{unknown[0]} has no equal in v0.4")
    return {name: arg.value for name, arg in arguments.items()}


def _selection(view: ModuleView, given: dict[str, cst.BaseExpression]) -> str:
    node = given.get("speaker_selection_method")
    method = "auto" if node is None else constant(view, node)
    if not isinstance(method, str) or method.lower() not in {"auto", "round_robin"}:
        assert node is not None
        told = f'"{method}"' if isinstance(method, str) else "a function"
        raise NotProven("AM402", node, f"the next speaker is selected by {told}")
    return method.lower()


def _check_chooser(view: ModuleView, function: cst.FunctionDef) -> None:
    """A selection function may ask for the name and identity of the last speaker, and for the group's messages."""
    names = [parameter.name.value for parameter in function.params.params]
    if len(names) != 2 or function.asynchronous is not None or function.decorators:
        raise NotProven("AM403", function, "the selection function does not take the last speaker and the group")
    for node in walk(function.body):
        if not isinstance(node, cst.Name) or node.value not in names:
            continue
        above = view.parent(node)
        attribute = above.attr.value if isinstance(above, cst.Attribute) and above.value is node else None
        allowed = {"name"} if node.value == names[0] else {"messages", "agents"}
        compared = isinstance(above, cst.Comparison | cst.ComparisonTarget) and node.value == names[0]
        if attribute not in allowed and not compared:
            raise NotProven("AM403", node, f"the selection function uses {node.value} in a way that v0.4 has not")
        if attribute == "messages" and _is_changed(view.parent(above) if above else None):
            raise NotProven("AM403", node, "the selection function changes the group's messages")


def _is_changed(above: cst.CSTNode | None) -> bool:
    if isinstance(above, cst.Attribute):
        return above.attr.value in {"append", "clear", "pop", "extend", "insert", "remove"}
    return isinstance(above, cst.AssignTarget | cst.AugAssign | cst.Del)


def may_end(function: cst.FunctionDef) -> bool:
    """Whether a selection function may give None: by a return of what may be None, or by running to its end."""
    returns = [node for node in walk(function.body) if isinstance(node, cst.Return)]
    set_here = {name for node in walk(function.body) for name in _set_names(node)}
    return not all(_is_some(each.value, set_here) for each in returns) or not _ends(function.body)


def _is_some(value: cst.BaseExpression | None, set_here: set[str]) -> bool:
    """Whether an expression is surely not None: a text, or a name that the function does not set itself."""
    if isinstance(value, cst.IfExp):
        return _is_some(value.body, set_here) and _is_some(value.orelse, set_here)
    if isinstance(value, cst.Name):
        return value.value != "None" and value.value not in set_here
    return isinstance(value, cst.SimpleString)


def _set_names(node: cst.CSTNode) -> Iterator[str]:
    if isinstance(node, cst.AssignTarget | cst.AnnAssign | cst.NamedExpr | cst.For | cst.AsName):
        target = node.name if isinstance(node, cst.AsName) else node.target
        yield from (each.value for each in walk(target) if isinstance(each, cst.Name))


def _ends(block: cst.BaseSuite) -> bool:
    last = block.body[-1]
    if isinstance(last, cst.SimpleStatementLine):
        return isinstance(last.body[-1], cst.Return | cst.Raise)
    if isinstance(last, cst.If) and last.orelse is not None:
        rest = last.orelse if isinstance(last.orelse, cst.If) else last.orelse.body
        return _ends(last.body) and (_ends(rest) if isinstance(rest, cst.BaseSuite) else _ends_if(rest))
    return False


def _ends_if(statement: cst.If) -> bool:
    return _ends(cst.IndentedBlock([statement]))


def _repeats(view: ModuleView, given: dict[str, cst.BaseExpression]) -> bool:
    node = given.get("allow_repeat_speaker")
    allowed = None if node is None else constant(view, node)
    if allowed is None or allowed is True:
        return True
    if allowed is False:
        return False
    assert node is not None
    raise NotProven("AM402", node, "only some of the agents may repeat")


def _rounds(view: ModuleView, given: dict[str, cst.BaseExpression]) -> int | str:
    node = given.get("max_round")
    if node is None:
        return DEFAULT_MAX_ROUND
    rounds = constant(view, node)
    if isinstance(rounds, int):
        if rounds < 2:
            raise NotProven("AM402", node, "max_round leaves no turn after the task")
        return rounds
    return view.code(node)


def check_members(facts: GroupFacts, program: Program) -> None:
    """Members must speak as they did; raises NotProven."""
    if len(facts.members) < 2:
        raise NotProven(facts.code, facts.group.call, "v0.2 refuses a group of less than two agents")
    for profile in facts.members:
        agent = profile.agent
        if any(tool.agent is agent for tool in (*program.model_tools, *program.executed_tools)):
            reason = "in v0.2's groups tool calls and their results are turns of their own"
            raise NotProven("AM501", agent.call, f"{agent.name} has tools, and {reason}")
        if profile.is_plain_assistant and not profile.ends_itself and not _is_implied(profile.stop, facts.stop):
            reason = f"{agent.name} ends the group by its own is_termination_msg when it is selected"
            raise NotProven("AM302", agent.call, reason)
        if profile.is_plain_assistant and not profile.ends_itself and _is_bounded(profile, facts.rounds):
            raise NotProven(facts.code, agent.call, f"{agent.name} stops the group after {profile.limit} answers")


def manager_name(manager: Manager) -> str:
    """The name that members know their manager by; raises NotProven."""
    node = (manager.arguments or {}).get("name")
    name = "chat_manager" if node is None else constant(manager.view, node.value)
    if not isinstance(name, str):
        raise NotProven("AM402", manager.call, "the name of the manager is computed")
    return name


def stops_itself(profile: Profile, facts: GroupFacts) -> bool:
    """Whether a member has a last message that the group as a whole does not have."""
    return not profile.stop.never and not _is_implied(profile.stop, facts.stop)


def limit_of(profile: Profile, facts: GroupFacts) -> int | None:
    """The number of answers after which a member ends the group, where rounds do not end it before."""
    return profile.limit if not profile.ends_itself and _is_bounded(profile, facts.rounds) else None


def _is_implied(stop: Stop, outer: Stop) -> bool:
    if stop.never or stop.template == outer.template or outer.template == "True":
        return True
    return stop == DEFAULT and outer.implied_by_default


def _is_bounded(profile: Profile, rounds: int | str) -> bool:
    return profile.limit < rounds - 1 if isinstance(rounds, int) else profile.limit < 100


def conditions(draft: Draft, facts: GroupFacts) -> list[str]:
    """What ends the team besides the number of turns."""
    found: list[str] = []
    stopping = [p for p in facts.members if p.ends_itself or _stops(p, facts)]
    if stopping or (facts.group.chooser is not None and may_end(facts.group.chooser)):
        found.append(f"{draft.use('autogen_agentchat.conditions', 'StopMessageTermination')}()")
    if facts.stop.mention is not None:
        cls = draft.use("autogen_agentchat.conditions", "TextMentionTermination")
        found.append(f'{cls}("{facts.stop.mention}")')
    elif not facts.stop.never:
        cls = draft.use("autogen_agentchat.conditions", "FunctionalTermination")
        found.append(functional(cls, [facts.stop.on("messages[-1]")]))
    return found


def _stops(profile: Profile, facts: GroupFacts) -> bool:
    return not profile.is_plain_assistant and (stops_itself(profile, facts) or limit_of(profile, facts) is not None)


def team(draft: Draft, facts: GroupFacts, starter: Agent, client: str, indent: int) -> str:
    """The constructor call of the team."""
    names = [profile.agent.name for profile in facts.members]
    turns = facts.rounds - 1 if isinstance(facts.rounds, int) else f"{facts.rounds} - 1"
    ends = [*joined(conditions(draft, facts)), f"max_turns={turns}"]
    if facts.selection == "round_robin":
        cls = draft.use("autogen_agentchat.teams", "RoundRobinGroupChat")
        return call(cls, [items(_from_next(names, starter.name)), *ends], indent)
    cls = draft.use("autogen_agentchat.teams", "SelectorGroupChat")
    if facts.group.chooser is not None:
        return call(cls, [*_chosen(draft, facts, names, client), f"model_client={client}", *ends], indent)
    selector = draft.use("autogen_compat.native", "model_selector")
    asked = f"selector_func={call(selector, [items(names), client, *_repeating(facts)], indent)}"
    return call(cls, [items(names), f"model_client={client}", *ends, asked], indent)


def _repeating(facts: GroupFacts) -> list[str]:
    return [] if facts.repeats else ["allow_repeated_speaker=False"]


def _chosen(draft: Draft, facts: GroupFacts, names: list[str], client: str) -> list[str]:
    """The participants and the selector of a group whose speakers a function selects."""
    assert facts.group.chooser is not None
    _annotate(draft, facts.group.chooser)
    selector = draft.use("autogen_compat.native", "speaker_selector")
    arguments = [facts.group.chooser.name.value, items(names), client]
    if not may_end(facts.group.chooser):
        return [items(names), f"selector_func={call(selector, [*arguments, *_repeating(facts)], 8)}"]
    end = draft.fresh("end_of_chat")
    stopper = f'{end} = {draft.use("autogen_compat.native", "AutoReplyAgent")}("{end}", max_replies=0)'
    draft.insert_before(facts.manager.statement, [stopper])
    text = call(selector, [*arguments, f"end={end}", *_repeating(facts)], 8)
    return [items([*names, end]), f"selector_func={text}"]


def _annotate(draft: Draft, function: cst.FunctionDef) -> None:
    """Put the types that the parameters have now in the place of v0.2's."""
    types = (("autogen_agentchat.base", "ChatAgent"), ("autogen_compat.native", "GroupView"))
    for parameter, (module, name) in zip(function.params.params, types, strict=True):
        if parameter.annotation is not None and draft.view.legacy_name(parameter.annotation.annotation):
            draft.replace(parameter.annotation.annotation, draft.use(module, name))


def _from_next(names: Sequence[str], starter: str) -> list[str]:
    """The participants in the order in which they speak after `starter`."""
    first = names.index(starter) + 1 if starter in names else 0
    return [*names[first:], *names[:first]]


def put_team(draft: Draft, facts: GroupFacts, chats: Sequence[ChatFacts], client: str) -> str:
    """Put the team in the manager's place; gives its name."""
    starters = {id(chat.chat.sender): chat.chat.sender for chat in chats}
    if facts.selection == "round_robin" and len(starters) > 1:
        raise NotProven("AM401", facts.manager.call, "several agents start the round")
    [starter, *_] = starters.values()
    name = draft.fresh("team")
    statement = facts.manager.statement
    indent = len(draft.indent_of(statement))
    draft.replace(statement, f"{name} = {team(draft, facts, starter, client, indent + len(name) + 3)}")
    draft.remove(facts.group.statement)
    _remove_member_list(draft, facts)
    return name


def runner(draft: Draft, program: Program, chat: ChatFacts, name: str) -> str:
    """The team's name, after it was reset where it may have a history."""
    if runs_again(program, chat) and not chat.keeps_history:
        draft.insert_before(chat.line, [f"await {name}.reset()"])
    return name


def _remove_member_list(draft: Draft, facts: GroupFacts) -> None:
    node = (facts.group.arguments or {})["agents"].value
    variable = draft.view.variable(node)
    if variable is not None and len(variable.reads) == 1:
        draft.remove(variable.statement)

"""A GroupChat and its manager as a v0.4 team needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import libcst as cst

from autogen_codemods.model import signatures
from autogen_codemods.model.literals import UNKNOWN, constant, elements
from autogen_codemods.model.program import Agent, Group, Manager, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am302_stops import DEFAULT, NEVER, Stop, stop_of
from autogen_codemods.native.am303_results import Use
from autogen_codemods.native.am502_functions import listed
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.choosers import check_chooser, may_end
from autogen_codemods.native.graphs import Graph
from autogen_codemods.native.homes import hidden_name, names_in
from autogen_codemods.native.open_groups import check_open_group, is_certain
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.selection_limits import limits
from autogen_codemods.native.transitions import Transitions, transitions_of
from autogen_codemods.tree.walk import dotted, walk

DEFAULT_MAX_ROUND = 10
_ACTING = (cst.Call, cst.Await, cst.NamedExpr)
_METHODS = frozenset({"auto", "round_robin", "random", "manual"})
_PROMPTS = {
    "select_speaker_message_template": "roles",
    "select_speaker_prompt_template": "question",
    "select_speaker_auto_multiple_template": "several",
    "select_speaker_auto_none_template": "nobody",
}
"""The fields of SelectionPrompts."""
_WITHOUT_EQUAL = {
    "select_speaker_auto_model_client_cls": "the selecting model has a client class of its own",
}
_WITHOUT_EFFECT = frozenset(
    {"admin_name", "select_speaker_auto_verbose", "role_for_select_speaker_messages", "speaker_transitions_type"}
)
"""Arguments that only print, name who takes over after Ctrl-C, or belong to another argument."""
_OF_MANAGER = frozenset({"groupchat", *signatures.AGENT_PARAMETERS["ConversableAgent"]}) - {"chat_messages"}
"""A manager's reply is the group chat, whatever its model, code, human, limits and system message are.

v0.2: autogen/agentchat/groupchat.py GroupChatManager.__init__ (run_chat is the first of its reply functions).
"""


@dataclass(frozen=True)
class GroupFacts:
    """A group chat as v0.4 needs it."""

    group: Group
    manager: Manager
    members: tuple[Profile, ...]
    selection: str
    repeats: bool | cst.BaseExpression
    transitions: Transitions | None
    rounds: int | str
    stop: Stop
    model: cst.BaseExpression | None
    prompts: Mapping[str, cst.BaseExpression]
    retries: int | str
    introduces: bool
    runs_tools: bool
    finds_runners: bool
    silent: bool
    limits: Mapping[str, cst.BaseExpression] = field(default_factory=dict[str, cst.BaseExpression])
    """What of the conversation the model reads that selects the speakers."""
    clears: bool = False
    """Whether a human may have histories cleared."""
    times: int = 1
    """How often each of its chats has the group talk."""
    starter: Agent | None = None
    """Who starts it each time, if that is more than once."""
    graph: Graph | None = None
    """The way that its conversations take, where it is no choice."""

    def position(self, agent: Agent) -> int | None:
        """The place of an agent among the members."""
        return next((index for index, each in enumerate(self.members) if each.agent is agent), None)

    def is_somewhere(self, agent: Agent) -> bool:
        """Whether an agent is in the group at a place that is not known."""
        places = [each for each in self.members if each.agent is agent]
        return len(places) > 1 or (bool(places) and self.group.gathered is not None)

    @property
    def speaking(self) -> tuple[Profile, ...]:
        """The members that may answer."""
        return self.members if self.graph is None else tuple(self.members[place] for place in self.graph.nodes)

    def needs(self, profile: Profile) -> bool:
        """Whether an agent is needed for this group: it speaks there, or is introduced."""
        return profile in (self.members if self.introduces else self.speaking)

    @property
    def code(self) -> str:
        """The rule that rewrites this group."""
        if self.graph is not None:
            return "AM406"
        if self.group.subclass is not None and self.group.chooser is not None:
            return "AM405"
        if self.manager.loop is not None:
            return "AM408"
        return {"round_robin": "AM401", "auto": "AM402"}.get(self.selection, "AM403")

    @property
    def is_plain_round(self) -> bool:
        """Whether the members speak in the order of the list, whatever is said."""
        return self.selection == "round_robin" and self.transitions is None and not self.runs_tools

    @property
    def has_end(self) -> bool:
        """Whether the selection of the speaker may end the conversation; a group's own method fails there."""
        if self.graph is not None:
            return False
        chooser = self.group.chooser if self.group.subclass is None else None
        ends = self.transitions is not None and self.transitions.may_end
        return ends or (chooser is not None and may_end(chooser))

    @property
    def shows_descriptions(self) -> bool:
        """Whether a model reads the descriptions of the members."""
        return self.introduces or self.model is not None


def facts_of(program: Program, manager: Manager, profiles: dict[int, Profile]) -> GroupFacts:
    """Read a manager and its group; raises NotProven."""
    group = manager.group
    if group is None or group.arguments is None or manager.arguments is None:
        raise NotProven("AM402", manager.call, "the group of the manager cannot be told")
    if group.members is None:
        raise NotProven("AM402", group.call, "the agents of the group cannot be told")
    check_open_group(program, group, manager)
    view = group.view
    given = _supported(group, signatures.GROUP_CHAT_PARAMETERS)
    managed = _supported(manager, _OF_MANAGER)
    for name, node in given.items() if manager.view is view else ():
        if (
            name != "agents"
            and (hidden := hidden_name(view, names_in(view, node), node, manager.statement)) is not None
        ):
            raise NotProven("AM402", node, f"{hidden} is something else where the manager is made")
    for name, reason in _WITHOUT_EQUAL.items():
        if name in given and not _is(view, given[name], None):
            raise NotProven("AM402", given[name], reason)
    selection = "function" if group.chooser is not None else _selection(view, given)
    if group.chooser is not None and group.subclass is None:
        check_chooser(group, program)
    model = _model(view, given, manager, managed) if selection in {"auto", "function", "named"} else None
    tools = [*program.model_tools, *program.executed_tools]
    runs_tools = any(tool.agent in group.members for tool in tools) or any(map(listed, group.members))
    return GroupFacts(
        group=group,
        manager=manager,
        members=tuple(profiles[id(agent)] for agent in group.members),
        selection="round_robin" if selection == "auto" and model is None else selection,
        repeats=_repeats(view, given),
        transitions=transitions_of(program, group, given),
        rounds=_rounds(view, given),
        stop=_stop(manager, managed),
        model=model,
        prompts={field: given[name] for name, field in _PROMPTS.items() if name in given},
        retries=_number(view, given.get("max_retries_for_selecting_speaker"), 2),
        introduces=_flag(view, given, "send_introductions", False),
        runs_tools=runs_tools,
        finds_runners=_flag(view, given, "func_call_filter", True),
        clears=_flag(view, given, "enable_clear_history", False),
        limits=limits(program, manager, given, asks=model is not None and not runs_tools),
        silent="silent" in managed and _is(manager.view, managed["silent"], True),
    )


def _stop(manager: Manager, managed: Mapping[str, cst.BaseExpression]) -> Stop:
    if manager.loop is not None:
        return NEVER
    return stop_of(manager.view, managed["is_termination_msg"]) if "is_termination_msg" in managed else DEFAULT


def manager_name(manager: Manager) -> str:
    """The name that members know their manager by; raises NotProven."""
    node = (manager.arguments or {}).get("name")
    name = "chat_manager" if node is None else constant(manager.view, node.value)
    if not isinstance(name, str):
        raise NotProven("AM402", manager.call, "the name of the manager is computed")
    return name


def _supported(entity: Group | Manager, known: Sequence[str] | frozenset[str]) -> dict[str, cst.BaseExpression]:
    arguments = entity.arguments or {}
    if unknown := sorted(set(arguments) - set(known)):
        raise NotProven("AM402", entity.call, f"{unknown[0]} has no equal in v0.4")
    return {name: arg.value for name, arg in arguments.items()}


def _is(view: ModuleView, node: cst.BaseExpression, value: bool | None) -> bool:
    return constant(view, node) is value


def _flag(view: ModuleView, given: Mapping[str, cst.BaseExpression], name: str, default: bool) -> bool:
    node = given.get(name)
    value = default if node is None else constant(view, node)
    if not isinstance(value, bool):
        raise NotProven("AM402", node or cst.Name(name), f"{name} is not a constant")
    return value


def check_start(facts: GroupFacts, chats: Sequence[ChatFacts]) -> None:
    """The group may start with a history that every chat forgets before anything reads it; raises NotProven."""
    given = (facts.group.arguments or {}).get("messages")
    if given is None or elements(facts.group.view, given.value) == []:
        return
    forgotten = bool(chats) and not any(chat.keeps_history for chat in chats)
    plain = isinstance(given.value, cst.List) and not any(isinstance(each, _ACTING) for each in walk(given.value))
    if not forgotten or not plain:
        raise NotProven("AM402", given.value, "the group starts with a history")


def _selection(view: ModuleView, given: Mapping[str, cst.BaseExpression]) -> str:
    node = given.get("speaker_selection_method")
    method = "auto" if node is None else constant(view, node)
    if isinstance(method, str) and method.lower() in _METHODS:
        return method.lower()
    assert node is not None
    if isinstance(node, cst.SimpleString | cst.FormattedString) or _is_of_environment(node):
        return "named"
    raise NotProven("AM403", node, "the next speaker is selected by a function that is not defined here")


def _is_of_environment(node: cst.BaseExpression) -> bool:
    """Whether an expression is a text that is only known when the program runs."""
    named = node.func if isinstance(node, cst.Call) else node.value if isinstance(node, cst.Subscript) else None
    return named is not None and dotted(named) in {"os.getenv", "os.environ.get", "os.environ"}


def _model(
    view: ModuleView,
    given: Mapping[str, cst.BaseExpression],
    manager: Manager,
    managed: Mapping[str, cst.BaseExpression],
) -> cst.BaseExpression | None:
    """The configuration of the model that selects speakers; None where v0.2 asks nobody and takes the next."""
    for where, node in ((view, given.get("select_speaker_auto_llm_config")), (manager.view, managed.get("llm_config"))):
        if node is not None and constant(where, node) not in (None, False):
            return node
    return None


def _repeats(view: ModuleView, given: Mapping[str, cst.BaseExpression]) -> bool | cst.BaseExpression:
    node = given.get("allow_repeat_speaker")
    allowed = None if node is None else constant(view, node)
    if node is None or allowed is None or allowed is True:
        return True
    if allowed is False:
        return False
    if not isinstance(view.value(node), cst.List | cst.ListComp):
        raise NotProven("AM402", node, "which of the agents may repeat cannot be told")
    return node


def _rounds(view: ModuleView, given: Mapping[str, cst.BaseExpression]) -> int | str:
    rounds = _number(view, given.get("max_round"), DEFAULT_MAX_ROUND)
    if isinstance(rounds, int) and rounds < 2:
        raise NotProven("AM402", given["max_round"], "max_round leaves no turn after the task")
    return rounds


def _number(view: ModuleView, node: cst.BaseExpression | None, default: int) -> int | str:
    """A constant, or the text of an expression."""
    if node is None:
        return default
    value = constant(view, node)
    if isinstance(value, int):
        return int(value)
    if value is not UNKNOWN:
        raise NotProven("AM402", node, "a number of the group is none")
    code = view.code(node).strip()
    tight = isinstance(node, cst.Name | cst.Attribute | cst.Call | cst.Subscript) or not _binds_looser(node)
    return code if tight or (node.lpar and code.startswith("(")) else f"({code})"


def _binds_looser(node: cst.BaseExpression) -> bool:
    """Whether an expression needs parentheses beside a sum."""
    return not isinstance(node, cst.BinaryOperation) or isinstance(
        node.operator, cst.LeftShift | cst.RightShift | cst.BitAnd | cst.BitOr | cst.BitXor
    )


def check_result(facts: GroupFacts, chat: ChatFacts, use: Use) -> None:
    """What is read of a chat's result must be what v0.2 kept for the starter; raises NotProven.

    Asynchronous chats keep a last message from all but its speaker.
    """
    if not is_certain(facts.group, chat.chat.sender):
        reason = f"whether {chat.chat.sender.name} is in the group, and has its messages, is not certain"
        raise NotProven("AM303", chat.chat.call, reason)
    mixed = chat.summary.kind == "function" or (chat.summary.kind == "model" and use.reads_history)
    if is_outside(facts, chat) and mixed:
        reason = f"{chat.chat.sender.name}, who is not in the group, has the task alone, and the summary is of all"
        raise NotProven("AM303", chat.chat.call, reason)
    if chat.chat.is_async and not facts.stop.never:
        reason = "the result is read, and that of an asynchronous group has no message that ended it"
        raise NotProven("AM303", chat.chat.call, reason)


def is_outside(facts: GroupFacts, chat: ChatFacts) -> bool:
    """Whether who starts the chat is no member, and has nothing but the task in its history."""
    return chat.chat.recipient is facts.manager and chat.chat.sender not in (facts.group.members or ())

"""The legacy program: agents, groups, tools, chats over the files of a project, and what became of each.

Everything that is not understood stays visible: a use of an agent that no construct here explains
is an *unclaimed* use, and whoever rewrites has to leave that agent alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeGuard

import libcst as cst

from autogen_codemods.model import signatures
from autogen_codemods.model import values as v
from autogen_codemods.model.async_lists import Waiting
from autogen_codemods.model.customs import Custom
from autogen_codemods.model.descriptions import Description
from autogen_codemods.model.executor_uses import Executor
from autogen_codemods.model.function_maps import FunctionMap
from autogen_codemods.model.group_classes import GroupClass
from autogen_codemods.model.group_members import Gathered
from autogen_codemods.model.group_reads import Chooser
from autogen_codemods.model.manager_classes import OwnLoop
from autogen_codemods.model.nested import NestedChats
from autogen_codemods.model.resumptions import Resumption
from autogen_codemods.model.subclasses import Subclass
from autogen_codemods.model.tool_keys import function_key
from autogen_codemods.model.tracing import Trace, Tracer, Use
from autogen_codemods.model.view import ModuleView, Statement, Variable


@dataclass(eq=False)
class Made:
    """One place where an object of v0.2 is constructed, and where that object comes to."""

    view: ModuleView
    call: cst.Call
    arguments: dict[str, cst.Arg] | None

    @cached_property
    def target(self) -> cst.BaseExpression | None:
        """What it is assigned to, if that is all that its line does."""
        above = self.view.parent(self.call)
        if isinstance(above, cst.Assign) and len(above.targets) == 1:
            target = above.targets[0].target
        else:
            target = above.target if isinstance(above, cst.AnnAssign) else None
        line = self.view.parent(above) if target is not None and above is not None else None
        alone = isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
        return target if alone and isinstance(target, cst.Name | cst.Attribute) else None

    @cached_property
    def variable(self) -> Variable | None:
        """The plain variable that holds it, assigned only here."""
        variable = self.view.variable(self.target)
        return variable if variable is not None and variable.value is self.call else None

    def is_held_by(self, view: ModuleView, node: cst.CSTNode | None) -> bool:
        """Whether an expression is its plain variable."""
        return self.variable is not None and view.variable(node) is self.variable

    @property
    def name(self) -> str:
        """What it is called in the source, for the user."""
        if self.target is not None:
            return self.view.code(self.target)
        given = (self.arguments or {}).get("name")
        return self.view.code(given.value) if given is not None else self.view.code(self.call.func)

    @cached_property
    def line(self) -> cst.SimpleStatementLine | None:
        """The line on which it is made; None in a generator, a lambda or the head of a compound statement."""
        for above in self.view.ancestors(self.call):
            if isinstance(above, cst.SimpleStatementLine):
                return above
            if isinstance(above, _NO_LINE):
                return None
        return None

    @property
    def statement(self) -> cst.SimpleStatementLine:
        """The line on which it is made, where there is one."""
        assert self.line is not None
        return self.line


_NO_LINE = (
    cst.BaseCompoundStatement,
    cst.BaseSuite,
    cst.Lambda,
    cst.SetComp,
    cst.GeneratorExp,
    cst.IfExp,
    cst.BooleanOperation,
    cst.Decorator,
)


@dataclass(eq=False)
class Agent(Made):
    """An agent of one of v0.2's three classes."""

    legacy_class: str = ""
    subclass: Subclass | None = None
    """The class of its module that it is made of."""

    @property
    def base(self) -> str:
        """The one of v0.2's three classes that decides the defaults."""
        return signatures.BASES.get(self.legacy_class, self.legacy_class)


@dataclass(eq=False)
class Group(Made):
    """A GroupChat; `items` are its agents' expressions, None when they cannot be told."""

    items: list[cst.BaseExpression] | None = None
    members: tuple[Agent, ...] | None = None
    gathered: Gathered | None = None
    """Who may be in it, where its list is not written out; `members` are those, each once."""
    chooser: Chooser | None = None
    """The function that selects the speakers."""
    subclass: GroupClass | None = None
    """The class of its module that it is made of."""


@dataclass(eq=False)
class Manager(Made):
    """A GroupChatManager."""

    group: Group | None = None
    subclass: Subclass | None = None
    """The class of the project below GroupChatManager that it is made of."""
    loop: OwnLoop | None = None
    """The class of the project that it is made of, with a copy of v0.2's loop."""


Party = Agent | Manager
FORGETTING = frozenset({"reset", "clear_history", "stop_reply_at_receive"})
"""v0.2's methods that forget a history, or that the partner waits for an answer."""


@dataclass(eq=False)
class ToolForModel:
    """A function that is offered to the model of `agent`; `marker` is the statement or decorator that does it."""

    view: ModuleView
    agent: Agent
    function: cst.BaseExpression | cst.FunctionDef
    name: cst.BaseExpression | None
    description: cst.BaseExpression | None
    marker: cst.SimpleStatementLine | cst.Decorator
    receiver: cst.BaseExpression
    """What stands for the agent there."""


@dataclass(eq=False)
class ToolForExecution:
    """A function that `agent` runs when it is called."""

    view: ModuleView
    agent: Agent
    function: cst.BaseExpression | cst.FunctionDef
    name: cst.BaseExpression | None
    marker: cst.SimpleStatementLine | cst.Decorator
    receiver: cst.BaseExpression


@dataclass(eq=False)
class Chat:
    """One ``initiate_chat`` or ``a_initiate_chat``; `sender_node` and `recipient_node` stand for its parties there."""

    view: ModuleView
    call: cst.Call
    sender: Agent
    sender_node: cst.BaseExpression
    recipient: Party | None
    recipient_node: cst.BaseExpression | None
    arguments: dict[str, cst.Arg] | None
    is_async: bool
    sequence: Sequence | None = None
    resumes: bool = False
    """Whether it is a ``send`` that goes on with an earlier chat."""
    requests: bool = False
    """Whether it is a ``send`` that asks for an answer even where no chat has begun."""
    begins: bool = False
    """Whether that is so: the two have not started a chat."""
    threaded: bool = False
    """Whether asynchronous code has it run on another thread, and awaits that."""
    among: Chat | None = None
    """The first of the chats that this call may be, each with another recipient; None where it is one chat."""
    asks: bool = False
    """Whether the manager starts it: the sender alone is asked, whose answer begins the conversation of the group."""
    speaks_for: Resumption | None = None
    """The stored conversation whose last speaker is the sender; `sender` only stands for that one then."""

    @property
    def pair(self) -> frozenset[int]:
        """The identities of its two parties, whoever of them started it."""
        return frozenset({id(self.sender), id(self.recipient)})

    @property
    def parties(self) -> tuple[Agent, Party | None]:
        """Who starts it, and who answers."""
        return self.sender, self.recipient


@dataclass(eq=False)
class Answer:
    """One ``generate_reply`` or ``a_generate_reply`` of one of `agents`; `agent_node` stands for it there."""

    view: ModuleView
    call: cst.Call
    agents: tuple[Agent, ...]
    agent_node: cst.BaseExpression
    sender: Party | None
    arguments: dict[str, cst.Arg] | None
    is_async: bool

    @property
    def is_of_history(self) -> bool:
        """Whether it is an answer to all that the sender has said."""
        return self.arguments is not None and "messages" not in self.arguments


@dataclass(eq=False)
class Tell:
    """A ``send`` that asks for no answer and is not printed: the message is only remembered."""

    view: ModuleView
    statement: cst.Expr
    sender: Agent
    recipient: Agent
    message: cst.BaseExpression


@dataclass(eq=False)
class Sequence:
    """One ``initiate_chats``: `chats` run one after the other; `listed` holds them in a variable of its own.

    Those of ``a_initiate_chats`` stand in the order in which they start.
    """

    view: ModuleView
    call: cst.Call
    chats: list[Chat]
    listed: Variable | None
    named: tuple[cst.Attribute, ...] = ()
    """Where the names of the recipients are read of that variable: ``chats[i]["recipient"].name``."""
    waiting: Waiting | None = None
    """How the chats of ``a_initiate_chats`` wait for each other."""


@dataclass(eq=False)
class Reset:
    """A statement that only forgets what an agent, group or manager knows: ``agent.reset()``, or a loop of these."""

    view: ModuleView
    party: Party | Group
    line: Statement
    method: str


@dataclass(eq=False)
class Read:
    """One use of an attribute or method of a party or group, such as ``agent.name`` or ``group.messages``."""

    view: ModuleView
    party: Party | Group
    attribute: cst.Attribute


@dataclass
class Program:
    """What is understood of some files that belong together; see :mod:`understanding`."""

    views: list[ModuleView]
    tracer: Tracer
    agents: list[Agent] = field(default_factory=list[Agent])
    groups: list[Group] = field(default_factory=list[Group])
    managers: list[Manager] = field(default_factory=list[Manager])
    model_tools: list[ToolForModel] = field(default_factory=list[ToolForModel])
    executed_tools: list[ToolForExecution] = field(default_factory=list[ToolForExecution])
    chats: list[Chat] = field(default_factory=list[Chat])
    answers: list[Answer] = field(default_factory=list[Answer])
    tells: list[Tell] = field(default_factory=list[Tell])
    sequences: list[Sequence] = field(default_factory=list[Sequence])
    resets: list[Reset] = field(default_factory=list[Reset])
    reads: list[Read] = field(default_factory=list[Read])
    customs: list[Custom] = field(default_factory=list[Custom])
    descriptions: list[Description] = field(default_factory=list[Description])
    function_maps: list[FunctionMap] = field(default_factory=list[FunctionMap])
    nested: list[NestedChats] = field(default_factory=list[NestedChats])
    resumptions: list[Resumption] = field(default_factory=list[Resumption])
    executors: list[Executor] = field(default_factory=list[Executor])
    claimed: set[int] = field(default_factory=set[int])
    is_recorded: bool = False
    """Whether calls of models are recorded, with the names of who asks (runtime_logging)."""
    is_streamed: bool = False
    """Whether what agents print goes to a stream of the program (IOStream)."""
    _calls: dict[int, Agent | Group | Manager] = field(default_factory=dict[int, "Agent | Group | Manager"])
    _traces: dict[int, Trace] = field(default_factory=dict[int, Trace])

    def made(self) -> Iterator[Agent | Group | Manager]:
        """Every construction."""
        yield from (*self.agents, *self.groups, *self.managers)

    def trace(self, made: Made) -> Trace:
        """Where an object comes to."""
        if id(made) not in self._traces:
            self._traces[id(made)] = self.tracer.trace(made.view, made.call)
        return self._traces[id(made)]

    def unclaimed(self, made: Made) -> list[Use]:
        """The uses of an object that nothing explains."""
        return [use for use in self.trace(made).uses if id(use.node) not in self.claimed]

    def objects(self, view: ModuleView, node: cst.CSTNode | None) -> tuple[Agent | Group | Manager, ...]:
        """The objects that an expression may be; none if it may be anything else."""
        if not isinstance(node, cst.BaseExpression):
            return ()
        variable = view.variable(node)
        plain = next((each for each in self.made() if variable and each.variable is variable), None)
        if plain is not None:
            return (plain,)
        if isinstance(node, cst.Attribute) and node.attr.value in self.tracer.foreign_attributes:
            return ()
        found: list[Agent | Group | Manager] = []
        for value in self.tracer.resolver.values(view, node):
            if isinstance(value, v.Constant) and value.value is None:
                continue
            made = self._by_call.get(id(getattr(value, "node", None)))
            if made is None:
                return ()
            found.append(made)
        return tuple(sorted(found, key=lambda each: (each.view.path, each.view.span(each.call))))

    @property
    def _by_call(self) -> dict[int, Agent | Group | Manager]:
        if len(self._calls) != len(self.agents) + len(self.groups) + len(self.managers):
            self._calls = {id(made.call): made for made in self.made()}
        return self._calls

    def party(self, view: ModuleView, node: cst.CSTNode | None) -> Party | None:
        """The one agent or manager that an expression is."""
        found = self.objects(view, node)
        return found[0] if len(found) == 1 and isinstance(found[0], Party) else None

    def agent(self, view: ModuleView, node: cst.CSTNode | None) -> Agent | None:
        """The one agent that an expression is."""
        party = self.party(view, node)
        return party if isinstance(party, Agent) else None

    @staticmethod
    def is_agent(made: Made) -> TypeGuard[Agent]:
        """Whether an object is an agent, no group and no manager."""
        return isinstance(made, Agent)

    def group(self, view: ModuleView, node: cst.CSTNode | None) -> Group | None:
        """The one group chat that an expression is."""
        found = self.objects(view, node)
        return found[0] if len(found) == 1 and isinstance(found[0], Group) else None

    def claim(self, *nodes: cst.CSTNode | None) -> None:
        """Note that these uses are explained."""
        self.claimed.update(id(node) for node in nodes if node is not None)


def same_function(one: ToolForModel | ToolForExecution, other: ToolForModel | ToolForExecution) -> bool:
    """Whether two registrations mean the same function."""
    if one.marker is other.marker:
        return True
    return function_key(one.view, one.function, one.marker) == function_key(other.view, other.function, other.marker)


def components(program: Program, joined: Iterable[list[Agent]] = ()) -> list[list[Agent]]:
    """The agents in sets whose members meet in chats, groups or tools, or are `joined`, in source order."""
    leader = {id(agent): agent for agent in program.agents}

    def find(agent: Agent) -> Agent:
        while leader[id(agent)] is not agent:
            agent = leader[id(agent)]
        return agent

    for together in (*_acquaintances(program), *filter(None, joined)):
        for other in together[1:]:
            leader[id(find(other))] = find(together[0])
    found: dict[int, list[Agent]] = {}
    for agent in program.agents:
        found.setdefault(id(find(agent)), []).append(agent)
    return list(found.values())


def _acquaintances(program: Program) -> Iterator[list[Agent]]:
    for executor in (each for each in program.executors if each.agents):
        yield [agent for each in executor.linked for agent in each.agents]
    for group in program.groups:
        yield [*(group.members or ()), *_told_of(program, group)]
    for custom in program.customs:
        yield list(custom.agents)
    for nested in program.nested:
        yield from ([nested.owner, *_present(chat)] for chat in nested.chats)
    for sequence in program.sequences:
        yield [chat.sender for chat in sequence.chats]
    for chat in program.chats:
        yield _present(chat)
    for together in resets_together(program):
        yield [agent for reset in together for agent in _of_made(reset.party)]
    for answer in program.answers:
        yield [*answer.agents, *_of(answer.sender)]
    for tell in program.tells:
        yield [tell.sender, tell.recipient]
    for tool in program.model_tools:
        runners = (t for t in program.executed_tools if same_function(t, tool))
        yield [tool.agent, *(each.agent for each in runners)]


def _told_of(program: Program, group: Group) -> Iterator[Agent]:
    """The agents that may be in the dictionary that tells who may follow whom in a group."""
    rules = (group.arguments or {}).get("allowed_or_disallowed_speaker_transitions")
    node = rules.value if rules is not None else None
    for agent in program.agents if node is not None else ():
        if any(use.node is node for use in program.trace(agent).uses):
            yield agent


def _present(chat: Chat) -> list[Agent]:
    """The agents of a chat, those of its group included."""
    return [chat.sender, *_of(chat.recipient)]


def resets_together(program: Program) -> list[list[Reset]]:
    """The statements that forget, those together that are all of a block or one loop."""
    lines, found = {id(reset.line) for reset in program.resets}, dict[int, list[Reset]]()
    for reset in program.resets:
        block = reset.view.parent(reset.line)
        is_all = isinstance(block, cst.IndentedBlock) and all(id(line) in lines for line in block.body)
        found.setdefault(id(block if is_all else reset.line), []).append(reset)
    return list(found.values())


def _of_made(party: Party | Group) -> list[Agent]:
    return [*(party.members or ())] if isinstance(party, Group) else _of(party)


def _of(party: Party | None) -> list[Agent]:
    """An agent, or the members of the manager's group."""
    if isinstance(party, Agent):
        return [party]
    group = party.group if party is not None else None
    return [*((group.members if group is not None else None) or ())]

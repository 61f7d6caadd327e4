"""The legacy program of one module: agents, groups, tools, chats, and what became of each name.

Everything that is not understood stays visible: a read of an agent that no construct here explains
is an *unclaimed* read, and whoever rewrites has to leave that agent alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import libcst as cst

from autogen_codemods.model import group_reads, signatures
from autogen_codemods.model.customs import Custom, collect_custom
from autogen_codemods.model.literals import bound_arguments, elements, entries
from autogen_codemods.model.nested import NestedChats, collect_nested
from autogen_codemods.model.view import ModuleView, Variable


@dataclass(eq=False)
class Agent:
    """A variable that holds an agent of one of v0.2's three classes."""

    view: ModuleView
    variable: Variable
    call: cst.Call
    legacy_class: str
    arguments: dict[str, cst.Arg] | None

    @property
    def base(self) -> str:
        """The one of v0.2's three classes that decides the defaults."""
        return signatures.BASES.get(self.legacy_class, self.legacy_class)

    @property
    def name(self) -> str:
        """The variable's name."""
        return self.variable.name

    @property
    def statement(self) -> cst.SimpleStatementLine:
        """The line on which it is made."""
        return self.variable.statement


@dataclass(eq=False)
class Group:
    """A variable that holds a GroupChat; `members` is None when they cannot be told."""

    view: ModuleView
    variable: Variable
    call: cst.Call
    arguments: dict[str, cst.Arg] | None
    members: tuple[Agent, ...] | None
    chooser: group_reads.Chooser | None = None
    """The function that selects the speakers."""

    @property
    def name(self) -> str:
        """The variable's name."""
        return self.variable.name

    @property
    def statement(self) -> cst.SimpleStatementLine:
        """The line on which it is made."""
        return self.variable.statement


@dataclass(eq=False)
class Manager:
    """A variable that holds a GroupChatManager."""

    view: ModuleView
    variable: Variable
    call: cst.Call
    arguments: dict[str, cst.Arg] | None
    group: Group | None

    @property
    def name(self) -> str:
        """The variable's name."""
        return self.variable.name

    @property
    def statement(self) -> cst.SimpleStatementLine:
        """The line on which it is made."""
        return self.variable.statement


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


@dataclass(eq=False)
class ToolForExecution:
    """A function that `agent` runs when it is called."""

    view: ModuleView
    agent: Agent
    function: cst.BaseExpression | cst.FunctionDef
    name: cst.BaseExpression | None
    marker: cst.SimpleStatementLine | cst.Decorator


@dataclass(eq=False)
class Chat:
    """One ``initiate_chat`` or ``a_initiate_chat``."""

    view: ModuleView
    call: cst.Call
    sender: Agent
    recipient: Party | None
    arguments: dict[str, cst.Arg] | None
    is_async: bool
    sequence: Sequence | None = None
    resumes: bool = False
    """Whether it is a ``send`` that goes on with an earlier chat."""


@dataclass(eq=False)
class Sequence:
    """One ``initiate_chats``: `chats` run one after the other; `listed` holds them in a variable of its own."""

    view: ModuleView
    call: cst.Call
    chats: list[Chat]
    listed: Variable | None


@dataclass(eq=False)
class Reset:
    """A statement that only forgets what an agent, group or manager knows: ``agent.reset()``."""

    view: ModuleView
    party: Party | Group
    line: cst.SimpleStatementLine
    method: str


@dataclass(eq=False)
class Read:
    """One use of an attribute or method of a party or group, such as ``agent.name`` or ``group.messages``."""

    view: ModuleView
    party: Party | Group
    attribute: cst.Attribute


@dataclass
class Program:
    """What is understood of a module; see :func:`understand`."""

    view: ModuleView
    agents: list[Agent] = field(default_factory=list[Agent])
    groups: list[Group] = field(default_factory=list[Group])
    managers: list[Manager] = field(default_factory=list[Manager])
    model_tools: list[ToolForModel] = field(default_factory=list[ToolForModel])
    executed_tools: list[ToolForExecution] = field(default_factory=list[ToolForExecution])
    chats: list[Chat] = field(default_factory=list[Chat])
    sequences: list[Sequence] = field(default_factory=list[Sequence])
    resets: list[Reset] = field(default_factory=list[Reset])
    reads: list[Read] = field(default_factory=list[Read])
    customs: list[Custom] = field(default_factory=list[Custom])
    nested: list[NestedChats] = field(default_factory=list[NestedChats])
    claimed: set[int] = field(default_factory=set[int])

    def unclaimed(self, party: Party | Group) -> list[cst.Name]:
        """The reads of a party's variable that nothing explains."""
        return [node for node in party.variable.reads if id(node) not in self.claimed]

    def party(self, node: cst.CSTNode | None) -> Party | None:
        """The agent or manager that a name holds."""
        variable = self.view.variable(node)
        return next((p for p in (*self.agents, *self.managers) if variable and p.variable is variable), None)

    def agent(self, node: cst.CSTNode | None) -> Agent | None:
        """The agent that a name holds."""
        party = self.party(node)
        return party if isinstance(party, Agent) else None

    def group(self, node: cst.CSTNode | None) -> Group | None:
        """The group chat that a name holds."""
        variable = self.view.variable(node)
        return next((group for group in self.groups if variable and group.variable is variable), None)

    def claim(self, *nodes: cst.CSTNode | None) -> None:
        """Note that these reads are explained."""
        self.claimed.update(id(node) for node in nodes if node is not None)


def understand(view: ModuleView) -> Program:
    """Read the legacy program of a module."""
    program = Program(view)
    _collect_agents(program)
    _collect_groups(program)
    _collect_managers(program)
    for call in view.calls():
        _collect_chat(program, call)
        _collect_send(program, call)
        _collect_sequence(program, call)
        _collect_reset(program, call)
        collect_custom(program, call)
        _collect_registered_function(program, call)
        _collect_registration_call(program, call)
    for function in (node for node in view.nodes if isinstance(node, cst.FunctionDef)):
        _collect_registration_decorators(program, function)
    collect_nested(program, Chat)
    _collect_reads(program)
    return program


def _constructed(view: ModuleView, names: frozenset[str]) -> Iterator[tuple[str, Variable, cst.Call]]:
    """Variables whose value is a call of one of these v0.2 classes."""
    for call in view.calls():
        name = view.legacy_name(call.func)
        if name not in names:
            continue
        assigned = view.parent(call)
        target = (
            assigned.targets[0].target
            if isinstance(assigned, cst.Assign)
            else getattr(assigned, "target", None)
            if isinstance(assigned, cst.AnnAssign)
            else None
        )
        variable = view.variable(target)
        if variable is not None and variable.value is call:
            yield name, variable, call


def _collect_agents(program: Program) -> None:
    for name, variable, call in _constructed(program.view, frozenset(signatures.AGENT_PARAMETERS)):
        arguments = bound_arguments(call, signatures.AGENT_PARAMETERS[name])
        program.agents.append(Agent(program.view, variable, call, name, arguments))


def _collect_groups(program: Program) -> None:
    for _, variable, call in _constructed(program.view, frozenset({"GroupChat"})):
        arguments = bound_arguments(call, signatures.GROUP_CHAT_PARAMETERS)
        given = arguments or {}
        members = group_reads.members(program, given["agents"].value) if "agents" in given else None
        chooser = group_reads.chooser(program, given)
        group_reads.claim_rules(program, given)
        program.groups.append(Group(program.view, variable, call, arguments, members, chooser))


def _collect_managers(program: Program) -> None:
    for _, variable, call in _constructed(program.view, frozenset({"GroupChatManager"})):
        arguments = bound_arguments(call, signatures.MANAGER_PARAMETERS)
        node = arguments["groupchat"].value if arguments and "groupchat" in arguments else None
        group = program.group(node)
        if group is not None:
            program.claim(node)
        program.managers.append(Manager(program.view, variable, call, arguments, group))


def _collect_chat(program: Program, call: cst.Call) -> None:
    function = call.func
    if not isinstance(function, cst.Attribute) or function.attr.value not in {"initiate_chat", "a_initiate_chat"}:
        return
    sender = program.agent(function.value)
    if sender is None:
        return
    arguments = bound_arguments(call, signatures.CHAT_PARAMETERS)
    node = arguments["recipient"].value if arguments and "recipient" in arguments else None
    recipient = program.party(node)
    program.claim(function.value)
    if recipient is not None:
        program.claim(node)
    program.chats.append(Chat(program.view, call, sender, recipient, arguments, function.attr.value.startswith("a_")))


def _collect_send(program: Program, call: cst.Call) -> None:
    """``agent.send(message, other)``, which goes on with the chat of the two."""
    function = call.func
    if not isinstance(function, cst.Attribute) or function.attr.value not in {"send", "a_send"}:
        return
    sender = program.agent(function.value)
    arguments = bound_arguments(call, signatures.SEND_PARAMETERS)
    if sender is None or arguments is None or "recipient" not in arguments or "request_reply" in arguments:
        return
    node = arguments["recipient"].value
    recipient = program.agent(node)
    if recipient is None:
        return
    program.claim(function.value, node)
    arguments["clear_history"] = cst.Arg(cst.Name("False"))
    is_async = function.attr.value.startswith("a_")
    program.chats.append(Chat(program.view, call, sender, recipient, arguments, is_async, resumes=True))


def _collect_sequence(program: Program, call: cst.Call) -> None:
    """``agent.initiate_chats([...])`` and ``initiate_chats([...])`` with chats that are written out."""
    function = call.func
    method = isinstance(function, cst.Attribute) and function.attr.value == "initiate_chats"
    starter = program.agent(function.value) if method and isinstance(function, cst.Attribute) else None
    if (starter is None and program.view.legacy_name(function) != "initiate_chats") or len(call.args) != 1:
        return
    given = call.args[0].value
    listed = program.view.variable(given)
    items = elements(program.view, given)
    if items is None or (listed is not None and len(listed.reads) != 1):
        return
    sequence = Sequence(program.view, call, [], listed)
    for item in items:
        chat = _listed_chat(program, call, item, starter, sequence)
        if chat is None:
            return
        sequence.chats.append(chat)
    for chat in sequence.chats:
        arguments = chat.arguments or {}
        program.claim(*(arguments[key].value for key in ("sender", "recipient") if key in arguments))
    if starter is not None and isinstance(function, cst.Attribute):
        program.claim(function.value)
    program.sequences.append(sequence)
    program.chats.extend(sequence.chats)


def _listed_chat(
    program: Program, call: cst.Call, item: cst.BaseExpression, starter: Agent | None, sequence: Sequence
) -> Chat | None:
    found = entries(item)
    if found is None:
        return None
    sender = program.agent(found["sender"]) if "sender" in found else starter
    if sender is None or (starter is not None and sender is not starter):
        return None
    arguments = {name: cst.Arg(value) for name, value in found.items()}
    recipient = program.party(found.get("recipient"))
    return Chat(program.view, call, sender, recipient, arguments, is_async=False, sequence=sequence)


def _collect_registered_function(program: Program, call: cst.Call) -> None:
    """``register_function(f, caller=…, executor=…, name=…, description=…)`` as a statement of its own."""
    if program.view.legacy_name(call.func) != "register_function":
        return
    line = _own_line(program.view, call)
    arguments = bound_arguments(call, signatures.REGISTER_FUNCTION_PARAMETERS)
    if line is None or arguments is None or not {"f", "caller", "executor"} <= arguments.keys():
        return
    given = {name: arg.value for name, arg in arguments.items()}
    caller, executor = program.agent(given["caller"]), program.agent(given["executor"])
    if caller is None or executor is None:
        return
    program.claim(given["caller"], given["executor"])
    tool = ToolForModel(program.view, caller, given["f"], given.get("name"), given.get("description"), line)
    program.model_tools.append(tool)
    program.executed_tools.append(ToolForExecution(program.view, executor, given["f"], given.get("name"), line))


def _collect_registration_call(program: Program, call: cst.Call) -> None:
    """``agent.register_for_llm(…)(f)`` and ``agent.register_for_execution(…)(f)`` as statements of their own."""
    inner, line = call.func, _own_line(program.view, call)
    if not isinstance(inner, cst.Call) or line is None or len(call.args) != 1 or call.args[0].keyword:
        return
    _collect_registration(program, inner, call.args[0].value, line)


def _collect_registration_decorators(program: Program, function: cst.FunctionDef) -> None:
    for decorator in function.decorators:
        if isinstance(decorator.decorator, cst.Call):
            _collect_registration(program, decorator.decorator, function, decorator)


def _collect_registration(
    program: Program,
    call: cst.Call,
    function: cst.BaseExpression | cst.FunctionDef,
    marker: cst.SimpleStatementLine | cst.Decorator,
) -> None:
    method = call.func
    agent = program.agent(method.value) if isinstance(method, cst.Attribute) else None
    if agent is None or not isinstance(method, cst.Attribute):
        return
    if method.attr.value == "register_for_llm":
        arguments = bound_arguments(call, signatures.REGISTER_FOR_LLM_PARAMETERS)
        if arguments is None or "api_style" in arguments:
            return
        given = {name: arg.value for name, arg in arguments.items()}
        program.model_tools.append(
            ToolForModel(program.view, agent, function, given.get("name"), given.get("description"), marker)
        )
    elif method.attr.value == "register_for_execution":
        arguments = bound_arguments(call, signatures.REGISTER_FOR_EXECUTION_PARAMETERS)
        if arguments is None:
            return
        given_name = arguments["name"].value if "name" in arguments else None
        program.executed_tools.append(ToolForExecution(program.view, agent, function, given_name, marker))
    else:
        return
    program.claim(method.value)


def _collect_reset(program: Program, call: cst.Call) -> None:
    method, line = call.func, _own_line(program.view, call)
    if not isinstance(method, cst.Attribute) or method.attr.value not in FORGETTING or line is None:
        return
    partners = [arg.value for arg in call.args if arg.keyword is None or arg.keyword.value in {"sender", "recipient"}]
    if len(partners) != len(call.args) or any(program.party(each) is None for each in partners):
        return
    party = program.party(method.value) or program.group(method.value)
    if party is not None:
        program.claim(method.value, *partners)
        program.resets.append(Reset(program.view, party, line, method.attr.value))


def _collect_reads(program: Program) -> None:
    for entity in (*program.agents, *program.groups, *program.managers):
        for node in program.unclaimed(entity):
            above = program.view.parent(node)
            if isinstance(above, cst.Attribute) and above.value is node and _is_plain_read(program.view, above):
                program.reads.append(Read(program.view, entity, above))


def _is_plain_read(view: ModuleView, attribute: cst.Attribute) -> bool:
    above = view.parent(attribute)
    return not isinstance(above, cst.AssignTarget | cst.AugAssign | cst.Del | cst.AnnAssign)


def _own_line(view: ModuleView, call: cst.Call) -> cst.SimpleStatementLine | None:
    """The line that consists of this call only."""
    expression = view.parent(call)
    line = view.parent(expression) if isinstance(expression, cst.Expr) else None
    return line if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None


def components(program: Program) -> list[list[Agent]]:
    """The agents in sets whose members meet in chats, groups or tools, in source order."""
    leader = {id(agent): agent for agent in program.agents}

    def find(agent: Agent) -> Agent:
        while leader[id(agent)] is not agent:
            agent = leader[id(agent)]
        return agent

    for together in _acquaintances(program):
        for other in together[1:]:
            leader[id(find(other))] = find(together[0])
    found: dict[int, list[Agent]] = {}
    for agent in program.agents:
        found.setdefault(id(find(agent)), []).append(agent)
    return list(found.values())


def _acquaintances(program: Program) -> Iterator[list[Agent]]:
    for group in program.groups:
        yield list(group.members or ())
    for custom in program.customs:
        yield list(custom.agents)
    for nested in program.nested:
        yield from ([nested.owner, *_present(chat)] for chat in nested.chats)
    for chat in program.chats:
        yield _present(chat)
    for tool in program.model_tools:
        runners = (t for t in program.executed_tools if same_function(t, tool))
        yield [tool.agent, *(each.agent for each in runners)]


def _present(chat: Chat) -> list[Agent]:
    """The agents of a chat, those of its group included."""
    if isinstance(chat.recipient, Agent):
        return [chat.sender, chat.recipient]
    group = chat.recipient.group if chat.recipient is not None else None
    return [chat.sender, *((group.members if group is not None else None) or ())]


def same_function(one: ToolForModel | ToolForExecution, other: ToolForModel | ToolForExecution) -> bool:
    """Whether two registrations mean the same function."""
    first, second = _function_key(one), _function_key(other)
    return first is second or (isinstance(first, str) and first == second)


def _function_key(tool: ToolForModel | ToolForExecution) -> cst.FunctionDef | str:
    if isinstance(tool.function, cst.FunctionDef):
        return tool.function
    return tool.view.definition(tool.function) or tool.view.code(tool.function)

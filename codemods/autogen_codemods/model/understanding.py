"""Reads the legacy program out of files that belong together."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from autogen_codemods.model import group_reads, signatures
from autogen_codemods.model import values as v
from autogen_codemods.model.answers import collect_answer, collect_tell
from autogen_codemods.model.async_lists import waiting_of
from autogen_codemods.model.customs import collect_custom
from autogen_codemods.model.descriptions import collect_descriptions
from autogen_codemods.model.executor_uses import collect_executors
from autogen_codemods.model.flow import Resolver
from autogen_codemods.model.function_maps import collect_function_map
from autogen_codemods.model.group_classes import group_arguments, group_class_of, handed_names
from autogen_codemods.model.group_members import gathered, holding
from autogen_codemods.model.listed_chats import names_read
from autogen_codemods.model.literals import bound_arguments, constant, elements, entries
from autogen_codemods.model.manager_classes import loop_arguments, loop_of
from autogen_codemods.model.nested import collect_nested
from autogen_codemods.model.program import (
    FORGETTING,
    Agent,
    Chat,
    Group,
    Manager,
    Program,
    Read,
    Reset,
    Sequence,
)
from autogen_codemods.model.requests import collect_request
from autogen_codemods.model.resumptions import collect_resumptions
from autogen_codemods.model.societies import collect_societies
from autogen_codemods.model.subclasses import MANAGER, Subclass, effective_arguments, imported_names, subclass_of
from autogen_codemods.model.threaded_chats import is_run_elsewhere, threaded
from autogen_codemods.model.tool_registrations import (
    collect_registered_function,
    collect_registration_call,
    collect_registration_decorators,
    inherit,
)
from autogen_codemods.model.tracing import Tracer
from autogen_codemods.model.view import ModuleView


def understand(views: list[ModuleView], resolver: Resolver) -> Program:
    """Read the program of these modules, which are all that may hold agents or chats of theirs."""
    program = Program(views, Tracer(resolver))
    for view in views:
        _collect_constructions(program, view)
    for group in program.groups:
        _collect_members(program, group)
    for manager in program.managers:
        _collect_group_of(program, manager)
    for view in views:
        for call in view.calls():
            for collect in _COLLECTORS:
                collect(program, view, call)
        collect_descriptions(program, view)
        for function in (node for node in view.nodes if isinstance(node, cst.FunctionDef)):
            collect_registration_decorators(program, view, function)
    inherit(program)
    collect_resumptions(program, Chat)
    collect_nested(program, Chat)
    collect_societies(program, Chat)
    collect_executors(program)
    _collect_reads(program)
    return program


def _collect_constructions(program: Program, view: ModuleView) -> None:
    resolver = program.tracer.resolver
    classes = view.class_names | imported_names(view, resolver)
    for call in view.calls():
        name = view.legacy_name(call.func)
        if name in signatures.AGENT_PARAMETERS:
            arguments = bound_arguments(call, signatures.AGENT_PARAMETERS[name])
            program.agents.append(Agent(view, call, arguments, name))
        elif name == "GroupChat":
            program.groups.append(Group(view, call, bound_arguments(call, signatures.GROUP_CHAT_PARAMETERS)))
        elif (below := group_class_of(view, call.func)) is not None:
            program.groups.append(Group(view, call, group_arguments(view, below, call), subclass=below))
        elif name == "GroupChatManager":
            program.managers.append(Manager(view, call, bound_arguments(call, signatures.MANAGER_PARAMETERS)))
        elif (of := subclass_of(view, call.func, classes, resolver)) is not None:
            _collect_own(program, view, call, of)


def _collect_own(program: Program, view: ModuleView, call: cst.Call, of: Subclass) -> None:
    """An object of a class of the project: an agent, or the manager of a group."""
    loop = loop_of(of)
    if of.base == MANAGER:
        program.managers.append(Manager(view, call, effective_arguments(view, of, call), subclass=of))
        program.claim(*handed_names(of))
    elif loop is None:
        program.agents.append(Agent(view, call, effective_arguments(view, of, call), of.base, of))
    else:
        program.managers.append(Manager(view, call, loop_arguments(view, loop, call), loop=loop))
        program.claim(loop.config)


def _collect_members(program: Program, group: Group) -> None:
    arguments = group.arguments or {}
    if "agents" in arguments:
        node = arguments["agents"].value
        items = _written_items(program, group.view, node)
        agents = [program.agent(group.view, item) for item in items or ()]
        found = tuple(agent for agent in agents if agent is not None)
        if items is not None and len(found) == len(items):
            group.items, group.members = items, found
            program.claim(node, *items)
        elif (found_later := gathered(program, group.view, node)) is not None:
            group.gathered, group.members = found_later, tuple(found_later.agents)
            program.claim(*holding(node))
    if group.subclass is not None:
        program.claim(*handed_names(group.subclass))
    own = group.subclass.chooser if group.subclass is not None else None
    group.chooser = group_reads.chooser(program, group.view, arguments, own)
    group_reads.claim_rules(program, group.view, arguments)


def _written_items(program: Program, view: ModuleView, node: cst.BaseExpression) -> list[cst.BaseExpression] | None:
    """The items of a list that is written out in this module and never changed."""
    items = elements(view, node)
    if items is not None and isinstance(node, cst.List | cst.Tuple):
        return items
    resolver = program.tracer.resolver
    found = resolver.values(view, node)
    container = next(iter(found)) if len(found) == 1 else None
    if not isinstance(container, v.Container) or container.node not in view:
        return None
    if not isinstance(container.node, cst.List | cst.Tuple):
        return None
    keys = [key for key, _ in resolver.containers.entries(container)]
    return elements(view, container.node) if keys == list(range(len(keys))) else None


def _collect_group_of(program: Program, manager: Manager) -> None:
    given = (manager.arguments or {}).get("groupchat")
    group = program.group(manager.view, given.value) if given is not None else None
    if given is not None and group is not None:
        manager.group = group
        program.claim(given.value)


def _collect_chat(program: Program, view: ModuleView, call: cst.Call) -> None:
    elsewhere = threaded(view, call)
    began = call if elsewhere is None else elsewhere
    if elsewhere is None and is_run_elsewhere(view, call):
        return
    function = began.func
    if not isinstance(function, cst.Attribute) or function.attr.value not in {"initiate_chat", "a_initiate_chat"}:
        return
    sender = program.agent(view, function.value)
    arguments = bound_arguments(began, signatures.CHAT_PARAMETERS)
    node = arguments["recipient"].value if arguments and "recipient" in arguments else None
    if sender is None:
        if elsewhere is None:
            collect_request(program, view, call, function, arguments, Chat)
        return
    recipient = program.party(view, node)
    program.claim(function.value)
    is_async = function.attr.value.startswith("a_")
    chat = Chat(view, call, sender, function.value, recipient, node, arguments, is_async)
    chat.threaded = elsewhere is not None
    program.chats.append(chat)
    if recipient is not None:
        program.claim(node)
        return
    others = [each for each in program.objects(view, node) if isinstance(each, Agent) and each is not sender]
    if len(others) > 1 and len(others) == len(program.objects(view, node)):
        program.claim(node)
        chat.recipient, chat.among = others[0], chat
        program.chats += [replace(chat, recipient=each) for each in others[1:]]


def _collect_send(program: Program, view: ModuleView, call: cst.Call) -> None:
    """``agent.send(message, other)``, which goes on with the chat of the two or asks for one answer."""
    function = call.func
    if not isinstance(function, cst.Attribute) or function.attr.value not in {"send", "a_send"}:
        return
    sender = program.agent(view, function.value)
    arguments = bound_arguments(call, signatures.SEND_PARAMETERS)
    if sender is None or arguments is None or "recipient" not in arguments:
        return
    request = constant(view, arguments["request_reply"].value) if "request_reply" in arguments else None
    if request is not None and request is not True:
        return
    node = arguments["recipient"].value
    recipient = program.party(view, node)
    if recipient is None:
        return
    program.claim(function.value, node)
    arguments = {name: arg for name, arg in arguments.items() if name != "request_reply"}
    arguments["clear_history"] = cst.Arg(cst.Name("False"))
    is_async = function.attr.value.startswith("a_")
    chat = Chat(view, call, sender, function.value, recipient, node, arguments, is_async, resumes=True)
    chat.requests = request is True
    program.chats.append(chat)


_LISTS = frozenset({"initiate_chats", "a_initiate_chats"})


def _collect_sequence(program: Program, view: ModuleView, call: cst.Call) -> None:
    """``agent.initiate_chats([...])`` and ``initiate_chats([...])``, also ``a_…``, with chats that are written out."""
    function = call.func
    method = isinstance(function, cst.Attribute) and function.attr.value in _LISTS
    starter = function.value if method and isinstance(function, cst.Attribute) else None
    starter = starter if program.agent(view, starter) is not None else None
    if (starter is None and view.legacy_name(function) not in _LISTS) or len(call.args) != 1:
        return
    given = call.args[0].value
    listed = view.variable(given)
    items = elements(view, given)
    named = names_read(view, listed, given) if listed is not None else ()
    if items is None or named is None:
        return
    sequence = Sequence(view, call, [], listed, named)
    if isinstance(view.parent(call), cst.Await):
        waiting = waiting_of(view, [entries(item) or {} for item in items])
        if waiting is None or named:
            return
        sequence.waiting, items = waiting[0], [items[place] for place in waiting[1]]
    for item in items:
        chat = _listed_chat(program, item, starter, sequence)
        if chat is None:
            return
        sequence.chats.append(chat)
    program.claim(given, view.value(given), starter, *(each.value for each in named))
    program.claim(*(each.sender_node for each in sequence.chats))
    program.claim(*(each.recipient_node for each in sequence.chats))
    program.sequences.append(sequence)
    program.chats.extend(sequence.chats)


def _listed_chat(
    program: Program, item: cst.BaseExpression, starter: cst.BaseExpression | None, sequence: Sequence
) -> Chat | None:
    view, found = sequence.view, entries(item)
    node = (found or {}).get("sender", starter)
    sender = program.agent(view, node)
    if found is None or node is None or sender is None:
        return None
    if starter is not None and sender is not program.agent(view, starter):
        return None
    arguments = {name: cst.Arg(value) for name, value in found.items()}
    recipient = found.get("recipient")
    party = program.party(view, recipient)
    is_async = sequence.waiting is not None
    return Chat(view, sequence.call, sender, node, party, recipient, arguments, is_async, sequence=sequence)


def _collect_reset(program: Program, view: ModuleView, call: cst.Call) -> None:
    method, line = call.func, view.own_line(call)
    if not isinstance(method, cst.Attribute) or method.attr.value not in FORGETTING or line is None:
        return
    partners = [arg.value for arg in call.args if arg.keyword is None or arg.keyword.value in {"sender", "recipient"}]
    if len(partners) != len(call.args) or any(program.party(view, each) is None for each in partners):
        return
    party = program.party(view, method.value) or program.group(view, method.value)
    if party is not None:
        program.claim(method.value, *partners)
        program.resets.append(Reset(view, party, line, method.attr.value))
    elif not partners:
        _collect_loop_of_resets(program, view, method, line)


def _collect_loop_of_resets(
    program: Program, view: ModuleView, method: cst.Attribute, line: cst.SimpleStatementLine
) -> None:
    """``for agent in group.agents: agent.reset()``, also over agents that are written out."""
    block = view.parent(line)
    loop = view.parent(block) if isinstance(block, cst.IndentedBlock) and len(block.body) == 1 else None
    if not isinstance(loop, cst.For) or loop.orelse is not None or view.code(loop.target) != view.code(method.value):
        return
    group = program.group(view, loop.iter.value) if isinstance(loop.iter, cst.Attribute) else None
    if group is not None and isinstance(loop.iter, cst.Attribute) and loop.iter.attr.value == "agents":
        program.claim(loop.iter.value, method.value)
        program.resets.append(Reset(view, group, loop, method.attr.value))
        return
    items = [element.value for element in loop.iter.elements] if isinstance(loop.iter, cst.List | cst.Tuple) else []
    agents = [program.agent(view, item) for item in items]
    if agents and all(agents):
        program.claim(method.value, loop.iter, *items)
        program.resets += [Reset(view, agent, loop, method.attr.value) for agent in agents if agent is not None]


_COLLECTORS = (
    _collect_chat,
    _collect_send,
    collect_answer,
    collect_tell,
    _collect_sequence,
    _collect_reset,
    collect_custom,
    collect_function_map,
    collect_registered_function,
    collect_registration_call,
)


def _collect_reads(program: Program) -> None:
    for made in program.made():
        for use in program.unclaimed(made):
            above = use.view.parent(use.node)
            if isinstance(above, cst.Attribute) and not use.depth and _is_plain_read(use.view, above):
                program.reads.append(Read(use.view, made, above))


def _is_plain_read(view: ModuleView, attribute: cst.Attribute) -> bool:
    above = view.parent(attribute)
    return not isinstance(above, cst.AssignTarget | cst.AugAssign | cst.Del | cst.AnnAssign)

"""Calls that change how an agent answers: reply functions, hooks, capabilities and new system messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model.literals import bound_arguments, elements

if TYPE_CHECKING:
    from autogen_codemods.model.program import Agent, Program
    from autogen_codemods.model.view import ModuleView

PARAMETERS: dict[str, tuple[str, ...]] = {
    "register_reply": (
        "trigger",
        "reply_func",
        "position",
        "config",
        "reset_config",
        "ignore_async_in_sync_chat",
        "remove_other_reply_funcs",
    ),
    "register_hook": ("hookable_method", "hook"),
    "update_system_message": ("system_message",),
    "register_nested_chats": ("chat_queue", "trigger", "reply_func_from_nested_chats", "position", "use_async"),
}
"""v0.2's methods of an agent that do so, and their parameters."""
ADDED = "add_to_agent"
CAPABILITIES = frozenset({"TransformMessages", "Teachability", "VisionCapability", "ImageGeneration"})
ASKED = frozenset({"register_reply", "register_hook", "register_nested_chats"})
"""Those that register a function, which v0.2 asked even about a last message, or chats that answer."""
_ADDED_WHERE_THEY_STAND = frozenset({"register_reply", "register_hook"})
"""Those that have the same effect on v0.4's agent whenever they run."""
MOVED = frozenset({ADDED, "update_system_message"})
"""Those whose effect an agent may have from its constructor."""


@dataclass(eq=False)
class Custom:
    """One such call as a statement of its own; `agents` are several where it stands in a loop over them."""

    view: ModuleView
    agents: tuple[Agent, ...]
    method: str
    call: cst.Call
    line: cst.SimpleStatementLine
    arguments: dict[str, cst.Arg]
    capability: cst.Call | None = None
    """What ``add_to_agent`` adds, where it is made here."""

    def value(self, name: str) -> cst.BaseExpression | None:
        """The expression of an argument that is given."""
        return self.arguments[name].value if name in self.arguments else None


def collect_custom(program: Program, view: ModuleView, call: cst.Call) -> None:
    """Note what the call changes about the agent whose method it is."""
    method = call.func
    if not isinstance(method, cst.Attribute):
        return
    if method.attr.value == ADDED:
        _collect_capability(program, view, call, method.value)
    if method.attr.value not in PARAMETERS:
        return
    arguments = bound_arguments(call, PARAMETERS[method.attr.value])
    line = view.own_line(call)
    if arguments is None or line is None:
        return
    agents = _agents(program, view, method.value, line)
    added = method.attr.value in _ADDED_WHERE_THEY_STAND and all(agent.line is not None for agent in agents)
    if not agents or not (added or all(_is_beside(view, line, agent) for agent in agents)):
        return
    program.customs.append(Custom(view, agents, method.attr.value, call, line, arguments))
    program.claim(method.value)
    if "trigger" in arguments:
        trigger = arguments["trigger"].value
        program.claim(trigger, *(each for each in _triggers(trigger) if program.party(view, each)))


def _is_beside(view: ModuleView, line: cst.SimpleStatementLine, agent: Agent) -> bool:
    """Whether a call always runs where the agent is made: in the same block of code."""
    block = view.parent(_loop(view, line) or line)
    return agent.line is not None and block is agent.view.parent(agent.line)


def _collect_capability(program: Program, view: ModuleView, call: cst.Call, receiver: cst.BaseExpression) -> None:
    """``TransformMessages(…).add_to_agent(agent)`` and others of v0.2's capabilities."""
    made, line = view.value(receiver), view.own_line(call)
    arguments = bound_arguments(call, ("agent",))
    if not isinstance(made, cst.Call) or line is None or arguments is None or arguments.keys() != {"agent"}:
        return
    node = arguments["agent"].value
    agent = program.agent(view, node)
    if agent is None or view.legacy_name(made.func) not in CAPABILITIES or not _is_beside(view, line, agent):
        return
    program.customs.append(Custom(view, (agent,), ADDED, call, line, arguments, made))
    program.claim(node)


def customs_of(program: Program, agent: Agent) -> list[Custom]:
    """Everything that changes how an agent answers, in source order."""
    return [custom for custom in program.customs if agent in custom.agents]


def _triggers(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    if isinstance(node, cst.List | cst.Tuple):
        yield from (element.value for element in node.elements)
    else:
        yield node


def triggers(custom: Custom) -> list[cst.BaseExpression]:
    """The senders to whom a reply function answers, as they are written."""
    node = custom.value("trigger")
    return list(_triggers(node)) if node is not None else []


def _agents(
    program: Program, view: ModuleView, node: cst.BaseExpression, line: cst.SimpleStatementLine
) -> tuple[Agent, ...]:
    agent = program.agent(view, node)
    if agent is not None:
        return (agent,)
    loop = _loop(view, line)
    if loop is None or not isinstance(node, cst.Name) or not isinstance(loop.target, cst.Name):
        return ()
    items = elements(view, loop.iter)
    found = [program.agent(view, item) for item in items or ()]
    agents = tuple(each for each in found if each is not None)
    if loop.target.value != node.value or len(agents) != len(found):
        return ()
    program.claim(loop.iter, *(items or ()))
    return agents


def _loop(view: ModuleView, line: cst.SimpleStatementLine) -> cst.For | None:
    """The loop whose body consists of calls that change an agent."""
    block = view.parent(line)
    loop = view.parent(block) if isinstance(block, cst.IndentedBlock) else None
    if not isinstance(loop, cst.For) or not isinstance(block, cst.IndentedBlock) or loop.orelse is not None:
        return None
    return loop if all(_changes_an_agent(each) for each in block.body) else None


def _changes_an_agent(statement: cst.CSTNode) -> bool:
    match statement:
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.Call(func=cst.Attribute(attr=name)))]):
            return name.value in PARAMETERS
        case _:
            return False

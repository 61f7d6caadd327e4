"""Classes of the project below ConversableAgent that manage a group by a copy of v0.2's loop."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model import signatures
from autogen_codemods.model.copies import copied
from autogen_codemods.model.literals import bound_arguments, constant
from autogen_codemods.model.subclasses import Subclass, handed_on, is_idle, super_call
from autogen_codemods.model.view import ModuleView

_REPLYING = ("trigger", "reply_func", "position", "config", "reset_config")
_READ = frozenset({"name", "llm_config", "silent"})
"""The arguments of a manager that make a difference to a group."""
_NAME = "chat_manager"


@dataclass(eq=False)
class OwnLoop:
    """Such a class; `config` is its constructor's parameter for the group where the loop gets it."""

    of: Subclass
    method: cst.FunctionDef
    config: cst.Name

    @property
    def is_async(self) -> bool:
        """Whether its loop is one of asynchronous chats."""
        return self.method.asynchronous is not None


def loop_of(of: Subclass) -> OwnLoop | None:
    """A class of which nothing is left but its loop, with the arguments that it presets."""
    constructor, handing = of.constructor, of.handing
    if of.base != "ConversableAgent" or of.other_statements or constructor is None or handing is None:
        return None
    rest = [line for line in constructor.body.body if line is not handing and not is_idle(line)]
    registration = _registration(of.view, rest[0]) if len(rest) == 1 else None
    function = registration.get("reply_func") if registration is not None else None
    config = registration.get("config") if registration is not None else None
    if not isinstance(function, cst.Attribute) or of.view.code(function.value) != of.name:
        return None
    method = of.methods.get(function.attr.value)
    if method is None or of.methods.keys() != {"__init__", method.name.value} or method.decorators:
        return None
    if copied(method) != "group without last messages" or not isinstance(config, cst.Name):
        return None
    return OwnLoop(of, method, config)


def _registration(view: ModuleView, line: cst.CSTNode) -> dict[str, cst.BaseExpression] | None:
    """The arguments of ``self.register_reply(…)`` for whoever sends a message."""
    match line:
        case cst.SimpleStatementLine(
            body=[cst.Expr(value=cst.Call(func=cst.Attribute(attr=cst.Name("register_reply"))) as call)]
        ):
            arguments = bound_arguments(call, _REPLYING)
        case _:
            return None
    if arguments is None or not arguments.keys() <= {*_REPLYING} or "trigger" not in arguments:
        return None
    if "position" in arguments and constant(view, arguments["position"].value) != 0:
        return None
    trigger = arguments["trigger"].value
    named = [each.value for each in trigger.elements] if isinstance(trigger, cst.List) else [trigger]
    if not any(view.legacy_name(each) in {"Agent", "ConversableAgent"} for each in named):
        return None
    return {name: arg.value for name, arg in arguments.items()}


def loop_arguments(view: ModuleView, loop: OwnLoop, call: cst.Call) -> dict[str, cst.Arg] | None:
    """What of a manager's arguments makes a difference, and its group; None where they cannot be told."""
    of = loop.of
    assert of.constructor is not None
    own = bound_arguments(call, [each.name.value for each in of.constructor.params.params[1:]])
    preset = super_call(of.handing) if of.handing is not None else None
    found = handed_on(of, preset, signatures.AGENT_PARAMETERS[of.base], call)
    if own is None or found is None or loop.config.value not in own:
        return None
    kept = {name: arg for name, arg in found.items() if name in _READ}
    if "name" in kept and kept["name"].value not in view and constant(of.view, kept["name"].value) == _NAME:
        del kept["name"]
    if any(arg.value not in view for arg in kept.values()):
        return None
    return {"groupchat": own[loop.config.value], **kept}

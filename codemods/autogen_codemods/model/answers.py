"""What agents say outside of chats: answers that are asked for, and messages that are only told."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model import signatures
from autogen_codemods.model.literals import bound_arguments, constant
from autogen_codemods.model.program import Agent, Answer, Program, Tell
from autogen_codemods.model.view import ModuleView

_ANSWERING = frozenset({"generate_reply", "a_generate_reply"})
_SENDING = frozenset({"send", "a_send"})


def collect_answer(program: Program, view: ModuleView, call: cst.Call) -> None:
    """``agent.generate_reply(...)``, an answer to messages, or to all that a sender said; of one of several agents."""
    function = call.func
    if not isinstance(function, cst.Attribute) or function.attr.value not in _ANSWERING:
        return
    found = program.objects(view, function.value)
    agents = tuple(each for each in found if isinstance(each, Agent))
    arguments = bound_arguments(call, signatures.GENERATE_REPLY_PARAMETERS)
    node = arguments["sender"].value if arguments and "sender" in arguments else None
    sender = program.party(view, node)
    if not agents or len(agents) != len(found):
        return
    if arguments is not None and "messages" not in arguments and not (isinstance(sender, Agent) and len(agents) == 1):
        return
    program.claim(function.value, *([node] if sender is not None else []))
    is_async = function.attr.value.startswith("a_")
    program.answers.append(Answer(view, call, agents, function.value, sender, arguments, is_async))


def collect_tell(program: Program, view: ModuleView, call: cst.Call) -> None:
    """``agent.send(message, other, request_reply=False, silent=True)`` as a statement of its own."""
    function = call.func
    if not isinstance(function, cst.Attribute) or function.attr.value not in _SENDING:
        return
    arguments = bound_arguments(call, signatures.SEND_PARAMETERS)
    given = {name: arg.value for name, arg in (arguments or {}).items()}
    sender, recipient = program.agent(view, function.value), program.agent(view, given.get("recipient"))
    flags = constant(view, given.get("request_reply")), constant(view, given.get("silent"))
    if sender is None or recipient is None or flags != (False, True) or "message" not in given:
        return
    above = view.parent(call)
    above = view.parent(above) if isinstance(above, cst.Await) else above
    line = view.parent(above) if isinstance(above, cst.Expr) else None
    if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 and isinstance(above, cst.Expr):
        program.claim(function.value, given["recipient"])
        program.tells.append(Tell(view, above, sender, recipient, given["message"]))

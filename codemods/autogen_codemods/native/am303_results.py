"""AM303: what is read of a ChatResult is read of v0.4's TaskResult.

v0.2: autogen/agentchat/chat.py ChatResult.  v0.4: autogen_agentchat.base.TaskResult.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst
from libcst.metadata import Assignment

from autogen_codemods.model.literals import constant
from autogen_codemods.model.program import Chat, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM303",
    title="a chat's result is a TaskResult",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="The summary is the text of the last message without TERMINATE. A history that is read whole is given in "
    "v0.2's form by chat_history().",
    before="print(result.summary)",
    after="print(summary_of(result))",
)

CODE = RULE.code


def result_target(chat: Chat) -> cst.Name | None:
    """The name that a chat's result is assigned to, if any."""
    view = chat.view
    above = view.parent(chat.call)
    above = view.parent(above) if isinstance(above, cst.Await) else above
    if isinstance(above, cst.Assign) and len(above.targets) == 1 and isinstance(above.targets[0].target, cst.Name):
        return above.targets[0].target
    return above.target if isinstance(above, cst.AnnAssign) and isinstance(above.target, cst.Name) else None


def sibling_chats(program: Program, chat: Chat) -> list[Chat]:
    """The chats whose results share a name with this one's, itself included; raises NotProven for other values."""
    target = result_target(chat)
    if target is None or chat.sequence is not None:
        return [chat]
    single = [each for each in program.chats if each.sequence is None]
    by_target = {id(found): each for each in single if (found := result_target(each))}
    assignments = chat.view.assignments(target)
    nodes = [each.node for each in assignments if isinstance(each, Assignment)]
    if len(nodes) != len(assignments) or any(id(node) not in by_target for node in nodes):
        raise NotProven(CODE, target, f"{target.value} is not always the result of a chat")
    return [by_target[id(node)] for node in nodes]


def result_reads(chat: Chat) -> Sequence[cst.CSTNode]:
    """Every read of the variable that holds a chat's result, from top to bottom."""
    view, target = chat.view, result_target(chat)
    if target is None:
        return ()
    nodes = {id(node): node for each in view.assignments(target) for node in view.references(each)}
    return sorted(nodes.values(), key=lambda node: view.span(node).start)


def reads_history(chat: Chat) -> bool:
    """Whether the messages of a chat are read, which have names."""
    above = (chat.view.parent(node) for node in result_reads(chat))
    return any(isinstance(each, cst.Attribute) and each.attr.value == "chat_history" for each in above)


def rewrite_reads(draft: Draft, chat: Chat, sender_name: str) -> None:
    """Rewrite what is read of a chat's result; raises NotProven."""
    view = draft.view
    for node in result_reads(chat):
        above = view.parent(node)
        if node in draft.removed:
            continue
        if not isinstance(above, cst.Attribute) or above.value is not node:
            raise NotProven(CODE, node, "the result of the chat is used as a whole")
        rewrite_read(draft, above, view.code(node), sender_name)
        draft.removed.append(node)


def rewrite_read(draft: Draft, attribute: cst.Attribute, result: str, sender_name: str) -> None:
    """Rewrite one attribute of a chat's result; raises NotProven."""
    name = attribute.attr.value
    if name == "summary":
        draft.replace(attribute, f"{draft.use('autogen_compat.native', 'summary_of')}({result})")
    elif name == "chat_history":
        _rewrite_history(draft, attribute, result, sender_name)
    else:
        raise NotProven(CODE, attribute, f"v0.4 results have no {name}")


def _rewrite_history(draft: Draft, attribute: cst.Attribute, result: str, sender_name: str) -> None:
    """``result.chat_history[-1]["content"]`` is the text of a message; the rest reads v0.2's dictionaries."""
    function = draft.use("autogen_compat.native", "chat_history")
    draft.replace(attribute, f'{function}({result}, "{sender_name}")')


def check_summary(view: ModuleView, chat: Chat, given: dict[str, cst.BaseExpression]) -> None:
    """Only v0.2's default summary is made from the conversation alone; raises NotProven."""
    method = given.get("summary_method")
    if method is not None and constant(view, method) not in ("last_msg", None):
        raise NotProven(CODE, method, "its summary is made by a model or a function")

"""AM304: what is read of an agent's or a group's messages after its chat is read of the chat's result.

v0.2: autogen/agentchat/conversable_agent.py last_message, chat_messages; groupchat.py GroupChat.messages.
"""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.program import Agent, Chat, Group, Read
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM304",
    title="messages that an agent or a group keeps are read of the result",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4 agents keep no messages per partner. After its only chat, what an agent has heard and said is the "
    "result.",
    before='user.initiate_chat(assistant, message="hi")\nprint(user.last_message()["content"])',
    after='result = await Console(team.run_stream(task=...))\nprint(chat_history(result, "user")[-1]["content"])',
)

CODE = RULE.code


def history_of(read: Read) -> cst.BaseExpression | None:
    """The expression that reads messages, such as ``agent.last_message(...)`` or ``group.messages``; else None."""
    view, attribute = read.view, read.attribute
    above = view.parent(attribute)
    name = attribute.attr.value
    if isinstance(read.party, Agent) and name == "last_message":
        return above if isinstance(above, cst.Call) and len(above.args) <= 1 else None
    if isinstance(read.party, Agent) and name == "chat_messages":
        return above if isinstance(above, cst.Subscript) else None
    if isinstance(read.party, Group) and name == "messages":
        return None if isinstance(above, cst.Attribute) else attribute
    return None


def claim_partner(expression: cst.BaseExpression) -> list[cst.CSTNode]:
    """The reads of agents that a history expression explains besides its own."""
    if isinstance(expression, cst.Call):
        return [arg.value for arg in expression.args]
    if isinstance(expression, cst.Subscript):
        return [each.slice.value for each in expression.slice if isinstance(each.slice, cst.Index)]
    return []


def chat_before(read: Read, chats: list[Chat]) -> Chat:
    """The one chat whose messages are read; raises NotProven."""
    view = read.view
    if len(chats) != 1 or chats[0].view is not view or chats[0].sequence is not None:
        raise NotProven(CODE, read.attribute, "the messages may be those of several chats")
    [chat] = chats
    same_function = view.function(read.attribute) is view.function(chat.call)
    if not same_function or view.span(read.attribute).start < view.span(chat.call).end:
        raise NotProven(CODE, read.attribute, "the messages are read elsewhere than after the chat")
    block = view.parent(view.statement(chat.call))
    if block not in list(view.ancestors(read.attribute)):
        raise NotProven(CODE, read.attribute, "the chat may not have run where its messages are read")
    return chat


def rewrite_history(draft: Draft, read: Read, result: str, owner: str) -> None:
    """Read the messages of `result` instead; `owner` is the name of the agent whose view it is."""
    expression = history_of(read)
    assert expression is not None
    if isinstance(read.party, Group):
        function = draft.use("autogen_compat.native", "group_messages")
        draft.replace(expression, f"{function}({result}.messages)")
        return
    text = f'{draft.use("autogen_compat.native", "chat_history")}({result}, "{owner}")'
    draft.replace(expression, f"{text}[-1]" if isinstance(expression, cst.Call) else text)

"""AM304: what is read of an agent's or a group's messages after its chat is read of the chat's result.

v0.2: autogen/agentchat/conversable_agent.py last_message, chat_messages; groupchat.py GroupChat.messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import libcst as cst

from autogen_codemods.model.program import Agent, Chat, Group, Manager, Program, Read
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am303_results import result_target
from autogen_codemods.native.chats import ChatFacts, may_repeat
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.items import is_last_read
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.resumed import comes_between
from autogen_codemods.native.tasks import Names
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM304",
    title="messages that an agent or a group keeps are read of the result",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4 agents keep no messages per partner. Right after a chat, what an agent has heard and said in it "
    "is the result.",
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
    if isinstance(read.party, Agent) and name in {"chat_messages", "_oai_messages"}:
        return above if isinstance(above, cst.Subscript) else None
    if isinstance(read.party, Group) and name == "messages":
        return None if isinstance(above, cst.Attribute) else attribute
    if isinstance(read.party, Manager) and name == "groupchat" and isinstance(above, cst.Attribute):
        is_read = above.attr.value == "messages" and not isinstance(
            view.parent(above), cst.Attribute | cst.AssignTarget
        )
        return above if is_read and read.party.group is not None else None
    return None


def _group_of(read: Read) -> Group | None:
    """The group whose messages are read."""
    return (
        read.party.group if isinstance(read.party, Manager) else read.party if isinstance(read.party, Group) else None
    )


def claim_partner(expression: cst.BaseExpression) -> list[cst.CSTNode]:
    """The reads of agents that a history expression explains besides its own."""
    if isinstance(expression, cst.Call):
        return [arg.value for arg in expression.args]
    if isinstance(expression, cst.Subscript):
        return [each.slice.value for each in expression.slice if isinstance(each.slice, cst.Index)]
    return []


def chat_before(program: Program, read: Read, facts: Sequence[ChatFacts]) -> Chat:
    """The chat whose messages are read: the last one of the agent, or of the two, right before; raises NotProven."""
    view, own = read.view, [each for each in facts if _takes_part(program, read, each)]
    function, place = view.function(read.attribute), view.span(read.attribute).start
    own = [each for each in own if each.chat.view is not view or may_repeat(each) or view.span(each.line).end <= place]
    if isinstance(read.party, Agent) and len({id(_partner(read, each.chat)) for each in own}) > 1:
        raise NotProven(CODE, read.attribute, "the messages may be those of several partners")
    if any(each.chat.view is not view or view.function(each.chat.call) is not function for each in own):
        raise NotProven(CODE, read.attribute, "the messages are read elsewhere than after the chat")
    before = [each for each in own if view.span(each.line).end <= place]
    if not before:
        raise NotProven(CODE, read.attribute, "the messages are read elsewhere than after the chat")
    last = max(before, key=lambda each: view.span(each.line).start)
    if block_of(view, last.line) not in list(view.ancestors(read.attribute)):
        raise NotProven(CODE, read.attribute, "the chat may not have run where its messages are read")
    _check_kept(read, last)
    if last.chat.asks and isinstance(read.party, Agent):
        raise NotProven(CODE, read.attribute, "the messages are those that the manager began")
    _check_group(read, last.chat)
    forgotten = (each for each in program.resets if each.view is view and each.method != "stop_reply_at_receive")
    manager = last.chat.recipient if isinstance(last.chat.recipient, Manager) else None
    lost = comes_between(program, manager, last.line, read.attribute)
    if lost or any(view.span(last.line).start < view.span(each.line).start < place for each in forgotten):
        raise NotProven(CODE, read.attribute, "the messages are forgotten before they are read")
    if len(own) > 1 or (may_repeat(last) and not _has_own_group(read, last)):
        _check_shown(read)
    return last.chat


def _check_group(read: Read, chat: Chat) -> None:
    """An agent outside of the group that it starts has nothing but the task; raises NotProven."""
    group = chat.recipient.group if isinstance(chat.recipient, Manager) else None
    if group is not None and isinstance(read.party, Agent) and read.party not in (group.members or ()):
        raise NotProven(CODE, read.attribute, f"{read.party.name} starts the group and is not in it")


def _has_own_group(read: Read, facts: ChatFacts) -> bool:
    """Whether what is read is of a group, and each run of its chat has a group, and a list, of its own."""
    group, view = _group_of(read), read.view
    if group is None or group.line is None or group.view is not view:
        return False
    given = (group.arguments or {}).get("messages")
    is_new = given is not None and isinstance(given.value, cst.List)
    return is_new and block_of(view, group.line) is block_of(view, facts.line)


def _check_shown(read: Read) -> None:
    """v0.2 gives the list that the next chat of the two changes, so it must not outlive its statement."""
    expression = history_of(read)
    above = read.view.parent(expression) if expression is not None else None
    if isinstance(above, cst.Assign | cst.AnnAssign | cst.Return) and not isinstance(expression, cst.Call):
        raise NotProven(CODE, read.attribute, "a list of messages is kept that later chats of v0.2 change")


def _takes_part(program: Program, read: Read, facts: ChatFacts) -> bool:
    """Whether a chat is one of those whose messages are read."""
    chat = facts.chat
    if (group := _group_of(read)) is not None:
        return isinstance(chat.recipient, Manager) and chat.recipient.group is group
    if read.party not in (chat.sender, chat.recipient):
        return False
    expression = history_of(read)
    named = claim_partner(expression) if expression is not None else []
    return not named or program.party(read.view, named[0]) is _partner(read, chat)


def _partner(read: Read, chat: Chat) -> Agent | Manager | None:
    return chat.recipient if read.party is chat.sender else chat.sender


def block_of(view: ModuleView, line: cst.CSTNode) -> cst.CSTNode | None:
    """The block that a statement is a part of; those of ``with`` always run."""
    block = view.parent(line)
    while isinstance(outer := view.parent(block) if block is not None else None, cst.With):
        block = view.parent(outer)
    return block


def _check_kept(read: Read, facts: ChatFacts) -> None:
    target = result_target(facts.chat)
    if facts.chat.sequence is not None:
        raise NotProven(CODE, read.attribute, "the messages are those of a chat in a list")
    if target is not None and read.view.variable(target) is None:
        raise NotProven(CODE, read.attribute, "the messages are those of a result whose name holds others too")
    expression = history_of(read)
    whole = not isinstance(expression, cst.Call) and not (expression and is_last_read(read.view, expression))
    if facts.keeps_history and whole:
        raise NotProven(CODE, read.attribute, "the history of a chat that goes on is read as a whole")


def rewrite_history(draft: Draft, read: Read, result: str, owner: str, names: Names) -> None:
    """Read the messages of `result` instead; `owner` is the name of the agent whose view it is."""
    expression = history_of(read)
    assert expression is not None
    if _group_of(read) is not None:
        function = draft.use("autogen_compat.native", "group_messages")
        draft.replace(expression, f"{function}({result}.messages{replace(names, of_group=False).told()})")
        return
    text = f'{draft.use("autogen_compat.native", "chat_history")}({result}, "{owner}"{names.told()})'
    draft.replace(expression, f"{text}[-1]" if isinstance(expression, cst.Call) else text)

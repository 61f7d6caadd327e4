"""AM330: chats within a reply become teams that a ReplyChainAgent runs before it answers.

v0.2: autogen/agentchat/conversable_agent.py register_nested_chats.  v0.4: BaseChatAgent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import libcst as cst

from autogen_codemods.model.literals import UNKNOWN, constant
from autogen_codemods.model.nested import METHOD, NestedChats
from autogen_codemods.model.program import Agent, Chat, Manager, Party
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am301_two_agents import Dialogue, conditions, joined, tool_messages
from autogen_codemods.native.callbacks import Callback, annotate, callback_of, check_body, check_messages, parameters_of
from autogen_codemods.native.chats import ChatFacts, facts_of
from autogen_codemods.native.draft import Draft, call, items
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.sides import is_partner
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM330",
    title="chats within a reply become teams that run within a turn",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="A v0.4 agent may run a team within its turn. nested_chats() is a reply function of a ReplyChainAgent that "
    "runs the teams in order, each with the summaries of those before it, and answers with the last summary.",
    before='user.register_nested_chats([{"recipient": critic, "message": ask, "max_turns": 1}], trigger=writer)',
    after="user.add_reply(nested_chats([NestedChat(critic, message=ask)]), position=2)",
)

CODE = RULE.code
_KNOWN = frozenset({"sender", "recipient", "message", "max_turns", "silent", "clear_history"})
_ALSO_KNOWN = frozenset({"summary_method", "summary_args", "summary_prompt", "chat_id"})
_OF_AGENT = frozenset({"name", "last_message", "chat_messages", "chat_messages_for_summary"})
_NO_TEXT = (cst.Dict, cst.List, cst.Tuple, cst.Set)
_EVERYBODY = frozenset({"Agent", "ConversableAgent"})
_DEFAULT_POSITION = 2
_NATIVE = "autogen_compat.native"


@dataclass(frozen=True)
class NestedFacts:
    """One chat within a reply; `message` is None where it is the last message heard."""

    facts: ChatFacts
    message: cst.BaseExpression | None


def facts_of_nested(nested: NestedChats) -> list[NestedFacts]:
    """Read the chats of a registration; raises NotProven."""
    custom = nested.custom
    if unknown := set(custom.arguments) - {"chat_queue", "trigger", "position"}:
        raise NotProven(CODE, custom.call, f"the chats within a reply are registered with {sorted(unknown)[0]}")
    return [_facts(nested, chat, first=number == 0) for number, chat in enumerate(nested.chats)]


def _facts(nested: NestedChats, chat: Chat, *, first: bool) -> NestedFacts:
    view, arguments = chat.view, dict(chat.arguments or {})
    if unknown := sorted(set(arguments) - _KNOWN - _ALSO_KNOWN):
        raise NotProven(CODE, chat.call, f"a chat within a reply has the argument {unknown[0]}")
    given = arguments.get("message")
    node = given.value if given is not None and constant(view, given.value) is not None else None
    if node is None and not first:
        raise NotProven(CODE, chat.call, "a chat within a reply has no message and is not the first: it never runs")
    if node is not None:
        _check_message(view, node)
    arguments["message"] = cst.Arg(cst.SimpleString('""'))
    for unused in ("summary_prompt", "chat_id"):
        arguments.pop(unused, None)
    facts = facts_of(replace(chat, arguments=arguments))
    if facts.keeps_history:
        raise NotProven(CODE, chat.call, "a chat within a reply goes on with an earlier one")
    known = node if first and node is not None and isinstance(constant(view, node), str) else None
    return NestedFacts(replace(facts, task=replace(facts.task, node=known)), node)


def _check_message(view: ModuleView, node: cst.BaseExpression) -> None:
    value = view.value(node)
    if isinstance(value, _NO_TEXT):
        raise NotProven(CODE, node, "the first message of a chat within a reply is no text")
    function = callback_of(view, value)
    if function is None:
        return
    names = parameters_of(function)
    decorated = isinstance(function, cst.FunctionDef) and (function.decorators or function.asynchronous is not None)
    if len(names) != 4 or decorated:
        raise NotProven(CODE, function, "a function for a first message does not take agent, messages, sender, config")
    _check_sides(view, function, names[0], names[2])
    check_messages(view, CODE, function, {names[1]}, ())
    check_body(view, CODE, function)


def _check_sides(view: ModuleView, function: Callback, agent: str, sender: str) -> None:
    """The agent may be asked for its name and messages, the sender for its name; raises NotProven."""
    for node in walk(function.body):
        if not isinstance(node, cst.Name) or node.value not in (agent, sender):
            continue
        above = view.parent(node)
        read = above.attr.value if isinstance(above, cst.Attribute) and above.value is node else None
        label = (isinstance(above, cst.Attribute) and above.attr is node) or (
            isinstance(above, cst.Arg) and above.keyword is node
        )
        allowed = _OF_AGENT if node.value == agent else {"name"}
        if label or read in allowed or is_partner(view, node):
            continue
        raise NotProven(CODE, node, f"a function for a first message uses {node.value} in another way")


def check_nested(nested: NestedChats, partners: Sequence[Party]) -> None:
    """All partners must start the chats; raises NotProven."""
    if not all(matches(nested, partner) for partner in partners):
        raise NotProven(CODE, nested.custom.call, "only some senders start the chats within a reply")


def check_histories(nested: NestedChats, outer: Iterable[Agent]) -> None:
    """Who takes part in chats within a reply must not be in others too, which `outer` are; raises NotProven."""
    taking_part = {id(agent) for chat in nested.chats for agent in _present(chat) if agent is not nested.owner}
    for agent in outer:
        if id(agent) in taking_part:
            reason = f"{agent.name} is in a chat and in one within a reply, and v0.4's agents have one history"
            raise NotProven(CODE, nested.custom.call, reason)


def _present(chat: Chat) -> Iterator[Agent]:
    yield chat.sender
    if isinstance(chat.recipient, Agent):
        yield chat.recipient
    elif chat.recipient is not None and chat.recipient.group is not None:
        yield from chat.recipient.group.members or ()


def matches(nested: NestedChats, partner: Party) -> bool:
    """Whether a sender starts the chats: it, its name, its class, or a list with one of them, is the trigger."""
    node = nested.custom.value("trigger")
    if node is None:
        return False
    listed = [each.value for each in node.elements] if isinstance(node, cst.List | cst.Tuple) else [node]
    return any(_is(nested.custom.view, each, partner) for each in listed)


def _is(view: ModuleView, node: cst.BaseExpression, partner: Party) -> bool:
    if view.legacy_name(node) in _EVERYBODY:
        return True
    if partner.is_held_by(view, node):
        return True
    kind = "GroupChatManager" if isinstance(partner, Manager) else partner.legacy_class
    if view.legacy_name(node) == kind:
        return True
    text, name = constant(view, node), (partner.arguments or {}).get("name")
    return text is not UNKNOWN and name is not None and text == constant(partner.view, name.value)


def is_nested(method: str) -> bool:
    """Whether a method of an agent registers chats within a reply."""
    return method == METHOD


@dataclass(frozen=True)
class Written:
    """What runs one chat within a reply, and the codes of its sender, opening and summary."""

    facts: NestedFacts
    runner: str
    sender: str = ""
    opening: str = ""
    summary: str = ""


def team(draft: Draft, dialogue: Dialogue, inside: Mapping[int, str]) -> str:
    """What runs a chat of two: the agent that answers once, or a team.

    `inside`: by the ids of agents that speak in chats within their own replies, what they are called there.
    """
    chat = dialogue.facts.chat
    assert chat.recipient_node is not None
    nodes = {id(dialogue.recipient): chat.recipient_node, id(dialogue.sender): chat.sender_node}
    names = [inside.get(id(profile.agent)) or draft.code(nodes[id(profile)]) for profile in dialogue.speakers]
    if dialogue.is_one_answer:
        return names[0]
    bound = [] if dialogue.has_tools or dialogue.turns is None else [f"max_turns={dialogue.turns}"]
    cls = draft.use("autogen_agentchat.teams", "RoundRobinGroupChat")
    arguments = [items(names), *joined(conditions(draft, dialogue)), *bound]
    if dialogue.has_tool_turns:
        arguments.append(f"custom_message_types={items(tool_messages(draft))}")
    return call(cls, arguments, 12)


def rewrite(draft: Draft, nested: NestedChats, chats: Sequence[Written], receiver: str = "") -> None:
    """Register the chats at the place where they were registered, with `receiver` or the agent itself."""
    listed = [_entry(draft, each) for each in chats]
    custom = nested.custom
    position = custom.value("position")
    shown = draft.code(position) if position is not None else str(_DEFAULT_POSITION)
    made = call(
        draft.use(_NATIVE, "nested_chats"), ["[\n" + "".join(f"    {_moved(each)},\n" for each in listed) + "]"]
    )
    method = custom.call.func
    assert isinstance(method, cst.Attribute)
    name = receiver or draft.code(method.value)
    draft.replace(custom.call, call(f"{name}.add_reply", [made, f"position={shown}"]))
    if nested.listed is not None:
        draft.remove(nested.listed.statement)


def _moved(text: str) -> str:
    return text.replace("\n", "\n    ")


def _entry(draft: Draft, chat: Written) -> str:
    parts = [chat.runner]
    if chat.facts.message is not None:
        function = callback_of(draft.view, draft.view.value(chat.facts.message))
        if function is not None:
            annotate(draft, function)
        parts.append(f"message={draft.code(chat.facts.message).strip()}")
    parts += [f"sender={chat.sender}"] if chat.sender else []
    parts += [f"opening=[{chat.opening}]"] if chat.opening else []
    parts += [f"summary={chat.summary}"] if chat.summary else []
    silent = chat.facts.facts.silent
    if silent is not False:
        parts.append(f"silent={'True' if silent is True else draft.code(silent)}")
    return call(draft.use(_NATIVE, "NestedChat"), parts, 12)

"""AM320, AM321: reply functions and hooks move to a ReplyChainAgent around the agent.

v0.2: autogen/agentchat/conversable_agent.py register_reply, register_hook.  v0.4: BaseChatAgent.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from autogen_codemods.model.customs import ASKED, Custom, triggers
from autogen_codemods.model.literals import UNKNOWN, constant
from autogen_codemods.model.program import Agent, Chat, Party, Program
from autogen_codemods.model.signatures import MAX_AUTO_REPLIES
from autogen_codemods.native.am330_nested_chats import check_nested, is_nested
from autogen_codemods.native.callbacks import (
    Callback,
    annotate,
    check_agents,
    check_body,
    check_messages,
    dead_calls,
    given_to,
    never_answers,
    replying,
)
from autogen_codemods.native.draft import Draft, Drafts, call
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

RULES = (
    Rule(
        code="AM320",
        title="a registered reply function becomes one of a ReplyChainAgent",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="v0.4 agents answer in on_messages and have no list of reply functions. ReplyChainAgent is a BaseChatAgent "
        "that asks the functions, with v0.2's arguments, before the agent that it is made around. It ends the "
        "conversation itself, because v0.2 asked functions at the first positions even about a last message.",
        before='assistant = AssistantAgent("assistant", llm_config=llm_config)\n'
        "assistant.register_reply([Agent, None], show, config={})",
        after='assistant = ReplyChainAgent(AssistantAgent("assistant", model_client=model_client))\n'
        "assistant.add_reply(show, config={})",
    ),
    Rule(
        code="AM321",
        title="a registered hook becomes one of a ReplyChainAgent",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="The hook goes on getting v0.2's texts or message dictionaries. What it makes of all messages counts for "
        "one answer only, so the agent that answers reads the conversation anew each time; what it makes of the last "
        "message is what the agent remembers.",
        before='assistant.register_hook("process_last_received_message", add_date)',
        after='assistant.add_hook("process_last_received_message", add_date)',
    ),
)

REPLY, HOOK, NESTED = "AM320", "AM321", "AM330"
_SUPPORTED = frozenset({"trigger", "reply_func", "position", "config"})
_HOOKS = {
    "process_last_received_message": (),
    "process_all_messages_before_reply": (),
    "process_message_before_send": ("sender", "recipient"),
}
"""The hooks that synchronous chats call, and their parameters that hold agents."""
_LAST_POSITION = 5
"""v0.2 asks code and model after these positions of its list."""
_EVERYBODY = frozenset({"Agent", "ConversableAgent"})


def chained(profile: Profile) -> list[Custom]:
    """The registrations that need a ReplyChainAgent."""
    return [custom for custom in profile.customs if custom.method in ASKED]


def is_chained(profile: Profile) -> bool:
    """Whether reply functions or hooks are asked before the agent answers."""
    return bool(chained(profile)) or profile.agent.legacy_class == "RetrieveAssistantAgent"


def has_only_chats(profile: Profile) -> bool:
    """Whether chats within a reply give all answers of the agent, and no function does anything before."""
    found = chained(profile)
    return bool(found) and all(is_nested(custom.method) for custom in found)


def has_chats_behind(profile: Profile) -> bool:
    """Whether a human is asked before chats within a reply are run."""
    return profile.is_human and has_only_chats(profile) and all(_position(each, 2) > 0 for each in chained(profile))


def has_hooks(profile: Profile) -> bool:
    """Whether hooks change what the agent reads."""
    return any(custom.method == "register_hook" for custom in profile.customs)


def may_answer(profile: Profile) -> bool:
    """Whether answers of the agent may come from reply functions."""
    found = [custom for custom in profile.customs if custom.method == "register_reply"]
    functions = [replying(custom.view, custom.value("reply_func")) for custom in found]
    return any(function is None or not never_answers(function) for function in functions)


def has_other_words(profile: Profile) -> bool:
    """Whether the agent around which the chain is made has to read words of its own that it did not say."""
    return has_hooks(profile) or may_answer(profile) or profile.agent.legacy_class == "RetrieveAssistantAgent"


def remove(drafts: Drafts, profile: Profile) -> None:
    """Take away the registrations of an agent that never answers; raises NotProven for those of others too."""
    for custom in profile.customs:
        if len(custom.agents) > 1:
            raise NotProven(REPLY, custom.call, f"{profile.agent.name} never answers, but others of this loop do")
        drafts[custom.view].remove(custom.line)


def check(
    program: Program, profile: Profile, chats: Iterable[Chat], groups: Iterable[Party], met: Iterable[Chat]
) -> None:
    """Every registration must be one that goes on meaning the same; raises NotProven.

    `chats`: of the agent with another; `groups`: the managers of the groups that it is in; `met`: the chats of both.
    """
    chats = list(chats)
    own = profile.agent
    told = () if has_only_chats(profile) else program.model_tools
    if chained(profile) and any(tool.agent is own for tool in (*told, *program.executed_tools)):
        raise NotProven(REPLY, own.call, f"{own.name} has tools and functions of its own too")
    partners = [chat.recipient if chat.sender is own else chat.sender for chat in chats if chat.recipient is not None]
    asynchronous = {chat.is_async for chat in met}
    for custom in chained(profile):
        if profile.is_human and profile.mode != "ALWAYS" and has_hooks(profile):
            raise NotProven(REPLY, custom.call, f"{own.name} asks a human at the end and has hooks")
        if len(asynchronous) > 1:
            raise NotProven(REPLY, custom.call, f"{own.name} is in chats of both kinds, synchronous and not")
        is_async = True in asynchronous
        if is_nested(custom.method):
            _check_nested(program, profile, custom, [*partners, *groups])
        elif custom.method == "register_reply":
            _check_reply(profile, custom, [*partners, *groups], is_async)
        else:
            _check_hook(profile, custom, chats, is_async)


def _check_nested(program: Program, profile: Profile, custom: Custom, partners: list[Party]) -> None:
    nested = next((each for each in program.nested if each.custom is custom), None)
    if nested is None:
        raise NotProven(NESTED, custom.call, "the chats within a reply are not written out")
    if profile.is_human and _position(custom, 2) > 0 and not has_chats_behind(profile):
        raise NotProven(
            NESTED, custom.call, f"a human is asked before the chats within a reply of {profile.agent.name}"
        )
    check_nested(nested, partners)


def _check_reply(profile: Profile, custom: Custom, partners: list[Party], is_async: bool) -> None:
    view = custom.view
    if unknown := sorted(set(custom.arguments) - _SUPPORTED):
        raise NotProven(REPLY, custom.call, f"its reply function is registered with {unknown[0]}")
    if not all(_answers(custom, partner) for partner in partners):
        raise NotProven(REPLY, custom.call, "its reply function answers only some senders")
    position = _position(custom)
    if is_async and _is_between_counts(profile, custom):
        raise NotProven(REPLY, custom.call, "its reply function is asked between v0.2's two counts of an answer")
    if profile.is_human and position > 0:
        raise NotProven(REPLY, custom.call, f"a human is asked before the reply function of {profile.agent.name}")
    function = _function(REPLY, custom.value("reply_func"), custom, is_async)
    names = given_to(view, function)
    if names[1:] != ["messages", "sender", "config"]:
        raise NotProven(REPLY, function, "its reply function does not take an agent, messages, sender and config")
    dead = dead_calls(view, function, custom.value("config"))
    instructed = names[0] if profile.is_plain_assistant else None
    check_agents(view, REPLY, function, {names[0], "sender"}, dead, instructed)
    check_messages(view, REPLY, function, {"messages"}, dead)
    check_body(view, REPLY, function)


def _check_hook(profile: Profile, custom: Custom, chats: list[Chat], is_async: bool) -> None:
    view = custom.view
    if is_async:
        raise NotProven(HOOK, custom.call, "asynchronous chats call no synchronous hooks")
    name = constant(view, custom.value("hookable_method"))
    if name not in _HOOKS:
        raise NotProven(HOOK, custom.call, "its hook is none of those that synchronous chats call")
    function = _function(HOOK, custom.value("hook"), custom, is_async)
    if name == "process_message_before_send":
        if any(chat.sender is profile.agent for chat in chats):
            raise NotProven(HOOK, custom.call, f"the first message of {profile.agent.name} goes through a hook")
        if sorted(given_to(view, function)) != ["message", "recipient", "sender", "silent"]:
            raise NotProven(HOOK, function, "its hook does not take sender, message, recipient and silent")
        check_agents(view, HOOK, function, {"sender", "recipient", "silent"}, ())
    elif name == "process_all_messages_before_reply":
        check_messages(view, HOOK, function, given_to(view, function)[:1], ())
    check_body(view, HOOK, function)


def _function(code: str, node: cst.BaseExpression | None, custom: Custom, is_async: bool) -> Callback:
    function = replying(custom.view, node)
    if function is None:
        raise NotProven(code, node or custom.call, "its function is not written in this file")
    if isinstance(function, cst.FunctionDef):
        if function.decorators:
            raise NotProven(code, function, f"the function {function.name.value} is decorated")
        if function.asynchronous is not None and not is_async:
            raise NotProven(code, function, f"{function.name.value} is asynchronous, the chat is not")
    return function


def _position(custom: Custom, default: int = 0) -> int:
    node = custom.value("position")
    position = default if node is None else constant(custom.view, node)
    if not isinstance(position, int) or not 0 <= position <= _LAST_POSITION:
        raise NotProven(REPLY, custom.call, "its reply function is asked after its model or code")
    return position


def _is_between_counts(profile: Profile, custom: Custom) -> bool:
    """Whether a function is asked after v0.2 has ended asynchronous chats, and before it ended others."""
    order: list[Custom | str] = ["asynchronous end", "end"]
    for each in chained(profile):
        if each.method != "register_hook":
            order.insert(_position(each, 2 if is_nested(each.method) else 0), each)
    return order.index("asynchronous end") < order.index(custom) < order.index("end")


def _answers(custom: Custom, partner: Party) -> bool:
    """Whether the trigger of a reply function surely includes a partner."""
    view = custom.view
    for node in triggers(custom):
        if view.legacy_name(node) in _EVERYBODY:
            return True
        if isinstance(partner, Agent):
            text = constant(view, node)
            named = text is not UNKNOWN and text is not None and text == constant(partner.view, _name_of(partner))
            if named or view.legacy_name(node) == partner.legacy_class or partner.is_held_by(view, node):
                return True
    return False


def _name_of(agent: Agent) -> cst.BaseExpression | None:
    return agent.arguments["name"].value if agent.arguments and "name" in agent.arguments else None


def reads_sender(profile: Profile) -> bool:
    """Whether a function asks who sent the messages: in groups that is the manager."""
    for custom in chained(profile):
        if is_nested(custom.method):
            return True
        function = replying(custom.view, custom.value("reply_func") or custom.value("hook"))
        text = custom.view.code(function) if function is not None else ""
        if "sender.name" in text or "recipient.name" in text:
            return True
    return False


def around(draft: Draft, profile: Profile, text: str, limit: int, manager: str | None) -> str:
    """The constructor call of a ReplyChainAgent around that of another agent.

    `limit`: how often it answers; `manager`: the name of the manager of the group that the agent is in.
    """
    parts = [text]
    if not profile.is_human:
        if not profile.stop.never:
            parts.append(f"stop_when=lambda message: {profile.stop.on('message')}")
        if limit != MAX_AUTO_REPLIES:
            parts.append(f"max_replies={limit}")
    else:
        parts.append("max_replies=None")
    if profile.agent.legacy_class == "RetrieveAssistantAgent":
        parts.append(f"replies=[{draft.use('autogen_compat.native', 'retrieval_answer')}]")
    if manager is not None and reads_sender(profile):
        parts.append(f'sender="{manager}"')
    indent = len(draft.indent_of(profile.agent.call)) + len(profile.agent.name) + 3
    return call(draft.use("autogen_compat.native", "ReplyChainAgent"), parts, indent)


def rewrite(draft: Draft, custom: Custom) -> None:
    """Write the registration anew, at the place where it stands."""
    view, receiver = draft.view, custom.call.func
    assert isinstance(receiver, cst.Attribute)
    name = draft.code(receiver.value)
    if custom.method == "register_hook":
        node = custom.value("hook")
        given = [draft.code(custom.arguments["hookable_method"].value)]
        method = "add_hook"
    else:
        node, given, method = custom.value("reply_func"), [], "add_reply"
    function = replying(view, node)
    assert function is not None and node is not None
    annotate(draft, function)
    given.append(view.code(node))
    given += [
        f"{key}={draft.code(value)}" for key in ("position", "config") if (value := custom.value(key)) is not None
    ]
    draft.replace(custom.call, call(f"{name}.{method}", given, len(draft.indent_of(custom.line))))

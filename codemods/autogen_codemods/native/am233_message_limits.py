"""AM233: TransformMessages becomes the agent's model context.

v0.2: autogen/agentchat/contrib/capabilities/{transform_messages,transforms}.py.  v0.4: autogen_core.model_context.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from autogen_codemods.model.customs import ADDED, Custom
from autogen_codemods.model.literals import constant
from autogen_codemods.model.program import Chat, Program
from autogen_codemods.model.view import ModuleView, Variable
from autogen_codemods.native import am234_capabilities
from autogen_codemods.native.am238_teachability import is_teachability
from autogen_codemods.native.am302_stops import DEFAULT
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.limiters import OF_SELECTION, drop, limited, limits_of, variables_of
from autogen_codemods.native.naming import name_code
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.setting_up import check_before_chats, check_known
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM233",
    title="message limiters become the model context of the agent",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="A model context decides what of the history the model reads. MessageHistoryLimiter is v0.4's "
    "BufferedChatCompletionContext. MessageTokenLimiter is a LimitedContext: v0.4's "
    "TokenLimitedChatCompletionContext takes messages out of the middle, where v0.2 cut them and left out the "
    "oldest. Other transforms stay on compat.",
    before="TransformMessages(transforms=[MessageHistoryLimiter(max_messages=10)]).add_to_agent(assistant)",
    after='assistant = AssistantAgent("assistant", model_client=model_client, '
    "model_context=BufferedChatCompletionContext(buffer_size=10))",
)

CODE = RULE.code
_SAFE_TOKENS = 10
"""A text that is cut to so many tokens or more does not become v0.2's word for the end."""


def added(profile: Profile) -> list[Custom]:
    """The capabilities that an agent has, but for its memory."""
    return [each for each in profile.customs if each.method == ADDED and not is_teachability(each)]


def check(program: Program, profile: Profile, chats: Iterable[Chat], met: Iterable[Chat]) -> None:
    """The one capability must be a TransformMessages of limiters; raises NotProven. `met`: the agent's chats."""
    found = added(profile)
    if not found:
        return
    agent = profile.agent
    [custom, *others] = found
    for each in found:
        am234_capabilities.check(each, agent.name, _capability_name(each))
    if others or (profile.ends_itself and not profile.watches):
        raise NotProven(CODE, custom.call, f"{agent.name} has more than one transformation of its messages")
    if any(chat.is_async for chat in met):
        raise NotProven(CODE, custom.call, "asynchronous chats call no synchronous hooks, as transforms are")
    if not profile.is_model_agent:
        raise NotProven(CODE, custom.call, f"{agent.name} has no model that reads the messages")
    if any(tool.agent is agent for tool in program.model_tools):
        raise NotProven(CODE, custom.call, f"{agent.name} has tools, whose calls v0.2's limiters count as messages")
    check_before_chats(CODE, custom.view, custom.line, agent, chats, f"what {agent.name} reads")
    given = _settings(custom)
    for node in given.values():
        check_known(CODE, node, agent)
    _check_end(custom.view, profile, custom, given)
    for variable in _variables(custom):
        if not all(_is_adding(program, node) for node in variable.reads):
            raise NotProven(CODE, custom.call, f"{variable.name} is used elsewhere too")


def context(draft: Draft, profile: Profile, *, own_words: bool) -> str | None:
    """The model context of an agent with limits; None without limits."""
    found = added(profile)
    if not found:
        return None
    return limited(draft, _settings(found[0]), name_code(draft, profile), own_words=own_words)


def remove(draft: Draft, custom: Custom) -> None:
    """Take the capability and what it is made of away."""
    draft.remove(custom.line)
    drop(draft, _variables(custom))


def _settings(custom: Custom) -> dict[str, cst.BaseExpression]:
    assert custom.capability is not None
    return limits_of(custom.view, custom.capability, custom.call)


def _check_end(view: ModuleView, profile: Profile, custom: Custom, given: dict[str, cst.BaseExpression]) -> None:
    """v0.2 looked for the end of the conversation in the message as it was cut; raises NotProven."""
    limits = [node for name, node in given.items() if name in {"max_tokens", "max_tokens_per_message"}]
    if not limits or profile.stop.never:
        return
    if profile.stop != DEFAULT:
        raise NotProven(CODE, custom.call, f"{profile.agent.name} ends the chat by a message that its limiter cuts")
    for node in limits:
        tokens = constant(view, node)
        if isinstance(tokens, int) and tokens < _SAFE_TOKENS:
            raise NotProven(CODE, node, f"messages of {tokens} tokens may end the chat")


def _variables(custom: Custom) -> list[Variable]:
    """The variables that hold the capability, its list and its transforms, outermost first."""
    function = custom.call.func
    receiver = [function.value] if isinstance(function, cst.Attribute) else []
    return variables_of(custom.view, custom.capability, receiver)


def _is_adding(program: Program, node: cst.Name) -> bool:
    """Whether a read of a capability's variable only adds it, or what it is made of."""
    for group in program.groups:
        given = (group.arguments or {}).get(OF_SELECTION)
        if given is not None and (node is given.value or node in walk(group.view.value(given.value))):
            return True
    for custom in program.customs:
        if custom.method == ADDED and custom.capability is not None:
            inside = {id(each) for each in (*walk(custom.line), *walk(custom.capability))}
            lists = [custom.view.value(arg.value) for arg in custom.capability.args]
            inside |= {id(each) for made in lists for each in walk(made)}
            if id(node) in inside:
                return True
    return False


def _capability_name(custom: Custom) -> str:
    assert custom.capability is not None
    return custom.view.legacy_name(custom.capability.func) or "a capability"

"""AM307: one answer without a chat is asked of the v0.4 agent.

v0.2: autogen/agentchat/conversable_agent.py generate_reply.  v0.4: autogen_agentchat.agents.BaseChatAgent.run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model.function_maps import maps_of
from autogen_codemods.model.literals import constant, entries
from autogen_codemods.model.program import Agent, Answer, Program, same_function
from autogen_codemods.model.signatures import MAX_AUTO_REPLIES
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am302_stops import DEFAULT
from autogen_codemods.native.am501_tools import tools_of
from autogen_codemods.native.am502_functions import listed
from autogen_codemods.native.chats import is_repeated
from autogen_codemods.native.component import Component
from autogen_codemods.native.done import Log
from autogen_codemods.native.draft import Draft, Drafts, call
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.setting_up import check_before_chats
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM307",
    title="one answer without a chat is asked of the agent",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's agents run a task by themselves. They remember it, which v0.2's generate_reply did not: an agent that "
    "may be asked again, or that has conversations too, is asked by reply_of(), which keeps nothing.",
    before='reply = agent.generate_reply(messages=[{"role": "user", "content": "Hello"}])',
    after='result = await agent.run(task="Hello")\nreply = result.messages[-1].to_text()',
)

CODE = RULE.code
_PLAIN = frozenset({"ConversableAgent", "AssistantAgent", "UserProxyAgent"})
_KEYS = frozenset({"role", "content", "name", "tool_calls", "tool_call_id"})
_EFFECTS = (cst.Call, cst.Await, cst.NamedExpr, cst.Lambda)
_NOT_HERE = (cst.Lambda, cst.GeneratorExp, cst.ClassDef, cst.Decorator, cst.Param)
"""Where nothing can be awaited."""
_LOOPS = (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)


def rewrite_answers(component: Component, drafts: Drafts, log: Log, told: Mapping[int, str]) -> None:
    """Ask v0.4's agents where v0.2's generated a reply outside of their chats; raises NotProven.

    `told`: by the ids of answers, the code for the messages of a conversation that they are answers to.
    """
    for answer in sorted(component.answers, key=_innermost):
        profiles = [component.profiles[id(agent)] for agent in answer.agents]
        for profile in profiles:
            _check_agent(component, answer, profile)
        _check_messages(answer)
        _check_place(answer)
        _check_nesting(drafts[answer.view], component, answer)
        asked = _Asked(
            answer,
            profiles,
            told.get(id(answer), ""),
            once=_is_once(component, answer),
            has_tools=any(map(component.calls_tools, answer.agents)),
        )
        alone = asked.once and not any(_converses(component, agent) for agent in answer.agents)
        alone = alone and not component.program.is_recorded  # reply_of says who asks the model
        _rewrite(drafts[answer.view], asked, alone=alone)
        log.did(CODE, answer.call, f"{answer.view.code(answer.agent_node)} is asked for one answer")


def tool_pairs(component: Component) -> list[tuple[Agent, Agent]]:
    """The agents that answer with calls of tools outside of chats, each with one that runs them."""
    callers = [agent for agent in component.agents if component.calls_tools(agent) and not _converses(component, agent)]
    return [pair for agent in callers if component.answers for pair in _runners(component.program, agent)]


def _runners(program: Program, agent: Agent) -> list[tuple[Agent, Agent]]:
    told = tools_of(program, agent)
    runs = (run for run in program.executed_tools if any(same_function(tool, run) for tool in told))
    return [(agent, agent), *((agent, run.agent) for run in runs)]


@dataclass(frozen=True)
class _Asked:
    """One answer and the agents that may be asked; `once`: it is the only answer of its agent, outside of chats."""

    answer: Answer
    profiles: Sequence[Profile]
    history: str
    """The code for the messages, where they are not given."""
    once: bool
    has_tools: bool


def _is_once(component: Component, answer: Answer) -> bool:
    [agent, *others] = answer.agents
    again = any(agent in each.agents for each in component.answers if each is not answer)
    view = answer.view
    in_loop = any(isinstance(outer, _LOOPS) for outer in view.ancestors(answer.call))
    repeated = in_loop or is_repeated(view, view.statement(answer.call), answer.agents)
    return not others and not again and not repeated


def _innermost(answer: Answer) -> int:
    span = answer.view.span(answer.call)
    return span.end - span.start


def _check_nesting(draft: Draft, component: Component, answer: Answer) -> None:
    """What is asked for within code that was or will be rewritten would get lost; raises NotProven."""
    program = component.program
    inside = {id(node) for node in walk(answer.call) if node is not answer.call}
    later = [each.call for each in (*program.chats, *program.answers) if id(each.call) in inside]
    if draft.is_gone(answer.call) or not all(_is_written(draft, each) for each in later):
        raise NotProven(CODE, answer.call, "the answer is asked for within another chat or answer, or asks for one")


def _is_written(draft: Draft, call: cst.Call) -> bool:
    """Whether a call has its v0.4 form already."""
    return call in draft.removed or draft.view.parent(call) in draft.removed


def _converses(component: Component, agent: Agent) -> bool:
    """Whether an agent is in a chat or a group."""
    nested = any(agent in component.meeting(facts) for facts in component.nested_only)
    return nested or bool(component.chats_of(agent) or component.managers_of(agent))


def _check_agent(component: Component, answer: Answer, profile: Profile) -> None:
    """Raises NotProven unless v0.4's agent gives the same answer."""
    agent, program = profile.agent, component.program
    customs = [custom for custom in profile.customs if custom.method != "update_system_message"]
    if agent.subclass is not None or agent.legacy_class not in _PLAIN or customs:
        raise NotProven(CODE, answer.call, f"{agent.name} answers in a way of its own")
    has_tools = component.calls_tools(agent) or any(run.agent is agent for run in component.program.executed_tools)
    by_name = bool(listed(agent)) or any(True for _ in maps_of(program, agent))
    if by_name or (has_tools and (_converses(component, agent) or profile.is_human)):
        raise NotProven(CODE, answer.call, f"{agent.name} has tools, and is in chats, asks a human, or has functions")
    is_model = profile.is_plain_assistant and not component.managers_of(agent)
    if not is_model and any(facts.keeps_history for facts in component.facts):
        raise NotProven(CODE, answer.call, f"{agent.name} forgets a conversation that goes on")
    if profile.is_human and (answer.sender is not None or profile.limit != MAX_AUTO_REPLIES):
        raise NotProven(CODE, answer.call, f"{agent.name} counts how often a human leaves the answer to it")
    for custom in profile.customs:
        check_before_chats(CODE, custom, agent, [answer], f"the system message of {agent.name}")
    if profile.stop.names and agent.view is not answer.view:
        raise NotProven(
            CODE, answer.call, f"the is_termination_msg of {agent.name} reads what this module does not have"
        )


def _check_messages(answer: Answer) -> None:
    """The messages must be texts, as far as they are written out; raises NotProven."""
    view, given = answer.view, answer.arguments
    if given is None or "exclude" in given:
        raise NotProven(CODE, answer.call, "the arguments of the answer cannot be told")
    others = [arg.value for name, arg in given.items() if name != "messages"]
    if any(isinstance(each, _EFFECTS) for node in others for each in walk(node)):
        raise NotProven(CODE, answer.call, "an argument that nothing reads is computed")
    if answer.is_of_history:
        return
    messages = view.value(given["messages"].value)
    if not isinstance(messages, cst.List):
        if constant(view, messages) is None or isinstance(messages, cst.BaseString | cst.Dict):
            raise NotProven(CODE, answer.call, "the messages are no list")
        return
    for element in messages.elements:
        found = entries(view.value(element.value)) if not isinstance(element, cst.StarredElement) else {}
        if found is not None and set(found) - _KEYS:
            raise NotProven(CODE, answer.call, "the messages have more than texts and calls")


def _check_place(answer: Answer) -> None:
    view = answer.view
    if answer.is_async and not _is_awaited(answer):
        function = view.function(answer.call)
        if function.asynchronous is None if function is not None else not view.celled:
            raise NotProven(CODE, answer.call, "the asynchronous answer is not awaited where it is asked for")
        return
    for outer in view.ancestors(answer.call):
        if isinstance(outer, _NOT_HERE):
            raise NotProven(CODE, answer.call, "the agent is asked where nothing can be awaited")
        if isinstance(outer, cst.FunctionDef):
            _check_function(outer, answer)
            return


def _is_awaited(answer: Answer) -> bool:
    return isinstance(answer.view.parent(answer.call), cst.Await)


def _check_function(function: cst.FunctionDef, answer: Answer) -> None:
    name = function.name.value
    named = name.startswith("__") and name.endswith("__")
    if named or any(getattr(each.decorator, "value", "") in _PROPERTIES for each in function.decorators):
        raise NotProven(CODE, answer.call, f"the agent is asked in {name}, which cannot be asynchronous")
    if any(isinstance(node, cst.Yield) for node in walk(function.body)):
        raise NotProven(CODE, answer.call, f"the agent is asked in the generator {name}")


_PROPERTIES = frozenset({"property", "cached_property"})


def _expression_of(answer: Answer) -> cst.BaseExpression:
    """The call with its ``await``, if there is one."""
    above = answer.view.parent(answer.call)
    return above if isinstance(above, cst.Await) else answer.call


def _rewrite(draft: Draft, asked: _Asked, *, alone: bool) -> None:
    """Ask the v0.4 agent; `alone`: nothing else is ever asked of it, so that it may remember."""
    answer, given = asked.answer, asked.answer.arguments or {}
    messages = given["messages"].value if "messages" in given else None
    if "cache" in given and isinstance(cache := given["cache"].value, cst.Name):
        draft.configurations.add(cache.value)
    text = _user_text(draft.view, messages) if messages is not None else None
    agent, expression, indent = draft.code(answer.agent_node), _expression_of(answer), len(draft.indent_of(answer.call))
    kept = answer.is_async and not _is_awaited(answer)
    if alone and text is not None and not kept and _is_answered(asked, text):
        _put_run(draft, expression, f"await {call(f'{agent}.run', [f'task={draft.code(text).strip()}'], indent + 15)}")
        return
    node = text if text is not None else messages
    code = draft.code(node).strip() if node is not None else asked.history
    bounds = [_bounds(profile, asked) for profile in asked.profiles]
    if any(each != bounds[0] for each in bounds):
        raise NotProven(CODE, answer.call, "the agents that may be asked stop answering on different grounds")
    reply = call(draft.use("autogen_compat.native", "reply_of"), [agent, code, *bounds[0]], indent + 15)
    if not kept:
        reply = f"(await {reply})" if _is_tight(draft.view, expression) else f"await {reply}"
    draft.replace(expression, reply)


def _put_run(draft: Draft, expression: cst.BaseExpression, run: str) -> None:
    view = draft.view
    above, line = view.parent(expression), view.statement(expression)
    if isinstance(above, cst.Expr) and not view.celled:
        draft.replace(expression, run)
        return
    if isinstance(above, cst.Assign | cst.Return | cst.Expr) and len(getattr(line, "body", ())) == 1:
        result = draft.fresh("result")
        draft.insert_before(line, [f"{result} = {run}"])
        draft.replace(expression, f"{result}.messages[-1].to_text()")
        return
    draft.replace(expression, f"({run}).messages[-1].to_text()")


def _is_tight(view: ModuleView, expression: cst.BaseExpression) -> bool:
    """Whether more is done with the value on the spot."""
    return isinstance(view.parent(expression), cst.Attribute | cst.Subscript | cst.Call)


def _user_text(view: ModuleView, messages: cst.BaseExpression) -> cst.BaseExpression | None:
    """The text of messages that are written out in place as one of a user."""
    if not isinstance(messages, cst.List) or len(messages.elements) != 1:
        return None
    found = entries(messages.elements[0].value)
    if found is None or set(found) != {"role", "content"} or constant(view, found["role"]) != "user":
        return None
    content = view.value(found["content"])
    is_text = not isinstance(content, cst.List | cst.Tuple | cst.Dict | cst.ListComp)
    return found["content"] if is_text and constant(view, content) is not None else None


def _is_answered(asked: _Asked, text: cst.BaseExpression) -> bool:
    """Whether the agent surely answers by a text, and does not take this one for a last message."""
    answer, profile = asked.answer, asked.profiles[0]
    if not profile.is_plain_assistant or _limit(profile, answer) < 1 or asked.has_tools:
        return False
    known = constant(answer.view, text)
    if isinstance(known, str):
        return profile.stop.never or profile.stop.holds_for(known) is False
    return profile.stop.never or not profile.stop_given


def _bounds(profile: Profile, asked: _Asked) -> Sequence[str]:
    """When there is no answer, where that is not the default."""
    found: list[str] = []
    if profile.is_human:
        return found
    if profile.stop != DEFAULT:
        stop = "None" if profile.stop.never else f"lambda message: {profile.stop.on('message')}"
        found.append(f"stop_when={stop}")
    limit = _limit(profile, asked.answer)
    unbounded = limit == MAX_AUTO_REPLIES or (asked.once and limit > 0)
    return [*found, *([] if unbounded else [f"max_replies={limit}"])]


def _limit(profile: Profile, answer: Answer) -> int:
    """The answers in a row; v0.2 counts each of them twice where they are asynchronous."""
    return profile.limit // 2 if answer.is_async else profile.limit

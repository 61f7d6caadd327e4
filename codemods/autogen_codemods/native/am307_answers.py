"""AM307: one answer without a chat is asked of the v0.4 agent.

v0.2: autogen/agentchat/conversable_agent.py generate_reply.  v0.4: autogen_agentchat.agents.BaseChatAgent.run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import libcst as cst

from autogen_codemods.model.literals import constant, entries
from autogen_codemods.model.program import Answer
from autogen_codemods.model.signatures import MAX_AUTO_REPLIES
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am302_stops import DEFAULT
from autogen_codemods.native.am303_results import is_formatted
from autogen_codemods.native.answer_checks import (
    check_agent,
    check_messages,
    check_nesting,
    check_place,
    converses,
    is_awaited,
)
from autogen_codemods.native.chats import is_repeated
from autogen_codemods.native.component import Component
from autogen_codemods.native.done import Log
from autogen_codemods.native.draft import Draft, Drafts, call
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM307",
    title="one answer without a chat is asked of the agent",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's agents run a task by themselves. They remember it, which v0.2's generate_reply did not: an agent that "
    "may be asked again, or that has conversations too, is asked by reply_of(), which keeps nothing. A cache that "
    "is given to generate_reply goes: v0.2 made its folder, and kept nothing there.",
    before='reply = agent.generate_reply(messages=[{"role": "user", "content": "Hello"}])',
    after='result = await agent.run(task="Hello")\nreply = result.messages[-1].to_text()',
)

CODE = RULE.code
_LOOPS = (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)


class Told(Protocol):
    """The conversations to which answers are given, by the ids of the answers."""

    messages: dict[int, str]
    """The code for the messages."""
    left: dict[int, str]
    """The code for how often the agent still answers, where it has a limit."""


def rewrite_answers(component: Component, drafts: Drafts, log: Log, told: Told) -> None:
    """Ask v0.4's agents where v0.2's generated a reply outside of their chats; raises NotProven."""
    for answer in sorted(component.answers, key=_innermost):
        profiles = [component.profiles[id(agent)] for agent in answer.agents]
        for profile in profiles:
            check_agent(component, answer, profile)
        check_messages(answer)
        check_place(answer)
        check_nesting(drafts[answer.view], component, answer)
        asked = _Asked(
            answer,
            profiles,
            told.messages.get(id(answer), ""),
            told.left.get(id(answer), ""),
            once=_is_once(component, answer),
            has_tools=any(map(component.calls_tools, answer.agents)),
        )
        alone = asked.once and not any(converses(component, agent) for agent in answer.agents)
        alone = alone and not component.program.is_recorded  # reply_of says who asks the model
        _rewrite(drafts[answer.view], asked, alone=alone)
        log.did(CODE, answer.call, f"{answer.view.code(answer.agent_node)} is asked for one answer")


@dataclass(frozen=True)
class _Asked:
    """One answer and the agents that may be asked; `once`: it is the only answer of its agent, outside of chats."""

    answer: Answer
    profiles: Sequence[Profile]
    history: str
    """The code for the messages, where they are not given."""
    left: str
    """The code for how often the agent still answers after its chat, where it has a limit."""
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
    agent, expression = draft.code(answer.agent_node), _expression_of(answer)
    kept = answer.is_async and not is_awaited(answer)
    if alone and text is not None and not kept and _is_answered(asked, text):
        run = _call(draft, expression, f"{agent}.run", [f"task={draft.code(text).strip()}"])
        _put_run(draft, expression, f"await {run}")
        return
    node = text if text is not None else messages
    code = draft.code(node).strip() if node is not None else asked.history
    bounds = [_bounds(profile, asked) for profile in asked.profiles]
    if any(each != bounds[0] for each in bounds):
        raise NotProven(CODE, answer.call, "the agents that may be asked stop answering on different grounds")
    if is_formatted(draft.view, expression) and any('"' in each for each in bounds[0]):
        raise NotProven(CODE, answer.call, "the answer is asked for within a text")
    reply = _call(draft, expression, draft.use("autogen_compat.native", "reply_of"), [agent, code, *bounds[0]])
    if not kept:
        reply = f"(await {reply})" if _is_tight(draft.view, expression) else f"await {reply}"
    draft.replace(expression, reply)


def _call(draft: Draft, place: cst.BaseExpression, function: str, arguments: Sequence[str]) -> str:
    """A call in the place of an expression, on one line within a text."""
    if is_formatted(draft.view, place):
        return f"{function}({', '.join(arguments)})"
    return call(function, arguments, len(draft.indent_of(place)) + 15)


def _put_run(draft: Draft, expression: cst.BaseExpression, run: str) -> None:
    view = draft.view
    above, line = view.parent(expression), view.statement(expression)
    if isinstance(above, cst.Expr) and not view.celled:
        draft.replace(expression, run)
        return
    if isinstance(above, cst.Assign | cst.Return | cst.Expr) and len(getattr(line, "body", ())) == 1:
        result = draft.fresh("result", line)
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
    if asked.left:
        if not asked.once:
            raise NotProven(CODE, asked.answer.call, f"{profile.agent.name} counts its answers on after its chat")
        return [*found, f"max_replies={asked.left}"]
    unbounded = limit == MAX_AUTO_REPLIES or (asked.once and limit > 0)
    return [*found, *([] if unbounded else [f"max_replies={limit}"])]


def _limit(profile: Profile, answer: Answer) -> int:
    """The answers in a row; v0.2 counts each of them twice where they are asynchronous."""
    return profile.limit // 2 if answer.is_async else profile.limit

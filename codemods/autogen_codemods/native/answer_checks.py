"""What must hold of an answer outside of chats, so that v0.4's agent gives the same."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.function_maps import maps_of
from autogen_codemods.model.literals import constant, entries
from autogen_codemods.model.program import Agent, Answer, Program, same_function
from autogen_codemods.model.signatures import MAX_AUTO_REPLIES
from autogen_codemods.native.am501_tools import tools_of
from autogen_codemods.native.am502_functions import listed
from autogen_codemods.native.component import Component
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.setting_up import check_before_chats
from autogen_codemods.tree.walk import walk

CODE = "AM307"
_PLAIN = frozenset({"ConversableAgent", "AssistantAgent", "UserProxyAgent"})
_KEYS = frozenset({"role", "content", "name", "tool_calls", "tool_call_id"})
_EFFECTS = (cst.Call, cst.Await, cst.NamedExpr, cst.Lambda)
_NOT_HERE = (cst.Lambda, cst.GeneratorExp, cst.ClassDef, cst.Decorator, cst.Param)
"""Where nothing can be awaited."""
_PROPERTIES = frozenset({"property", "cached_property"})


def converses(component: Component, agent: Agent) -> bool:
    """Whether an agent is in a chat or a group."""
    nested = any(agent in component.meeting(facts) for facts in component.nested_only)
    return nested or bool(component.chats_of(agent) or component.managers_of(agent))


def tool_pairs(component: Component) -> list[tuple[Agent, Agent]]:
    """The agents that answer with calls of tools outside of chats, each with one that runs them."""
    callers = [agent for agent in component.agents if component.calls_tools(agent) and not converses(component, agent)]
    return [pair for agent in callers if component.answers for pair in _runners(component.program, agent)]


def _runners(program: Program, agent: Agent) -> list[tuple[Agent, Agent]]:
    told = tools_of(program, agent)
    runs = (run for run in program.executed_tools if any(same_function(tool, run) for tool in told))
    return [(agent, agent), *((agent, run.agent) for run in runs)]


def check_agent(component: Component, answer: Answer, profile: Profile) -> None:
    """Raises NotProven unless v0.4's agent gives the same answer."""
    agent, program = profile.agent, component.program
    customs = [custom for custom in profile.customs if custom.method != "update_system_message"]
    if agent.subclass is not None or agent.legacy_class not in _PLAIN or customs:
        raise NotProven(CODE, answer.call, f"{agent.name} answers in a way of its own")
    has_tools = component.calls_tools(agent) or any(run.agent is agent for run in component.program.executed_tools)
    by_name = bool(listed(agent)) or any(True for _ in maps_of(program, agent))
    if by_name or (has_tools and (converses(component, agent) or profile.is_human)):
        raise NotProven(CODE, answer.call, f"{agent.name} has tools, and is in chats, asks a human, or has functions")
    is_model = profile.is_plain_assistant and not component.managers_of(agent)
    if not is_model and any(facts.keeps_history for facts in component.facts):
        raise NotProven(CODE, answer.call, f"{agent.name} forgets a conversation that goes on")
    if profile.is_human and (answer.sender is not None or profile.limit != MAX_AUTO_REPLIES):
        raise NotProven(CODE, answer.call, f"{agent.name} counts how often a human leaves the answer to it")
    if profile.limit != MAX_AUTO_REPLIES and any(reset.party is agent for reset in program.resets):
        raise NotProven(CODE, answer.call, f"{agent.name} is reset, and counts its answers")
    asked = [each for each in component.answers if agent in each.agents]
    if profile.limit != MAX_AUTO_REPLIES and len({each.is_async for each in asked}) > 1:
        raise NotProven(CODE, answer.call, f"{agent.name} counts its asynchronous answers twice and others once")
    for custom in profile.customs:
        check_before_chats(CODE, custom.view, custom.line, agent, [answer], f"the system message of {agent.name}")
    if profile.stop.names and agent.view is not answer.view:
        raise NotProven(
            CODE, answer.call, f"the is_termination_msg of {agent.name} reads what this module does not have"
        )


def check_messages(answer: Answer) -> None:
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


def check_place(answer: Answer) -> None:
    view = answer.view
    if answer.is_async and not is_awaited(answer):
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


def is_awaited(answer: Answer) -> bool:
    return isinstance(answer.view.parent(answer.call), cst.Await)


def _check_function(function: cst.FunctionDef, answer: Answer) -> None:
    name = function.name.value
    named = name.startswith("__") and name.endswith("__")
    if named or any(getattr(each.decorator, "value", "") in _PROPERTIES for each in function.decorators):
        raise NotProven(CODE, answer.call, f"the agent is asked in {name}, which cannot be asynchronous")
    if any(isinstance(node, cst.Yield) for node in walk(function.body)):
        raise NotProven(CODE, answer.call, f"the agent is asked in the generator {name}")


def check_nesting(draft: Draft, component: Component, answer: Answer) -> None:
    """What is asked for within code that was or will be rewritten would get lost; raises NotProven."""
    program = component.program
    inside = {id(node) for node in walk(answer.call) if node is not answer.call}
    later = [each.call for each in (*program.chats, *program.answers) if id(each.call) in inside]
    if draft.is_gone(answer.call) or not all(_is_written(draft, each) for each in later):
        raise NotProven(CODE, answer.call, "the answer is asked for within another chat or answer, or asks for one")


def _is_written(draft: Draft, call: cst.Call) -> bool:
    """Whether a call has its v0.4 form already."""
    return call in draft.removed or draft.view.parent(call) in draft.removed

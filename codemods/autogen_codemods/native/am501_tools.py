"""AM501: tools registered with a caller and an executor become the caller's ``tools``.

v0.2: autogen/agentchat/conversable_agent.py register_for_llm, register_for_execution, register_function.
v0.4: autogen_agentchat.agents.AssistantAgent(tools=…, max_tool_iterations=…).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from autogen_codemods.model.literals import UNKNOWN, constant
from autogen_codemods.model.program import Agent, Program, ToolForExecution, ToolForModel, same_function
from autogen_codemods.model.tool_keys import expression_key
from autogen_codemods.native.am302_stops import DEFAULT, Stop
from autogen_codemods.native.draft import Draft, call, items
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.tool_places import (
    check_told_together,
    definition_of,
    early_tools,
    function_of,
    own_name,
    tools_of,
)
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM501",
    title="registered tools move to the agent that calls them",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="A v0.4 AssistantAgent runs its own tools, as often as the model asks, before it answers. "
    "SequentialFunctionTool is v0.4's FunctionTool with v0.2's order of calls, thread and result texts; in a "
    "BoundedAssistantAgent calls and results use up the answers that max_consecutive_auto_reply allows, as in v0.2.",
    before='register_function(add, caller=assistant, executor=user_proxy, name="add", description="Adds.")',
    after='assistant = BoundedAssistantAgent("assistant", model_client=model_client, '
    'tools=[SequentialFunctionTool(add, description="Adds.", name="add")], max_messages=200)',
)

CODE = RULE.code
_RUNNING = frozenset({"create_task", "ensure_future", "get_event_loop", "get_running_loop"})


def check_tools(program: Program, caller: Agent, executor: Agent, told: Iterable[ToolForModel]) -> None:
    """Every tool that `caller` is told of must be one that its partner in the chat runs; raises NotProven."""
    for tool in told:
        same = [t for t in program.executed_tools if same_function(t, tool)]
        if not any(t.agent is executor and has_same_name(tool, t) for t in same):
            reason = f"{caller.name} calls a tool that {executor.name}, its partner in the chat, does not run"
            raise NotProven(CODE, tool.marker, f"{reason} under this name")
        check_told_together(program, tool, executor)
        _check_loop(program, tool)
    for tool in program.executed_tools:
        # A model calls only what it is told of: tools for others are never asked for in this chat.
        if tool.agent in (caller, executor) and not any(same_function(tool, told) for told in program.model_tools):
            raise NotProven(CODE, tool.marker, f"{tool.agent.name} runs a tool that no model is told of")


def _check_loop(program: Program, tool: ToolForModel) -> None:
    """A synchronous tool sees no event loop, as in v0.2's synchronous chats; raises NotProven where it uses one."""
    function = definition_of(tool)
    if function is None or function.asynchronous is not None:
        return
    if not any(
        (chat.is_async or chat.threaded) and tool.agent in (chat.sender, chat.recipient) for chat in program.chats
    ):
        return
    for node in walk(function.body):
        if isinstance(node, cst.Name) and node.value in _RUNNING:
            reason = f"the tool {function.name.value} uses the event loop of the chat ({node.value})"
            raise NotProven(CODE, node, reason)


def has_same_name(told: ToolForModel, run: ToolForExecution) -> bool:
    """Whether the tool is run under the name that the model is told of.

    v0.2: a registration for execution without a name takes the one that the function was given before.
    """
    view = told.view
    plain = own_name(told)
    told_name = constant(view, told.name) if told.name is not None else plain
    if run.name is not None:
        return _is_same_text(told, run) if told_name is UNKNOWN else constant(run.view, run.name) == told_name
    if told_name == plain or told.marker is run.marker:
        return True
    told_at, run_at = view.span(told.marker).start, view.span(run.marker).start
    if isinstance(told.marker, cst.Decorator):
        return not isinstance(run.marker, cst.Decorator) or run_at < told_at
    return not isinstance(run.marker, cst.Decorator) and told_at < run_at


def _is_same_text(told: ToolForModel, run: ToolForExecution) -> bool:
    """Whether a name that is computed is computed in the same way."""
    if told.name is None or run.name is None or any(isinstance(each, cst.Call) for each in walk(told.name)):
        return False
    return expression_key(told.view, told.name) == expression_key(run.view, run.name)


def tool_arguments(
    draft: Draft,
    program: Program,
    agent: Agent,
    stop: Stop,
    executor_stops: Sequence[Stop],
    limit: int | None,
    functions: str | None = None,
) -> list[str]:
    """The constructor arguments that give an agent its tools; raises NotProven.

    `limit`: the messages after the task; `stop`: the agent's last messages, which results of tools may be;
    `executor_stops`: those of the agents that ran the tools, which the text beside a call may be;
    `functions`: tools that are not registered.
    """
    tools = tools_of(program, agent)
    if not tools and functions is None:
        return []
    if stop.reads_message:
        raise NotProven(CODE, agent.call, f"the is_termination_msg of {agent.name} may read the results of tools")
    given = [tool_expression(draft, tool) for tool in early_tools(program, agent)]
    listed = functions or (items(given) if given else "")
    arguments = [*([f"tools={listed}"] if listed else []), f"max_messages={limit}"]
    arguments += [] if stop == DEFAULT else [f"stop_when=lambda message: {stop.on('message')}"]
    return [*arguments, *_before_tools(agent, executor_stops)]


def _before_tools(agent: Agent, stops: Sequence[Stop]) -> list[str]:
    if any(stop != stops[0] for stop in stops):
        raise NotProven(CODE, agent.call, f"the agents that run the tools of {agent.name} end chats differently")
    if not stops or stops[0] == DEFAULT:
        return []
    [stop, *_] = stops
    if stop.holds_for(""):
        raise NotProven(CODE, agent.call, f"an empty message ends the chat, and calls of {agent.name} have no text")
    return ["stop_before_tools=" + ("None" if stop.never else f"lambda message: {stop.on('message')}")]


def tool_expression(draft: Draft, tool: ToolForModel) -> str:
    """The v0.4 tool of a function; raises NotProven."""
    view = draft.view
    if tool.description is None:
        raise NotProven(
            CODE, tool.marker, "a tool is registered for the model without a description, which v0.2 refuses"
        )
    definition = definition_of(tool)
    if definition is not None:
        _check_function(definition)
    text = definition.name.value if definition is not None else draft.code(function_of(tool))
    parts = [text, f"description={draft.code(tool.description)}"]
    if tool.name is not None and constant(view, tool.name) != own_name(tool):
        parts.append(f"name={draft.code(tool.name)}")
    return call(draft.use("autogen_compat.native", "SequentialFunctionTool"), parts, 12)


def _check_function(function: cst.FunctionDef) -> None:
    parameters = function.params
    if isinstance(parameters.star_arg, cst.Param) or parameters.star_kwarg is not None:
        raise NotProven(CODE, function, f"the tool {function.name.value} takes * or ** arguments")
    for parameter in (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params):
        if parameter.annotation is None and parameter.default is None:
            reason = f"the tool {function.name.value} has the parameter {parameter.name.value} without a type"
            raise NotProven(CODE, function, reason)

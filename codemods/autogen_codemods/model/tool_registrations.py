"""Tools that are registered with agents, as they belong to the program.

v0.2: autogen/agentchat/conversable_agent.py register_function, register_for_llm, register_for_execution.
"""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model import signatures
from autogen_codemods.model.literals import bound_arguments, constant, elements
from autogen_codemods.model.program import Agent, Program, ToolForExecution, ToolForModel, same_function
from autogen_codemods.model.tool_keys import is_registration
from autogen_codemods.model.view import ModuleView


def collect_registered_function(program: Program, view: ModuleView, call: cst.Call) -> None:
    """``register_function(f, caller=…, executor=…, name=…, description=…)`` as a statement of its own."""
    if view.legacy_name(call.func) != "register_function":
        return
    line = view.own_line(call)
    arguments = bound_arguments(call, signatures.REGISTER_FUNCTION_PARAMETERS)
    if line is None or arguments is None or not {"f", "caller", "executor"} <= arguments.keys():
        return
    given = {name: arg.value for name, arg in arguments.items()}
    callers, executors = _agents(program, view, given["caller"]), _agents(program, view, given["executor"])
    if not callers or not executors:
        return
    program.claim(given["caller"], given["executor"])
    function, name, description = given["f"], given.get("name"), given.get("description")
    for agent in callers:
        tool = ToolForModel(view, agent, function, name, description, line, given["caller"])
        program.model_tools.append(tool)
    for agent in executors:
        program.executed_tools.append(ToolForExecution(view, agent, function, name, line, given["executor"]))


def collect_registration_call(program: Program, view: ModuleView, call: cst.Call) -> None:
    """``agent.register_for_llm(…)(f)`` and ``agent.register_for_execution(…)(f)`` as statements of their own."""
    if isinstance(call.func, cst.Call) and is_registration(call) and (line := _registering_line(view, call)):
        _collect_registration(program, view, call.func, call.args[0].value, line)


def _registering_line(view: ModuleView, call: cst.Call) -> cst.SimpleStatementLine | None:
    """The line of a registration, which may keep the function under another name for further ones."""
    above = view.parent(call)
    variable = view.variable(above.targets[0].target) if isinstance(above, cst.Assign) else None
    if variable is None or variable.value is not call:
        return view.own_line(call)
    arguments = (view.parent(read) for read in variable.reads)
    further = (isinstance(each, cst.Arg) and is_registration(view.parent(each)) for each in arguments)
    return variable.statement if all(further) else None


def collect_registration_decorators(program: Program, view: ModuleView, function: cst.FunctionDef) -> None:
    """``@agent.register_for_llm(…)`` and ``@agent.register_for_execution(…)``."""
    for decorator in function.decorators:
        if isinstance(decorator.decorator, cst.Call):
            _collect_registration(program, view, decorator.decorator, function, decorator)


def _collect_registration(
    program: Program,
    view: ModuleView,
    call: cst.Call,
    function: cst.BaseExpression | cst.FunctionDef,
    marker: cst.SimpleStatementLine | cst.Decorator,
) -> None:
    method = call.func
    if not isinstance(method, cst.Attribute) or method.attr.value not in _REGISTERING:
        return
    agents = _agents(program, view, method.value)
    arguments = bound_arguments(call, _REGISTERING[method.attr.value])
    if not agents or arguments is None:
        return
    given = {name: arg.value for name, arg in arguments.items()}
    name, description = given.get("name"), given.get("description")
    if "api_style" in given and constant(view, given["api_style"]) not in ("function", "tool"):
        return
    for agent in agents:
        if method.attr.value == "register_for_execution":
            program.executed_tools.append(ToolForExecution(view, agent, function, name, marker, method.value))
        else:
            tool = ToolForModel(view, agent, function, name, description, marker, method.value)
            program.model_tools.append(tool)
    program.claim(method.value)


def inherit(program: Program) -> None:
    """Give registrations the names and descriptions of earlier ones, which v0.2 keeps with the function."""
    found = [*program.model_tools, *program.executed_tools]
    for tool in found:
        if tool.name is not None and (isinstance(tool, ToolForExecution) or tool.description is not None):
            continue
        earlier = [each for each in found if _is_earlier(each, tool) and same_function(each, tool)]
        earlier.sort(key=lambda each: _order(each))
        names = [each.name for each in earlier if each.name is not None]
        told = [each.description for each in earlier if isinstance(each, ToolForModel) and each.description is not None]
        if tool.name is None and names:
            tool.name = names[-1]
        if isinstance(tool, ToolForModel) and tool.description is None and told:
            tool.description = told[-1]


def _is_earlier(one: ToolForModel | ToolForExecution, other: ToolForModel | ToolForExecution) -> bool:
    """Whether one registration runs before another, for sure."""
    view = one.view
    if view is not other.view or one.marker is other.marker:
        return False
    places = view.function(view.statement(one.marker)), view.function(view.statement(other.marker))
    return places[0] is places[1] and _order(one) < _order(other)


def _order(tool: ToolForModel | ToolForExecution) -> tuple[int, int]:
    """Decorators run from the last to the first, where their function stands."""
    view, start = tool.view, tool.view.span(tool.marker).start
    return (view.span(tool.function).start, -start) if isinstance(tool.marker, cst.Decorator) else (start, 0)


def _agents(program: Program, view: ModuleView, node: cst.BaseExpression) -> list[Agent]:
    """The agents that an expression is, one after the other; none if it may be anything else."""
    items = _looped_over(view, node)
    if items is None:
        return []
    found = [program.objects(view, each) for each in items]
    agents = [agent for objects in found for agent in objects if isinstance(agent, Agent)]
    return list(dict.fromkeys(agents)) if all(found) and len(agents) == sum(map(len, found)) else []


def _looped_over(view: ModuleView, node: cst.BaseExpression) -> list[cst.BaseExpression] | None:
    """An expression, or the items of the list that a loop has it run over; None where another loop has the name too."""
    if not isinstance(node, cst.Name):
        return [node]
    loops = (each for each in view.ancestors(node) if isinstance(each, cst.For))
    loop = next((each for each in loops if view.code(each.target) == node.value), None)
    if loop is None or len(view.assignments(node)) == 1:
        return [node]
    return elements(view, loop.iter) if isinstance(loop.iter, cst.List | cst.Tuple) else None


_REGISTERING = {
    "register_for_llm": signatures.REGISTER_FOR_LLM_PARAMETERS,
    "register_for_execution": signatures.REGISTER_FOR_EXECUTION_PARAMETERS,
}

"""AM502: functions that an llm_config lists become tools of the agent whose model calls them.

v0.2: ``llm_config["functions"]`` and ``function_map``.  v0.4: autogen_core.tools.BaseTool.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import libcst as cst

from autogen_codemods.files.edits import Edit
from autogen_codemods.model.function_maps import FunctionMap, maps_of
from autogen_codemods.model.literals import UNKNOWN, constant
from autogen_codemods.model.program import Agent, Chat, Program
from autogen_codemods.model.settings import is_off, is_pure
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am203_config_lists import is_loader
from autogen_codemods.native.draft import Draft, Drafts, call
from autogen_codemods.native.homes import hidden_name, names_in
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM502",
    title="functions listed in llm_config and a function_map become tools",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4 knows tools only. function_tools makes one of each schema and the function of its name, which gets the "
    "arguments and gives its result as v0.2's functions did. The model is asked to call tools in their place.",
    before='llm_config = {"functions": [{"name": "add", ...}], "config_list": config_list}\n'
    'user_proxy.register_function(function_map={"add": add})',
    after='assistant = BoundedAssistantAgent("assistant", model_client=model_client, '
    'tools=function_tools([{"name": "add", ...}], {"add": add}), max_messages=200)',
)

CODE = RULE.code
KEYS = ("functions", "tools")
"""The settings of an llm_config that list them."""


def listed(agent: Agent) -> list[cst.DictElement]:
    """The entries of an agent's llm_config that list functions or tools."""
    argument = (agent.arguments or {}).get("llm_config")
    entries = written(agent.view, argument.value) if argument is not None else []
    return [each for each in entries if not is_off(agent.view, each.value)]


def written(view: ModuleView, node: cst.BaseExpression) -> list[cst.DictElement]:
    """The entries for functions or tools in the display of a configuration itself, not of one that it takes over."""
    settings = view.value(node)
    if not isinstance(settings, cst.Dict):
        return []
    return [each for each in settings.elements if isinstance(each, cst.DictElement) and _key(each) in KEYS]


def check(program: Program, agent: Agent, partners: Sequence[Agent], *, in_group: bool, in_others: bool) -> None:
    """An agent's functions must be those that its partners run, and all known here; raises NotProven.

    Those of a group are looked at with it.
    """
    entries, maps = listed(agent), list(maps_of(program, agent))
    if (entries or maps) and (in_others or (in_group and partners)):
        reason = f"{agent.name} calls or runs functions by name, and there are chats beside its group or within replies"
        raise NotProven(CODE, agent.call, reason)
    if (entries or maps) and any(each.line is None for each in (agent, *partners)):
        raise NotProven(CODE, agent.call, f"{agent.name} calls or runs functions by name, and is made within others")
    if len(entries) > 1:
        raise NotProven(CODE, agent.call, f"the llm_config of {agent.name} lists functions and tools")
    if entries and any(tool.agent is agent for tool in program.model_tools):
        raise NotProven(CODE, agent.call, f"{agent.name} has registered tools and functions in its llm_config")
    if entries and not _may_come_first(agent, entries[0]):
        raise NotProven(CODE, entries[0].value, f"the functions of {agent.name} are computed behind something else")
    if entries and len(partners) != 1 and not in_group:
        raise NotProven(CODE, agent.call, f"{agent.name} calls functions of several partners")
    if entries and not _is_for_agents(program, agent):
        raise NotProven(CODE, agent.call, f"the llm_config of {agent.name} with its functions is used elsewhere too")
    for partner in partners if maps else ():
        if not listed(partner) and not is_written_out(partner):
            raise NotProven(CODE, maps[0].node, f"which functions the model of {partner.name} calls is not known here")
    for each in maps:
        _check_place(each, partners)


def arguments(draft: Draft, program: Program, agent: Agent, partner: Agent) -> str:
    """The tools of an agent whose llm_config lists functions, which `partner` ran."""
    [entry] = listed(agent)
    if (hidden := hidden_name(draft.view, names_in(draft.view, entry.value), entry, agent.statement)) is not None:
        raise NotProven(CODE, entry, f"{hidden} is something else where {agent.name} is made")
    functions = functions_of(draft, program, partner)
    return call(draft.use("autogen_compat.native", "function_tools"), [draft.code(entry.value), functions], 12)


def functions_of(draft: Draft, program: Program, agent: Agent) -> str:
    """The dictionary of all functions that an agent runs by name."""
    maps = [draft.code(each.node) for each in maps_of(program, agent)]
    return maps[0] if len(maps) == 1 else "{" + ", ".join(f"**{each}" for each in maps) + "}"


def remove(drafts: Drafts, program: Program, agents: Iterable[Agent]) -> None:
    """Take the lists of functions and their registrations away."""
    for agent in agents:
        draft = drafts[agent.view]
        for entry in listed(agent):
            if entry not in draft.removed:
                _bring_forward(draft, agent, entry)
                _remove_entry(draft, entry)
        for each in program.function_maps:
            if each.agent is agent and each.line is not None:
                draft.remove(each.line)


def place(program: Program, agent: Agent, partner: Agent) -> cst.SimpleStatementLine | None:
    """The last statement that gives `partner` functions, where it stands behind the agent."""
    if not listed(agent):
        return None
    view, made = agent.view, agent.view.span(agent.statement).end
    later = [each.statement for each in maps_of(program, partner) if view.span(each.statement).start > made]
    return max(later, key=lambda each: view.span(each).end) if later else None


def place_of_maps(program: Program, agent: Agent) -> cst.SimpleStatementLine | None:
    """The last statement that gives an agent functions after it was made."""
    lines = [each.line for each in program.function_maps if each.agent is agent and each.line is not None]
    return max(lines, key=lambda each: agent.view.span(each).end) if lines else None


def _check_place(each: FunctionMap, partners: Iterable[Agent]) -> None:
    """Functions must be given in the block of code where the agents that run and call them are made."""
    for agent in (each.agent, *(partner for partner in partners if listed(partner))):
        same = agent.view is each.view and each.view.parent(each.statement) is agent.view.parent(agent.statement)
        if not same:
            raise NotProven(CODE, each.node, f"functions of {agent.name} are given in another block of code")


def _is_for_agents(program: Program, agent: Agent) -> bool:
    """Whether nothing but agents reads the configuration that lists an agent's functions."""
    variable = agent.view.variable((agent.arguments or {})["llm_config"].value)
    given = {id(arg.value) for each in program.agents for arg in (each.arguments or {}).values()}
    given |= {id(arg.value) for chat in program.chats if (arg := _ignored(chat)) is not None}
    return variable is None or all(id(read) in given for read in variable.reads)


def _ignored(chat: Chat) -> cst.Arg | None:
    """The ``llm_config`` that a chat is given, which only a function for its first message could read."""
    given = chat.arguments or {}
    message = chat.view.value(given["message"].value) if "message" in given else None
    is_text = isinstance(message, cst.SimpleString | cst.FormattedString | cst.ConcatenatedString)
    return given.get("llm_config") if is_text else None


def _may_come_first(agent: Agent, entry: cst.DictElement) -> bool:
    """Whether functions may be made before their dictionary is, or where they are used."""
    if not any(isinstance(each, cst.Call | cst.Await) for each in walk(entry.value)):
        return True
    view = agent.view
    display = cst.ensure_type(view.parent(entry), cst.Dict)
    earlier = display.elements[: display.elements.index(entry)]
    calls = [each for element in earlier for each in walk(element) if isinstance(each, cst.Call | cst.Await)]
    return not any(isinstance(each, cst.Await) or not _only_loads(view, each) for each in calls)


def _only_loads(view: ModuleView, call: cst.Call) -> bool:
    return is_pure(call) or is_loader(view.qualified(call.func) or "")


def is_written_out(agent: Agent) -> bool:
    """Whether an agent's llm_config surely lists no functions but those that are seen here."""
    argument = (agent.arguments or {}).get("llm_config")
    if argument is None or constant(agent.view, argument.value) is not UNKNOWN:
        return True
    settings = agent.view.value(argument.value)
    return isinstance(settings, cst.Dict) and all(isinstance(each, cst.DictElement) for each in settings.elements)


def _key(entry: cst.DictElement) -> str | None:
    return str(entry.key.evaluated_value) if isinstance(entry.key, cst.SimpleString) else None


def _bring_forward(draft: Draft, agent: Agent, entry: cst.DictElement) -> None:
    """Make functions that are computed above their dictionary; :func:`arguments` reads them by their new name."""
    view, home = draft.view, draft.view.statement(entry)
    is_computed = any(isinstance(each, cst.Call) for each in walk(entry.value))
    if is_computed and home is not agent.statement:
        name = draft.fresh("functions")
        start, told = _comments_above(view, entry)
        lines = [line.strip() for line in told.splitlines()]
        draft.insert_before(home, [*lines, f"{name} = {draft.code(entry.value)}"])
        draft.edits.append(Edit(*view.span(entry.value), name))
        if lines:
            draft.edits.append(Edit(start, start + len(told), ""))


def _comments_above(view: ModuleView, entry: cst.DictElement) -> tuple[int, str]:
    """Where the lines of comments on an entry start, and their text; empty where it does not begin a line."""
    start = view.span(entry).start
    found = _COMMENTS.search(view.text[:start])
    return (found.start(), found[1]) if found else (start, "")


_COMMENTS = re.compile(r"(?<=\n)((?:[ \t]*#[^\n]*\n)+)[ \t]*\Z")


def _remove_entry(draft: Draft, entry: cst.DictElement) -> None:
    """Cut an entry out of its dictionary, with the comma and the space up to the next one."""
    view, display = draft.view, draft.view.parent(entry)
    assert isinstance(display, cst.Dict)
    siblings = list(display.elements)
    index = siblings.index(entry)
    start, end = view.span(entry)
    if index + 1 < len(siblings):
        end = view.span(siblings[index + 1]).start
    elif index:
        start = view.span(siblings[index - 1]).end
    draft.edits.append(Edit(start, end, ""))
    draft.removed.append(entry)

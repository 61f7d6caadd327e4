"""Functions by name in a group: one member's model is told of them, and the members that have them run them.

v0.2: autogen/agentchat/groupchat.py (``func_call_filter``: a message with ``function_call`` goes to a member whose
``function_map`` has the function).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from autogen_codemods.model.function_maps import maps_of
from autogen_codemods.model.program import Agent, Program
from autogen_codemods.native import am320_reply_functions
from autogen_codemods.native.am304_histories import history_of
from autogen_codemods.native.am502_functions import CODE, functions_of, is_written_out, listed
from autogen_codemods.native.draft import Draft, call
from autogen_codemods.native.groups import GroupFacts
from autogen_codemods.native.proof import NotProven

if TYPE_CHECKING:
    from autogen_codemods.native.component import Component

_NATIVE = "autogen_compat.native"


def check_group_functions(component: Component, facts: GroupFacts) -> None:
    """The functions of a group must all be known, and none may read their calls as dictionaries; raises NotProven."""
    program, members = component.program, facts.group.members or ()
    runners = [agent for agent in members if any(True for _ in maps_of(program, agent))]
    by_name = [agent for agent in members if listed(agent) or agent in runners]
    if not by_name:
        return
    if listing := [agent for agent in members if listed(agent)]:
        _check_runs(component, facts, listing[0], runners)
    told = next((each for each in members if not listed(each) and not is_written_out(each)), None)
    if told is not None:
        raise NotProven(CODE, by_name[0].call, f"which functions the model of {told.name} calls is not known here")
    if any(tool.agent in members for tool in (*program.model_tools, *program.executed_tools)):
        raise NotProven(CODE, by_name[0].call, "the group has registered tools and functions by name")
    if facts.group.chooser is not None or facts.selection == "named" or facts.transitions is not None:
        raise NotProven(CODE, by_name[0].call, "a function or transitions select who speaks after calls by name")
    if not facts.finds_runners or facts.clears or facts.group.gathered is not None:
        raise NotProven(CODE, by_name[0].call, "who is given calls by name in the group is not certain")


def _check_runs(component: Component, facts: GroupFacts, caller: Agent, runners: list[Agent]) -> None:
    """Some member runs functions, at once, and nothing reads what was said of them; raises NotProven."""
    if not runners:
        raise NotProven(CODE, caller.call, f"{caller.name} calls functions by name, and no member runs any")
    profiles = [profile for profile in facts.members if profile.agent in runners]
    special = (profile for profile in facts.members if listed(profile.agent) or profile in profiles)
    if any(am320_reply_functions.chained(profile) for profile in special):
        raise NotProven(CODE, caller.call, "members of the group have functions by name and reply functions or hooks")
    if any(profile.is_human for profile in profiles):
        raise NotProven(CODE, caller.call, "a human may answer in place of functions by name")
    members = [read for read in component.program.reads if read.party in (facts.group.members or ())]
    own = [read for read in component.program.reads if read.party in (facts.group, facts.manager)]
    if members or any(history_of(read) is None for read in own):
        raise NotProven(CODE, caller.call, "messages of a group with functions by name are read")
    for chat in (each for each in component.all_facts if each.chat.recipient is facts.manager):
        if component.use(chat).reads_history or chat.summary.kind != "last" or chat.chat.is_async:
            raise NotProven(CODE, chat.chat.call, "the history of a group with functions by name is read")


def told_by_name(draft: Draft, agent: Agent) -> list[str]:
    """The tools that the model of a member is told of in its configuration."""
    entries = [draft.code(entry.value) for entry in listed(agent)]
    return [f"*{call(draft.use(_NATIVE, 'function_tools'), [each], 12)}" for each in entries]


def run_by_name(draft: Draft, program: Program, agent: Agent) -> list[str]:
    """The tools that the functions of a member are."""
    if not any(True for _ in maps_of(program, agent)):
        return []
    return [f"*{call(draft.use(_NATIVE, 'functions_by_name'), [functions_of(draft, program, agent)], 12)}"]

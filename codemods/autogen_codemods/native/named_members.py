"""Members that a group is asked for by name only to start its chats: the task tells their names.

v0.2: autogen/agentchat/groupchat.py agent_by_name.  A v0.4 team gives out no participant.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods.model.named_members import METHOD, is_asked_for
from autogen_codemods.model.program import Group, Manager, Program, Read
from autogen_codemods.model.view import Variable
from autogen_codemods.native.component import Component
from autogen_codemods.native.draft import Drafts


def is_starter_read(program: Program, read: Read) -> bool:
    """Whether a group is asked for a member that is then only the starter of its chats."""
    variable = _variable(read)
    return variable is not None and all(_starts(program, node) for node in variable.reads)


def remove(drafts: Drafts, component: Component) -> None:
    """Take away the lines that ask for such members."""
    for read, variable in _asked(component):
        drafts[read.view].remove(variable.statement)


def _asked(component: Component) -> Iterator[tuple[Read, Variable]]:
    for read in component.program.reads:
        variable = _variable(read)
        if isinstance(read.party, Group | Manager) and component.holds(read.party) and variable is not None:
            yield read, variable


def _variable(read: Read) -> Variable | None:
    """The plain variable that gets the member; None for other reads."""
    view, asked = read.view, read.attribute
    if isinstance(read.party, Manager) and asked.attr.value == "groupchat":
        above = view.parent(asked)
        asked = above if isinstance(above, cst.Attribute) else asked
    call = view.parent(asked)
    if asked.attr.value != METHOD or not isinstance(call, cst.Call) or not is_asked_for(call):
        return None
    line = view.parent(call)
    target = line.targets[0].target if isinstance(line, cst.Assign) and len(line.targets) == 1 else None
    variable = view.variable(target)
    return variable if variable is not None and variable.value is call else None


def _starts(program: Program, node: cst.Name) -> bool:
    """Whether a name is that of the starter of a chat with a group, of which v0.4 needs the name alone."""
    return any(chat.sender_node is node and isinstance(chat.recipient, Manager) for chat in program.chats)

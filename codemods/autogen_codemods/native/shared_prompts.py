"""Long system messages that a selecting model reads too, as v0.2's did: they get a name, and are written once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from autogen_codemods.native.am322_system_messages import updates
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.text import comments
from autogen_codemods.tree.walk import walk

_SHORT = 60
"""What may stand twice."""


def shared_prompt(draft: Draft, profile: Profile, *, described: bool) -> tuple[str, str] | None:
    """The new variable of a system message that is the description too, and its assignment; None where it has none."""
    node, agent = profile.system_message, profile.agent
    if not described or node is None or updates(profile) or profile.description is not None:
        return None
    above = draft.view.parent(agent.call)
    alone = isinstance(above, cst.Assign) and above.value is agent.call and agent.base != "UserProxyAgent"
    alone = alone and profile.is_plain_assistant
    if not alone or not any(each is node for each in walk(agent.call)):
        return None
    text = _assigned(draft, node)
    if text is None or ("\n" not in text and len(text) <= _SHORT):
        return None
    name = draft.fresh(re.sub(r"\W", "_", f"{agent.name}_prompt").lower(), agent.statement)
    return name, f"{name} = {text}"


def _assigned(draft: Draft, node: cst.BaseExpression) -> str | None:
    """A text as the value of a variable, its parts on lines of their own; None for what is no plain text."""
    if isinstance(node, cst.SimpleString | cst.FormattedString):
        return draft.code(node)
    if not isinstance(node, cst.ConcatenatedString) or comments(draft.code(node)):
        return None
    parts = [draft.code(each) for each in _parts(node)]
    if any("\n" in each for each in parts):
        return None
    return "(\n" + "".join(f"    {each}\n" for each in parts) + ")"


def _parts(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    if isinstance(node, cst.ConcatenatedString):
        yield from _parts(node.left)
        yield from _parts(node.right)
    else:
        yield node

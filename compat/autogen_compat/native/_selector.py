"""v0.2's speaker selection functions in v0.4's SelectorGroupChat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autogen_agentchat.base import ChatAgent
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage

from ._results import group_messages

Selector = Callable[[Sequence[BaseAgentEvent | BaseChatMessage]], str | None]


@dataclass(frozen=True)
class GroupView:
    """What a selection function sees of its group."""

    agents: list[ChatAgent]
    messages: list[dict[str, Any]]


@dataclass(frozen=True)
class Outsider:
    """The name of a speaker who is not in the group."""

    name: str


def speaker_selector(
    choose: Callable[[Any, Any], Any], agents: Sequence[ChatAgent], *, end: ChatAgent | None = None
) -> Selector:
    """A ``selector_func`` from a v0.2 function of the last speaker and the group.

    The function gives an agent; "round_robin" for the next in the list; "auto" for the model's choice; None
    for the end of the conversation, which `end`, a participant that stops when it is asked, brings about.

    v0.2: autogen/agentchat/groupchat.py GroupChat._prepare_and_select_agents.

    Raises:
        ValueError: by the selector, for any other result.
    """
    by_name = {agent.name: agent for agent in agents}

    def select(messages: Sequence[BaseAgentEvent | BaseChatMessage]) -> str | None:
        last = by_name.get(messages[-1].source, Outsider(messages[-1].source))
        chosen = choose(last, GroupView(list(agents), group_messages(messages)))
        if chosen is None and end is not None:
            return end.name
        if isinstance(chosen, str) and chosen.lower() == "auto":
            return None
        if isinstance(chosen, str) and chosen.lower() == "round_robin":
            names = list(by_name)
            return names[(names.index(last.name) + 1) % len(names)] if last.name in by_name else names[0]
        name = getattr(chosen, "name", None)
        if name in by_name:
            return str(name)
        raise ValueError(f"the speaker selection function gave {chosen!r}, which is no agent of the group")

    return select

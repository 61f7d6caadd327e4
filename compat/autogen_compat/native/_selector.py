"""v0.2's speaker selection in v0.4's SelectorGroupChat."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autogen_agentchat.base import ChatAgent
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage
from autogen_core.models import AssistantMessage, ChatCompletionClient, LLMMessage, UserMessage

from ._results import group_messages

Thread = Sequence[BaseAgentEvent | BaseChatMessage]
Selector = Callable[[Thread], Awaitable[str | None]]

_ATTEMPTS = 3
"""v0.2: autogen/agentchat/groupchat.py GroupChat.max_retries_for_selecting_speaker, and the first attempt."""


@dataclass(frozen=True)
class GroupView:
    """What a selection function sees of its group."""

    agents: list[ChatAgent]
    messages: list[dict[str, Any]]


@dataclass(frozen=True)
class Outsider:
    """The name of a speaker who is not in the group."""

    name: str


def model_selector(
    agents: Sequence[ChatAgent], model_client: ChatCompletionClient, *, allow_repeated_speaker: bool = True
) -> Selector:
    """A ``selector_func`` that asks the model for the next speaker, up to three times.

    Where no answer names exactly one agent, the next in the list speaks (v0.4: the last speaker again).

    v0.2: autogen/agentchat/groupchat.py GroupChat.select_speaker.
    """

    async def select(messages: Thread) -> str:
        last = messages[-1].source
        names = [agent.name for agent in agents]
        allowed = names if allow_repeated_speaker else [name for name in names if name != last]
        if len(allowed) == 1:
            return allowed[0]
        return await _asked(model_client, _question(agents, allowed, messages), allowed) or _next(names, last)

    return select


def speaker_selector(
    choose: Callable[[Any, Any], Any],
    agents: Sequence[ChatAgent],
    model_client: ChatCompletionClient,
    *,
    end: ChatAgent | None = None,
    allow_repeated_speaker: bool = True,
) -> Selector:
    """A ``selector_func`` from a v0.2 function of the last speaker and the group.

    The function gives an agent; "round_robin" for the next in the list; "auto" for the model's choice among
    `agents`; None for the end of the conversation, which `end`, a participant that stops when it is asked,
    brings about.

    v0.2: autogen/agentchat/groupchat.py GroupChat._prepare_and_select_agents.

    Raises:
        ValueError: by the selector, for any other result.
    """
    by_name = {agent.name: agent for agent in agents}
    ask = model_selector(agents, model_client, allow_repeated_speaker=allow_repeated_speaker)

    async def select(messages: Thread) -> str | None:
        last = by_name.get(messages[-1].source, Outsider(messages[-1].source))
        chosen = choose(last, GroupView(list(agents), group_messages(messages)))
        if chosen is None and end is not None:
            return end.name
        if isinstance(chosen, str) and chosen.lower() == "auto":
            return await ask(messages)
        if isinstance(chosen, str) and chosen.lower() == "round_robin":
            return _next(list(by_name), last.name)
        name = getattr(chosen, "name", None)
        if name in by_name:
            return str(name)
        raise ValueError(f"the speaker selection function gave {chosen!r}, which is no agent of the group")

    return select


def _next(names: Sequence[str], last: str) -> str:
    return names[(names.index(last) + 1) % len(names)] if last in names else names[0]


def _question(agents: Sequence[ChatAgent], allowed: Sequence[str], messages: Thread) -> str:
    roles = "\n".join(f"{agent.name}: {agent.description}".strip() for agent in agents if agent.name in allowed)
    said = "\n\n".join(f"{each.source}: {each.to_text()}" for each in messages if isinstance(each, BaseChatMessage))
    return (
        f"Several roles talk with each other.\nRoles:\n{roles}\n\nWhat they said so far:\n{said}\n\n"
        f"Decide who speaks now: select the next role out of {list(allowed)} and answer with its name alone."
    )


async def _asked(model_client: ChatCompletionClient, question: str, allowed: Sequence[str]) -> str | None:
    """The one name that the model gives, or None after three useless answers."""
    asked: list[LLMMessage] = [UserMessage(content=question, source="user")]
    for _ in range(_ATTEMPTS):
        answer = str((await model_client.create(asked)).content)
        named = [name for name in allowed if _is_named(name, answer)]
        if len(named) == 1:
            return named[0]
        fault = "names more than one role" if named else "names none of the roles"
        asked.append(AssistantMessage(content=answer, source="selector"))
        asked.append(UserMessage(content=f"That {fault}. Answer with one of {list(allowed)}.", source="user"))
    return None


def _is_named(name: str, text: str) -> bool:
    """Whether a text has the name as a word of its own, also with blanks or escapes for its underscores."""
    forms = {name, name.replace("_", " "), name.replace("_", r"\_")}
    return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) for form in forms)

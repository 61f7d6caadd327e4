"""v0.2's speaker selection in v0.4's SelectorGroupChat."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from autogen_agentchat.base import ChatAgent
from autogen_agentchat.messages import BaseChatMessage
from autogen_core.model_context import ChatCompletionContext
from autogen_core.models import ChatCompletionClient
from typing_extensions import Unpack

from ._asked import ModelChoice, SelectionPrompts, Thread
from ._eligible import Eligibility, NobodyMaySpeak, Transitions
from ._first_asked import asked
from ._group_view import GroupView, Outsider, next_agent
from ._results import group_messages

Selector = Callable[[Thread], Awaitable[str | None]]

_TRIES = 2
"""How often a human may name the next speaker; v0.2: autogen/agentchat/groupchat.py manual_select_speaker."""


class SelectionRules(TypedDict, total=False):
    """Who may speak after whom, where it is not everybody."""

    allow_repeated_speaker: bool | Sequence[ChatAgent]
    """Whether an agent may speak twice in a row, or those that may."""
    allowed: Transitions | None
    """By agent, those that may follow; after an agent that is no key the conversation ends."""
    disallowed: Transitions | None
    """By agent, those that may not follow."""
    tool_calls_to_runners: bool
    """Whether a ToolCallMessage is answered by the agent that runs the tools, whoever else is selected."""


class SelectionModel(TypedDict, total=False):
    """How a model is asked for the next speaker."""

    prompts: SelectionPrompts
    attempts: int
    names: Mapping[str, str]
    """What the model calls the agents whose names differ."""
    model_context: ChatCompletionContext
    """What of the conversation, and the question behind it, the model reads; all of it by default."""


class ModelOptions(SelectionRules, SelectionModel):
    """The options of selectors that may ask a model."""


def model_selector(
    agents: Sequence[ChatAgent],
    model_client: ChatCompletionClient,
    *,
    end: ChatAgent | None = None,
    **options: Unpack[ModelOptions],
) -> Selector:
    """A ``selector_func`` that asks the model for the next speaker, up to three times.

    Where no answer names exactly one agent, the next in the list speaks (v0.4: the last speaker again).

    v0.2: autogen/agentchat/groupchat.py GroupChat.select_speaker.

    Args:
        agents: the participants in the order in which they follow each other.
        model_client: the model.
        end: a participant that stops when it is asked; it speaks where the rules end the conversation.
        options: see :class:`SelectionRules` and :class:`SelectionModel`.
    """
    return _selector("auto", _selection(agents, model_client, end, options))


def order_selector(
    agents: Sequence[ChatAgent], *, end: ChatAgent | None = None, **rules: Unpack[SelectionRules]
) -> Selector:
    """A ``selector_func`` for the next agent in the list that may speak; see :func:`model_selector`."""
    return _selector("round_robin", _selection(agents, None, end, rules))


def random_selector(
    agents: Sequence[ChatAgent], *, end: ChatAgent | None = None, **rules: Unpack[SelectionRules]
) -> Selector:
    """A ``selector_func`` for any agent that may speak, by ``random.choice``; see :func:`model_selector`."""
    return _selector("random", _selection(agents, None, end, rules))


def manual_selector(
    agents: Sequence[ChatAgent], *, end: ChatAgent | None = None, **rules: Unpack[SelectionRules]
) -> Selector:
    """A ``selector_func`` that asks a human for the number of the next speaker; see :func:`model_selector`.

    After an empty line, ``q`` or two wrong numbers it is the next agent in the list.
    """
    return _selector("manual", _selection(agents, None, end, rules))


def speaker_selector(
    choose: Callable[[Any, Any], Any],
    agents: Sequence[ChatAgent],
    model_client: ChatCompletionClient | None = None,
    *,
    end: ChatAgent | None = None,
    max_round: int = 10,
    **options: Unpack[ModelOptions],
) -> Selector:
    """A ``selector_func`` from a v0.2 function of the last speaker and the group.

    The function gives an agent; "auto" (the model's choice), "round_robin", "random" or "manual" for a choice
    among those that the rules allow; None for the end of the conversation.

    v0.2: autogen/agentchat/groupchat.py GroupChat._prepare_and_select_agents.

    Args:
        choose: gets the last speaker and a :class:`GroupView`.
        agents: the participants in the order in which they follow each other.
        model_client: the model for "auto"; without one it is the next in the list.
        end: a participant that stops when it is asked; it speaks where the conversation ends.
        max_round: what the function reads as that of the group.
        options: see :class:`SelectionRules` and :class:`SelectionModel`.

    Raises:
        ValueError: by the selector, for any other result.
    """
    selection = _selection(agents, model_client, end, options)
    by_name = {agent.name: agent for agent in agents}

    async def select(messages: Thread) -> str | None:
        if (first := asked(_last(messages))) is not None:
            return first
        source = _last(messages).source
        view = GroupView(list(agents), group_messages(messages), max_round)
        chosen = choose(by_name.get(source, Outsider(source)), view)
        if chosen is None and end is not None:
            return end.name
        if isinstance(chosen, str):
            return await selection.name(chosen.lower(), messages)
        name = getattr(chosen, "name", None)
        if name in by_name:
            return str(name)
        raise ValueError(f"the speaker selection function gave {chosen!r}, which is no agent of the group")

    return select


@dataclass(frozen=True)
class _Selection:
    """Selects among those who may speak."""

    eligibility: Eligibility
    model: ModelChoice | None
    end: ChatAgent | None

    async def name(self, method: str, messages: Thread) -> str:
        """The name of the next speaker."""
        last = _last(messages)
        if (first := asked(last)) is not None:
            return first
        try:
            candidates = self.eligibility.candidates(last)
        except NobodyMaySpeak as reason:
            if self.end is None:
                raise ValueError(f"nobody may speak after {reason}, and no participant ends the team") from None
            return self.end.name
        if len(candidates) == 1:
            return candidates[0].name
        chosen = await self._chosen(method, candidates, messages)
        everyone = self.eligibility.agents
        among = everyone if method == "manual" else candidates
        return (chosen or next_agent(everyone, last.source, among)).name

    async def _chosen(self, method: str, candidates: Sequence[ChatAgent], messages: Thread) -> ChatAgent | None:
        match method:
            case "round_robin":
                return None
            case "random":
                return random.choice(candidates)
            case "manual":
                return _by_number(candidates)
            case "auto":
                return None if self.model is None else await self.model.among(candidates, messages)
            case _:
                raise ValueError(f'"{method}" is none of "auto", "round_robin", "random", "manual"')


def _selection(
    agents: Sequence[ChatAgent],
    model_client: ChatCompletionClient | None,
    end: ChatAgent | None,
    options: SelectionRules | ModelOptions,
) -> _Selection:
    given: dict[str, Any] = dict(options)
    asking = {key: given.pop(key) for key in SelectionModel.__annotations__ if key in given}
    model = None if model_client is None else ModelChoice(model_client, **asking)
    return _Selection(Eligibility(agents, **given), model, end)


def _selector(method: str, selection: _Selection) -> Selector:
    async def select(messages: Thread) -> str:
        return await selection.name(method, messages)

    return select


def _last(messages: Thread) -> BaseChatMessage:
    return next(each for each in reversed(messages) if isinstance(each, BaseChatMessage))


def _by_number(candidates: Sequence[ChatAgent]) -> ChatAgent | None:
    listed = "".join(f"{number}: {agent.name}\n" for number, agent in enumerate(candidates, 1))
    for _ in range(_TRIES):
        typed = input(f"{listed}Number of the next speaker (Enter or q: the next in the list): ")
        if typed in ("", "q"):
            return None
        if typed.strip() in {str(number) for number in range(1, len(candidates) + 1)}:
            return candidates[int(typed) - 1]
    return None

"""Who may speak next, and who does when no model has to be asked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ...exception_utils import NoEligibleSpeaker, UndefinedNextAgent
from ...io.base import IOStream
from ..agent import Agent
from .rules import SELECTION_METHODS

if TYPE_CHECKING:
    from ..groupchat import GroupChat

logger = logging.getLogger("autogen_compat.agentchat.groupchat")

MANUAL_TRIES = 2


class Choice(NamedTuple):
    """What is known about the next speaker before a model is asked.

    `candidates` None means every member; `messages` is what the model gets to read, None when it is not needed.
    """

    speaker: Agent | None
    candidates: list[Agent] | None
    messages: list[dict[str, Any]] | None = None


def choose(chat: GroupChat, last_speaker: Agent) -> Choice:
    """Apply the group's rules after `last_speaker` spoke.

    Raises NoEligibleSpeaker when the conversation ends here, ValueError for an unusable method or group.
    v0.2: autogen/agentchat/groupchat.py GroupChat._prepare_and_select_agents.
    """
    method = _ask_custom_method(chat, last_speaker)
    if not isinstance(method, str):
        return Choice(method, chat.agents)
    method = _valid_method(method)
    may_repeat = _may_repeat(chat, last_speaker)
    _check_population(chat, method, may_repeat)

    able = _members_for_pending_calls(chat)
    if len(able) == 1 and able is not chat.agents:
        return Choice(able[0], able)
    if may_repeat is False:
        able = [agent for agent in able if agent != last_speaker]
    eligible = _after(chat, last_speaker, able)
    if len(eligible) == 1:
        return Choice(eligible[0], eligible)
    return _BY_METHOD[method](chat, last_speaker, eligible or None)


def _ask_custom_method(chat: GroupChat, last_speaker: Agent) -> Agent | str:
    method = chat.speaker_selection_method
    if not callable(method):
        return method
    answer: Any = method(last_speaker, chat)
    if answer is None:
        raise NoEligibleSpeaker("Custom speaker selection function returned None. Terminating conversation.")
    if isinstance(answer, str):
        return answer
    if answer in chat.agents:
        return chat.agents[chat.agents.index(answer)]
    if isinstance(answer, Agent):
        raise ValueError(f"Custom speaker selection function returned an agent {answer.name} not in the group chat.")
    raise ValueError(
        f"Custom speaker selection function returned an object of type {type(answer)} instead of Agent or str."
    )


def _valid_method(method: str) -> str:
    if method.lower() not in SELECTION_METHODS:
        raise ValueError(
            f"GroupChat speaker_selection_method is set to '{method}'. "
            f"It should be one of {SELECTION_METHODS} (case insensitive). "
        )
    return method.lower()


def _may_repeat(chat: GroupChat, last_speaker: Agent) -> bool | None:
    """None: the transition graph alone decides."""
    allow = chat.allow_repeat_speaker
    return last_speaker in allow if isinstance(allow, list) else allow


def _check_population(chat: GroupChat, method: str, may_repeat: bool | None) -> None:
    population = len(chat.agents)
    if population < 2:
        raise ValueError(
            f"GroupChat is underpopulated with {population} agents. "
            "Please add more agents to the GroupChat or use direct communication instead."
        )
    if population == 2 and method != "round_robin" and may_repeat:
        logger.warning(
            f"GroupChat is underpopulated with {population} agents. "
            "Consider setting speaker_selection_method to 'round_robin' or allow_repeat_speaker to False, "
            "or use direct communication, unless repeated speaker is desired."
        )


def _members_for_pending_calls(chat: GroupChat) -> list[Agent]:
    """The members that can run what the last message calls; all of them when it calls nothing."""
    wanted = _pending_calls(chat.messages[-1]) if chat.func_call_filter and chat.messages else None
    if wanted is None:
        return chat.agents
    members: list[Any] = chat.agents
    able = [agent for agent in members if agent.can_execute_function(wanted)]
    able = able or [agent for agent in members if agent.function_map]
    if not able:
        raise ValueError(
            f"No agent can execute the function {', '.join(wanted)}. Please check the function_map of the agents."
        )
    return able


def _pending_calls(message: dict[str, Any]) -> list[str] | None:
    if "function_call" not in message and "tool_calls" not in message:
        return None
    names = [message["function_call"]["name"]] if "function_call" in message else []
    calls = message.get("tool_calls", ())
    return names + [call["function"]["name"] for call in calls if call["type"] == "function"]


def _after(chat: GroupChat, last_speaker: Agent, agents: list[Agent]) -> list[Agent]:
    allowed = chat.allowed_speaker_transitions_dict
    if last_speaker in allowed:
        return [agent for agent in agents if agent in allowed[last_speaker]]
    if last_speaker in chat.agents:
        raise NoEligibleSpeaker(f"Last speaker {last_speaker.name} is not in the allowed_speaker_transitions_dict.")
    return []


def _by_hand(chat: GroupChat, _last_speaker: Agent, agents: list[Agent] | None) -> Choice:
    return Choice(chat.manual_select_speaker(agents), agents)


def _by_turn(chat: GroupChat, last_speaker: Agent, agents: list[Agent] | None) -> Choice:
    return Choice(chat.next_agent(last_speaker, agents), agents)


def _by_chance(chat: GroupChat, _last_speaker: Agent, agents: list[Agent] | None) -> Choice:
    return Choice(chat.random_select_speaker(agents), agents)


def _by_model(chat: GroupChat, _last_speaker: Agent, agents: list[Agent] | None) -> Choice:
    return Choice(None, agents, _without_open_calls(chat.messages))


_BY_METHOD: dict[str, Callable[[GroupChat, Agent, list[Agent] | None], Choice]] = {
    "manual": _by_hand,
    "round_robin": _by_turn,
    "random": _by_chance,
    "auto": _by_model,
}


def _without_open_calls(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy whose last message calls nothing: endpoints refuse a call that no result follows."""
    *earlier, last = messages
    blanked = {key: None for key in ("function_call", "tool_calls") if last.get(key)}
    return [*earlier, {**last, **blanked} if blanked else last]


def next_in_turn(chat: GroupChat, agent: Agent, agents: list[Agent]) -> Agent:
    """The first of `agents` that stands after `agent` in the group's order, from its start again at its end.

    An agent outside the group stands before the first. Raises UndefinedNextAgent when `agents` holds a stranger
    or nobody.
    """
    members = chat.agents
    if not set(agents).issubset(members):
        raise UndefinedNextAgent()
    names = [member.name for member in members]
    start = names.index(agent.name) + 1 if agent.name in names else 0
    for member in (*members[start:], *members[:start]):
        if member in agents:
            return member
    raise UndefinedNextAgent()


def ask_for_speaker(agents: list[Agent]) -> Agent | None:
    """Let the human pick by number; None when the choice is left to the automatism.

    v0.2: autogen/agentchat/groupchat.py GroupChat.manual_select_speaker.
    """
    stream = IOStream.get_default()
    stream.print("Please select the next speaker from the following list:")
    for number, agent in enumerate(agents, 1):
        stream.print(f"{number}: {agent.name}")
    for _ in range(MANUAL_TRIES):
        answer = stream.input("Enter the number of the next speaker (enter nothing or `q` to use auto selection): ")
        if answer in ("", "q"):
            return None
        if (number := _whole_number(answer)) is not None and 1 <= number <= len(agents):
            return agents[number - 1]
        stream.print(f"Invalid input. Please enter a number between 1 and {len(agents)}.")
    stream.print(f"You have tried {MANUAL_TRIES + 1} times. The next speaker will be selected automatically.")
    return None


def _whole_number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def roles(agents: list[Agent]) -> str:
    """A line `name: description` per agent; warns of the ones without a description."""
    for agent in agents:
        if not agent.description.strip():
            logger.warning(f"The agent '{agent.name}' has an empty description, and may not work well with GroupChat.")
    return "\n".join(f"{agent.name}: {agent.description}".strip() for agent in agents)

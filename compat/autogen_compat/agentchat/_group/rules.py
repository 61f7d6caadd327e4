"""Checks of a group's settings, and the graph of who may speak after whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph_utils import check_graph_validity, invert_disallowed_to_allowed
from .._agent.native import legacy

if TYPE_CHECKING:
    from ..agent import Agent
    from ..groupchat import GroupChat

SELECTION_METHODS = ["auto", "manual", "random", "round_robin"]
TRANSITION_TYPES = ["allowed", "disallowed", None]

_TEXTS_THAT_MUST_BE_THERE = (
    "select_speaker_message_template",
    "role_for_select_speaker_messages",
    "select_speaker_auto_multiple_template",
    "select_speaker_auto_none_template",
)


def settle_transitions(chat: GroupChat) -> dict[Agent, list[Agent]]:
    """Check the transition settings, fill in their defaults and return who may speak after whom.

    Raises ValueError for settings that contradict each other or name agents outside the group.
    """
    chat.agents = _with_faces(chat.agents)
    _check_repeat_type(chat.allow_repeat_speaker)
    chat.speaker_transitions_type = _transitions_type(chat.speaker_transitions_type)
    if chat.allowed_or_disallowed_speaker_transitions is None:
        if chat.allow_repeat_speaker is None:
            chat.allow_repeat_speaker = True
        allowed = _everyone_after_everyone(chat)
    else:
        allowed = _transitions_as_given(chat)
    check_graph_validity(allowed_speaker_transitions_dict=allowed, agents=chat.agents)
    return allowed


def seat_natives(agents: list[Any]) -> None:
    """Put the legacy face of each v0.4 agent or team in its place; the two are equal, so look-ups go on to work."""
    for place, agent in enumerate(agents):
        if (face := legacy(agent)) is not agent:
            agents[place] = face


def _with_faces(agents: list[Any]) -> list[Any]:
    """A list with legacy faces for v0.4 agents; the program's own list where there are none, so that it may edit it."""
    faces = list(agents)
    seat_natives(faces)
    return agents if all(face is agent for face, agent in zip(faces, agents, strict=True)) else faces


def _check_repeat_type(allow_repeat_speaker: Any) -> None:
    if allow_repeat_speaker is not None and not isinstance(allow_repeat_speaker, (bool, list)):
        raise ValueError("GroupChat allow_repeat_speaker should be a bool or a list of Agents.")


def _transitions_type(given: str | None) -> Any:
    wanted = given if given is None else given.lower()
    if wanted not in TRANSITION_TYPES:
        raise ValueError(
            f"GroupChat speaker_transitions_type is set to '{wanted}'. "
            f"It should be one of {TRANSITION_TYPES} (case insensitive). "
        )
    return wanted


def _everyone_after_everyone(chat: GroupChat) -> dict[Agent, list[Agent]]:
    allowed = {agent: [other for other in chat.agents if other != agent] for agent in chat.agents}
    for agent in _repeaters(chat):
        allowed[agent].append(agent)
    return allowed


def _repeaters(chat: GroupChat) -> list[Agent]:
    if isinstance(chat.allow_repeat_speaker, list):
        return chat.allow_repeat_speaker
    return chat.agents if chat.allow_repeat_speaker else []


def _transitions_as_given(chat: GroupChat) -> dict[Agent, list[Agent]]:
    given = chat.allowed_or_disallowed_speaker_transitions
    assert given is not None
    if chat.allow_repeat_speaker is not None:
        raise ValueError(
            "Don't provide both allowed_or_disallowed_speaker_transitions and allow_repeat_speaker in group chat. "
            "Please set one of them to None."
        )
    if chat.speaker_transitions_type is None:
        raise ValueError(
            "GroupChat allowed_or_disallowed_speaker_transitions is not None, but speaker_transitions_type is None. "
            "Please set speaker_transitions_type to either 'allowed' or 'disallowed'."
        )
    if chat.speaker_transitions_type == "disallowed":
        return invert_disallowed_to_allowed(given, chat.agents)
    if not isinstance(given, dict) or not all(isinstance(successors, list) for successors in given.values()):
        return given
    faced = {agent: _with_faces(successors) for agent, successors in given.items()}
    return given if all(faced[agent] is given[agent] for agent in given) else faced


def check_selection_settings(chat: GroupChat) -> None:
    """Check what selects the speaker: the templates, the role, the retries and the verbosity.

    An empty `select_speaker_prompt_template` becomes None. Raises ValueError naming the field that is wrong.
    """
    for field in _TEXTS_THAT_MUST_BE_THERE:
        if not getattr(chat, field):
            raise ValueError(f"{field} cannot be empty or None.")
    chat.select_speaker_prompt_template = chat.select_speaker_prompt_template or None
    retries: Any = chat.max_retries_for_selecting_speaker
    if not isinstance(retries, int):
        raise ValueError("max_retries_for_selecting_speaker cannot be None or non-int")
    if retries < 0:
        raise ValueError("max_retries_for_selecting_speaker must be greater than or equal to zero")
    if not isinstance(chat.select_speaker_auto_verbose, bool):
        raise ValueError("select_speaker_auto_verbose cannot be None or non-bool")


def check_message_transforms(transforms: Any) -> Any:
    """Return `transforms` when they are None or a `TransformMessages`; raise ValueError otherwise."""
    if transforms is None:
        return None
    from ..contrib.capabilities.transform_messages import TransformMessages

    if not isinstance(transforms, TransformMessages):
        raise ValueError("select_speaker_transform_messages must be None or MessageTransforms.")
    return transforms

"""Teams that go on with a conversation which v0.2 stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autogen_agentchat.base import TaskResult
from autogen_agentchat.messages import BaseChatMessage
from autogen_agentchat.teams import BaseGroupChat

from autogen_compat.formatting_utils import colored
from autogen_compat.io import IOStream

from ._stored import Stored, thread_of


@dataclass(frozen=True)
class ResumedChat:
    """A stored conversation: what a team knows of it now, and its last message, the task that it goes on with."""

    earlier: Sequence[BaseChatMessage]
    task: BaseChatMessage

    def with_earlier(self, result: TaskResult) -> TaskResult:
        """The result of a run of the team, with the earlier messages before its own."""
        return TaskResult(messages=[*self.earlier, *result.messages], stop_reason=result.stop_reason)


async def resume_team(
    team: BaseGroupChat,
    messages: str | Sequence[Stored],
    *,
    remove: str | Callable[[str], str] | None = None,
    manager: str = "chat_manager",
    admin: str = "Admin",
    names: Mapping[str, str] | None = None,
    silent: bool = False,
) -> ResumedChat:
    """Let a team know a stored conversation, all but its last message, in place of whatever it knew before.

    It is loaded as the team's state: every participant finds the messages in its inbox on its next turn.

    v0.2: autogen/agentchat/groupchat.py GroupChatManager.resume.

    Args:
        team: goes on with the conversation.
        messages: what v0.2 kept as ``groupchat.messages`` or ``chat_history``: dictionaries, or their JSON.
        remove: a text to take out of the last message, or a function that gives what to say in its place.
        manager: who says what has no name.
        admin: a name that messages may have, too.
        names: what the messages call participants whose names v0.4 does not accept, by their names in v0.4.
        silent: whether nothing is printed.

    Raises:
        ValueError: for messages that are none, or by somebody who does not take part.
        TypeError: for what is neither a list of dictionaries nor a text.
    """
    stored = _read(messages)
    await team.reset()
    state = dict(await team.save_state())
    agents: dict[str, dict[str, Any]] = state["agent_states"]
    participants = {(names or {}).get(name, name): name for name in agents if "message_buffer" in agents[name]}
    _check(stored, {*participants, manager, admin})
    signed = [{**each, "name": each.get("name", manager)} for each in stored]
    last = signed[-1]
    if remove is not None and last.get("content"):
        last["content"] = remove(last["content"]) if callable(remove) else last["content"].replace(remove, "")
    speaker, count = str(last["name"]), len(signed)
    last["name"] = speaker if speaker in participants else manager
    *earlier, task = thread_of(signed, [participants.get(name, name) for each in signed if (name := str(each["name"]))])
    told = [message.dump() for message in earlier]
    for agent in agents.values():
        agent.update({key: told for key in ("message_buffer", "message_thread") if key in agent})
    await team.load_state(state)
    if not silent:
        said = f"Prepared group chat with {count} messages, the last speaker is"
        IOStream.get_default().print(said, colored(speaker, "yellow"), flush=True)
    return ResumedChat(earlier, task)


def _read(messages: object) -> list[dict[str, Any]]:
    """Copies of the stored messages; raises ValueError and TypeError."""
    if isinstance(messages, str):
        try:
            messages = json.loads(messages)
        except json.JSONDecodeError as error:
            raise ValueError("Messages string is not a valid JSON string") from error
    if not isinstance(messages, list) or not all(isinstance(each, dict) for each in messages):
        raise TypeError("Messages is not of type str or List[Dict]")
    return [dict(each) for each in messages]


def _check(stored: Sequence[Stored], known: Collection[str]) -> None:
    """Raises ValueError where v0.2 did."""
    if not stored:
        raise ValueError("Cannot resume group chat as no messages were provided: run the team with a task instead.")
    for name in (name for each in stored if (name := each.get("name"))):
        if name not in known:
            raise ValueError(f"Agent name in message doesn't exist as agent in group chat: {name}")

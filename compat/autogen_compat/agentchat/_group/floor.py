"""The rounds of a group chat, as they happen where the program runs: the home of the run.

A round is: a message is appended and broadcast, the end is checked, the next speaker is chosen and replies. All that
lies between two replies belongs to one `Floor.turn`, so that the engine comes home once per message.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...engine import watch
from ...engine.world import ASYNC, SYNC, World
from ...exception_utils import NoEligibleSpeaker
from ...formatting_utils import colored
from ...io.base import IOStream
from .._agent.native import legacy
from . import clearing, rules

if TYPE_CHECKING:
    from ..groupchat import GroupChat

logger = logging.getLogger("autogen_compat.agentchat.groupchat")


@dataclass
class Said:
    """A message and the agent that said it."""

    speaker: Any
    message: dict[str, Any]


class Floor:
    """One run of a group: what was said last, and who says something next.

    :param manager: the agent that hands messages around; v0.2 lets it be any ConversableAgent.
    :param chat: the group.
    """

    world: World

    def __init__(self, manager: Any, chat: GroupChat) -> None:
        self.manager = manager
        self.chat = chat
        self.next_speaker: Any = None
        self._rounds = iter(range(chat.max_round))

    async def open(self, said: Said) -> None:
        """Introduce the members if that is wanted, and hear the first message."""
        if getattr(self.chat, "send_introductions", False):
            introduction = self.chat.introductions_msg()
            for agent in self.chat.agents:
                await self._hand(introduction, agent)
        await self._hear(said)

    async def turn(self) -> Said | None:
        """Let the next speaker reply and the group hear it; None when there is no reply, which ends the chat.

        :raises KeyboardInterrupt: when the human interrupts and the group has no admin to take over.
        """
        speaker, self.next_speaker = self.next_speaker, None
        try:
            speaker, reply = await self._reply(speaker)
        except NoEligibleSpeaker:
            _warn_of_the_end()
            return None
        if reply is None:
            return None
        reply = self._before_sending(reply)
        await self.world.call(speaker, "send", reply, self.manager, request_reply=False, silent=self._silent)
        said = Said(speaker, self.manager.last_message(speaker))
        await self._hear(said)
        return said

    @property
    def _silent(self) -> bool:
        return getattr(self.manager, "_silent", False) or watch.is_watched()

    async def _reply(self, speaker: Any) -> tuple[Any, Any]:
        try:
            return speaker, await self.world.call(speaker, "generate_reply", sender=self.manager)
        except KeyboardInterrupt:
            admin = self._admin()
            if admin is None:
                raise
        return admin, await self.world.call(admin, "generate_reply", sender=self.manager)

    def _admin(self) -> Any:
        return self.chat.agent_by_name(self.chat.admin_name)

    async def _hear(self, said: Said) -> None:
        rules.seat_natives(self.chat.agents)
        number = next(self._rounds, None)
        if number is not None and await self._publish(said, number):
            self.next_speaker = await self._choose(said.speaker)

    async def _publish(self, said: Said, number: int) -> bool:
        """Append and broadcast what was said; whether the chat goes on."""
        raise NotImplementedError

    def _is_last(self, number: int) -> bool:
        return number == self.chat.max_round - 1

    async def _broadcast(self, said: Said) -> None:
        for agent in self.chat.agents:
            if agent != said.speaker:
                await self._hand(said.message, agent)

    async def _hand(self, message: Any, agent: Any) -> None:
        await self.world.call(self.manager, "send", message, agent, request_reply=False, silent=True)

    async def _choose(self, last_speaker: Any) -> Any:
        try:
            speaker = await self.world.call(self.chat, "select_speaker", last_speaker, self.manager)
        except KeyboardInterrupt:
            admin = self._admin()
            if admin is None:
                raise
            return admin
        except NoEligibleSpeaker:
            speaker = None
        if speaker is None:
            _warn_of_the_end()
            return None
        self._announce(speaker)
        return legacy(speaker)

    def _announce(self, speaker: Any) -> None:
        """Tell the human who speaks next."""

    def _before_sending(self, reply: Any) -> Any:
        """The reply as it is sent."""
        return reply

    @contextmanager
    def lent_cache(self) -> Iterator[None]:
        """The members use the manager's cache while the group runs."""
        cache = self.manager.client_cache
        borrowers: list[Any] = list(self.chat.agents) if cache is not None else []
        for agent in borrowers:
            agent.previous_cache, agent.client_cache = agent.client_cache, cache
        try:
            yield
        finally:
            for agent in borrowers:
                agent.client_cache, agent.previous_cache = agent.previous_cache, None


class SyncFloor(Floor):
    """v0.2: autogen/agentchat/groupchat.py GroupChatManager.run_chat."""

    world = SYNC

    async def _publish(self, said: Said, number: int) -> bool:
        self.manager._last_speaker = said.speaker
        self.chat.append(said.message, said.speaker)
        await self._broadcast(said)
        return not self.manager._is_termination_msg(said.message) and not self._is_last(number)

    def _announce(self, speaker: Any) -> None:
        if not self._silent:
            IOStream.get_default().print(colored(f"\nNext speaker: {speaker.name}\n", "green"), flush=True)

    def _before_sending(self, reply: Any) -> Any:
        if clearing.asks_to_clear(self.chat, reply):
            reply["content"] = self.manager.clear_agents_history(reply, self.chat)
        return reply


class AsyncFloor(Floor):
    """v0.2: autogen/agentchat/groupchat.py GroupChatManager.a_run_chat.

    It keeps the final message from the members, announces nobody and does not know the "clear history" phrase.
    """

    world = ASYNC

    async def _publish(self, said: Said, number: int) -> bool:
        self.chat.append(said.message, said.speaker)
        if self.manager._is_termination_msg(said.message):
            return False
        await self._broadcast(said)
        return not self._is_last(number)


def _warn_of_the_end() -> None:
    logger.warning("No eligible speaker found. Terminating the conversation.")

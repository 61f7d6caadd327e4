"""A legacy group chat as a run of `SelectorGroupChat`.

The engine gives the floor to one seat after the other; who is next was settled at home, at the end of the turn
before (`Floor.turn`), so the team's selector function only looks it up and its model is never asked. A team lives
for one run. When the next speaker has no seat in it, because the program changed the members in mid chat, a new team
goes on.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from autogen_agentchat.base import Response, TaskResult
from autogen_agentchat.messages import BaseChatMessage, StopMessage
from autogen_agentchat.teams import SelectorGroupChat

from . import bridge, codec, watch
from .over import Over
from .seat import Seat, seat_names
from .tracing import untraced

if TYPE_CHECKING:
    from ..agentchat._group.floor import Floor, Said

__all__ = ("GroupRun",)

ENGINE_MINIMUM = 2
"""Participants without which `SelectorGroupChat` refuses to be made."""


class GroupRun:
    """One run of a group, from its first message until nobody is to speak.

    :param floor: the group's logic; it has heard the first message.
    :param opening: that message.
    """

    def __init__(self, floor: Floor, opening: Said) -> None:
        self._floor = floor
        self._opening: Said | None = opening
        self._failure: Exception | None = None
        self._names: dict[int, str] = {}

    async def run(self) -> None:
        """Run teams on the engine's loop until the chat is over.

        :raises Exception: the object that a member or the group raised, after the team has ended.
        """
        while self._floor.next_speaker is not None and self._failure is None:
            stream = self._team().run_stream(task=self._task(), output_task_messages=False)
            async for item in stream:
                if not isinstance(item, TaskResult | StopMessage):
                    watch.show([item])
        if self._failure is not None:
            try:
                raise self._failure
            finally:
                self._failure = None

    def _team(self) -> SelectorGroupChat:
        from autogen_ext.models.replay import ReplayChatCompletionClient

        return untraced(
            SelectorGroupChat(
                list(self._seats()),
                model_client=ReplayChatCompletionClient([]),
                selector_func=lambda _: self.seat_name(),
                termination_condition=Over("The group chat is over.", lambda: self.seat_name() is None),
            )
        )

    def seat_name(self) -> str | None:
        """The seat of the next speaker in the current team."""
        return self._names.get(id(self._floor.next_speaker))

    def _seats(self) -> list[Seat]:
        floor = self._floor
        # A selection of the user's may name anybody.
        sitting = {id(agent): agent for agent in (*floor.chat.agents, floor.next_speaker)}
        if len(sitting) < ENGINE_MINIMUM:
            sitting[id(floor.manager)] = floor.manager
        names = seat_names(list(sitting.values()))
        self._names = dict(zip(sitting, names, strict=True))
        return [Seat(name, agent, self._take_turn) for name, agent in zip(names, sitting.values(), strict=True)]

    def _task(self) -> BaseChatMessage | None:
        opening, self._opening = self._opening, None
        return codec.encode(opening.message, opening.speaker.name).chat_message if opening else None

    async def _take_turn(self, seat: Seat) -> Response:
        try:
            said: Said | None = await bridge.call(self._turn_at_home)
            if said is not None:
                return codec.encode(said.message, said.speaker.name)
        except Exception as failure:
            self._floor.next_speaker = None
            self._failure = failure
        except asyncio.CancelledError:
            # The task that runs the team is cancelled too and says so; raised here, it would end in the engine's log.
            self._floor.next_speaker = None
        return Response(chat_message=StopMessage(content="No reply.", source=seat.agent.name))

    def _turn_at_home(self) -> Any:
        return self._floor.world.finish(self._floor.turn())

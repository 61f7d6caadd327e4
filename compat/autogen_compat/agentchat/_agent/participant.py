"""The v0.4 side of a legacy agent: a chat agent that any v0.4 team can seat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

from autogen_agentchat.base import Response
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, StopMessage
from autogen_agentchat.state import BaseState
from autogen_core import CancellationToken
from pydantic import Field

from ...engine import bridge, codec, watch
from ...engine.seat import PRODUCED
from ...engine.world import ASYNC, SYNC, World
from .base import AgentPart, overrides
from .replies import ReplyPart

__all__ = ("LegacyAgentState", "ParticipantPart", "TeamRoom")


class LegacyAgentState(BaseState):
    """What ``save_state`` of a legacy agent holds; plain JSON.

    Attributes:
        chats: the agent's histories, by the partner's name.
        system_message: the agent's instructions.
        human_input: what a human typed at the agent.
    """

    type: str = Field(default="LegacyAgentState")
    chats: dict[str, list[dict[str, Any]]] = Field(default_factory=dict)
    system_message: Any = None
    human_input: list[str] = Field(default_factory=list)


class TeamRoom:
    """The v0.4 team that a legacy agent sits in, as the sender of what it hears there."""

    name = "team"
    description = "The team that the agent is a member of."
    silent = True

    def send(self, message: Any, recipient: Any, request_reply: bool | None = None) -> None:
        """Nothing is sent by a room itself."""

    async def a_send(self, message: Any, recipient: Any, request_reply: bool | None = None) -> None:
        """Nothing is sent by a room itself."""

    def receive(self, message: Any, sender: Any, request_reply: bool | None = None) -> None:
        """The engine passes on what members say."""

    async def a_receive(self, message: Any, sender: Any, request_reply: bool | None = None) -> None:
        """The engine passes on what members say."""

    def generate_reply(self, messages: Any = None, sender: Any = None, **kwargs: Any) -> None:
        """A room has nothing to say."""

    async def a_generate_reply(self, messages: Any = None, sender: Any = None, **kwargs: Any) -> None:
        """A room has nothing to say."""


class ParticipantPart(AgentPart):
    """``BaseChatAgent``'s methods, on v0.2's histories and reply chain."""

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        """Texts, images, and a stop where v0.2 would not reply."""
        return PRODUCED

    async def on_messages(self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken) -> Response:
        """Receive what the team said since the last turn, and answer it by the reply chain.

        No reply is a ``StopMessage``.
        """
        turn = asyncio.ensure_future(bridge.call(self._team_turn, list(messages)))
        cancellation_token.link_future(turn)
        return await turn

    async def on_messages_stream(
        self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | Response, None]:
        """:meth:`on_messages`; before it what is said in chats that the answer takes, and tool calls and results."""
        async for item in watch.relay(lambda: self.on_messages(messages, cancellation_token), cancellation_token):
            if not isinstance(item, watch.Returned):
                yield item
                continue
            response: Response = item.value
            for message in response.inner_messages or ():
                yield message
            yield response

    def _team_turn(self, messages: list[BaseChatMessage]) -> Any:
        world = SYNC if bridge.is_sync_home() else ASYNC
        return world.finish(self._answer_team(world, messages))

    async def _answer_team(self, world: World, messages: list[BaseChatMessage]) -> Response:
        room = self._room
        for message in messages:
            self._process_received_message(codec.decode(message), room, True)  # type: ignore[attr-defined]
        if not self._oai_messages[room]:
            self._append_oai_message("", "user", room, is_sending=False)
        reply = await self._reply_to_team(world, room)
        if reply is None:
            return Response(chat_message=StopMessage(content="No reply.", source=self.name))
        prefix = "_a" if world.is_async else ""
        hooked = getattr(self, f"{prefix}_process_message_before_send")(reply, room, True)
        reply = await hooked if world.is_async else hooked
        self._append_oai_message(reply, "assistant", room, is_sending=True)
        return codec.encode(reply, self.name)

    async def _reply_to_team(self, world: World, room: TeamRoom) -> Any:
        only_sync = overrides(self, "generate_reply", ReplyPart.generate_reply) and not overrides(
            self, "a_generate_reply", ReplyPart.a_generate_reply
        )
        if world.is_async and only_sync:
            return await asyncio.to_thread(self.generate_reply, sender=room)
        return await world.call(self, "generate_reply", sender=room)

    @property
    def _room(self) -> TeamRoom:
        room = self.__dict__.get("_team_room")
        if room is None:
            room = self.__dict__["_team_room"] = TeamRoom()
        return room

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        """Reset the agent, as ``reset`` does."""
        self.reset()  # type: ignore[attr-defined]

    async def save_state(self) -> Mapping[str, Any]:
        """The agent's histories by partner name, ready for JSON."""
        chats = dict(self._oai_messages.waiting)
        for partner, messages in self._oai_messages.items():
            chats.setdefault(partner.name, []).extend(messages)
        return LegacyAgentState(
            chats=chats, system_message=self._oai_system_message[0]["content"], human_input=self._human_input
        ).model_dump()

    async def load_state(self, state: Mapping[str, Any]) -> None:
        """Restore :meth:`save_state`; a history goes to its partner when that one shows up.

        :raises pydantic.ValidationError: if it is not such a state.
        """
        loaded = LegacyAgentState.model_validate(state)
        partners = {partner.name: partner for partner in self._oai_messages}
        self._oai_messages.clear()
        for name, messages in loaded.chats.items():
            if name in partners:
                self._oai_messages[partners[name]] = messages
            else:
                self._oai_messages.waiting[name] = messages
        self._oai_system_message[0]["content"] = loaded.system_message
        self._human_input = loaded.human_input

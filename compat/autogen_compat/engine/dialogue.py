"""A conversation of two legacy agents as one run of a two-seat v0.4 team.

v0.2 lets ``send`` and ``receive`` call each other until nobody replies. Here each ``receive`` is one
turn of a ``RoundRobinGroupChat``: the reply that ends it is not delivered by a call but *posted*, and
the engine gives the other seat its turn. Callbacks and their order stay v0.2's, the stack stays flat.

A reply is posted only where nobody can tell the difference. Where ``send`` or ``receive`` is
overridden, code after ``super().receive()`` must run after everything that the reply sets off, so
there the reply starts a run within the turn, as deep as v0.2's recursion.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from autogen_agentchat.base import Response, TaskResult
from autogen_agentchat.messages import StopMessage
from autogen_agentchat.teams import RoundRobinGroupChat

from . import bridge, codec, watch
from .over import Over
from .seat import Seat, seat_names
from .tracing import untraced
from .world import World

__all__ = ("Delivery", "Dialogue", "Plan", "current_turn", "receiver", "replying", "starting")


@dataclass
class Delivery:
    """One v0.2 ``send`` on its way to the recipient's ``receive``."""

    message: Any
    sender: Any
    recipient: Any
    request_reply: bool | None
    silent: bool | None

    @property
    def arguments(self) -> tuple[Any, Any, bool | None, bool | None]:
        """What ``receive`` is called with."""
        return self.message, self.sender, self.request_reply, self.silent


class Plan(Protocol):
    """How the starter of a chat goes on after the partner's answer (``max_turns``)."""

    starter: Any
    partner: Any

    async def speak(self) -> bool:
        """Let the starter send its next message; False when the chat is over."""
        ...


@dataclass
class Turn:
    """A ``receive`` that the engine runs; ``posted`` is the reply that ended it."""

    agent: Any
    peer: Any
    may_post: bool = False
    posted: Delivery | None = None

    def takes(self, sender: Any, recipient: Any) -> bool:
        """Whether a send is the reply that this turn waits for; it takes one only."""
        return self.may_post and sender is self.agent and recipient is self.peer

    def post(self, delivery: Delivery) -> None:
        self.may_post = False
        self.posted = delivery


_turn: contextvars.ContextVar[Turn | None] = contextvars.ContextVar("autogen_compat_turn", default=None)
_plan: contextvars.ContextVar[Plan | None] = contextvars.ContextVar("autogen_compat_plan", default=None)


def current_turn() -> Turn | None:
    """The turn in which the current code runs."""
    return _turn.get()


@contextmanager
def starting(plan: Plan | None = None) -> Iterator[None]:
    """What is sent now begins a conversation, even within a turn of the same two agents.

    :param plan: how that conversation goes on.
    """
    turn, planned = _turn.set(None), _plan.set(plan)
    try:
        yield
    finally:
        _plan.reset(planned)
        _turn.reset(turn)


@contextmanager
def replying(agent: Any, peer: Any, flat: bool) -> Iterator[None]:
    """What ``agent`` sends to ``peer`` now is the reply that ends the turn.

    ``flat``: both agents have v0.2's own ``send`` and ``receive``.
    """
    turn = _turn.get()
    if not flat or turn is None or turn.agent is not agent or turn.peer is not peer:
        yield
        return
    turn.may_post = True
    try:
        yield
    finally:
        turn.may_post = False


class Dialogue:
    """One run: from a first delivery until an agent does not reply.

    :param first: the delivery that starts it.
    :param world: whether agents ``receive`` or ``a_receive``.
    """

    def __init__(self, first: Delivery, world: World) -> None:
        self.is_over = False
        self._first = first
        self._world = world
        self._waiting: Delivery | None = first
        self._failure: Exception | None = None
        self._plan = self._take_plan()

    def _take_plan(self) -> Plan | None:
        plan = _plan.get()
        if plan is None or plan.starter is not self._first.sender or plan.partner is not self._first.recipient:
            return None
        _plan.set(None)
        return plan

    async def run(self) -> None:
        """Run the team on the engine's loop.

        :raises Exception: the object that a callback raised, after the team has ended.
        """
        first = self._first
        pair = (first.recipient, first.sender)
        seats = [Seat(name, agent, self._take_turn) for name, agent in zip(seat_names(pair), pair, strict=True)]
        over = Over("No reply.", lambda: self.is_over)
        team = untraced(RoundRobinGroupChat(list(seats), termination_condition=over))
        opening = codec.encode(first.message, first.sender.name)
        watch.show(opening.inner_messages)
        async for item in team.run_stream(task=opening.chat_message):
            if not isinstance(item, TaskResult | StopMessage):
                watch.show([item])
        if self._failure is not None:
            try:
                raise self._failure
            finally:
                self._failure = None

    async def _take_turn(self, seat: Seat) -> Response:
        delivery, self._waiting = self._waiting, None
        try:
            # One hop for a whole turn: receive, reply, and the starter's next message.
            self._waiting = await bridge.call(self._world.finish, self._turn(seat.agent, delivery))
        except Exception as exc:
            self._failure = exc
        except asyncio.CancelledError:
            # The task that runs the team is cancelled too and says so; raised here, it would end in the engine's log.
            self._plan = None
        if self._waiting is not None:
            return codec.encode(self._waiting.message, seat.agent.name)
        self.is_over = self._failure is not None or self._plan is None or seat.agent is self._plan.starter
        return Response(chat_message=StopMessage(content="No reply.", source=seat.agent.name))

    async def _turn(self, agent: Any, delivery: Delivery | None) -> Delivery | None:
        if delivery is not None:
            with _taking(Turn(agent, delivery.sender)) as turn:
                await self._world.settled(receiver(delivery, self._world)(*delivery.arguments))
            if turn.posted is not None:
                return turn.posted
        if self._plan is None or agent is not self._plan.starter:
            return None
        with _taking(Turn(agent, self._plan.partner)) as turn:
            await self._plan.speak()
        return turn.posted


@contextmanager
def _taking(turn: Turn) -> Iterator[Turn]:
    token = _turn.set(turn)
    try:
        yield turn
    finally:
        _turn.reset(token)


def receiver(delivery: Delivery, world: World) -> Callable[..., Any]:
    """The recipient's ``receive``, which v0.2's ``send`` calls with the delivery's arguments."""
    return world.method(delivery.recipient, "receive")

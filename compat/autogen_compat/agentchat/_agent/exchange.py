"""Sending and receiving: where v0.2's recursion becomes turns of a v0.4 team."""

from __future__ import annotations

from typing import Any

from ...engine import bridge
from ...engine.dialogue import Delivery, Dialogue, current_turn, hand_over, replying
from ...engine.world import ASYNC, SYNC, World
from ...runtime_logging import log_event, logging_enabled
from .base import AgentPart, is_silent, overrides
from .native import legacy

__all__ = ("ExchangePart", "exchanges_plainly")

_NEITHER = "can't be converted into a valid ChatCompletion message. Either content or function_call must be provided."


class ExchangePart(AgentPart):
    """``send`` and ``receive``, written once for both worlds."""

    def send(
        self, message: dict | str, recipient: Any, request_reply: bool | None = None, silent: bool | None = False
    ) -> None:
        """Send a message; if a reply is requested, run the conversation that follows from it.

        :param request_reply: None leaves it to the recipient (``reply_at_receive``).
        :param silent: do not print the message.
        :raises ValueError: if the message has neither content nor a call.
        """
        bridge.drive(self._send(SYNC, message, recipient, request_reply, silent))

    async def a_send(
        self, message: dict | str, recipient: Any, request_reply: bool | None = None, silent: bool | None = False
    ) -> None:
        """Asynchronous :meth:`send`."""
        await self._send(ASYNC, message, recipient, request_reply, silent)

    async def _send(self, world: World, message: Any, recipient: Any, request_reply: Any, silent: Any) -> None:
        recipient = legacy(recipient)
        if world.is_async:
            message = await self._a_process_message_before_send(message, recipient, is_silent(self, silent))  # type: ignore[attr-defined]
        else:
            message = self._process_message_before_send(message, recipient, is_silent(self, silent))  # type: ignore[attr-defined]
        if not self._append_oai_message(message, "assistant", recipient, is_sending=True):
            raise ValueError(f"Message {_NEITHER}")
        await _deliver(world, Delivery(message, self, recipient, request_reply, silent))

    def receive(
        self, message: dict | str, sender: Any, request_reply: bool | None = None, silent: bool | None = False
    ) -> None:
        """Take a message in, print it, and send a reply if one is requested and there is one.

        :raises ValueError: if the message has neither content nor a call.
        """
        bridge.drive(self._receive(SYNC, message, sender, request_reply, silent))

    async def a_receive(
        self, message: dict | str, sender: Any, request_reply: bool | None = None, silent: bool | None = False
    ) -> None:
        """Asynchronous :meth:`receive`."""
        await self._receive(ASYNC, message, sender, request_reply, silent)

    async def _receive(self, world: World, message: Any, sender: Any, request_reply: Any, silent: Any) -> None:
        self._process_received_message(message, sender, silent)
        if request_reply is False or (request_reply is None and self.reply_at_receive[sender] is False):
            return
        # v0.2 passes the messages on in one world only, which overrides of generate_reply can see.
        given = {} if world.is_async else {"messages": self.chat_messages[sender]}
        reply = await world.call(self, "generate_reply", sender=sender, **given)
        if reply is not None:
            with replying(self, sender, exchanges_plainly(self, sender)):
                await world.call(self, "send", reply, sender, silent=silent)

    def _process_received_message(self, message: Any, sender: Any, silent: Any) -> None:
        valid = self._append_oai_message(message, "user", sender, is_sending=False)
        if logging_enabled():
            log_event(self, "received_message", message=message, sender=sender.name, valid=valid)  # type: ignore[arg-type]
        if not valid:
            raise ValueError(f"Received message {_NEITHER}")
        if not is_silent(sender, silent):
            self._print_received_message(message, sender)


def exchanges_plainly(agent: Any, peer: Any) -> bool:
    """Whether both have v0.2's own ``send`` and ``receive``, so that a reply may be posted."""
    return not any(
        overrides(each, name, getattr(ExchangePart, name))
        for each in (agent, peer)
        for name in ("send", "receive", "a_send", "a_receive")
    )


async def _deliver(world: World, delivery: Delivery) -> None:
    turn = current_turn()
    if turn is not None and turn.takes(delivery.sender, delivery.recipient):
        turn.post(delivery)
    elif _may_go_on(delivery):
        await world.enter(Dialogue(delivery, world).run)
    else:
        await hand_over(delivery, world)


def _may_go_on(delivery: Delivery) -> bool:
    """Whether a conversation can follow; what only has to be taken in needs no team."""
    recipient, sender = delivery.recipient, delivery.sender
    if delivery.request_reply is False or not isinstance(recipient, ExchangePart):
        return False
    return delivery.request_reply is True or recipient.reply_at_receive[sender] is not False

"""Sending and receiving: where v0.2's recursion becomes turns of a v0.4 team."""

from __future__ import annotations

from typing import Any

from ...engine import bridge
from ...engine.dialogue import Delivery, Dialogue, current_turn, replying
from ...engine.world import ASYNC, SYNC
from ...runtime_logging import log_event, logging_enabled
from .base import AgentPart, is_silent
from .native import legacy

__all__ = ("ExchangePart", "exchanges_plainly")

_EXCHANGES = frozenset({"send", "receive", "a_send", "a_receive"})
_NEITHER = "can't be converted into a valid ChatCompletion message. Either content or function_call must be provided."


class ExchangePart(AgentPart):
    """``send`` and ``receive``; few frames deep, because chats nest in callbacks."""

    def send(
        self, message: dict | str, recipient: Any, request_reply: bool | None = None, silent: bool | None = False
    ) -> None:
        """Send a message; if a reply is requested, run the conversation that follows from it.

        :param request_reply: None leaves it to the recipient (``reply_at_receive``).
        :param silent: do not print the message.
        :raises ValueError: if the message has neither content nor a call.
        """
        recipient = legacy(recipient)
        message = self._process_message_before_send(message, recipient, is_silent(self, silent))  # type: ignore[attr-defined]
        delivery = self._stored(message, recipient, request_reply, silent)
        if delivery is None:
            return
        if _may_go_on(delivery):
            bridge.run(Dialogue(delivery, SYNC).run)
        else:
            recipient.receive(*delivery.arguments)

    async def a_send(
        self, message: dict | str, recipient: Any, request_reply: bool | None = None, silent: bool | None = False
    ) -> None:
        """Asynchronous :meth:`send`."""
        recipient = legacy(recipient)
        message = await self._a_process_message_before_send(message, recipient, is_silent(self, silent))  # type: ignore[attr-defined]
        delivery = self._stored(message, recipient, request_reply, silent)
        if delivery is None:
            return
        if _may_go_on(delivery):
            await bridge.arun(Dialogue(delivery, ASYNC).run)
        else:
            await recipient.a_receive(*delivery.arguments)

    def _stored(self, message: Any, recipient: Any, request_reply: Any, silent: Any) -> Delivery | None:
        """Store the message as sent; None if the running turn delivers it."""
        if not self._append_oai_message(message, "assistant", recipient, is_sending=True):
            raise ValueError(f"Message {_NEITHER}")
        delivery = Delivery(message, self, recipient, request_reply, silent)
        turn = current_turn()
        if turn is None or not turn.takes(self, recipient):
            return delivery
        turn.post(delivery)
        return None

    def receive(
        self, message: dict | str, sender: Any, request_reply: bool | None = None, silent: bool | None = False
    ) -> None:
        """Take a message in, print it, and send a reply if one is requested and there is one.

        :raises ValueError: if the message has neither content nor a call.
        """
        self._process_received_message(message, sender, silent)
        if not self._wants_reply(sender, request_reply):
            return
        reply = self.generate_reply(messages=self.chat_messages[sender], sender=sender)
        if reply is not None:
            with replying(self, sender, exchanges_plainly(self, sender)):
                self.send(reply, sender, silent=silent)

    async def a_receive(
        self, message: dict | str, sender: Any, request_reply: bool | None = None, silent: bool | None = False
    ) -> None:
        """Asynchronous :meth:`receive`."""
        self._process_received_message(message, sender, silent)
        if not self._wants_reply(sender, request_reply):
            return
        reply = await self.a_generate_reply(sender=sender)
        if reply is not None:
            with replying(self, sender, exchanges_plainly(self, sender)):
                await self.a_send(reply, sender, silent=silent)

    def _wants_reply(self, sender: Any, request_reply: bool | None) -> bool:
        return bool(request_reply) if request_reply is not None else self.reply_at_receive[sender] is not False

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
    return _is_plain(agent) and _is_plain(peer)


def _is_plain(agent: Any) -> bool:
    kind = type(agent)
    return (
        getattr(kind, "send", None) is ExchangePart.send
        and kind.receive is ExchangePart.receive
        and kind.a_send is ExchangePart.a_send
        and kind.a_receive is ExchangePart.a_receive
        and _EXCHANGES.isdisjoint(agent.__dict__)
    )


def _may_go_on(delivery: Delivery) -> bool:
    """Whether a conversation can follow; what only has to be taken in needs no team."""
    recipient, sender = delivery.recipient, delivery.sender
    if not isinstance(recipient, ExchangePart):
        return False
    return recipient._wants_reply(sender, delivery.request_reply)

"""The legacy face of a v0.4 agent or team."""

from __future__ import annotations

from typing import Any

from autogen_agentchat.base import ChatAgent, Response, TaskResult, Team
from autogen_agentchat.messages import BaseChatMessage
from autogen_core import CancellationToken

from ...engine import bridge, codec, watch
from ..conversable_agent import ConversableAgent

__all__ = ("NativeAgent",)


class NativeAgent(ConversableAgent):
    """Answers with what a v0.4 agent or team says; it never ends a chat by itself."""

    def __init__(self, native: ChatAgent | Team) -> None:
        super().__init__(
            native.name,
            system_message="",
            human_input_mode="NEVER",
            llm_config=False,
            description=native.description,
            is_termination_msg=lambda _: False,
        )
        self.native = native
        self._told: dict[Any, int] = {}
        self.register_reply(lambda _: True, NativeAgent.generate_native_reply, remove_other_reply_funcs=True)
        self.register_reply(lambda _: True, NativeAgent.a_generate_native_reply, ignore_async_in_sync_chat=True)

    def __eq__(self, other: object) -> bool:
        return other is self or other is self.native

    def __hash__(self) -> int:
        return hash(self.native)

    def generate_native_reply(
        self, messages: list[dict[str, Any]] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, dict[str, Any] | None]:
        """Hand the new messages to the v0.4 agent and return what it answers."""
        return bridge.run(self._ask, self._news(messages, sender))

    async def a_generate_native_reply(
        self, messages: list[dict[str, Any]] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, dict[str, Any] | None]:
        """Asynchronous :meth:`generate_native_reply`."""
        return await bridge.arun(self._ask, self._news(messages, sender))

    def clear_history(self, recipient: Any = None, nr_messages_to_preserve: int | None = None) -> None:
        """Forget the messages; the v0.4 agent, which has one context for all, is reset."""
        super().clear_history(recipient, nr_messages_to_preserve)
        if self._told and not nr_messages_to_preserve:
            self._told.clear()
            bridge.run(self._reset)

    def _news(self, messages: list[dict[str, Any]] | None, sender: Any) -> list[BaseChatMessage]:
        """What others said since the v0.4 agent last spoke: it remembers the rest itself."""
        history = self._oai_messages[sender] if messages is None else messages
        told = min(self._told.get(sender, 0), len(history))
        self._told[sender] = len(history) + 1  # its own answer will be the next message
        return [codec.encode(message, message.get("name") or sender.name).chat_message for message in history[told:]]

    async def _ask(self, news: list[BaseChatMessage]) -> tuple[bool, dict[str, Any] | None]:
        token = watch.token() or CancellationToken()
        answer: BaseChatMessage | None = None
        stream = (
            self.native.run_stream(task=news, cancellation_token=token, output_task_messages=False)
            if isinstance(self.native, Team)
            else self.native.on_messages_stream(news, token)
        )
        async for item in stream:
            if isinstance(item, Response):
                answer = item.chat_message
            elif isinstance(item, TaskResult):
                answer = next((m for m in reversed(item.messages) if isinstance(m, BaseChatMessage)), None)
            else:
                watch.show([item])
        return True, None if answer is None else _as_reply(answer)

    async def _reset(self) -> None:
        if isinstance(self.native, Team):
            await self.native.reset()
        else:
            await self.native.on_reset(CancellationToken())


def _as_reply(answer: BaseChatMessage) -> dict[str, Any]:
    reply = codec.decode(answer)
    reply.pop("role", None)
    return reply

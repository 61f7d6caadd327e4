"""The protocols that agents of v0.2 fulfil (v0.2: autogen/agentchat/agent.py)."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

__all__ = ("Agent", "LLMAgent")

Message = dict[str, Any] | str


@runtime_checkable
class Agent(Protocol):
    """Whoever can send, receive and answer messages."""

    @property
    def name(self) -> str:
        """How others address the agent."""
        ...

    @property
    def description(self) -> str:
        """What the agent is good for, told to those who choose speakers."""
        ...

    def send(self, message: Message, recipient: Agent, request_reply: bool | None = None) -> None:
        """Send a message; ``request_reply`` None leaves it to the recipient whether to answer."""
        ...

    async def a_send(self, message: Message, recipient: Agent, request_reply: bool | None = None) -> None:
        """Asynchronous :meth:`send`."""
        ...

    def receive(self, message: Message, sender: Agent, request_reply: bool | None = None) -> None:
        """Take a message in, and answer it if a reply is requested."""
        ...

    async def a_receive(self, message: Message, sender: Agent, request_reply: bool | None = None) -> None:
        """Asynchronous :meth:`receive`."""
        ...

    def generate_reply(
        self, messages: list[dict[str, Any]] | None = None, sender: Agent | None = None, **kwargs: Any
    ) -> str | dict[str, Any] | None:
        """The answer to ``messages``; None for no answer."""
        ...

    async def a_generate_reply(
        self, messages: list[dict[str, Any]] | None = None, sender: Agent | None = None, **kwargs: Any
    ) -> str | dict[str, Any] | None:
        """Asynchronous :meth:`generate_reply`."""
        ...


@runtime_checkable
class LLMAgent(Agent, Protocol):
    """An agent whose answers come from a model."""

    @property
    def system_message(self) -> str:
        """The instructions that the model gets first."""
        ...

    def update_system_message(self, system_message: str) -> None:
        """Replace the instructions."""
        ...

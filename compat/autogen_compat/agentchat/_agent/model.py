"""Replies from the model."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..._pydantic import model_dump
from ...engine import bridge
from ...engine.world import ASYNC, SYNC, World
from ...io.base import IOStream
from .base import AgentPart, overrides

if TYPE_CHECKING:
    from ...oai.client import ModelClient, OpenAIWrapper

__all__ = ("ModelPart",)


class ModelPart(AgentPart):
    """The agent's client, what it is asked, and what it costs."""

    @property
    def system_message(self) -> str:
        """The instructions that the model gets first."""
        return self._oai_system_message[0]["content"]

    def update_system_message(self, system_message: str) -> None:
        """Replace the instructions."""
        self._oai_system_message[0]["content"] = system_message

    def register_model_client(self, model_client_cls: ModelClient, **kwargs: Any) -> None:
        """Activate a client class of your own, named in the config by ``model_client_cls``."""
        self.client.register_model_client(model_client_cls, **kwargs)

    def generate_oai_reply(
        self, messages: list[dict] | None = None, sender: Any = None, config: OpenAIWrapper | None = None
    ) -> tuple[bool, str | dict | None]:
        """Ask the model; ``(False, None)`` where the agent has none or it says nothing."""
        return bridge.drive(self._model_reply(SYNC, messages, sender, config))

    async def a_generate_oai_reply(
        self, messages: list[dict] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | dict | None]:
        """Asynchronous :meth:`generate_oai_reply`."""
        for name in ("generate_oai_reply", "_generate_oai_reply_from_client"):
            if overrides(self, name, getattr(ModelPart, name)):
                return await _in_thread(self.generate_oai_reply, messages=messages, sender=sender, config=config)
        return await self._model_reply(ASYNC, messages, sender, config)

    async def _model_reply(self, world: World, messages: Any, sender: Any, config: Any) -> tuple[bool, Any]:
        client = self.client if config is None else config
        if client is None:
            return False, None
        asked = self._oai_system_message + (self._oai_messages[sender] if messages is None else messages)
        if world.is_async:
            reply = await self._ask_client(ASYNC, client, asked, self.client_cache)
        else:
            reply = self._generate_oai_reply_from_client(client, asked, self.client_cache)
        return (False, None) if reply is None else (True, reply)

    def _generate_oai_reply_from_client(self, llm_client: Any, messages: list[dict], cache: Any) -> str | dict | None:
        return bridge.drive(self._ask_client(SYNC, llm_client, messages, cache))

    async def _ask_client(self, world: World, client: Any, messages: list[dict], cache: Any) -> str | dict | None:
        context = messages[-1].pop("context", None)
        response = await _create(world, client, context=context, messages=_unrolled(messages), cache=cache, agent=self)
        answer = client.extract_text_or_completion_object(response)[0]
        if answer is None:
            warnings.warn(f"Extracted_response from {response} is None.", UserWarning, stacklevel=2)
            return None
        if not isinstance(answer, str) and hasattr(answer, "model_dump"):
            answer = model_dump(answer)
        if isinstance(answer, dict):
            self._make_acceptable(answer)
        return answer

    def _make_acceptable(self, answer: dict[str, Any]) -> None:
        """Calls as the endpoint takes them back: valid names, no empty ids."""
        if answer.get("function_call"):
            answer["function_call"]["name"] = self._normalize_name(answer["function_call"]["name"])
        for call in answer.get("tool_calls") or []:
            call["function"]["name"] = self._normalize_name(call["function"]["name"])
            for key in ("id", "type"):
                if call.get(key) is None:
                    call.pop(key)

    def print_usage_summary(self, mode: str | list[str] = ["actual", "total"]) -> None:  # noqa: B006  v0.2's signature
        """Print what the agent's model has cost."""
        say = IOStream.get_default().print
        if self.client is None:
            say(f"No cost incurred from agent '{self.name}'.")
            return
        say(f"Agent '{self.name}':")
        self.client.print_usage_summary(mode)

    def get_actual_usage(self) -> dict[str, Any] | None:
        """Cost and tokens without what came from the cache; None without a model."""
        return None if self.client is None else self.client.actual_usage_summary

    def get_total_usage(self) -> dict[str, Any] | None:
        """Cost and tokens, as if nothing had come from the cache; None without a model."""
        return None if self.client is None else self.client.total_usage_summary


def _unrolled(messages: list[dict]) -> list[dict]:
    """The messages with each tool response as one of its own, as endpoints want them."""
    unrolled: list[dict] = []
    for message in messages:
        responses = message.get("tool_responses")
        unrolled += responses or []
        if not responses:
            unrolled.append(message)
        elif message.get("role") != "tool":
            unrolled.append({key: value for key, value in message.items() if key != "tool_responses"})
    return unrolled


async def _create(world: World, client: Any, **request: Any) -> Any:
    if not world.is_async:
        return client.create(**request)
    if hasattr(client, "a_create"):
        return await client.a_create(**request)
    return await _in_thread(client.create, **request)


async def _in_thread(function: Callable[..., Any], **kwargs: Any) -> Any:
    """Call a blocking function as v0.2's asynchronous chats do; it prints where the chat prints."""
    return await asyncio.to_thread(function, **kwargs)

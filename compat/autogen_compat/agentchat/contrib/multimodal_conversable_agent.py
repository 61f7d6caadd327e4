"""An agent that sees images (v0.2: autogen/agentchat/contrib/multimodal_conversable_agent.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...code_utils import content_str
from ...engine.world import World
from ..conversable_agent import ConversableAgent
from .img_utils import gpt4v_formatter, message_formatter_pil_to_b64

__all__ = ["DEFAULT_LMM_SYS_MSG", "DEFAULT_MODEL", "MultimodalConversableAgent"]

DEFAULT_LMM_SYS_MSG = "You are a helpful AI assistant."
DEFAULT_MODEL = "gpt-4-vision-preview"

Message = dict[str, Any]


class MultimodalConversableAgent(ConversableAgent):
    """An agent whose messages may hold images, written ``<img path, web address or base64>`` in texts.

    Its history keeps PIL images; its model gets data URIs.

    Args:
        system_message: the model's instructions, a text with image tags or a list of content parts.
        kwargs: of `ConversableAgent`.
    """

    DEFAULT_CONFIG = {"model": DEFAULT_MODEL}  # type: ignore[assignment]

    def __init__(
        self,
        name: str,
        system_message: str | list | None = DEFAULT_LMM_SYS_MSG,
        is_termination_msg: Callable[[Message], bool] | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(name, system_message, is_termination_msg, *args, **kwargs)
        self.update_system_message(system_message)

    def update_system_message(self, system_message: Message | list | str | None) -> None:
        """Replace the instructions; image tags in a text become images."""
        content = self._message_to_dict(system_message)["content"]
        self._oai_system_message[0].update(content=content, role="system")

    @staticmethod
    def _message_to_dict(message: Message | list | str | None) -> Message:
        """The message with a list of content parts, as v0.2's subclasses expect it.

        Raises:
            AssertionError: for a dict without content.
            TypeError, ValueError: for content parts of an unknown kind.
        """
        if isinstance(message, str):
            return {"content": gpt4v_formatter(message, img_format="pil")}
        if isinstance(message, list):
            return {"content": message}
        if not isinstance(message, dict):
            raise ValueError(f"Unsupported message type: {type(message)}")
        assert "content" in message, "The message dict must have a `content` field"
        if isinstance(message["content"], str):
            message = {**message, "content": gpt4v_formatter(message["content"], img_format="pil")}
        content_str(message["content"])
        return message

    async def save_state(self) -> Mapping[str, Any]:
        """The agent's histories by partner name, ready for JSON: images become data URIs."""
        state = dict(await super().save_state())
        state["chats"] = {name: message_formatter_pil_to_b64(messages) for name, messages in state["chats"].items()}
        (instructions,) = message_formatter_pil_to_b64([{"content": state["system_message"]}])
        return {**state, "system_message": instructions["content"]}

    async def _ask_client(self, world: World, client: Any, messages: list[Message], cache: Any) -> str | Message | None:
        return await super()._ask_client(world, client, message_formatter_pil_to_b64(messages), cache)

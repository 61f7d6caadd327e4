"""Letting an agent without eyes know what images show (v0.2: contrib/capabilities/vision_capability.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ....code_utils import content_str
from ....io.base import IOStream
from ....oai.client import OpenAIWrapper
from ...conversable_agent import ConversableAgent
from ..img_utils import convert_base64_to_data_uri, get_image_data, get_pil_image, gpt4v_formatter
from .agent_capability import AgentCapability

__all__ = ["DEFAULT_DESCRIPTION_PROMPT", "VisionCapability"]

DEFAULT_DESCRIPTION_PROMPT = (
    "Describe this image in detail, above all what could matter for the conversation that it belongs to."
)
_ABILITY = "\nYou are able to interpret images."


class VisionCapability(AgentCapability):
    """Adds a caption, from a model that sees or from a function, to each image in what an agent receives.

    Args:
        lmm_config: of the model that sees.
        description_prompt: what it is asked.
        custom_caption_func: makes captions in its place, of an image's location, the PIL image and the model's client.

    Raises:
        AssertionError: there is neither a model nor a function.
    """

    def __init__(
        self,
        lmm_config: dict[str, Any],
        description_prompt: str | None = DEFAULT_DESCRIPTION_PROMPT,
        custom_caption_func: Callable[..., str] | None = None,
    ) -> None:
        assert lmm_config or custom_caption_func, (
            "Vision Capability requires a valid lmm_config or custom_caption_func."
        )
        self._lmm_config = lmm_config
        self._lmm_client: Any = OpenAIWrapper(**lmm_config) if lmm_config else None
        self._description_prompt = description_prompt
        self._custom_caption_func = custom_caption_func
        self._parent_agent: Any = None

    def add_to_agent(self, agent: ConversableAgent) -> None:
        """Let the agent know what images show."""
        self._parent_agent = agent
        agent.update_system_message(agent.system_message + _ABILITY)
        agent.register_hook("process_last_received_message", self.process_last_received_message)

    def process_last_received_message(self, content: str | list[dict[str, Any]]) -> str:
        """The message as a text, in which each image is named and described.

        Raises:
            AssertionError: a content part is no dict.
            ValueError, OSError: an image cannot be loaded.
        """
        parts = gpt4v_formatter(content, img_format="url") if isinstance(content, str) else content
        return "".join(map(self._as_text, parts))

    def _as_text(self, part: Any) -> str:
        assert isinstance(part, dict), f"A content part must be a dict, not {part!r}."
        if part["type"] == "text":
            return part["text"]
        if part["type"] != "image_url":
            IOStream.get_default().print(f"Warning: a content part of the type {part['type']} is left out.")
            return ""
        location = part["image_url"]["url"]
        caption = self._caption(location)
        return f"<img {location}> in case you can not see, the caption of this image is: {caption}\n"

    def _caption(self, location: str) -> str:
        if self._custom_caption_func is not None:
            return self._custom_caption_func(location, get_pil_image(location), self._lmm_client)
        return self._get_image_caption(get_image_data(location))

    def _get_image_caption(self, img_data: str) -> str:
        """What the model says about an image in base64."""
        image = {"type": "image_url", "image_url": {"url": convert_base64_to_data_uri(img_data)}}
        question = {"role": "user", "content": [{"type": "text", "text": self._description_prompt}, image]}
        response = self._lmm_client.create(context=None, messages=[question])
        return content_str(response.choices[0].message.content)

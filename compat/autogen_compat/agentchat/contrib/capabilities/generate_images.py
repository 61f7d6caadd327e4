"""Letting an agent draw (v0.2: autogen/agentchat/contrib/capabilities/generate_images.py)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, Protocol

from openai import OpenAI

from ....cache.abstract_cache_base import AbstractCache
from ....code_utils import content_str
from ...agent import Agent
from ...conversable_agent import ConversableAgent
from .. import img_utils
from ..text_analyzer_agent import TextAnalyzerAgent
from .agent_capability import AgentCapability

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = [
    "DESCRIPTION_MESSAGE",
    "PROMPT_INSTRUCTIONS",
    "SYSTEM_MESSAGE",
    "DalleImageGenerator",
    "ImageGeneration",
    "ImageGenerator",
]

SYSTEM_MESSAGE = "You are able to generate images."
DESCRIPTION_MESSAGE = "This agent is able to generate images."
PROMPT_INSTRUCTIONS = """Write the prompt for the image that the TEXT describes: a summary with all its details.
Give no advice. ANSWER in the manner of this example:
EXAMPLE: Blue background, 3D shapes, ...
"""
_IS_WANTED = """
        Is the agent asked, in any part of the TEXT, to generate an image?
        It must be said in so many words that an image is to be generated.
        Say yes or no, nothing else.
        """
_MODELS = ("dall-e-3", "dall-e-2")


class ImageGenerator(Protocol):
    """Draws what a prompt describes."""

    def generate_image(self, prompt: str) -> Image:
        """A PIL image.

        Raises:
            ValueError: no image came of it.
        """
        ...

    def cache_key(self, prompt: str) -> str:
        """What an image of this prompt is kept under."""
        ...


class DalleImageGenerator:
    """Draws with OpenAI's DALL-E.

    Args:
        llm_config: whose first config has the model (dall-e-2, dall-e-3) and the key.
        resolution: width and height in pixels.
        num_images: how many are drawn; the first counts.

    Raises:
        ValueError: it is another model, or no resolution.
    """

    def __init__(
        self,
        llm_config: dict[str, Any],
        resolution: Literal["256x256", "512x512", "1024x1024", "1792x1024", "1024x1792"] = "1024x1024",
        quality: Literal["standard", "hd"] = "standard",
        num_images: int = 1,
    ) -> None:
        config = llm_config["config_list"][0]
        _validate_dalle_model(config["model"])
        _validate_resolution_format(resolution)
        self._model: str = config["model"]
        self._resolution: Any = resolution
        self._quality: Any = quality
        self._num_images = num_images
        self._dalle_client = OpenAI(api_key=config["api_key"], base_url=config.get("base_url"))

    def generate_image(self, prompt: str) -> Image:
        """See `ImageGenerator`."""
        response = self._dalle_client.images.generate(
            model=self._model, prompt=prompt, size=self._resolution, quality=self._quality, n=self._num_images
        )
        url = response.data[0].url if response.data else None
        if url is None:
            raise ValueError("Failed to generate image.")
        return img_utils.get_pil_image(url)

    def cache_key(self, prompt: str) -> str:
        """See `ImageGenerator`."""
        return ",".join(map(str, (prompt, self._model, self._resolution, self._quality, self._num_images)))


class ImageGeneration(AgentCapability):
    """Answers messages that ask for an image with one. A model is asked about each message.

    Args:
        image_generator: draws.
        cache: keeps images.
        text_analyzer_llm_config: of the model that is asked; by default the agent's.
        text_analyzer_instructions: how it makes the prompt of a message.
        register_reply_position: of the reply function.
    """

    def __init__(
        self,
        image_generator: ImageGenerator,
        cache: AbstractCache | None = None,
        text_analyzer_llm_config: dict[str, Any] | None = None,
        text_analyzer_instructions: str = PROMPT_INSTRUCTIONS,
        verbosity: int = 0,
        register_reply_position: int = 2,
    ) -> None:
        self._image_generator = image_generator
        self._cache = cache
        self._text_analyzer_llm_config: Any = text_analyzer_llm_config
        self._text_analyzer_instructions = text_analyzer_instructions
        self._verbosity = verbosity
        self._register_reply_position = register_reply_position
        self._agent: ConversableAgent | None = None
        self._text_analyzer: Any = None

    def add_to_agent(self, agent: ConversableAgent) -> None:
        """Let the agent draw, and tell it and others of it."""
        self._agent = agent
        agent.register_reply([Agent, None], self._image_gen_reply, position=self._register_reply_position)
        self._text_analyzer_llm_config = self._text_analyzer_llm_config or agent.llm_config
        self._text_analyzer = TextAnalyzerAgent(llm_config=self._text_analyzer_llm_config)
        agent.update_system_message(f"{agent.system_message}\n{SYSTEM_MESSAGE}")
        agent.description += f"\n{DESCRIPTION_MESSAGE}"

    def _image_gen_reply(
        self, recipient: Any, messages: list[dict[str, Any]] | None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | dict[str, Any] | None]:
        text = content_str(messages[-1]["content"]) if messages else ""
        if not text or not self._should_generate_image(text):
            return False, None
        prompt = self._extract_prompt(text)
        image = self._cache_get(prompt)
        if image is None:
            image = self._image_generator.generate_image(prompt)
            self._cache_set(prompt, image)
        return True, self._generate_content_message(prompt, image)

    def _should_generate_image(self, message: str) -> bool:
        return "yes" in self._analysis(message, _IS_WANTED).lower()

    def _extract_prompt(self, last_message: str) -> str:
        return self._analysis(last_message, self._text_analyzer_instructions)

    def _analysis(self, text: str, instructions: str) -> str:
        answer = self._text_analyzer.analyze_text(text, instructions)
        return content_str(answer["content"] if isinstance(answer, dict) else answer)

    def _cache_get(self, prompt: str) -> Image | None:
        known = self._cache.get(self._image_generator.cache_key(prompt)) if self._cache else None
        return img_utils.get_pil_image(known) if known else None

    def _cache_set(self, prompt: str, image: Image) -> None:
        if self._cache:
            self._cache.set(self._image_generator.cache_key(prompt), img_utils.pil_to_data_uri(image))

    def _generate_content_message(self, prompt: str, image: Image) -> dict[str, Any]:
        return {
            "content": [
                {"type": "text", "text": f"I generated an image with the prompt: {prompt}"},
                {"type": "image_url", "image_url": {"url": img_utils.pil_to_data_uri(image)}},
            ]
        }


def _validate_resolution_format(resolution: str) -> None:
    if not re.fullmatch(r"\d+x\d+", resolution):
        raise ValueError(f"Invalid resolution format: {resolution}")


def _validate_dalle_model(model: str) -> None:
    if model not in _MODELS:
        raise ValueError(f"Invalid DALL-E model: {model}. Must be one of {', '.join(_MODELS)}.")

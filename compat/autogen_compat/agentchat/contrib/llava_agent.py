"""An agent that sees with LLaVA (v0.2: autogen/agentchat/contrib/llava_agent.py)."""

from __future__ import annotations

import json
import logging
from typing import Any

from ..._optional import require
from ...code_utils import content_str
from ...formatting_utils import colored
from ...io.base import IOStream
from ..agent import Agent
from .img_utils import get_image_data, llava_formatter
from .multimodal_conversable_agent import MultimodalConversableAgent

__all__ = ["DEFAULT_LLAVA_SYS_MSG", "SEP", "LLaVAAgent", "llava_call", "llava_call_binary"]

logger = logging.getLogger(__name__)

SEP = "###"
DEFAULT_LLAVA_SYS_MSG = "You are an AI agent, and you see images."

_TRIES = 10
_LOCAL = ("0.0.0.0", "localhost")


class LLaVAAgent(MultimodalConversableAgent):
    """Answers with a LLaVA model: a local worker, or one at Replicate.

    Args:
        kwargs: of `ConversableAgent`; each config of `llm_config` has a `base_url`, local ones a `model` too.

    Raises:
        AssertionError: there is no `llm_config`.
    """

    def __init__(
        self, name: str, system_message: str | list | None = DEFAULT_LLAVA_SYS_MSG, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(name, system_message, *args, **kwargs)
        assert self.llm_config is not None, "llm_config must be provided."
        self.register_reply([Agent, None], reply_func=LLaVAAgent._image_reply, position=2)

    def _image_reply(
        self, messages: list[dict[str, Any]] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str]:
        if messages is None and sender is None:
            raise AssertionError(f"Either {messages=} or {sender=} must be provided.")
        heard = self._oai_messages[sender] if messages is None else messages
        prompt = "".join([f"{content_str(self.system_message)}\n", *map(_line, heard), f"\n{SEP}Assistant: "])  # type: ignore[arg-type]
        images = [
            get_image_data(part["image_url"]["url"])
            for message in heard
            for part in message["content"]
            if part["type"] == "image_url"
        ]
        IOStream.get_default().print(colored(prompt, "blue"))
        answer = self._first_answer(prompt, images)
        assert answer, "Empty response from LLaVA."
        return True, answer

    def _first_answer(self, prompt: str, images: list[str]) -> str:
        llm_config: dict[str, Any] = self.llm_config or {}
        for _ in range(_TRIES):
            answer = llava_call_binary(
                prompt=prompt,
                images=images,
                config_list=llm_config["config_list"],
                temperature=llm_config.get("temperature", 0.5),
                max_new_tokens=llm_config.get("max_new_tokens", 2000),
            )
            if answer:
                return answer
        return ""


def _line(message: dict[str, Any]) -> str:
    speaker = "Human" if message["role"] == "user" else "Assistant"
    return f"{SEP}{speaker}: {content_str(message['content'])}\n"


def _llava_call_binary_with_config(
    prompt: str,
    images: list[str],
    config: dict[str, Any],
    max_new_tokens: int = 1000,
    temperature: float = 0.5,
    seed: int = 1,
) -> str:
    if any(host in config["base_url"] for host in _LOCAL):
        answer = _from_worker(prompt, images, config, max_new_tokens, temperature)
    else:
        answer = _from_replicate(prompt, images, config, seed)
    return answer.replace(prompt, "").strip()


def _from_worker(
    prompt: str, images: list[str], config: dict[str, Any], max_new_tokens: int, temperature: float
) -> str:
    requests = require("requests", extra="images", what_for="A local LLaVA worker")
    request = {
        "model": config["model"],
        "prompt": prompt,
        "max_new_tokens": max_new_tokens,
        "temperature": temperature,
        "stop": SEP,
        "images": images,
    }
    url = config["base_url"].rstrip("/") + "/worker_generate_stream"
    response = requests.post(url, headers={"User-Agent": "LLaVA Client"}, json=request, stream=False)
    chunks = [each for each in response.iter_lines(chunk_size=8192, decode_unicode=False, delimiter=b"\0") if each]
    return json.loads(chunks[-1].decode("utf-8"))["text"].split(SEP)[-1] if chunks else ""


def _from_replicate(prompt: str, images: list[str], config: dict[str, Any], seed: int) -> str:
    replicate = require("replicate", extra="llava", what_for="LLaVA at Replicate")
    # Replicate's version of the model takes one image.
    image = f"data:image/jpeg;base64,{images[0]}"
    request = {"image": image, "prompt": prompt.replace("<image>", " "), "seed": seed}
    return "".join(replicate.run(config["base_url"], input=request))


def llava_call_binary(
    prompt: str,
    images: list[str],
    config_list: list[dict[str, Any]],
    max_new_tokens: int = 1000,
    temperature: float = 0.5,
    seed: int = 1,
) -> str | None:
    """The answer of the first config that gives one; errors are printed. Images are PNGs in base64."""
    for config in config_list:
        try:
            return _llava_call_binary_with_config(prompt, images, config, max_new_tokens, temperature, seed)
        except Exception as error:
            IOStream.get_default().print(f"Error: {error}")
    return None


def llava_call(prompt: str, llm_config: dict[str, Any]) -> str | None:
    """LLaVA's answer to a prompt with image tags.

    Raises:
        RuntimeError: an image is empty.
    """
    text, images = llava_formatter(prompt, order_image_tokens=False)
    if not all(images):
        raise RuntimeError("An image is empty!")
    return llava_call_binary(
        text,
        images,
        config_list=llm_config["config_list"],
        max_new_tokens=llm_config.get("max_new_tokens", 2000),
        temperature=llm_config.get("temperature", 0.5),
        seed=llm_config.get("seed"),  # type: ignore[arg-type]
    )

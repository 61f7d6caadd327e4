"""Images in messages (v0.2: autogen/agentchat/contrib/img_utils.py)."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ...io.base import IOStream
from ..utils import parse_tags_from_content

if TYPE_CHECKING:
    from PIL import Image

__all__ = [
    "convert_base64_to_data_uri",
    "extract_img_paths",
    "get_image_data",
    "get_pil_image",
    "gpt4v_formatter",
    "llava_formatter",
    "message_formatter_pil_to_b64",
    "pil_to_data_uri",
]

_DATA_URI = re.compile(r"data:image/(?:png|jpeg);base64,")
_IMAGE_PATH = re.compile(r"\b\S+\.(?:jpe?g|png|gif|bmp)\b", re.IGNORECASE)
_IMAGE_TAG = re.compile(r"<img ([^>]+)>")
_IMAGE_FORMATS = ("uri", "url", "pil")
_SIGNATURES: tuple[tuple[str, tuple[tuple[int, bytes], ...]], ...] = (
    ("image/jpeg", ((0, b"\xff\xd8\xff"),)),
    ("image/png", ((0, b"\x89PNG\r\n\x1a\n"),)),
    ("image/gif", ((0, b"GIF87a"),)),
    ("image/gif", ((0, b"GIF89a"),)),
    ("image/webp", ((0, b"RIFF"), (8, b"WEBP"))),
)
_MISSING = 'Images in messages need {}: pip install "autogen-migrate[images]"'


def get_pil_image(image_file: str | Image.Image) -> Image.Image:
    """An image from a file, a web address, a data URI, base64 text, or an image, which is returned as it is.

    Returns:
        a PIL image in RGB.

    Raises:
        ImportError: Pillow is not installed, or, for web addresses, requests.
        ValueError, OSError: there is no such file, or it is no image.
    """
    if isinstance(image_file, str):
        return _opened(_unquoted(image_file)).convert("RGB")
    return image_file


def _pillow() -> Any:
    try:
        from PIL import Image
    except ImportError as missing:
        raise ImportError(_MISSING.format("pillow")) from missing
    return Image


def _unquoted(location: str) -> str:
    for quote in ('"', "'"):
        if location.startswith(quote) and location.endswith(quote):
            location = location[1:-1]
    return location


def _opened(location: str) -> Image.Image:
    if location.startswith(("http://", "https://")):
        return _pillow().open(BytesIO(_download(location)))
    if _DATA_URI.match(location):
        return _to_pil(_DATA_URI.sub("", location))
    if os.path.exists(location):
        return _pillow().open(location)
    return _to_pil(location)


def _download(url: str) -> bytes:
    try:
        import requests
    except ImportError as missing:
        raise ImportError(_MISSING.format("requests to load them from the web")) from missing
    return requests.get(url).content


def _to_pil(data: str) -> Image.Image:
    """The image that base64 text encodes."""
    return _pillow().open(BytesIO(base64.b64decode(data)))


def _png(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, format="PNG")
    return buffer.getvalue()


def get_image_data(image_file: str | Image.Image, use_b64: bool = True) -> Any:
    """An image as PNG: base64 text, or bytes with `use_b64` False. Errors are `get_pil_image`'s."""
    data = _png(get_pil_image(image_file))
    return base64.b64encode(data).decode("utf-8") if use_b64 else data


def llava_formatter(prompt: str, order_image_tokens: bool = False) -> tuple[str, list[str]]:
    """The prompt with ``<image>`` for each ``<img ...>``, and the PNGs of the images in base64.

    With `order_image_tokens` it is ``<image 0>``, ``<image 1>``... Tags of images that cannot be loaded are left out,
    with a warning on the output stream.
    """
    images: list[str] = []

    def token(tag: re.Match[str]) -> str:
        try:
            images.append(get_image_data(tag.group(1)))
        except Exception as error:
            _warn(tag.group(1), f"because of {error}")
            return ""
        return f"<image {len(images) - 1}>" if order_image_tokens else "<image>"

    return _IMAGE_TAG.sub(token, prompt), images


def pil_to_data_uri(image: Image.Image) -> str:
    """The image as a data URI of a PNG."""
    return convert_base64_to_data_uri(base64.b64encode(_png(image)).decode("utf-8"))


def convert_base64_to_data_uri(base64_image: str) -> str:
    """A data URI of base64 text; unknown kinds of images are taken for JPEG."""
    data = base64.b64decode(base64_image)
    return f"data:{_mime_type(data)};base64,{base64_image}"


def _mime_type(data: bytes) -> str:
    for mime_type, marks in _SIGNATURES:
        if all(data.startswith(mark, offset) for offset, mark in marks):
            return mime_type
    return "image/jpeg"


def gpt4v_formatter(prompt: str, img_format: str = "uri") -> list[str | dict[str, Any]]:
    """The text parts and ``<img ...>`` images of a prompt as the content parts of a message.

    Images that cannot be loaded stay in the text, with a warning on the output stream.

    Args:
        prompt: text with tags.
        img_format: images as data URIs ("uri"), as they are named ("url"), or as PIL images ("pil").

    Raises:
        AssertionError: for another format.
    """
    assert img_format in _IMAGE_FORMATS, f"img_format must be one of {', '.join(_IMAGE_FORMATS)}, not {img_format!r}."
    parts: list[str | dict[str, Any]] = []
    end = 0
    for start, stop, image in _loaded_tags(prompt, img_format):
        parts += [_text(prompt[end:start]), {"type": "image_url", "image_url": {"url": image}}]
        end = stop
    return [*parts, _text(prompt[end:])]


def _loaded_tags(prompt: str, img_format: str) -> Iterator[tuple[int, int, Any]]:
    for tag in parse_tags_from_content("img", prompt):
        location = tag["attr"]["src"]
        try:
            image = _in_format(location, img_format)
        except Exception as error:
            _warn(location, f"because {error}")
            continue
        yield tag["match"].start(), tag["match"].end(), image


def _in_format(location: str, img_format: str) -> Any:
    if img_format == "url":
        return location
    return get_pil_image(location) if img_format == "pil" else convert_base64_to_data_uri(get_image_data(location))


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def _warn(location: str, reason: str) -> None:
    IOStream.get_default().print(f"Warning! Unable to load image from {location}, {reason}")


def extract_img_paths(paragraph: str) -> list[str]:
    """The web addresses and local paths of images (jpg, jpeg, png, gif, bmp) that a text names."""
    return _IMAGE_PATH.findall(paragraph)


def message_formatter_pil_to_b64(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages with data URIs for PIL images; the given ones stay as they are."""
    return [_without_pil(message) for message in messages]


def _without_pil(message: Any) -> Any:
    if not isinstance(message, dict) or not isinstance(message.get("content"), list):
        return message
    return {**message, "content": [_part_without_pil(part) for part in message["content"]]}


def _part_without_pil(part: Any) -> Any:
    if not isinstance(part, dict) or "image_url" not in part:
        return part
    image = part["image_url"]
    if isinstance(image, str) or isinstance(image["url"], str):
        return part
    return {**part, "image_url": {**image, "url": pil_to_data_uri(image["url"])}}

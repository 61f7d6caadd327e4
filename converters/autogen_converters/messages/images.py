"""Images in messages: v0.2 has URLs and PIL objects, v0.4 has `{"data": base64}` and nothing else.

Nothing here fetches a URL. Pillow is imported only where pixels are needed.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image as PILImage

ImageReader = Callable[[object], str | None]
"""What an `image_url.url` shows, as base64 for v0.4, or None where it holds no readable image."""

_MAGIC = {"iVBORw0KGgo": "png", "/9j/": "jpeg", "R0lGOD": "gif", "UklGR": "webp", "Qk": "bmp"}


def mime_type(data: str) -> str | None:
    """The MIME type that the first bytes of base64 `data` show, or None."""
    return next((f"image/{name}" for magic, name in _MAGIC.items() if data.startswith(magic)), None)


def data_uri(data: str) -> str:
    """A `data:` URL for base64 `data`."""
    return f"data:{mime_type(data) or 'image/png'};base64,{data}"


def split_uri(url: object) -> str | None:
    """The base64 part of a `data:image/...` URL, checked but not decoded to pixels: the reader for files."""
    if not isinstance(url, str) or not url.startswith("data:image/"):
        return None
    head, found, data = url.partition(";base64,")
    if not found or ";" in head or mime_type(data) is None:
        return None
    try:
        binascii.a2b_base64(data.encode("ascii"))
    except ValueError:
        return None
    return data


def read_pixels(url: object) -> str | None:
    """Base64 exactly as v0.4's `Image` will write it (RGB, PNG): the reader for message objects and PIL images."""
    from autogen_core import Image

    if not isinstance(url, str):
        return Image.from_pil(url).to_base64() if hasattr(url, "convert") else None  # pyright: ignore[reportArgumentType]
    data = split_uri(url)
    if data is None:
        return None
    try:
        return Image.from_base64(data).to_base64()
    except (OSError, ValueError, SyntaxError):
        return None


def encode_pil(image: PILImage) -> str:
    """A PIL image as a lossless `data:` URL; modes that PNG does not have are kept as TIFF."""
    file_format = "PNG" if image.mode in {"1", "L", "LA", "I", "P", "RGB", "RGBA"} else "TIFF"
    buffer = BytesIO()
    image.save(buffer, format=file_format)
    data = base64.b64encode(buffer.getvalue()).decode()
    return f"data:image/{file_format.lower()};base64,{data}"


def decode_pil(uri: str) -> Any:
    """The PIL image of an `encode_pil` URL, detached from its bytes."""
    from PIL import Image

    data = base64.b64decode(uri.partition(";base64,")[2])
    image: Any = Image.open(BytesIO(data), formats=("PNG", "TIFF"))
    return image.copy()

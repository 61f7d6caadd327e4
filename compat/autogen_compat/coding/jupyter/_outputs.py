"""What a kernel's messages say, and the files that its rich outputs become."""

from __future__ import annotations

import base64
import json
import os
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def save_image(folder: Path, image_base64: str) -> str:
    """Save an image as a PNG file with a made-up name and return its absolute path."""
    path = folder / f"{uuid.uuid4().hex}.png"
    path.write_bytes(base64.b64decode(image_base64))
    return os.path.abspath(path)


def save_html(folder: Path, html: str) -> str:
    """Save a page with a made-up name and return its absolute path."""
    path = folder / f"{uuid.uuid4().hex}.html"
    path.write_text(html, encoding="utf-8")
    return os.path.abspath(path)


def data_of(message: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The (MIME type, data) pairs that a message of a running cell shows; the text of a stream is text/plain."""
    content = message["content"]
    if message["msg_type"] == "stream":
        return [("text/plain", content["text"])]
    if message["msg_type"] in ("execute_result", "display_data"):
        return list(content["data"].items())
    return []


def as_text(mime_type: str, data: Any) -> str:
    """Plain text as it is, any other data as JSON."""
    return str(data) if mime_type == "text/plain" else json.dumps(data)


def error_of(message: Mapping[str, Any]) -> str | None:
    """The text of a message that tells of an exception, None for other messages."""
    if message["msg_type"] != "error":
        return None
    content = message["content"]
    return f"ERROR: {content['ename']}: {content['evalue']}\n{content['traceback']}"


def is_end(message: Mapping[str, Any]) -> bool:
    """Whether the kernel has finished the cell."""
    return message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"


def answers(message: Mapping[str, Any], request_id: str) -> bool:
    """Whether a message belongs to a request."""
    return message.get("parent_header", {}).get("msg_id") == request_id

"""Types of message content (v0.2: autogen/types.py)."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

MessageContentType = str | list[dict[str, Any] | str] | None


class UserMessageTextContentPart(TypedDict):
    """A text part of a multimodal message."""

    type: Literal["text"]
    text: str


class UserMessageImageContentPart(TypedDict):
    """An image part of a multimodal message; the url may be a data URI."""

    type: Literal["image_url"]
    image_url: dict[Literal["url"], str]

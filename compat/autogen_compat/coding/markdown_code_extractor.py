"""Code blocks between Markdown fences (v0.2: autogen/coding/markdown_code_extractor.py)."""

from __future__ import annotations

import re

from ..code_utils import CODE_BLOCK_PATTERN, UNKNOWN, content_str, infer_lang
from ..types import UserMessageImageContentPart, UserMessageTextContentPart
from .base import CodeBlock, CodeExtractor

__all__ = ("MarkdownCodeExtractor",)

_FENCED = re.compile(CODE_BLOCK_PATTERN, re.DOTALL)


class MarkdownCodeExtractor(CodeExtractor):
    """Finds fenced blocks; the language of a bare fence is guessed, "" where it cannot be."""

    def extract_code_blocks(
        self, message: str | list[UserMessageTextContentPart | UserMessageImageContentPart] | None
    ) -> list[CodeBlock]:
        """The fenced blocks of a message's content, in order."""
        blocks = _FENCED.findall(content_str(message))
        return [CodeBlock(code=code, language=_language(named, code)) for named, code in blocks]


def _language(named: str, code: str) -> str:
    language = named or infer_lang(code)
    return "" if language == UNKNOWN else language

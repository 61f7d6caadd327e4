"""Web browsers for agents, which read pages as Markdown (v0.2: autogen/browser_utils)."""

from __future__ import annotations

from .abstract_markdown_browser import AbstractMarkdownBrowser
from .markdown_search import AbstractMarkdownSearch, BingMarkdownSearch
from .mdconvert import DocumentConverterResult, FileConversionException, MarkdownConverter, UnsupportedFormatException
from .playwright_markdown_browser import PlaywrightMarkdownBrowser
from .requests_markdown_browser import RequestsMarkdownBrowser
from .selenium_markdown_browser import SeleniumMarkdownBrowser

__all__ = (
    "AbstractMarkdownBrowser",
    "AbstractMarkdownSearch",
    "BingMarkdownSearch",
    "DocumentConverterResult",
    "FileConversionException",
    "MarkdownConverter",
    "PlaywrightMarkdownBrowser",
    "RequestsMarkdownBrowser",
    "SeleniumMarkdownBrowser",
    "UnsupportedFormatException",
)

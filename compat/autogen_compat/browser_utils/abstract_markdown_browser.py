"""What a Markdown browser can do (v0.2: autogen/browser_utils/abstract_markdown_browser.py)."""

from __future__ import annotations

from abc import ABC, abstractmethod


class AbstractMarkdownBrowser(ABC):
    """Fetches a page, turns it into Markdown, and shows it one viewport at a time."""

    @abstractmethod
    def __init__(self) -> None: ...

    @property
    @abstractmethod
    def address(self) -> str:
        """The address of the current page."""

    @abstractmethod
    def set_address(self, uri_or_path: str) -> None:
        """Go to a page."""

    @property
    @abstractmethod
    def viewport(self) -> str:
        """The part of the page that is shown."""

    @property
    @abstractmethod
    def page_content(self) -> str:
        """The whole page."""

    @abstractmethod
    def page_down(self) -> None:
        """Show the next part."""

    @abstractmethod
    def page_up(self) -> None:
        """Show the previous part."""

    @abstractmethod
    def visit_page(self, path_or_uri: str) -> str:
        """Go to a page and return its first part."""

    @abstractmethod
    def open_local_file(self, local_path: str) -> str:
        """Go to a file of this machine and return its first part."""

    @abstractmethod
    def find_on_page(self, query: str) -> str | None:
        """Show and return the next part, from the current one on, that contains the query."""

    @abstractmethod
    def find_next(self) -> str | None:
        """Show and return the next part that contains the last query."""

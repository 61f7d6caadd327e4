"""What an agent can do with a browser, as tools for its model."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

__all__ = ["Tool", "browser_tools", "reading_tools"]

_RULE = "\n=======================\n"
_FIRST_LINK = re.compile(r"\[.*?\]\((http.*?)\)")


@dataclass(frozen=True)
class Tool:
    """A function, and how a model is told of it."""

    name: str
    description: str
    function: Callable[..., str]


def browser_tools(surfer: Any) -> list[Tool]:
    """Searching, visiting, scrolling and finding, with the `browser` that the surfer has at the time."""

    def informational_search(query: Annotated[str, "What to search for, to learn something."]) -> str:
        surfer.browser.visit_page(f"search: {query}")
        return _shown(surfer.browser)

    def navigational_search(query: Annotated[str, "What to search for, to go there."]) -> str:
        surfer.browser.visit_page(f"search: {query}")
        link = _FIRST_LINK.search(surfer.browser.page_content)
        if link:
            surfer.browser.visit_page(link.group(1))
        return _shown(surfer.browser)

    def visit_page(url: Annotated[str, "The address of the page, relative or absolute."]) -> str:
        surfer.browser.visit_page(url)
        return _shown(surfer.browser)

    def download_file(url: Annotated[str, "The address of the file, relative or absolute."]) -> str:
        surfer.browser.visit_page(url)
        return _shown(surfer.browser)

    def page_up() -> str:
        surfer.browser.page_up()
        return _shown(surfer.browser)

    def page_down() -> str:
        surfer.browser.page_down()
        return _shown(surfer.browser)

    def find_on_page_ctrl_f(
        search_string: Annotated[str, "What to find on the page. Wildcards such as '*' may be used."],
    ) -> str:
        if surfer.browser.find_on_page(search_string) is None:
            return _headed(surfer.browser, f"The search string '{search_string}' was not found on this page.")
        return _shown(surfer.browser)

    def find_next() -> str:
        if surfer.browser.find_next() is None:
            return _headed(surfer.browser, "The search string was not found on this page.")
        return _shown(surfer.browser)

    return [
        Tool(
            "informational_web_search",
            "Search the web to learn something (an INFORMATIONAL query), and get the results.",
            informational_search,
        ),
        Tool(
            "navigational_web_search",
            "Search the web for a place that you know of (a NAVIGATIONAL query), such as a Wikipedia article, and go "
            "straight to the first result.",
            navigational_search,
        ),
        Tool("visit_page", "Go to a web page and get its text.", visit_page),
        Tool("download_file", "Download a file and get its text, if it has any.", download_file),
        Tool("page_up", "Scroll the page UP by one viewport, and get what is shown there.", page_up),
        Tool("page_down", "Scroll the page DOWN by one viewport, and get what is shown there.", page_down),
        Tool(
            "find_on_page_ctrl_f",
            "Scroll to where a text first occurs on the page, as Ctrl+F does.",
            find_on_page_ctrl_f,
        ),
        Tool("find_next", "Scroll to where the text that was searched for occurs next.", find_next),
    ]


def reading_tools(surfer: Any, answer: Callable[[str | None], str]) -> list[Tool]:
    """Having a model read the page: `answer` answers a question about it, or sums it up for None."""

    def read_page_and_answer(
        question: Annotated[str | None, "The question that is to be answered."],
        url: Annotated[str | None, "[Optional] The address of the page. (The current page by default)"] = None,
    ) -> str:
        if url is not None and url != surfer.browser.address:
            surfer.browser.visit_page(url)
        return answer(question)

    def summarize_page(
        url: Annotated[str | None, "[Optional] The address of the page. (The current page by default)"] = None,
    ) -> str:
        return read_page_and_answer(question=None, url=url)

    return [
        Tool("read_page_and_answer", "Let an AI read a page and answer a question from it.", read_page_and_answer),
        Tool("summarize_page", "Let an AI sum up a page; without an address, the current one.", summarize_page),
    ]


def _shown(browser: Any) -> str:
    return _headed(browser, browser.viewport)


def _headed(browser: Any, text: str) -> str:
    lines = [f"Address: {browser.address}"]
    if browser.page_title is not None:
        lines.append(f"Title: {browser.page_title}")
    current, total = browser.viewport_current_page + 1, len(browser.viewport_pages)
    lines.append(f"Viewport position: Showing page {current} of {total}.")
    return "\n".join(lines).strip() + _RULE + text

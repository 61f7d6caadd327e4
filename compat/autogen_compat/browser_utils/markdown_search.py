"""Web searches with Markdown results (v0.2: autogen/browser_utils/markdown_search.py)."""

from __future__ import annotations

import logging
import os
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus, unquote, urlparse

from .mdconvert import MarkdownConverter

logger = logging.getLogger(__name__)

_API_URL = "https://api.bing.microsoft.com/v7.0/search"
_PAGE_URL = "https://www.bing.com/search"
_USER_AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/119.0.0.0 Safari/537.36"
_VIDEO_URL = "https://www.youtube.com/watch?v="
_HEADINGS = {"webPages": "## Web Results", "news": "## News Results", "videos": "## Video Results"}

# The results of a kind: under each answer's id the texts that are shown for it.
_Texts = dict[str, list[str]]


class AbstractMarkdownSearch(ABC):
    """A search engine for Markdown browsers."""

    @abstractmethod
    def __init__(self) -> None: ...

    @abstractmethod
    def search(self, query: str) -> str:
        """The results as Markdown."""


class BingMarkdownSearch(AbstractMarkdownSearch):
    """Searches with Bing: with its programming interface if there is a key, else by reading its page."""

    def __init__(self, bing_api_key: str | None = None, interleave_results: bool = True) -> None:
        """Prepare searches.

        Args:
            bing_api_key: key for the interface; by default the environment variable BING_API_KEY.
            interleave_results: one list in Bing's order, instead of a section per kind of result.

        Raises:
            ValueError: sections are wanted without a key.
        """
        given = bing_api_key if bing_api_key and bing_api_key.strip() else None
        self._bing_api_key = given or os.environ.get("BING_API_KEY")
        self._interleave_results = interleave_results
        self._mdconvert = MarkdownConverter()
        if self._bing_api_key is not None:
            return
        if not interleave_results:
            raise ValueError(
                "No Bing API key was provided. This is incompatible with setting `interleave_results` to False. "
                "Please provide a key, or set `interleave_results` to True."
            )
        logger.warning(
            "No Bing API key: BingMarkdownSearch reads Bing's page instead, and may miss results. "
            "Set the environment variable BING_API_KEY or the parameter bing_api_key."
        )

    def search(self, query: str) -> str:
        """The results as Markdown.

        Raises:
            requests.RequestException: Bing did not answer.
        """
        return self._fallback_search(query) if self._bing_api_key is None else self._api_search(query)

    def _api_search(self, query: str) -> str:
        results = self._bing_api_call(query)
        texts = {kind: _texts(kind, results[kind]) for kind in _HEADINGS if kind in results}
        related = _related_searches(results)
        shown = self._interleaved(results, texts, related) if self._interleave_results else _sections(texts, related)
        numbers = iter(range(1, len(shown) + 1))
        count = sum("__POS__" in text for text in shown)
        numbered = [re.sub("__POS__", lambda _: str(next(numbers)), text) for text in shown]
        return f"## A Bing search for '{query}' found {count} results:\n\n" + "\n\n".join(numbered).strip()

    @staticmethod
    def _interleaved(results: Mapping[str, Any], texts: Mapping[str, _Texts], related: _Texts) -> list[str]:
        by_id = {id: shown for kind in texts.values() for id, shown in kind.items()}
        for kind in ("news", "videos"):
            whole = [text for shown in texts.get(kind, {}).values() for text in shown]
            by_id |= {results[kind]["id"]: whole} if whole else {}
        by_id |= related
        order = (item["value"]["id"] for item in results["rankingResponse"]["mainline"]["items"])
        return [text for id in order for text in by_id.get(id, [])]

    def _bing_api_call(self, query: str) -> dict[str, Any]:
        import requests

        if not self._bing_api_key:
            raise ValueError("Missing Bing API key.")
        response = requests.get(
            _API_URL,
            headers={"Ocp-Apim-Subscription-Key": self._bing_api_key},
            params={"q": query, "textDecorations": "false", "textFormat": "raw"},
        )
        response.raise_for_status()
        return response.json()

    def _fallback_search(self, query: str) -> str:
        import requests

        url = f"{_PAGE_URL}?q={quote_plus(query)}&FORM=QBLH"
        response = requests.get(url, headers={"User-Agent": _USER_AGENT})
        response.raise_for_status()
        return self._mdconvert.convert_response(response).text_content


def _texts(kind: str, answer: Mapping[str, Any]) -> _Texts:
    """The texts by result id; news and videos, which have none, by position."""
    if kind == "webPages":
        texts: _Texts = {}
        for page in answer["value"]:
            texts.setdefault(page["id"], []).extend(_page_texts(page))
        return texts
    shown = [item for item in answer["value"] if kind != "videos" or item["contentUrl"].startswith(_VIDEO_URL)]
    return {
        f"{kind}{i}": [_item_text(item, "contentUrl" if kind == "videos" else "url")] for i, item in enumerate(shown)
    }


def _page_texts(page: Mapping[str, Any]) -> Iterable[str]:
    yield "\n".join([f"__POS__. {_link(page['name'], page['url'])}", page["snippet"], *_details(page)])
    for deep in page.get("deepLinks", []):
        yield f"__POS__. {_link(deep['name'], deep['url'])}\n{deep.get('snippet', '')}"


def _item_text(item: Mapping[str, Any], url_key: str) -> str:
    head = f"__POS__. {_link(item['name'], item[url_key])}\n{item.get('description', '')}".strip()
    published = [f"Date published: {item['datePublished'].split('T')[0]}"] if "datePublished" in item else []
    return "\n".join([head, *published, *_details(item)])


def _details(result: Mapping[str, Any]) -> Iterable[str]:
    for fact in result.get("richFacts", []):
        yield f"{fact['label']['text']}: {' '.join(item['text'] for item in fact['items'])}"
    if "mentions" in result:
        yield "Mentions: " + ", ".join(mention["name"] for mention in result["mentions"])


def _related_searches(results: Mapping[str, Any]) -> _Texts:
    if "relatedSearches" not in results:
        return {}
    related = results["relatedSearches"]
    return {related["id"]: ["\n".join(["## Related Searches:", *(f"- {s['text']}" for s in related["value"])])]}


def _sections(texts: Mapping[str, _Texts], related: _Texts) -> list[str]:
    shown: list[str] = []
    for kind, heading in _HEADINGS.items():
        found = [text for some in texts.get(kind, {}).values() for text in some]
        shown += [heading, *found] if found else []
    return [*shown, *(text for some in related.values() for text in some)]


def _link(anchor: str, href: str) -> str:
    """A Markdown link; what Bing leaves unquoted in the path and conflicts with Markdown is quoted."""
    url = urlparse(href)
    href = url._replace(path=quote(unquote(url.path))).geturl()
    return f"[{re.sub(r'[][]', ' ', anchor)}]({href})"

"""A browser that runs Chromium by Playwright (v0.2: autogen/browser_utils/playwright_markdown_browser.py)."""

from __future__ import annotations

import importlib
import io
import os
from importlib.util import find_spec
from typing import Any

from .requests_markdown_browser import RequestsMarkdownBrowser

IS_PLAYWRIGHT_ENABLED = find_spec("playwright") is not None

_DOWNLOAD_STARTED = ("net::ERR_ABORTED", "Download is starting")


class PlaywrightMarkdownBrowser(RequestsMarkdownBrowser):
    """Shows pages as Chromium has rendered them, and saves its downloads; files are read from disk."""

    def __init__(self, launch_args: dict[str, Any] = {}, **kwargs: Any) -> None:  # noqa: B006  # v0.2's signature
        """Start Chromium.

        Args:
            launch_args: arguments of Playwright's `chromium.launch`.
            kwargs: arguments of `RequestsMarkdownBrowser`.

        Raises:
            ModuleNotFoundError: playwright is not installed.
        """
        self._launch_args = launch_args
        self._playwright: Any = None
        self._browser: Any = None
        self._page: Any = None
        super().__init__(**kwargs)

    def _start(self) -> None:
        try:
            api = importlib.import_module("playwright.sync_api")
        except ModuleNotFoundError as error:
            message = (
                "No module named 'playwright'. Playwright can be installed via 'pip install playwright', "
                "and its browser then via 'playwright install --with-deps chromium'."
            )
            raise ModuleNotFoundError(message) from error
        self._playwright = api.sync_playwright().start()
        self._browser = self._playwright.chromium.launch(**self._launch_args)
        self._page = self._browser.new_page()
        super()._start()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """End Chromium; the browser cannot be used any more."""
        browser, self._browser = getattr(self, "_browser", None), None
        playwright, self._playwright = getattr(self, "_playwright", None), None
        if browser is not None:
            browser.close()
        if playwright is not None:
            playwright.stop()

    def _fetch_page(self, url: str) -> None:
        if url.startswith("file://"):
            super()._fetch_page(url)
            return
        try:
            self._page.goto(url)
        except Exception as error:
            if self.downloads_folder is None or not _is_download(error):
                raise
            self._save_download(url, self.downloads_folder)
            return
        page = self._page.evaluate("document.documentElement.outerHTML;")
        result = self._markdown_converter.convert_stream(io.StringIO(page), file_extension=".html", url=url)
        result.title = self._page.title()
        self._show(result)

    def _save_download(self, url: str, folder: str) -> None:
        with self._page.expect_download() as started:
            try:
                self._page.goto(url)
            except Exception as error:
                if not _is_download(error):
                    raise
        path = os.path.join(folder, started.value.suggested_filename)
        started.value.save_as(path)
        self._show_local(path)


def _is_download(error: Exception) -> bool:
    return any(sign in str(error) for sign in _DOWNLOAD_STARTED)

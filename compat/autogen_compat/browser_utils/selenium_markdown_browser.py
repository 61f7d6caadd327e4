"""A browser that runs Chrome by Selenium (v0.2: autogen/browser_utils/selenium_markdown_browser.py)."""

from __future__ import annotations

import importlib
import io
from importlib.util import find_spec
from typing import Any

from .requests_markdown_browser import RequestsMarkdownBrowser

IS_SELENIUM_ENABLED = find_spec("selenium") is not None


class SeleniumMarkdownBrowser(RequestsMarkdownBrowser):
    """Shows pages as Chrome has rendered them; files and downloads are fetched with requests."""

    def __init__(self, **kwargs: Any) -> None:
        """Start Chrome without a window.

        Args:
            kwargs: arguments of `RequestsMarkdownBrowser`.

        Raises:
            ModuleNotFoundError: selenium is not installed.
        """
        self._webdriver: Any = None
        super().__init__(**kwargs)

    def _start(self) -> None:
        self._webdriver = self._driver()
        super()._start()

    def _driver(self) -> Any:
        try:
            webdriver = importlib.import_module("selenium.webdriver")
        except ModuleNotFoundError as error:
            message = "No module named 'selenium'. Selenium can be installed via 'pip install selenium'."
            raise ModuleNotFoundError(message) from error
        options = webdriver.ChromeOptions()
        for argument in ("--headless", "--disable-gpu", "--no-sandbox"):
            options.add_argument(argument)
        return webdriver.Chrome(options=options)

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """End Chrome; the browser cannot be used any more."""
        driver, self._webdriver = getattr(self, "_webdriver", None), None
        if driver is not None:
            driver.quit()

    def _fetch_page(self, url: str) -> None:
        page = None
        if not url.startswith("file://"):
            self._webdriver.get(url)
            page = self._webdriver.execute_script("return document.documentElement.outerHTML;")
        if not page:  # a download, or a file
            super()._fetch_page(url)
            return
        result = self._markdown_converter.convert_stream(io.StringIO(page), file_extension=".html", url=url)
        result.title = self._webdriver.execute_script("return document.title;")
        self._show(result)

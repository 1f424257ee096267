"""A browser for tests, and tabs in it that cost little."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--process-per-site"),
    "--host-resolver-rules=MAP *.test 127.0.0.1",
)
"""Names that end in `.test` are found on this computer: a page on plain http there is no secure context."""


@contextmanager
def launched(chromium: str) -> Iterator[Browser]:
    """Give Chromium."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield browser
        browser.close()


class Tabs:
    """Tabs of a browser for pages of one site: those with the same settings share a profile and a process.

    A profile and a process of its own are most of what a tab costs. A process ends with its last tab, so one tab of
    each profile stays at `home`. What a test does to a whole profile, such as setting its clock, asks for one of
    another name; a test that must begin with nothing at all asks the browser itself for a context.
    """

    def __init__(self, browser: Browser, home: str, prepare: Callable[[BrowserContext], None] = lambda _: None) -> None:
        self.browser, self._home, self._prepare = browser, home, prepare
        self._profiles: dict[str, BrowserContext] = {}

    def new_page(self, profile: str = "", *, viewport: Any = None, color_scheme: Any = None, **settings: Any) -> Page:
        """Return a new tab, as a new context with these settings would give it."""
        key = f"{profile} {sorted(settings.items())}"
        if key not in self._profiles:
            context = self._profiles[key] = self.browser.new_context(**settings)
            self._prepare(context)
            context.new_page().goto(self._home)
        page = self._profiles[key].new_page()
        if viewport:
            page.set_viewport_size(viewport)
        if color_scheme:
            page.emulate_media(color_scheme=color_scheme)
        return page

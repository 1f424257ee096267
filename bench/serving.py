"""How long it takes from saving an article until a browser shows it, while a generator serves the site."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median

from corpus import article
from generators import Generator
from measuring import begin
from steps import EDITED

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run")
_PATIENCE = 600.0
"""Seconds until the first build must be done, and until a save must be seen."""
_LOST = 15.0
"""Seconds after which an open page is taken to have missed a save, and loaded again; they count."""
_REST = 0.7
"""Seconds between a save that was seen and the next."""
_ASKED = 0.005
"""Seconds between two questions to a server that tells nothing by itself."""
_SEEN = """() => {
  window.seen = {};
  const look = () => {
    for (const [mark] of (document.body?.textContent ?? "").matchAll(/save-\\d+-/g)) window.seen[mark] ??= Date.now();
    requestAnimationFrame(look);
  };
  look();
}"""
"""Notes when each mark stood on the page as a frame was drawn, in ms since 1970."""


def browser() -> str | None:
    """Return the browser of this machine."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def served(generator: Generator, site: Path, saves: int) -> float:
    """Return the median of seconds from a save until the page shows it.

    Raises:
        SystemExit: the server ends, or the page never shows it.

    """
    with _server(generator, site) as port:
        address = f"/articles/{article(EDITED).name}/"
        with _in_browser(port, address) if browser() else _by_http(port, address) as watch:
            return median(_saved(generator, site, saves, watch))


Watch = Callable[[str, Callable[[], None]], float]
"""Does what saves, waits until the page has a mark, and returns the time (s since 1970) at which it was there."""


def _saved(generator: Generator, site: Path, saves: int, watch: Watch) -> Iterator[float]:
    path = site / generator.articles / f"{article(EDITED).name}.md"
    before = path.read_text("utf-8")
    for number in range(saves + 1):
        time.sleep(_REST)
        begun = [0.0]

        def save(text: str = f"{before}\nsave-{number}-\n", begun: list[float] = begun) -> None:
            path.write_text(text, "utf-8")
            begun[0] = time.time()

        seen = watch(f"save-{number}-", save)
        if number:  # the first one warms up
            yield seen - begun[0]


@contextmanager
def _server(generator: Generator, site: Path) -> Iterator[int]:
    """Start the server, wait until it shows the article, and end it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    with (site / ".bench.log").open("wb") as log:
        process = begin((*generator.serve, str(port)), site, log)
    try:
        _until(lambda: process.poll() is not None or _got(port, f"/articles/{article(EDITED).name}/"))
        if process.returncode is not None:
            sys.exit(f"{generator.name} serves nothing:\n{(site / '.bench.log').read_text('utf-8')[-4000:]}")
        yield port
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _until(done: Callable[[], object]) -> None:
    end = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > end:
            sys.exit("waited in vain")
        time.sleep(_ASKED)


def _got(port: int, address: str) -> str:
    """Return a page, or nothing while there is none."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)) as connection:
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8")
        except OSError:
            return ""
    return text if answer.status == http.HTTPStatus.OK else ""


@contextmanager
def _in_browser(port: int, address: str) -> Iterator[Watch]:
    from playwright.sync_api import TimeoutError, sync_playwright  # noqa: A004 - the one it raises

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=browser(), args=_ARGUMENTS)
        page = opened.new_page()
        page.add_init_script(f"({_SEEN})()")
        page.goto(f"http://127.0.0.1:{port}{address}", wait_until="load")

        def seen(mark: str, patience: float) -> float:
            found = page.wait_for_function("mark => window.seen?.[mark]", arg=mark, timeout=patience * 1000)
            return float(found.json_value()) / 1000

        def watch(mark: str, save: Callable[[], None]) -> float:
            save()
            try:
                return seen(mark, _LOST)
            except TimeoutError:
                page.reload(wait_until="load")
                return seen(mark, _PATIENCE)

        yield watch
        opened.close()


@contextmanager
def _by_http(port: int, address: str) -> Iterator[Watch]:
    """Listen to the server's events, as the page does, and then get the page; ask again and again without events."""
    events = re.search(r'data-events="([^"]+)"', _got(port, address))
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)) as connection:
        connection.request("GET", events[1] if events else address)
        answer = connection.getresponse()

        def watch(mark: str, save: Callable[[], None]) -> float:
            save()
            _until(lambda: (not events or answer.readline().startswith(b"data")) and mark in _got(port, address))
            return time.time()

        yield watch

"""Every kind of page of the example and golden sites, as it is served and seen: nobody is barred, nothing is broken.

Which pages are looked at is found out from the built sites, so that a new kind of page or part is looked at too.
"""

from __future__ import annotations

import functools
import http.server
import io
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import axe_playwright_python
import pytest
import zxingcpp
from examples import PLACES, built, pages_of, telling_pages
from lxml import html
from PIL import Image
from playwright.sync_api import Browser, Page, Response

ROOT = Path(__file__).parent.parent
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
STAY = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 MicroMessenger/8.0 Chrome/140 Safari/537.36"
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".svg", ".gif")
WIDTHS = (375, 1280)
A4 = 718
"""Pixels between the margins of a printed page."""


class Served(NamedTuple):
    """A built site and where it is served."""

    address: str
    web: Path
    pages: list[str]

    def url(self, page: str) -> str:
        """Return the address of a page."""
        return self.address + page.removesuffix("index.html")


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing; slow with pictures when it is asked to be."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Serve a file."""
        if "X-Slow" in self.headers and self.path.endswith(PICTURES):
            time.sleep(0.3)
        super().do_GET()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Served]]:
    """Serve both sites, each built for the address it is served at."""
    found, servers = [], []
    for name in PLACES:
        folder = tmp_path_factory.mktemp(name)
        web = folder / "build/web"
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(web)))
        address = f"http://127.0.0.1:{server.server_port}/"
        built(name, folder, address)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        found.append(Served(address, web, telling_pages(web)))
    yield found
    for server in servers:
        server.shutdown()
        server.server_close()


def visited(
    chrome: Browser, served: list[Served], width: int, wanted: str = "", **settings: object
) -> Iterator[tuple[Page, Served, str]]:
    """Open each telling page in turn; go pages stay, as they do where their shop does not open."""
    context = chrome.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", **settings)  # type: ignore[arg-type]
    context.route(lambda url: not url.startswith(tuple(one.address for one in served)), lambda route: route.abort())
    page = context.new_page()
    for site in served:
        for path in site.pages:
            if wanted in (site.web / path).read_text("utf-8"):
                yield page, site, path
    context.close()


def held(page: Page, site: Served, path: str) -> None:
    """Open a page and keep it from sending the reader on."""
    text = (site.web / path).read_text("utf-8")
    text = text.replace("location.replace(data.target)", "void 0").replace('http-equiv="refresh"', 'name="refresh"')
    page.route(site.url(path), lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8"))
    page.goto(site.url(path))
    page.unroute(site.url(path))


def load_pictures(page: Page) -> None:
    """Wait for every picture, those far below too."""
    page.evaluate("Promise.allSettled([...document.images].map(one => { one.loading = 'eager'; return one.decode() }))")


@pytest.mark.browser
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_bar_nobody_and_say_nothing(chrome: Browser, served: list[Served], width: int, colours: str) -> None:
    """No serious finding of axe-core, no word in the console, no failed request, no sideways scroll."""
    wrong: list[str] = []
    said: list[str] = []

    def answered(response: Response) -> None:
        if response.status >= 400:
            said.append(f"{response.status} {response.url}")

    for page, site, path in visited(chrome, served, width, color_scheme=colours):
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", lambda request: said.append(f"failed {request.url}"))
        page.on("response", answered)
        held(page, site, path)
        load_pictures(page)
        wrong += [f"{path}: {one}" for one in said]
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wrong.append(f"{path}: scrolls sideways")
        wrong += [f"{path}: {one}" for one in barred(page, only_colours=colours == "dark")]
        said.clear()
        for event in ("console", "pageerror", "requestfailed", "response"):
            page._impl_obj.remove_all_listeners(event)  # noqa: SLF001
    assert wrong == []


def barred(page: Page, *, only_colours: bool) -> list[str]:
    """Return what axe-core finds serious or critical."""
    page.evaluate(AXE.read_text("utf-8"))
    rules = (
        "{runOnly: ['color-contrast'], resultTypes: ['violations']}"
        if only_colours
        else "{resultTypes: ['violations']}"
    )
    rows = page.evaluate(f"axe.run({rules}).then(found => found.violations)")
    return [
        f"{row['id']}: {node['html'][:160]} {node['failureSummary']}"
        for row in rows
        if row["impact"] in ("serious", "critical")
        for node in row["nodes"]
    ]


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_codes_are_read_from_the_screen(chrome: Browser, served: list[Served], width: int) -> None:
    """Every code that shows, or shows when tapped, reads as its go page's address."""
    read, wrong = 0, []
    for page, site, path in visited(chrome, served, width, "/codes/"):
        held(page, site, path)
        load_pictures(page)
        page.add_style_tag(content="body { margin-left: 0 }")
        codes = page.locator('img[src*="/codes/"]')
        for index in range(codes.count()):
            code = codes.nth(index)
            code.evaluate("one => document.querySelectorAll('details').forEach(d => d.open = d.contains(one))")
            if not code.is_visible():
                continue
            code.scroll_into_view_if_needed()
            box = code.evaluate(
                "one => { const b = one.getBoundingClientRect(); return [b.x, b.y, b.width, b.height] }"
            )
            clip = {"x": box[0] - 4, "y": box[1] - 4, "width": box[2] + 8, "height": box[3] + 8}
            image = Image.open(io.BytesIO(page.screenshot(clip=clip)))  # type: ignore[arg-type]
            name = Path(urlsplit(code.get_attribute("src") or "").path).stem
            texts = [one.text for one in zxingcpp.read_barcodes(image.convert("L"))]
            if texts != [f"{site.address}go/{name}/"]:
                wrong.append(f"{path}: {name} reads {texts}")
            read += 1
    assert wrong == []
    assert read >= len(served)


@pytest.mark.browser
def test_pictures_move_nothing_when_they_come(chrome: Browser, served: list[Served]) -> None:
    """Room is kept for every picture: what a reader reads stays where it is."""
    watch = """
    if (window.shift === undefined) {  // a tab runs this as often as it was added, and every shift counts once
      window.shift = 0
      new PerformanceObserver(list => { for (const one of list.getEntries()) window.shift += one.value })
        .observe({type: 'layout-shift', buffered: true})
    }
    """
    wrong = []
    for page, site, path in visited(chrome, served, 375, "<img", extra_http_headers={"X-Slow": "1"}):
        page.add_init_script(watch)
        held(page, site, path)
        load_pictures(page)
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        shift = page.evaluate("window.shift")
        if shift > 0.01:
            wrong.append(f"{path}: {shift}")
    assert wrong == []


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_products_in_lists_have_room(chrome: Browser, served: list[Served], width: int) -> None:
    """A product's picture and name are never squeezed into a corner of their place."""
    wrong = []
    for page, site, path in visited(chrome, served, width):
        held(page, site, path)
        narrow = page.evaluate(
            "[...document.querySelectorAll('.tile')].map(one => one.offsetWidth).filter(one => one < 130)"
        )
        if narrow:
            wrong.append(f"{path}: {narrow} px")
    assert wrong == []


@pytest.mark.browser
def test_pages_print_whole_and_light(chrome: Browser, served: list[Served]) -> None:
    """On paper nothing is cut off and nothing is dark; where a button was, a code or the address is printed."""
    wrong = []
    for page, site, path in visited(chrome, served, A4, color_scheme="dark"):
        held(page, site, path)
        page.emulate_media(media="print", color_scheme="dark")
        load_pictures(page)
        wrong += [f"{path}: {one}" for one in page.evaluate(ON_PAPER)]
        if path == site.pages[0]:
            assert page.pdf(format="A4").startswith(b"%PDF")
        page.emulate_media(media="screen")
    assert wrong == []


ON_PAPER = """() => {
  const told = [], shows = one => one.checkVisibility() && one.getBoundingClientRect().width > 0
  for (const one of document.querySelectorAll('body, body *')) {
    if (!shows(one)) continue
    const style = getComputedStyle(one), name = one.tagName + '.' + one.className
    const [r, g, b, a = 1] = (style.backgroundColor.match(/[\\d.]+/g) || [255, 255, 255]).map(Number)
    const wide = one.tagName !== 'IMG' && one.getBoundingClientRect().width > 200
    if (wide && a > .5 && (r + g + b) / 3 < 128) told.push('dark: ' + name)
    const cuts = style.overflowX !== 'visible' && !/INPUT|TEXTAREA|IMG/.test(one.tagName)
    if (cuts && one.scrollWidth > one.clientWidth + 1)
      told.push('cut: ' + name + ' ' + one.scrollWidth + ' > ' + one.clientWidth)
  }
  for (const card of document.querySelectorAll('.card:not(.card-off), .compare')) {
    if (!shows(card) || !card.querySelector('a.button')) continue
    const code = [...card.querySelectorAll('img[src*="/codes/"]')].some(shows)
    const printed = one => shows(one) && /http|attr/.test(getComputedStyle(one, '::after').content)
    const address = [...card.querySelectorAll('a[href]')].some(printed)
    if (!code && !address) told.push('no way to buy: ' + card.textContent.trim().slice(0, 40))
  }
  return told
}"""


def test_every_button_leads_to_its_go_page_or_shop(served: list[Served]) -> None:
    """On every page a card's button has an address, which is a page of the output or a shop's."""
    for base, web, _ in served:
        assert buttons_checked(base, web) > 5


def buttons_checked(base: str, web: Path) -> int:
    """Follow the button of every card of a site and return how many there are."""
    count = 0
    for path in pages_of(web):
        for link in html.fromstring((web / path).read_bytes()).xpath(
            "//*[contains(concat(' ', @class, ' '), ' card ') or contains(@class, 'compare')]"
            "//a[contains(concat(' ', @class, ' '), ' button ')]"
        ):
            href, count = link.get("href"), count + 1
            here = href.removeprefix(base) if href.startswith(base) else href.removeprefix(urlsplit(base).path)
            is_ours = href.startswith((base, "/"))
            assert (web / unquote(here) / "index.html").is_file() if is_ours else urlsplit(href).scheme, (path, href)
            assert is_ours or urlsplit(href).scheme in ("https", "http", "weixin"), (path, href)
    return count
